package app

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"soundings/adapters/console"
	"soundings/adapters/web"
	"soundings/bot"
	"soundings/internal/transcript"
	"soundings/journal"
)

// The conversations that are tested on the pure engine run here by HTTP, on the
// pages, as people with browsers have them. What has to come out is what the
// same conversation says on a terminal that calls itself the web: the bot says
// some things otherwise there, such as how an organisation is reached.
func TestTranscriptsOnThePages(t *testing.T) {
	for _, name := range transcripts(t) {
		dir := filepath.Dir(name)
		if filepath.Base(name) == "edits.txt" {
			continue // on a page nobody changes what was sent
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			script, err := transcript.Parse(name, string(text))
			if err != nil {
				t.Fatal(err)
			}
			want, err := transcript.Play(t.Context(), script, dressedStage(t, dir))
			if err != nil {
				t.Fatal(err)
			}
			s := newWebStage(t, t.TempDir(), dir)
			got, err := transcript.Play(t.Context(), script, s)
			t.Logf("%d turns on pages, %d beside them", s.onPages, s.beside)
			if err != nil {
				t.Fatal(err)
			}
			if diff := transcript.Diff(want, got); diff != "" {
				t.Errorf("- is what the terminal says, + what the pages say\n%s", diff)
			}
		})
	}
}

// transcripts names those that run on every platform: those of the engine, and
// the story of a whole engagement.
func transcripts(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../conversations/testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no transcripts")
	}
	if testing.Short() {
		return names[1:3] // what runs side by side is the same in all of them
	}
	return append([]string{"../docs/sample/four-weeks.txt"}, names...) // the longest first
}

// dressed is the terminal as an adapter that calls itself the web.
type dressed struct {
	*console.Adapter
	stage *stage
}

// theTeam is the room of the team.
const theTeam = "team-play"

func dressedStage(t *testing.T, folder string) *stage {
	t.Helper()
	s := testStage(t, t.TempDir(), folder)
	if err := s.stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.platform = func(deliver bot.Deliver) []bot.Adapter {
		d := dressed{stage: s}
		d.Adapter = console.New(s.terminal, func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
			ev.Room = bot.Address{Adapter: web.Name, Room: d.toWeb(ctx, ev.Room.Room)}
			return deliver(ctx, ev)
		})
		return []bot.Adapter{d}
	}
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func (dressed) Name() string { return web.Name }

func (d dressed) Send(ctx context.Context, p bot.Part) (string, error) {
	return d.Adapter.Send(ctx, d.fromWeb(p))
}

func (d dressed) Edit(ctx context.Context, id string, p bot.Part) error {
	return d.Adapter.Edit(ctx, id, d.fromWeb(p))
}

func (dressed) fromWeb(p bot.Part) bot.Part {
	p.To.Room = p.To.Room[strings.LastIndex(p.To.Room, ".")+1:]
	if p.To.Room == theTeam {
		p.To.Room = console.TeamRoom
	}
	return p
}

func (d dressed) toWeb(ctx context.Context, name string) string {
	if name == console.TeamRoom {
		return theTeam
	}
	rooms, err := webRooms(ctx, d.stage.service.store)
	if err != nil {
		return name
	}
	for _, room := range rooms {
		if room[strings.LastIndex(room, ".")+1:] == name {
			return room
		}
	}
	return name
}

// webRoom is how the record names a room of ours.
var webRoom = regexp.MustCompile(`"a":"web","r":"([^"]+)"`)

// webRooms gives all rooms of which the record knows.
func webRooms(ctx context.Context, store journal.Store) ([]string, error) {
	found := map[string]bool{}
	for stream, err := range store.Streams(ctx) {
		if err != nil {
			return nil, err
		}
		for r, err := range store.Read(ctx, stream, 0) {
			if err != nil {
				return nil, err
			}
			for _, m := range webRoom.FindAllSubmatch(r.Data, -1) {
				found[string(m[1])] = true
			}
		}
	}
	var rooms []string
	for room := range found {
		rooms = append(rooms, room)
	}
	slices.Sort(rooms)
	return rooms, nil
}
