package conversations_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
	"soundings/internal/transcript"
)

// formDesk is an open engagement of one supplier, whose people send forms.
type formDesk struct {
	*engine
	n int
}

func newFormDesk(t *testing.T) *formDesk {
	t.Helper()
	d := &formDesk{engine: newEngine(t)}
	for _, text := range []string{
		"new Care", "import\n# Care\n\n## One\nStanding: fixed\n\nText.\n\n## Two\n\nText.", "closes 26 June",
		"invite Alder, small firm", "invite Users, users' group", "preview", "open now",
	} {
		if err := d.Say(t.Context(), transcript.Turn{Room: "commissioning", Person: "dana", Verb: transcript.Says, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	d.said()
	return d
}

// send delivers what a person does with a button or a form.
func (d *formDesk) send(room, person string, kind bot.EventKind, action, value string, fields map[string]string) bot.Answer {
	d.t.Helper()
	d.n++
	answer, err := d.bot.Deliver(d.t.Context(), bot.Event{
		ID: fmt.Sprint("form:", d.n), Kind: kind, Room: bot.Address{Adapter: "console", Room: room},
		Action: action, Value: value, Fields: fields, Sender: bot.Sender{ID: person, Name: person},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return answer
}

// said gives what the bot has posted since.
func (d *formDesk) said() string {
	d.t.Helper()
	posts, err := d.Posted(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	var all []string
	for _, p := range posts {
		all = append(all, p.Text)
	}
	return strings.Join(all, "\n")
}

func fieldNames(f *bot.Form) []string {
	var names []string
	for _, field := range f.Fields {
		names = append(names, field.Name)
	}
	return names
}

func TestTheFormAsksWhatFits(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	for _, test := range []struct {
		room, section string
		want          []string
	}{
		{"alder", "1", []string{"stance", "words", "ticks", "why", "stops"}},
		{"alder", "2", []string{"stance", "words", "ticks", "why"}},
		{"users", "1", []string{"stance", "words"}},
	} {
		answer := d.send(test.room, "ana", bot.Pressed, "form", test.section, nil)
		if answer.Form == nil {
			t.Fatalf("section %s in %s: no form", test.section, test.room)
		}
		if diff := cmp.Diff(test.want, fieldNames(answer.Form)); diff != "" {
			t.Errorf("section %s in %s: -want +got\n%s", test.section, test.room, diff)
		}
		if len([]rune(answer.Form.Title)) > 24 || answer.Form.Typed == "" {
			t.Errorf("the form %q (%q) can't be shown everywhere", answer.Form.Title, answer.Form.Typed)
		}
	}
	for _, value := range []string{"", "9", "x"} {
		if answer := d.send("alder", "ana", bot.Pressed, "form", value, nil); answer.Form != nil || answer.Note == nil {
			t.Errorf("the form of section %q opens", value)
		}
	}
}

func TestAFormIsRecorded(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	fields := map[string]string{"stance": "unachievable", "words": " Not alone. ", "ticks": "quote, sensitive", "why": "our margin", "stops": "might"}
	d.send("alder", "ana", bot.Submitted, "answer", "1", fields)
	said := strings.Join(strings.Fields(d.said()), " ")
	if !strings.Contains(said, "1 One: Can't be done as written*, with your words, commercially sensitive. 1 to go.") {
		t.Errorf("after the form the bot says %s", said)
	}
	if strings.Contains(said, "would it stop you") {
		t.Errorf("the bot asks again what the form has told: %s", said)
	}
	form := d.send("alder", "ana", bot.Pressed, "form", "1", nil).Form
	got := map[string]string{}
	for _, field := range form.Fields {
		got[field.Name] = field.Value
	}
	want := map[string]string{"stance": "unachievable", "words": "Not alone.", "ticks": "sensitive", "why": "our margin", "stops": "might"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the form shows -want +got\n%s", diff)
	}
	// The same again changes nothing; a colleague's other view is asked about.
	if answer := d.send("alder", "ana", bot.Submitted, "answer", "1", fields); answer.Note == nil || d.said() != "" {
		t.Error("the same form is recorded twice")
	}
	d.send("alder", "ben", bot.Submitted, "answer", "1", map[string]string{"stance": "optimistic"})
	if said := d.said(); !strings.Contains(said, "Nothing has been replaced yet") {
		t.Errorf("a colleague's form is answered with %s", said)
	}
}

func TestWhatIsWrongInAForm(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	for _, test := range []struct {
		fields map[string]string
		want   string // the field with an error
	}{
		{map[string]string{"stance": ""}, "stance"},
		{map[string]string{"stance": "angry"}, "stance"},
		{map[string]string{"stance": "cautious", "words": strings.Repeat("x", 4001)}, "words"},
		{map[string]string{"stance": "cautious", "ticks": "sensitive", "why": strings.Repeat("x", 1001)}, "why"},
		{map[string]string{"stance": "unachievable", "stops": "perhaps"}, "stops"},
	} {
		answer := d.send("alder", "ana", bot.Submitted, "answer", "1", test.fields)
		if len(answer.Errors) != 1 || answer.Errors[test.want] == "" {
			t.Errorf("%.80v: errors %v, want one on %s", test.fields, answer.Errors, test.want)
		}
		if strings.Contains(answer.Errors[test.want], "*") {
			t.Errorf("the error %q has marks in it", answer.Errors[test.want])
		}
	}
	if said := d.said(); said != "" {
		t.Errorf("the bot posts %s", said)
	}
	if answer := d.send("alder", "ana", bot.Pressed, "dance", "1", nil); answer.Note == nil {
		t.Error("an unknown button is not answered")
	}
}
