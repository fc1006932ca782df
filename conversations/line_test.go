package conversations

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"soundings/engagement"
)

func TestAnswersAsPeopleTypeThem(t *testing.T) {
	const risk, cant, works, further, unclear, pass = engagement.Cautious, engagement.Unachievable, engagement.Optimistic,
		engagement.Excited, engagement.Unclear, engagement.Pass
	for _, test := range []struct {
		typed   string
		section int
		stance  engagement.Stance
		words   string
	}{
		{"6 risk: our supplier won't sign", 6, risk, "our supplier won't sign"},
		{"6: risk – our supplier won’t sign", 6, risk, "our supplier won’t sign"},
		{"  Section 6   RISK  ", 6, risk, ""},
		{"#6 possible, with a risk - two people", 6, risk, "two people"},
		{"6. Can’t be done: not alone", 6, cant, "not alone"},
		{"6) cannot", 6, cant, ""},
		{"section 12, can't be done as written. Not alone.", 12, cant, "Not alone."},
		{"6 “works for us”", 6, works, ""},
		{"6 works for us", 6, works, ""},
		{"6 works for us but only in town", 6, works, "works for us but only in town"},
		{"6 can't sign without the NHS", 6, cant, "can't sign without the NHS"},
		{"6 we could go further:\nfor families, too", 6, further, "for families, too"},
		{"6 further\nfor families, too", 6, further, "for families, too"},
		{"on 6: not clear; which minute?", 6, unclear, "which minute?"},
		{"6 I don't understand it", 6, unclear, ""},
		{"6 No view (not our field)", 6, pass, ""},
		{"6 n/a", 6, pass, ""},
		{"6\u200b ri\u200bsk: hid\u200bden", 6, risk, "hid\u200bden"},
		{"\u202e6 risk", 6, risk, ""},
		{"６ risk", 6, risk, ""},
		{"@soundings 6 risk: x", 6, risk, "x"},
		{"<@U012AB> 6 risk: x", 6, risk, "x"},
		{"6 something worries me: at night", 6, risk, "at night"},
		{"6 would work for me", 6, works, ""},
	} {
		rest, n, ok := readLine(test.typed).cutNumber()
		words, stance, found := rest.cutStance()
		if !ok || !found || n != test.section || stance != test.stance || words != test.words {
			t.Errorf("%q reads as section %d, %q, words %q; want %d, %q, %q", test.typed, n, stance, words, test.section, test.stance, test.words)
		}
	}
}

func TestWhatIsNoNumber(t *testing.T) {
	for _, typed := range []string{"6.2 is unclear", "24/7 cover", "6th of June", "6% is a lot", "six", "", "1000000 works", "no view", "6,5 million"} {
		if _, n, ok := readLine(typed).cutNumber(); ok {
			t.Errorf("%q reads as section %d, want none", typed, n)
		}
	}
}

func TestWhatIsNoStance(t *testing.T) {
	for _, typed := range []string{"no supplier can sign this", "more time is needed", "yes we did in Kent", "workshop", "risks", "our supplier", "", "good question", "passport checks"} {
		if _, stance, ok := readLine(typed).cutStance(); ok {
			t.Errorf("%q reads as %q, want no stance", typed, stance)
		}
	}
}

func TestCommands(t *testing.T) {
	for _, test := range []struct {
		typed  string
		strict bool
		want   string // first name of the command; empty: none
	}{
		{"Sections", false, "sections"},
		{"sections please.", false, "sections"},
		{"sections 4 and 6 need work", false, ""},
		{"show 6", false, "show"},
		{"Show   #6", false, "show"},
		{"show us how", false, ""},
		{"our answers?", false, "our answers"},
		{"ask: how many?", true, "ask"},
		{"ask how many there are", false, "ask"},
		{"ask the NHS to hold the agreement", true, ""},
		{"sensitive 6", true, "sensitive"},
		{"sensitive 6: our margin", true, "sensitive"},
		{"sensitive data would have to stay here", true, ""},
		{"don’t quote 6", true, "don't quote"},
		{"not sensitive 3", false, "not sensitive"},
		{"step back: no staff", true, "step back"},
		{"Not for us", false, "withdraw"},
		{"help", true, "help"},
		{"help us understand", true, ""},
		{"helpful", false, ""},
	} {
		c, _, ok := match(supplierCommands(), readLine(test.typed), test.strict)
		got := ""
		if ok {
			got = c.names[0]
		}
		if got != test.want {
			t.Errorf("match(%q, strict %v) = %q, want %q", test.typed, test.strict, got, test.want)
		}
	}
}

func TestSlips(t *testing.T) {
	for typed, want := range map[string]string{
		"sectoins": "sections", "hlep": "help", "comeback": "come back", "our answer": "our answers", "setp back": "step back",
		"how many": "", "banana": "", "x": "", "shw 6": "show",
	} {
		c, ok := suggestion(supplierCommands(), readLine(typed))
		got := ""
		if ok {
			got = c.names[0]
		}
		if got != want {
			t.Errorf("suggestion(%q) = %q, want %q", typed, got, want)
		}
	}
}

// TestCommandsAreWhole makes sure that help can show every command, and that
// no name hides another.
func TestCommandsAreWhole(t *testing.T) {
	for room, commands := range map[string][]command{"team": teamCommands(), "supplier": supplierCommands()} {
		seen := map[string]bool{}
		for _, c := range commands {
			if c.run == nil || c.usage == "" || c.group != "" && c.help == "" {
				t.Errorf("%s command %q has no run, usage or help", room, c.names)
			}
			for _, name := range c.names {
				if seen[name] {
					t.Errorf("%s command %q is there twice", room, name)
				}
				seen[name] = true
				if got, _, ok := match(commands, readLine(name), false); !ok || got.names[0] != c.names[0] {
					t.Errorf("%s: %q runs %v, want %v", room, name, got.names, c.names)
				}
			}
		}
	}
}

func TestInvitations(t *testing.T) {
	for _, test := range []struct {
		typed string
		want  invitation
		fails bool
	}{
		{typed: "Tidewell, small firm", want: invitation{name: "Tidewell", kind: engagement.SmallFirm}},
		{typed: "Tidewell, SME", want: invitation{name: "Tidewell", kind: engagement.SmallFirm}},
		{typed: "Kindred Carers Trust, a charity, current provider", want: invitation{name: "Kindred Carers Trust", kind: engagement.Charity, current: true}},
		{typed: "Kindred, current provider, charity", want: invitation{name: "Kindred", kind: engagement.Charity, current: true}},
		{typed: "Kindred, incumbent", want: invitation{name: "Kindred", kind: engagement.CurrentProvider, current: true}},
		{typed: "Smith, Jones & Co, large firm", want: invitation{name: "Smith, Jones & Co", kind: engagement.LargeFirm}},
		{typed: "Alarm Users, users’ group", want: invitation{name: "Alarm Users", kind: engagement.UsersGroup}},
		{typed: "Tidewell, small firm in #tidewell", want: invitation{name: "Tidewell", kind: engagement.SmallFirm, room: "#tidewell"}},
		{typed: "Tidewell, small firm in <#C012AB|tidewell>", want: invitation{name: "Tidewell", kind: engagement.SmallFirm, room: "<#C012AB|tidewell>"}},
		{typed: "Care in Kent, charity", want: invitation{name: "Care in Kent", kind: engagement.Charity}},
		{typed: "Tidewell, small firm, {person:P3}", want: invitation{name: "Tidewell", kind: engagement.SmallFirm, people: []engagement.Person{"P3"}}},
		{typed: "Tidewell, {person:P3}, {person:P4}, small firm", want: invitation{name: "Tidewell", kind: engagement.SmallFirm, people: []engagement.Person{"P3", "P4"}}},
		{typed: "Smith, Jones & Co, large firm, Ana Whitlock {person:P3}", want: invitation{name: "Smith, Jones & Co", kind: engagement.LargeFirm, people: []engagement.Person{"P3"}}},
		{typed: "{person:P3}, Tidewell, small firm", want: invitation{name: "Tidewell", kind: engagement.SmallFirm, people: []engagement.Person{"P3"}}},
		{typed: "Tidewell {person:P3} (small firm)", want: invitation{name: "Tidewell", kind: engagement.SmallFirm, people: []engagement.Person{"P3"}}},
		{typed: "Tidewell: {person:P3}; charity; {person:P3}", want: invitation{name: "Tidewell", kind: engagement.Charity, people: []engagement.Person{"P3"}, doubled: true}},
		{typed: "Kindred Carers Trust\tcharity\t{person:P3}", want: invitation{name: "Kindred Carers Trust", kind: engagement.Charity, people: []engagement.Person{"P3"}}},
		{typed: "Tidewell, small firm, link", want: invitation{name: "Tidewell", kind: engagement.SmallFirm, link: true}},
		{typed: "{person:P3}", fails: true},
		{typed: "Tidewell, {person:P3}", fails: true},
		{typed: "Tidewell", fails: true},
		{typed: "Tidewell, florist", fails: true},
		{typed: "", fails: true},
		{typed: "small firm", fails: true},
	} {
		got, problem := readInvitation(test.typed, "")
		if (problem != "") != test.fails || problem == "" && !reflect.DeepEqual(got, test.want) {
			t.Errorf("readInvitation(%q) = %+v, %q; want %+v, fails %v", test.typed, got, problem, test.want, test.fails)
		}
	}
}

// FuzzLine makes sure that no text makes a parser fail, and that what is taken
// for words was said like that.
func FuzzLine(f *testing.F) {
	for _, seed := range []string{"6 risk: our supplier won't sign", "invite A, small firm", "closes 27 June 17:00", "\u202e6 \u200b", "step back: x", "6:", "İ 6 risk", "ask 6: x\x00", "<@U1> 6 - works"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("adapters deliver UTF-8")
		}
		l := readLine(text)
		if len(l.at) != len(l.norm)+1 {
			t.Fatalf("fold(%q): %d places for %d bytes", text, len(l.at), len(l.norm))
		}
		rest, _, _ := l.cutNumber()
		words, _, ok := rest.cutStance()
		if ok && !strings.Contains(text, words) {
			t.Errorf("%q: the words %q were not said", text, words)
		}
		for _, commands := range [][]command{teamCommands(), supplierCommands()} {
			for _, strict := range []bool{false, true} {
				if _, after, ok := match(commands, l, strict); ok && !strings.Contains(text, after.words()) {
					t.Errorf("%q: the words %q were not said", text, after.words())
				}
			}
			suggestion(commands, l)
		}
		_, _, _ = l.numbers()
		_, _ = readInvitation(text, "")
		_, _ = readBid(l)
		_ = slug(text, engagement.MostSlug)
	})
}
