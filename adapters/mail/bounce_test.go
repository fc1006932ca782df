package mail

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"soundings/bot"
	"soundings/journal"
)

// market is a domain that sends one release to Ana by mail, and tells of gaps.
type market struct{ Gaps []string }

func (*market) Apply(bot.Fact) error                   { return nil }
func (*market) Due(time.Time) ([]bot.Event, time.Time) { return nil, time.Time{} }
func (m *market) Save() ([]byte, error)                { return json.Marshal(m) }
func (m *market) Load(data []byte) error               { return json.Unmarshal(data, m) }

func (*market) Decide(ev bot.Event, tx *bot.Tx) error {
	if ev.Text == "release" && !ev.Again {
		if err := tx.Link(anasRoom, true); err != nil {
			return err
		}
		return tx.Post(bot.Message{
			Key: "release:1", Class: bot.Release, To: []bot.Address{anasRoom}, Title: "What changed", Blocks: []bot.Block{bot.Say("Section 5.")},
		})
	}
	var gaps []string
	for _, g := range tx.Messages().Gaps() {
		gaps = append(gaps, g.Key+" to "+g.Room.Key()+" "+string(g.State)+": "+g.Why)
	}
	tx.Answer(bot.Answer{Note: &bot.Message{Blocks: []bot.Block{bot.Say(strings.Join(gaps, "\n"))}}})
	return nil
}

// nobody is People who have no names.
type nobody struct{}

func (nobody) Person(context.Context, string, bot.Sender) (string, error) { return "P12", nil }
func (nobody) Known(context.Context, string, bot.Sender) (string, error)  { return "P12", nil }
func (nobody) Hash(id string) string                                      { return id }
func (nobody) Resolve(_ context.Context, text string) (string, error)     { return text, nil }
func (nobody) Direct(context.Context, string, string) (string, error)     { return ana, nil }

// TestABounceIsAGap sends a release through a real bot to a real server. The
// server takes it, and the mail comes back an hour later.
func TestABounceIsAGap(t *testing.T) {
	store := journal.NewMemory()
	signer, _, err := journal.CheckpointKey([]byte(strings.Repeat("k", 32)), "test")
	if err != nil {
		t.Fatal(err)
	}
	b := bot.New(bot.Options{
		Store: store, People: nobody{}, Signer: signer, Now: time.Now, Version: "1", Log: slog.New(slog.DiscardHandler),
		NewDomain: func(string) bot.Domain { return &market{} },
		Lobby:     func(bot.Event, func(string) bool) (string, bot.Answer) { return "digital-care", bot.Answer{} },
	})
	o := openOffice(t, nil)
	a := toOffice(t, o, testOptions(b.Deliver, &diary{}))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := b.Run(ctx, a); err != nil {
			t.Error(err)
		}
	}()
	defer func() { cancel(); <-ended }()
	gaps := func(id, text string) string {
		answer, err := b.Deliver(t.Context(), bot.Event{ID: id, Kind: bot.Said, Room: anasRoom, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if answer.Note == nil {
			return ""
		}
		return answer.Note.Blocks[0].Text.Markdown
	}
	gaps("t:1", "release")
	if err := b.Quiet(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := gaps("t:2", "gaps"); got != "" || len(o.all()) != 1 {
		t.Fatalf("gaps %q after %d mails, want none after one", got, len(o.all()))
	}
	head, _, _ := o.all()[0].message(t)
	report := fixture(t, "postfix", strings.Trim(head.Get("Message-ID"), "<>"))
	for range 2 { // a server may say it twice
		if status, text, _ := call(t, a, "POST", reportsPath, bearer, report); status != 200 || text != "Recorded.\n" {
			t.Fatalf("the report: %d %s", status, text)
		}
	}
	if got, want := gaps("t:3", "gaps"), "release:1 to mail:P12 failed: the address does not exist (5.1.1)"; got != want {
		t.Errorf("gaps %q, want %q", got, want)
	}
	n := 0
	for r, err := range store.Read(t.Context(), "engagement/digital-care", 0) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(r.Data), ana) {
			t.Errorf("the address is in the record: %s", r.Data)
		}
		if strings.Contains(string(r.Data), `"message.returned"`) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d facts say that it came back, want one", n)
	}
}
