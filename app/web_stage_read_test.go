package app

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"soundings/adapters/adaptertest"
	"soundings/adapters/console"
	"soundings/adapters/web"
	"soundings/adapters/webtest"
	"soundings/bot"
	"soundings/internal/transcript"
)

// rooms gives all rooms of which the record knows.
func (s *webStage) rooms(ctx context.Context) ([]string, error) {
	return s.found.in(ctx, s.service.store)
}

// name is what a transcript calls a room.
func (s *webStage) name(room string) string {
	for name, team := range s.teams {
		if room == team {
			return name
		}
	}
	return room[strings.LastIndex(room, ".")+1:]
}

func (s *webStage) roomOf(name string) string {
	if room := s.teams[name]; room != "" || name == console.TeamRoom {
		return room
	}
	rooms, err := s.rooms(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, room := range rooms {
		if s.name(room) == name {
			return room
		}
	}
	return ""
}

// Posted implements transcript.Driver. What the record says stands in a room
// has to stand on its page.
func (s *webStage) Posted(ctx context.Context) ([]transcript.Post, error) {
	if err := s.service.Bot().Quiet(ctx); err != nil {
		return nil, err
	}
	answers := s.notes
	s.notes = nil
	rooms, err := s.rooms(ctx)
	if err != nil {
		return nil, err
	}
	for _, room := range rooms {
		if err := s.posted(ctx, room); err != nil {
			return nil, err
		}
	}
	if room := s.roomOf(s.room); room != "" {
		s.stamp[room+"/"+s.speaker] = s.seen[room]
	}
	posts := append(s.notes, answers...)
	s.notes = nil
	return posts, nil
}

func (s *webStage) posted(ctx context.Context, room string) error {
	shown, err := s.service.Bot().Messages(ctx, bot.Address{Adapter: web.Name, Room: room}, s.seen[room], 0)
	if err != nil || len(shown) == 0 {
		return err
	}
	slices.SortFunc(shown, func(a, b bot.Shown) int { return int(a.N - b.N) })
	page := s.look(ctx, room)
	for _, m := range shown {
		s.seen[room] = max(s.seen[room], m.N)
		key := room + " " + m.Engagement + "/" + m.Key
		oneOfMany := m.Plain && m.Class == bot.Reply // shown to whoever caused it, on the page that answers
		if page != nil && m.Class != bot.Standing && m.For == "" && !oneOfMany {
			if missing := notOn(page.Text(), adaptertest.TextOf(m.Title, m.Blocks)); missing != "" && (!m.Guarded || !keptBack(page)) {
				return fmt.Errorf("the page of %s lacks %q:\n%s", room, missing, page.Text())
			}
		}
		s.show(key, s.name(room), called(ctx, s.service, m.For), m.Title, m.Blocks, s.known[key])
		s.known[key] = true
	}
	return nil
}

// keptBack says whether a page is that of somebody who may not read what suppliers
// said, and says so.
func keptBack(page *webtest.Page) bool {
	for _, why := range []string{"Before you read what suppliers said", "Not shown to you yet", "Please declare once more", "Somebody was asked since", "Somebody was admitted since"} {
		if strings.Contains(page.Text(), why) {
			return true
		}
	}
	return false
}

// look opens the room's page in a browser of somebody who is in it; nil if
// nobody is. It changes nothing of what that browser is on.
func (s *webStage) look(ctx context.Context, room string) *webtest.Page {
	for key := range s.in {
		in, person, _ := strings.Cut(key, "/")
		if in != room || s.browsers[person] == nil {
			continue
		}
		again := *s.browsers[person]
		defer func(was string) { s.speaker = was }(s.speaker)
		s.speaker = person // what the page asks for is asked by them
		page, err := again.Open(ctx, "/r/"+room)
		if err != nil || page.Status != http.StatusOK {
			s.t.Errorf("the page of %s = %v, %v", room, page, err)
			return nil
		}
		if text := page.Text(); strings.Contains(text, "Is this yours?") || strings.Contains(text, "This link has been taken back") {
			continue // nothing of the room is for them
		}
		return page
	}
	return nil
}
