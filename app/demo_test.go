package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"soundings/adapters/web"
	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/journal"
	"soundings/journal/vault"
)

// watched is a demonstration with a clock that is moved by hand: on it nobody
// waits. Logged is what it warns of.
func watched(t *testing.T, at time.Time) (d *demonstration, answers *[]string, out, logged *output) {
	t.Helper()
	clock := &hand{at: at}
	k := testKeys(t)
	logged = &output{}
	s, err := Start(t.Context(), Parts{
		Store: journal.NewMemory(), Key: k.root, Signer: k.signer, Web: &Web{URL: "http://127.0.0.1:8080", Zone: at.Location()},
		Settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Zone: at.Location().String()}, Now: clock.now, Log: slog.New(slog.NewTextHandler(logged, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	out = &output{}
	d, err = newDemo(s, environment(t.TempDir(), "", out, out), demoPace, at.Location())
	if err != nil {
		t.Fatal(err)
	}
	answers = new([]string)
	deliver := d.deliver
	d.deliver = func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
		answer, err := deliver(ctx, ev)
		if answer.Note != nil {
			for _, b := range answer.Note.Blocks {
				if b.Text != nil {
					*answers = append(*answers, ev.Text+" → "+b.Text.Markdown)
				}
			}
		}
		return answer, err
	}
	d.now = clock.now
	d.wait = func(ctx context.Context, wait time.Duration) error {
		clock.set(clock.now().Add(wait))
		return s.Bot().Quiet(ctx)
	}
	return d, answers, out, logged
}

// Everything that the simulated people write is understood, all of them are
// heard, and the digest comes by the clock, or by hand where there is none.
func TestDemonstration(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for name, at := range map[string]time.Time{
		"on a Monday": time.Date(2026, 6, 1, 9, 0, 0, 0, zone),
		"on a Sunday": time.Date(2026, 6, 7, 9, 0, 0, 0, zone),
	} {
		t.Run(name, func(t *testing.T) {
			d, answers, out, logged := watched(t, at)
			began := d.now()
			if err := d.run(t.Context(), "here"); err != nil {
				t.Fatal(err)
			}
			for _, answer := range *answers {
				if strings.Contains(answer, "othing was recorded") || strings.Contains(answer, "not recorded") || strings.Contains(answer, "othing was changed") {
					t.Errorf("not understood: %s", answer)
				}
			}
			digests := 0
			shown, err := d.service.Bot().Messages(t.Context(), d.team, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range shown {
				if m.Class == bot.Digest || strings.Contains(m.Title, "what suppliers said") {
					digests++
				}
			}
			if digests != 1 {
				t.Errorf("%d digests in the commissioning room, want 1", digests)
			}
			if took := d.now().Sub(began); took > 5*time.Minute {
				t.Errorf("the demonstration takes %v, want about two minutes", took)
			}
			if warnings := logged.String(); warnings != "" {
				t.Errorf("the demonstration warns of\n%s", warnings)
			}
			everybodyIsReached(t, d)
			wantLines(t, out.String(), "http://127.0.0.1:8080/t/", "http://127.0.0.1:8080/j/", "The digest is there")
		})
	}
}

// everybodyIsReached: what is for one of them alone finds them.
func everybodyIsReached(t *testing.T, d *demonstration) {
	t.Helper()
	known, n := people{vault: d.service.vault}, 0
	for {
		person := fmt.Sprint("P", n+1)
		if _, err := d.service.vault.Lookup(t.Context(), person); errors.Is(err, vault.ErrUnknown) {
			break
		}
		n++
		if direct, err := known.Direct(t.Context(), web.Name, person); err != nil || direct == "" {
			t.Errorf("%s is reached alone by %q, %v", person, direct, err)
		}
	}
	if n < 20 {
		t.Errorf("%d people took part, want all of them", n)
	}
}

func TestDemonstrationKeepsAnEarlierOne(t *testing.T) {
	dir := played(t)
	code, _, stderr := program(t.Context(), t.TempDir(), "", "demo", "--data", dir)
	if code != 1 || !strings.Contains(stderr, "has a demonstration already") {
		t.Errorf("demo in a folder that has one = %d, %q", code, stderr)
	}
	if code, out, _ := program(t.Context(), dir, "", "verify"); code != 0 {
		t.Errorf("verify after that = %d, %s in %s", code, out, filepath.Base(dir))
	}
}
