package teams_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
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

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"soundings/adapters/teams"
	"soundings/app"
	"soundings/bot"
	"soundings/conversations"
	"soundings/docs/sample"
	"soundings/internal/faketeams"
	"soundings/journal"
	"soundings/journal/vault"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares with a file of testdata, or writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("%s is not as it was (-want +got); -update rewrites it:\n%s", path, diff)
	}
}

// product is the whole service in Teams, with the journal in memory.
type product struct {
	*world

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
	gate := &gate{}
	p := &product{world: newWorld(t, gate.deliver), files: map[string][]byte{}}
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

// waits is an adapter that runs already.
type waits struct{ *teams.Adapter }

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

func (p *product) says(user, room, words string) {
	p.t.Helper()
	if _, err := p.Say(p.t.Context(), user, room, words); err != nil {
		p.t.Fatalf("%s says %q: %v", user, words, err)
	}
	p.settle()
}

// types is says, in the team's room to the bot.
func (p *product) types(words string) {
	p.t.Helper()
	p.says(dana, teamRoom, strings.TrimSpace("@Soundings "+words))
}

func (p *product) presses(user, room, label string) {
	p.t.Helper()
	if _, _, err := p.Press(p.t.Context(), user, room, "", label); err != nil {
		p.t.Fatal(err)
	}
	p.settle()
}

// submits fills in the dialog that somebody has open, and sends it.
func (p *product) submits(user, label string, filled ...string) {
	p.t.Helper()
	for i := 0; i+1 < len(filled); i += 2 {
		if err := p.Fill(user, "", filled[i], filled[i+1]); err != nil {
			p.t.Fatal(err)
		}
	}
	if _, faults, err := p.Submit(p.t.Context(), user, label); err != nil || len(faults) > 0 {
		p.t.Fatalf("submit: %v, %v", faults, err)
	}
	p.settle()
}

// keeps keeps the newest message with these words, in one of the rooms, as a file.
func (p *product) keeps(name, words string, rooms ...string) {
	p.t.Helper()
	for _, room := range rooms {
		for _, m := range slices.Backward(p.Messages(room)) {
			if m.From == faketeams.Bot && strings.Contains(m.Words(), words) {
				p.file(name, "message", m.Activity)
				return
			}
		}
	}
	for _, room := range rooms {
		p.t.Logf("%s: %s", room, strings.Join(p.read(room), "\n---\n"))
	}
	p.t.Fatalf("nothing reads %q", words)
}

// keepsDialog keeps the dialog that somebody sees as a file.
func (p *product) keepsDialog(name, user, words string) {
	p.t.Helper()
	d, ok := p.Dialog(user)
	if !ok || !strings.Contains(d.Words(), words) {
		p.t.Fatalf("%q is missing in\n%s", words, d.Words())
	}
	p.file(name, "dialog", map[string]any{"title": d.Title, "card": d.Card})
}

var (
	moment = regexp.MustCompile(`1[0-9]{12,}`)
	record = regexp.MustCompile(`The record: [\d,]+ entries, checkpoint [0-9a-f]+…[0-9a-f]+`)
)

// file keeps what was sent.
func (p *product) file(name, kind string, content any) {
	p.t.Helper()
	p.files[name+".json"] = tidy(p.t, kind, content)
}

// tidy is what was sent, without what differs from run to run.
func tidy(t *testing.T, kind string, content any) []byte {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(map[string]any{kind: content}); err != nil {
		t.Fatal(err)
	}
	data := record.ReplaceAll(out.Bytes(), []byte("The record: 136 entries, checkpoint deacb6…e9f1"))
	return moment.ReplaceAll(data, []byte("1780304400000"))
}

// What the product says, as Teams gets it: each kind of message and dialog once. All
// of it holds to the schema of Adaptive Cards.
func TestGolden(t *testing.T) {
	files := map[string][]byte{}
	synctest.Test(t, func(t *testing.T) {
		p := newProduct(t)
		files = p.files
		prepare(p)
		answer(p)
		listen(p)
		if n := p.Alarms(); n > 0 {
			t.Errorf("Teams obeyed %d marks", n)
		}
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
		// A card that refreshes looks other to each, and to sixty people at most; and a
		// client that executes nothing needs something that it can send.
		if text := string(data); strings.Contains(text, `"refresh"`) || strings.Count(text, `"Action.Execute"`) != strings.Count(text, `"fallback"`) {
			t.Errorf("%s: it refreshes, or has a button that not every client can press", name)
		}
	}
	t.Run("schema", func(t *testing.T) { validate(t, files) })
}

// validate holds cards to the schema of Adaptive Cards, without what is Teams' own.
func validate(t *testing.T, files map[string][]byte) {
	schema := filepath.Join("..", "..", "..", "shared", "data", "schemas", "adaptive-card-1.5.json")
	if _, err := os.Stat(schema); err != nil {
		t.Skipf("the schema of Adaptive Cards is not here: %v", err)
	}
	valid, err := jsonschema.NewCompiler().Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		var sent struct {
			Message struct {
				Attachments []struct{ Content map[string]any }
			}
			Dialog struct{ Card map[string]any }
		}
		if err := json.Unmarshal(data, &sent); err != nil {
			t.Fatal(err)
		}
		card := sent.Dialog.Card
		if card == nil {
			card = sent.Message.Attachments[0].Content
		}
		delete(card, "msteams") // how wide it is, and whom it names
		if err := valid.Validate(any(card)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if card["teapot"] = true; valid.Validate(any(card)) == nil {
			t.Error("the schema holds of anything")
		}
	}
}

// room and person are those of the supplier of that number.
func room(i int) string   { return fmt.Sprintf("19:supplier%d@thread.tacv2", i) }
func person(i int) string { return fmt.Sprintf("29:supplier%d", i) }

// prepare is what the team does before it opens.
func prepare(p *product) {
	alone := p.Direct(dana)
	p.types("new Digital care at home")
	p.types("")
	p.keeps("first-run", "Being prepared", alone)
	draft, err := os.ReadFile("../../conversations/testdata/care.md")
	if err != nil {
		p.t.Fatal(err)
	}
	p.types("import\n" + string(draft))
	p.keeps("table", "3 sections from your draft", alone, teamRoom)
	for i, name := range suppliers() {
		p.AddPerson(faketeams.Person{ID: person(i), Name: "Ana of " + name, Tenant: fmt.Sprintf("t%d", i)})
		p.AddConversation(faketeams.Conversation{ID: room(i), Name: fmt.Sprintf("care-%d", i), Membership: faketeams.Shared, Team: "19:council@thread.tacv2", Members: []string{dana}, Installed: true, Consented: true})
		p.says(dana, room(i), fmt.Sprintf("@Soundings invite %s, small firm", name))
		if err := p.Join(p.t.Context(), person(i), room(i)); err != nil {
			p.t.Fatal(err)
		}
	}
	for _, words := range []string{"matters most 3", "buyer Westmere County Council", "contact Dana Ellery, digitalcare@westmere.example", "closes 26 June 17:00", "open now"} {
		p.types(words)
	}
	p.keeps("preview", "Open to 6 suppliers", alone, teamRoom)

	p.presses(dana, teamRoom, "Open to 6 suppliers")
}

// answer is what a supplier sees and does.
func answer(p *product) {
	user, room := person(0), room(0)
	p.keeps("welcome", "would like your view on a draft", room)
	p.keeps("list", "0 of 3 answered", room)
	p.says(user, room, "@Soundings show 3")
	p.keeps("card", "Which result could you honestly be paid on?", room)
	p.presses(user, room, "Write an answer")
	p.keepsDialog("form", user, "What is the risk")
	p.submits(user, "Save", "f-stance", "cautious", "f-words", "ten per cent at risk is our whole margin")
	p.keepsDialog("note", user, "Saved for Tidewell")
	p.Close(user)
	p.says(ana, tidewellRoom, "@Soundings hello") // where nobody asks anything
	p.keeps("refusal", "Only the buying team", tidewellRoom)
}

// listen is what the team reads.
func listen(p *product) {
	for i, words := range []string{"", "3 can't: no small firm can carry that", "3 risk: who counts a fall", "3 unclear: which measure", "3 works: we do this for Hartwell already", "2 further: thirty seconds by day"} {
		if words != "" {
			p.says(person(i), room(i), words)
		}
	}
	p.presses(person(1), room(1), "Say who you are")
	p.keepsDialog("declaration", person(1), "Your role")
	p.submits(person(1), "", "Your role", "Operations", "For whom you speak", "speaks", "f-links", "none")
	p.keepsDialog("declared", person(1), "Brook")
	p.types("")
	p.keeps("panel", "Digital care at home", p.Direct(dana))
	p.types("I declare: no interest")
	p.types("digest")
	p.keeps("digest", "What worries them", teamRoom, p.Direct(dana))
}
