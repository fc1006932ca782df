package app

import (
	"context"
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
	t.Parallel()
	onPlatform(t, func(t *testing.T, _ int, dir string, script transcript.Script) (want, got transcript.Script, err error) {
		t.Helper()
		if filepath.Base(script.Name) == "edits.txt" {
			t.Skip("on a page nobody changes what was sent")
		}
		if want, err = transcript.Play(t.Context(), script, dressedStage(t, dir)); err != nil {
			return want, got, err
		}
		s := newWebStage(t, t.TempDir(), dir)
		got, err = transcript.Play(t.Context(), script, s)
		t.Logf("%d turns on pages, %d beside them", s.onPages, s.beside)
		return want, got, err
	})
}

// dressed is the terminal as an adapter that calls itself the web.
type dressed struct {
	*console.Adapter
	stage *stage
	found *roomsFound
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
		d := dressed{stage: s, found: newRoomsFound()}
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
	rooms, err := d.found.in(ctx, d.stage.service.store)
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

// roomsFound is the rooms of which a record knows, which is read on from where it
// was read before.
type roomsFound struct {
	upto  map[string]journal.Seq
	rooms []string
}

func newRoomsFound() *roomsFound { return &roomsFound{upto: map[string]journal.Seq{}} }

// in gives all rooms of which the record knows by now, in order.
func (f *roomsFound) in(ctx context.Context, store journal.Store) ([]string, error) {
	for stream, err := range store.Streams(ctx) {
		if err != nil {
			return nil, err
		}
		for r, err := range store.Read(ctx, stream, f.upto[stream]) {
			if err != nil {
				return nil, err
			}
			for _, m := range webRoom.FindAllSubmatch(r.Data, -1) {
				if room := string(m[1]); !slices.Contains(f.rooms, room) {
					f.rooms = append(f.rooms, room)
				}
			}
			f.upto[stream] = r.Seq
		}
	}
	slices.Sort(f.rooms)
	return slices.Clone(f.rooms), nil
}
