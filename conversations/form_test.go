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
		"new Care", "import\n# Care\n\n## One\nStanding: fixed\nPlain: One.\n\nText.\n\n## Two\nPlain: Two.\n\nText.", "closes 26 June",
		"invite Alder, small firm", "invite Users, users' group", "preview", "open now", "I declare: no interest",
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
		{"alder", "1", []string{"stance", "words", "stops", "ticks", "why", "name", "role", "speaks", "links", "about"}},
		{"alder", "2", []string{"stance", "words", "ticks", "why", "name", "role", "speaks", "links", "about"}},
		{"users", "1", []string{"stance", "words", "for", "ticks"}},
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

// noted gives the words of a note, and its buttons, in one line.
func noted(a bot.Answer) string {
	if a.Note == nil {
		return ""
	}
	var all []string
	for _, b := range a.Note.Blocks {
		switch {
		case b.Text != nil:
			all = append(all, b.Text.Markdown)
		case b.Quote != nil:
			all = append(all, "“"+b.Quote.Words+"”")
		}
		for _, button := range b.Buttons {
			all = append(all, "["+button.Label+"]")
		}
		for _, item := range b.Items {
			all = append(all, item.Label+" · "+item.Hint+" · "+item.Status)
		}
	}
	return strings.Join(all, " ")
}

// values gives what stands in a form.
func values(f *bot.Form) map[string]string {
	got := map[string]string{}
	for _, field := range f.Fields {
		if field.Value != "" {
			got[field.Name] = field.Value
		}
	}
	return got
}

// What is saved in a form is answered in its window: nothing is said in the
// room, and the list is edited in place.
func TestAFormIsRecorded(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	fields := map[string]string{
		"stance": "unachievable", "words": " Not alone. ", "ticks": "quote, sensitive", "why": "our margin", "stops": "might",
		"role": "operations", "speaks": "speaks", "links": "none",
	}
	want := "Saved for Alder: **1 One: Can't be done as written**, with your words, commercially sensitive. You can change it until Fri 26 June, 17:00. 1 to go. [Next: 2 Two] [Back to the list]"
	if got := noted(d.send("alder", "ana", bot.Submitted, "answer", "1", fields)); got != want {
		t.Errorf("the form is answered with\n%s\nwant\n%s", got, want)
	}
	if said := d.said(); strings.Count(said, "your list") != 1 || strings.Contains(said, "Saved") || strings.Contains(said, "would it stop you") {
		t.Errorf("in the room the bot says %s", said)
	}
	form := d.send("alder", "ana", bot.Pressed, "form", "1", nil).Form
	if diff := cmp.Diff(map[string]string{"stance": "unachievable", "words": "Not alone.", "ticks": "sensitive", "why": "our margin", "stops": "might"}, values(form)); diff != "" {
		t.Errorf("the form shows -want +got\n%s", diff)
	}
	if diff := cmp.Diff([]string{"stance", "words", "stops", "ticks", "why"}, fieldNames(form)); diff != "" {
		t.Errorf("whoever is known is asked again: -want +got\n%s", diff)
	}
	// The same again changes nothing.
	d.send("alder", "ana", bot.Submitted, "answer", "1", fields)
	if said := d.said(); said != "" {
		t.Errorf("the same form again: %s", said)
	}
}

// A colleague's other view is not replaced without asking, and nothing of what
// was filled in is lost meanwhile.
func TestAColleaguesFormLosesNothing(t *testing.T) {
	for _, test := range []struct {
		press string
		want  map[string]string
		above string
	}{
		{"replace", map[string]string{"stance": "cautious", "words": "A risk for our margin.", "ticks": "sensitive", "why": "our costs"}, ""},
		{"keep", map[string]string{"stance": "unachievable", "words": "Not alone."}, "A risk for our margin."}, // as Ana finds it
	} {
		d := newFormDesk(t)
		d.send("alder", "ana", bot.Submitted, "answer", "1", map[string]string{"stance": "unachievable", "words": "Not alone."})
		answer := d.send("alder", "ben", bot.Submitted, "answer", "1", map[string]string{
			"stance": "cautious", "words": "A risk for our margin.", "ticks": "sensitive", "why": "our costs", "role": "finance",
		})
		if got := noted(answer); !strings.Contains(got, "Nothing has been replaced yet. What you wrote is kept until you choose. [Replace it] [Keep it, add my comment]") {
			t.Errorf("a colleague's form is answered with %s", got)
		}
		d.said()
		d.pressesOf(answer, "alder", "ben", map[string]string{"replace": "Replace it", "keep": "Keep it, add my comment"}[test.press])
		if said := d.said(); strings.Contains(said, "Saved") || strings.Contains(said, "Added") {
			t.Errorf("in the room the bot says %s", said)
		}
		whose := map[string]string{"replace": "ben", "keep": "ana"}[test.press]
		form := d.send("alder", whose, bot.Looked, "answer", "1", nil).Form
		if diff := cmp.Diff(test.want, values(form)); diff != "" {
			t.Errorf("after %s the form shows -want +got\n%s", test.press, diff)
		}
		if above := blocksText(form.Blocks); !strings.Contains(above, test.above) {
			t.Errorf("after %s %q does not stand above the form: %s", test.press, test.above, above)
		}
		d.stop()
	}
}

// Whoever presses Save twice reads what the first press was answered with: no
// question of ours is lost with it.
func TestAFormThatIsSentTwice(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	twice := func(person, stance string) string {
		fields := map[string]string{"stance": stance, "words": "Not alone."}
		first := noted(d.send("alder", person, bot.Submitted, "answer", "1", fields))
		d.n-- // the same event once more
		if second := noted(d.send("alder", person, bot.Submitted, "answer", "1", fields)); second != first {
			t.Errorf("the second time %s reads %s, want %s", person, second, first)
		}
		return first
	}
	if got := twice("ana", "unachievable"); !strings.Contains(got, "Saved for Alder") {
		t.Errorf("ana reads %s", got)
	}
	if got := twice("ben", "cautious"); !strings.Contains(got, "[Replace it]") {
		t.Errorf("ben reads %s", got)
	}
}

// The follow-up changes with the choice; what is asked of a fixed point only
// where it can't be done.
func TestTheFormFollowsTheChoice(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	for stance, want := range map[string]string{
		"cautious":     "What is the risk, whose is it, and what would make it smaller? stops:false",
		"unachievable": "What could be done instead, and what would that take: time, money, somebody else's agreement? stops:true",
		"pass":         "In your words stops:false",
		"":             "In your words stops:true",
	} {
		form := d.send("alder", "ana", bot.Looked, "answer", "1", map[string]string{"stance": stance, "words": "Hm.", "role": "boss"}).Form
		stops := strings.Contains(strings.Join(fieldNames(form), " "), "stops")
		if got := fmt.Sprint(form.Fields[1].Label, " stops:", stops); got != want {
			t.Errorf("%s: %s, want %s", stance, got, want)
		}
		if form.Fields[1].Value != "Hm." || values(form)["role"] != "boss" || !form.Fields[0].Refresh {
			t.Errorf("%s: the form lost something: %v", stance, values(form))
		}
	}
}

// What was typed in any form of the room is answered in its window.
func TestTheOtherForms(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	d.send("alder", "ana", bot.Submitted, "answer", "1", map[string]string{"stance": "optimistic", "words": "Yes."})
	d.said()
	for _, test := range []struct {
		action, value string
		fields        map[string]string
		want          string
	}{
		{"declare", "", map[string]string{"role": ""}, "role: Your role is missing."},
		{"declare", "", map[string]string{"role": "boss", "links": "yes", "about": "my brother"}, "Thank you. Noted: ana, boss, of Alder; links: my brother."},
		{"ask", "", map[string]string{"words": " "}, "words: Your question is missing."},
		{"ask", "", map[string]string{"words": "How many?", "section": "2"}, "Your question on 2 Two (Q1) is with the buying team."},
		{"sensitive", "1", map[string]string{"ticks": "yes", "why": "our margin"}, "marked commercially sensitive"},
		{"sensitive", "1", map[string]string{"ticks": ""}, "no longer marked"},
		{"last", "", map[string]string{"bid": "perhaps"}, "bid: I can't use"},
		{"last", "", map[string]string{"bid": "depends", "reason": "the terms", "show": "show"}, "Saved for Alder."},
		{"step", "", map[string]string{"reason": "terms", "words": "Too hard."}, "Alder has stepped back."},
	} {
		if form := d.send("alder", "ana", bot.Looked, test.action, test.value, nil).Form; form == nil || form.Action != test.action || len([]rune(form.Title)) > 24 {
			t.Errorf("the form %s does not open: %+v", test.action, form)
		}
		answer := d.send("alder", "ana", bot.Submitted, test.action, test.value, test.fields)
		got := noted(answer)
		for field, problem := range answer.Errors {
			got = field + ": " + problem
		}
		if !strings.Contains(got, test.want) {
			t.Errorf("%s %v is answered with %q, want %q", test.action, test.fields, got, test.want)
		}
	}
	if said := d.said(); strings.Contains(said, "# Saved") || !strings.Contains(said, "Somebody stepped back") {
		t.Errorf("in the rooms the bot says %s", said)
	}
	if form := d.send("alder", "ana", bot.Looked, "answer", "2", nil); form.Form != nil || !strings.Contains(noted(form), "stepped back today") {
		t.Errorf("after stepping back the form is %+v", form)
	}
}

// What somebody sees first in the room.
func TestHome(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	for _, test := range []struct{ room, person, want string }{
		{"alder", "ana", "[Next: 1 One] [Ask a question] [About this] [Fewer messages] [Not for us]"},
		{"users", "eve", "[Next: 2 Two] [Ask a question] [About this] [Fewer messages] [Step back]"},
	} {
		if got := noted(d.send(test.room, test.person, bot.Looked, bot.HomeView, "", nil)); !strings.HasSuffix(got, test.want) {
			t.Errorf("%s: home ends in %s, want %s", test.room, got[max(0, len(got)-150):], test.want)
		}
	}
	d.send("alder", "ana", bot.Submitted, "answer", "1", map[string]string{"stance": "optimistic"})
	d.said()
	want := "1 to go. Not said yet: who is speaking for Alder. [Say who you are]" +
		" Alder · 1 of 2 answered · answers until Fri 26 June, 17:00 1 One · Fixed · *Works for us* (ana) 2 Two · Open to change · to do" +
		" Or write: **show 2** · **2 risk: your words** · **ask: your question** · **our answers** · **partner list** · **help**" +
		" [Next: 2 Two] [Ask a question] [What we've said so far] [About this] [Fewer messages] [Step back]"
	if got := noted(d.send("alder", "ana", bot.Looked, bot.HomeView, "", nil)); got != want {
		t.Errorf("home is\n%s\nwant\n%s", got, want)
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
