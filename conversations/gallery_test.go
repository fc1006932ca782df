package conversations_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"soundings/adapters/console"
	"soundings/bot"
	"soundings/internal/gallerytest"
	"soundings/internal/transcript"
)

// pictured says which words that people are shown are kept, by name: the
// transcript in which they are shown last, where, and what stands in their title
// or first words.
func pictured() map[string][3]string {
	return map[string][3]string{
		"supplier-welcome":  {"declaration.txt", "tidewell", "would like your view on a draft"},
		"supplier-list":     {"digest-week-two.txt", "tidewell", "your list"},
		"supplier-section":  {"a-change.txt", "tidewell", "has to stay"},
		"supplier-form":     {"form-answer.txt", "tidewell", "Section 2"},
		"supplier-recorded": {"first-answer.txt", "tidewell", "Recorded for Tidewell"},
		"supplier-last":     {"last-questions.txt", "tidewell", "Last questions"},
		"supplier-news":     {"late-joiner.txt", "tidewell", "news for everybody asked"},
		"supplier-change":   {"a-change.txt", "tidewell", "the draft has changed"},
		"supplier-answers":  {"questions-answered.txt", "kindred", "questions answered"},
		"supplier-digest":   {"suppliers-digest.txt", "alder", "what changed because of you"},
		"supplier-pack":     {"chat/a-gap-mended.txt", "tidewell", "What everybody asked has had so far"},
		"supplier-nudge":    {"the-leak.txt", "tidewell", "can see what you just wrote"},
		"supplier-reminder": {"reminders.txt", "tidewell", "still open"},
		"supplier-note":     {"notes.txt", "birch-care", "Is this what you said?"},
		"supplier-partners": {"partners.txt", "tidewell", "Firms that look for a partner"},
		"supplier-stepping": {"step-back.txt", "tidewell", "What is the main reason?"},
		"user-welcome":      {"people-who-use-it.txt", "westmere-alarm-users", "would like to know what you think"},
		"user-safety":       {"somebodys-safety.txt", "alarm-users", "Somebody's safety"},
		"user-change":       {"a-change.txt", "elders", "something new"},
		"supplier-code":     {"chat/by-code.txt", "tide-chat", "Join with a code"},
		"round-table-list":  {"chat/round-table.txt", "all", "Open to change"},
		"supplier-paused":   {"the-notice.txt", "alder", "no more for now"},
		"supplier-notice":   {"the-notice.txt", "alder", "the procurement has begun"},
		"supplier-reopened": {"reopened.txt", "alder", "views are taken again"},
		"supplier-admitted": {"the-dialogue.txt", "dialogue-foxglove", "You are admitted"},
		"supplier-others":   {"the-dialogue.txt", "kindred", "the procurement goes on"},
		"supplier-thanks":   {"closing-with-thanks.txt", "tidewell", "Thank you. This draft is closed"},
		"supplier-survey":   {"closing-with-thanks.txt", "kindred", "Three questions"},
		"supplier-outcome":  {"closing-with-thanks.txt", "alder", "the outcome"},
		"user-thanks":       {"closing-with-thanks.txt", "elders", "Thank you. This is closed now"},
		"team-closed":       {"closing-with-thanks.txt", "commissioning", "Closed: Digital care at home"},
		"team-dialogue":     {"the-dialogue.txt", "commissioning", "Waits to go to everybody: N4, the dialogue"},
		"team-survey":       {"closing-with-thanks.txt", "commissioning", "How it was for them"},
		"team-file":         {"for-the-file.txt", "commissioning", "For the file: "},
		"team-market":       {"market-notice.txt", "commissioning", "Market engagement notice: "},
		"team-ends-soon":    {"whole-engagement.txt", "commissioning", "Pauses tomorrow"},
		"team-declare":      {"who-may-read.txt", "commissioning", "Before you read what suppliers said"},
		"team-declared":     {"who-may-read.txt", "commissioning", "Declarations"},
		"team-note":         {"notes.txt", "commissioning", "Noted for Tidewell"},
		"team-section":      {"reading-fairly.txt", "commissioning", "1 What we hope for\nOpen"},
		"team-who":          {"reading-fairly.txt", "commissioning", "who said what"},
		"team-first":        {"first-run.txt", "commissioning", "nothing has been sent to anyone yet"},
		"team-sections":     {"digest-week-two.txt", "commissioning", "sections from your draft"},
		"team-preview":      {"a-change.txt", "commissioning", "What suppliers will see"},
		"team-release":      {"a-change.txt", "commissioning", "Waits to go to everybody: N1"},
		"team-sent":         {"a-change.txt", "commissioning", "Sent to everybody"},
		"team-gap":          {"chat/a-gap-mended.txt", "commissioning", "can't be reached"},
		"team-status":       {"chat/a-gap-mended.txt", "commissioning", "Not everybody has the same information"},
		"team-questions":    {"questions-answered.txt", "commissioning", "questions wait for you"},
		"team-change-form":  {"a-change.txt", "commissioning", "Change section 2"},
		"team-new-draft":    {"a-new-draft.txt", "commissioning", "changes in your new draft"},
		"team-leak":         {"files-in-rooms.txt", "commissioning", "Said to one supplier only, not yet settled"},
		"team-privately":    {"read-privately.txt", "commissioning", "for you alone"},
		"team-code":         {"chat/by-code.txt", "commissioning", "A code for"},
		"team-place":        {"chat/by-code.txt", "commissioning", "Is this the place of"},
		"team-digest":       {"digest-week-two.txt", "commissioning", "5–12 June"},
		"team-digest-few":   {"too-few.txt", "commissioning", "too few to rank"},
	}
}

// recordLine is what differs from run to run.
var recordLine = regexp.MustCompile(`The record: [\d,]+ entries, checkpoint [0-9a-f]+…[0-9a-f]+`)

// TestGallery keeps one of each kind of message, as every adapter gets it, for
// the adapters' own tests: there it can be seen how a platform shows it.
func TestGallery(t *testing.T) {
	all := pictured()
	seen := map[string][]sight{}
	want := map[string][]byte{}
	for name, where := range all {
		if seen[where[0]] == nil {
			seen[where[0]] = watch(t, filepath.Join("testdata", where[0])).seen
		}
		found := false
		for _, s := range slices.Backward(seen[where[0]]) {
			if found = s.room == where[1] && strings.Contains(s.Title+"\n"+s.first(), where[2]); found {
				data, err := json.MarshalIndent(s.Picture, "", "  ")
				if err != nil {
					t.Fatal(err)
				}
				data = recordLine.ReplaceAll(data, []byte("The record: 136 entries, checkpoint deacb6…e9f1"))
				want[name+".json"] = append(data, '\n')
				break
			}
		}
		if !found {
			t.Errorf("%s: nothing in %s of %s reads %q", name, where[1], where[0], where[2])
		}
	}
	gallerytest.Keep(t, filepath.Join("testdata", "gallery"), want, *update)
}

// sight is something that people were shown.
type sight struct {
	gallerytest.Picture
	room string
}

// first is how it begins.
func (s sight) first() string {
	if s.Form != nil {
		return s.Form.Title
	}
	for _, b := range s.Blocks {
		if b.Text != nil {
			return b.Text.Markdown
		}
	}
	return ""
}

// witness sees all that a terminal is given to show, before it is fitted to it.
type witness struct {
	*console.Adapter

	mu   sync.Mutex
	seen []sight
}

func (w *witness) Caps() bot.Caps {
	caps := w.Adapter.Caps()
	caps.Items, caps.Images = true, true
	caps.MaxText, caps.MaxChars = 0, 0
	return caps
}

func (w *witness) see(room string, p gallerytest.Picture) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = append(w.seen, sight{p, room})
}

// Send implements bot.Adapter.
func (w *witness) Send(ctx context.Context, p bot.Part) (string, error) {
	if _, opening := p.Opening(); !opening {
		w.see(p.To.Room, gallerytest.Picture{Title: p.Title, Blocks: p.Blocks})
	}
	return w.Adapter.Send(ctx, p)
}

// Edit implements bot.Editor.
func (w *witness) Edit(ctx context.Context, id string, p bot.Part) error {
	w.see(p.To.Room, gallerytest.Picture{Title: p.Title, Blocks: p.Blocks})
	return w.Adapter.Edit(ctx, id, p)
}

func (w *witness) answered(deliver bot.Deliver) bot.Deliver {
	return func(ctx context.Context, ev bot.Event) (bot.Answer, error) {
		answer, err := deliver(ctx, ev)
		if answer.Note != nil {
			w.see(ev.Room.Room, gallerytest.Picture{Title: answer.Note.Title, Blocks: answer.Note.Blocks})
		}
		if answer.Form != nil {
			w.see(ev.Room.Room, gallerytest.Picture{Form: answer.Form})
		}
		return answer, err
	}
}

// watch plays a transcript and gives what was seen in it.
func watch(t *testing.T, name string) *witness {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	script, err := transcript.Parse(name, string(text))
	if err != nil {
		t.Fatal(err)
	}
	e := newEngine(t)
	defer func() { e.stop() }()
	w := &witness{}
	e.stop()
	e.watch = w
	e.start()
	if strings.Contains(name, "/chat/") {
		e.chat(true)
	}
	if _, err := transcript.Play(t.Context(), script, e); err != nil {
		t.Fatal(err)
	}
	return w
}
