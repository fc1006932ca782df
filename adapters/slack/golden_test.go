package slack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"soundings/adapters/slack"
	"soundings/app"
	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/fakeslack"
	"soundings/journal"
	"soundings/journal/vault"
)

// product is the whole service on a workspace, with the journal in memory.
type product struct {
	*house

	files map[string][]byte // of testdata, as they come to be
}

// suppliers are those who are asked, each with a channel and a person.
func suppliers() []string {
	return []string{"Tidewell", "Brook & Vale", "Hartwell Alarms", "Kindred Carers", "Northgate Systems", "Severn Response"}
}

func newProduct(t *testing.T) *product {
	t.Helper()
	time.Sleep(time.Until(time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC))) // of the bubble, which begins in 2000
	root, err := vault.NewKey(make([]byte, vault.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	signer, _, err := journal.CheckpointKey(bytes.Repeat([]byte{1}, 32), "soundings")
	if err != nil {
		t.Fatal(err)
	}
	p := &product{files: map[string][]byte{}}
	gate := &gate{}
	p.house = newHouse(t, byHTTP, gate.deliver)
	service, err := app.Start(t.Context(), app.Parts{
		Store: journal.NewMemory(), Key: root, Signer: signer,
		Adapters: func(deliver bot.Deliver) []bot.Adapter {
			gate.to = deliver
			return []bot.Adapter{waits{p.Adapter}}
		},
		Settings: conversations.Settings{Buyer: sample.Buyer, Contact: sample.Contact, Zone: "Europe/London"},
		Now:      time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := service.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return p
}

// gate is opened when there is somebody to deliver to.
type gate struct{ to bot.Deliver }

func (g *gate) deliver(ctx context.Context, ev bot.Event) (bot.Answer, error) { return g.to(ctx, ev) }

// waits is an adapter whose house runs it already.
type waits struct{ *slack.Adapter }

func (waits) Run(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

// settle lets all that is due be posted.
func (p *product) settle() {
	synctest.Wait()
	time.Sleep(20 * time.Second) // of the bubble
	synctest.Wait()
}

func (p *product) types(words string) {
	p.t.Helper()
	if _, err := p.Command(p.t.Context(), dana, teamRoom, slack.Command, words); err != nil {
		p.t.Fatalf("/soundings %s: %v", words, err)
	}
	p.settle()
}

func (p *product) says(user, room, words string) {
	p.t.Helper()
	if _, err := p.Say(p.t.Context(), user, room, words); err != nil {
		p.t.Fatalf("%s says %q: %v", user, words, err)
	}
	p.settle()
}

func (p *product) presses(user, room, label string) {
	p.t.Helper()
	if _, err := p.Press(p.t.Context(), user, room, "", label); err != nil {
		p.t.Fatal(err)
	}
	p.settle()
}

// keeps keeps the newest message with these words as a file.
func (p *product) keeps(name, room, user, words string) {
	p.t.Helper()
	all := append(p.Messages(room), p.Ephemerals(room, user)...)
	for _, m := range slices.Backward(all) {
		if strings.Contains(m.Words(), words) {
			p.file(name, "message", map[string]any{"text": m.Text, "blocks": m.Blocks})
			return
		}
	}
	p.t.Fatalf("nothing reads %q in\n%s", words, strings.Join(p.said(room), "\n---\n"))
}

// keepsWindow keeps the window that somebody sees as a file.
func (p *product) keepsWindow(name, user, words string) {
	p.t.Helper()
	v := p.window(user)
	if !strings.Contains(v.Words(), words) {
		p.t.Fatalf("%q is missing in\n%s", words, v.Words())
	}
	p.file(name, "view", viewOf(p.t, v))
}

// viewOf is what was sent of a window.
func viewOf(t *testing.T, v fakeslack.View) map[string]any {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal(v.JSON, &all); err != nil {
		t.Fatal(err)
	}
	kept := map[string]any{}
	for _, key := range []string{"type", "callback_id", "title", "submit", "close", "private_metadata", "blocks"} {
		if all[key] != nil {
			kept[key] = all[key]
		}
	}
	return kept
}

var (
	givenID = regexp.MustCompile(`\s*"block_id": "b0\d+",?`)
	moment  = regexp.MustCompile(`\d{10}\.\d{6}`)
	record  = regexp.MustCompile(`The record: [\d,]+ entries, checkpoint [0-9a-f]+…[0-9a-f]+`)
	ending  = regexp.MustCompile(`,(\s*\})`)
)

// file keeps what was sent.
func (p *product) file(name, kind string, content map[string]any) {
	p.t.Helper()
	p.files[name+".json"] = tidy(p.t, kind, content)
}

// tidy is what was sent, without what Slack adds and what differs from run to
// run.
func tidy(t *testing.T, kind string, content map[string]any) []byte {
	t.Helper()
	data, err := json.MarshalIndent(map[string]any{kind: content}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	data = givenID.ReplaceAll(data, nil)
	data = ending.ReplaceAll(data, []byte("$1"))
	data = record.ReplaceAll(data, []byte("The record: 136 entries, checkpoint deacb6…e9f1"))
	return append(moment.ReplaceAll(data, []byte("1780304400.000100")), '\n')
}

// What the product says, as Slack gets it: each kind of message and window once.
func TestGolden(t *testing.T) {
	files := map[string][]byte{}
	synctest.Test(t, func(t *testing.T) {
		p := newProduct(t)
		files = p.files
		prepare(p)
		answer(p)
		listen(p)
	})
	names, err := filepath.Glob("testdata/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if files[filepath.Base(name)] == nil {
			t.Errorf("%s is no message any more", name)
		}
	}
	for name, data := range files {
		golden(t, name, data)
		var sent struct {
			Message struct{ Blocks json.RawMessage }
			View    struct{ Blocks json.RawMessage }
		}
		if err := json.Unmarshal(data, &sent); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for raw, most := range map[string]int{string(sent.Message.Blocks): 50, string(sent.View.Blocks): 100} {
			if raw == "" {
				continue
			}
			if faults := beyond(json.RawMessage(raw), most); len(faults) > 0 {
				t.Errorf("%s: %v", name, faults)
			}
		}
	}
}

// prepare is what the team does before it opens.
func prepare(p *product) {
	p.types("new Digital care at home")
	p.types("")
	p.keeps("first-run", teamRoom, dana, "Being prepared")
	draft, err := os.ReadFile("../../conversations/testdata/care.md")
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.Say(p.t.Context(), dana, teamRoom, "@soundings import", fakeslack.WithFile("care.md", draft)); err != nil {
		p.t.Fatal(err)
	}
	p.settle()
	p.keeps("table", teamRoom, dana, "3 sections from your draft")
	for i, name := range suppliers() {
		team, person, room := fmt.Sprintf("T0S%d", i), fmt.Sprintf("U0S%d", i), fmt.Sprintf("C0S%d", i)
		p.AddTeam(team, name)
		p.AddUser(fakeslack.User{ID: person, Team: team, RealName: "Ana of " + name})
		p.AddChannel(fakeslack.Channel{ID: room, Name: fmt.Sprintf("care-%d", i), Private: true, Members: []string{fakeslack.Bot, dana}})
		p.types(fmt.Sprintf("invite %s, small firm in <#%s|care-%d>", name, room, i))
		if err := errors.Join(p.Share(p.t.Context(), room, team), p.Join(p.t.Context(), person, room)); err != nil {
			p.t.Fatal(err)
		}
	}
	for _, words := range []string{"matters most 3", "buyer Westmere County Council", "contact Dana Ellery, digitalcare@westmere.example", "closes 26 June 17:00", "open now"} {
		p.types(words)
	}
	p.keeps("preview", teamRoom, dana, "Open to 6 suppliers")
	p.presses(dana, teamRoom, "Open to 6 suppliers")
}

// answer is what a supplier sees and does.
func answer(p *product) {
	const user, room = "U0S0", "C0S0"
	p.keeps("welcome", room, user, "would like your view on a draft")
	p.keeps("list", room, user, "0 of 3 answered")
	p.presses(user, room, "3 How we pay")
	p.keepsWindow("card", user, "How we pay")
	v := p.window(user)
	for _, filled := range [][2]string{{"f-words", "ten per cent at risk is our whole margin"}, {"f-stance", "cautious"}} {
		if _, err := p.Choose(p.t.Context(), user, v.ID, filled[0], filled[1]); err != nil {
			p.t.Fatal(err)
		}
		p.settle()
	}
	p.keepsWindow("form", user, "What is the risk")
	if _, err := p.Submit(p.t.Context(), user, ""); err != nil {
		p.t.Fatal(err)
	}
	p.settle()
	p.keepsWindow("note", user, "Saved for Tidewell")
	_ = p.CloseAll(p.t.Context(), user)
	p.says(ana, tidewellRoom, "@soundings hello") // where nobody asks anything
	p.keeps("refusal", tidewellRoom, ana, "Only the buying team")
}

// declare fills in who somebody is.
func declare(p *product, user string) {
	for _, filled := range [][2]string{{"Your role", "Operations"}, {"For whom you speak", "speaks"}, {"f-links", "none"}} {
		if _, err := p.Choose(p.t.Context(), user, "", filled[0], filled[1]); err != nil {
			p.t.Fatal(err)
		}
		p.settle()
	}
	if done, err := p.Submit(p.t.Context(), user, ""); err != nil || len(done.Errors) > 0 {
		p.t.Fatalf("%+v, %v", done, err)
	}
	p.settle()
}

// listen is what the team reads.
func listen(p *product) {
	for i, words := range []string{"", "3 can't: no small firm can carry that", "3 risk: who counts a fall", "3 unclear: which measure", "3 works: we do this for Hartwell already", "2 further: thirty seconds by day"} {
		if words != "" {
			p.says(fmt.Sprintf("U0S%d", i), fmt.Sprintf("C0S%d", i), words)
		}
	}
	p.presses("U0S1", "C0S1", "Say who you are")
	p.keepsWindow("declaration", "U0S1", "Your role")
	declare(p, "U0S1")
	p.keepsWindow("declared", "U0S1", "Brook")
	p.types("")
	p.keeps("panel", teamRoom, dana, "Digital care at home")
	p.types("I declare: no interest")
	p.types("digest")
	p.keeps("digest", teamRoom, dana, "What worries them")
}
