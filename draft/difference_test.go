package draft

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// testWording is how the lines of a difference are worded in tests.
func testWording() Wording {
	return Wording{
		Was: "Was:", Now: "Now:", Added: "New:", TakenOut: "Gone:", Moved: "Moved:",
		WordsWere: "was:", WordsRemoved: "taken out:",
	}
}

func TestDifferencesReadAsAPersonWouldMarkThem(t *testing.T) {
	for _, test := range []struct {
		name, before, after string
		want                []string
	}{
		{"nothing", "One sentence.", "One sentence.", nil},
		{"white space", "One  sentence.\n\nTwo.", "One sentence. \n\n\nTwo.\n", nil},
		{"punctuation, capitals and emphasis", "The supplier, however, must **answer**", "the Supplier however must answer.", nil},
		{"a number", "Answer within 60 seconds, day and night.", "Answer within 90 seconds, day and night.", []string{
			"Answer within **90** (was: “60”) seconds, day and night.",
		}},
		{"a word more", "It shall keep records.", "It shall always keep records.", []string{"It shall **always** keep records."}},
		{"a word less", "It shall always keep records.", "It shall keep records.", []string{"It shall (taken out: “always”) keep records."}},
		{"a phrase at the end", "It shall keep records.", "It shall keep records, for six years.", []string{"It shall keep records, **for six years**."}},
		{
			"a phrase that could begin in two places", "The supplier and the hub work well together.",
			"The supplier and the council and the hub work well together.",
			[]string{"The supplier and **the council and** the hub work well together."},
		},
		{
			"a small word between changes goes with them", "Send the invoice to finance by post every month.",
			"Send the form to procurement by post every month.",
			[]string{"Send the **form to procurement** (was: “invoice to finance”) by post every month."},
		},
		{
			"most of a sentence", "The supplier provides equipment that works with what people already have at home.",
			"The supplier lists equipment that works, in four kinds, and tests all else with people at home.",
			[]string{
				"Was: The supplier provides equipment that works with what people already have at home.",
				"Now: The supplier lists equipment that works, in four kinds, and tests all else with people at home.",
			},
		},
		{"another sentence", "Devices must be compatible.", "We list four kinds and test the rest with you.", []string{
			"Gone: Devices must be compatible.", "New: We list four kinds and test the rest with you.",
		}},
		{
			"a sentence among others", "One stays here. Two stays there.", "One stays here. Something new comes. Two stays there.",
			[]string{"New: Something new comes."},
		},
		{
			"items", "Must have:\n\n- a clock\n- a bell\n- a light\n", "Must have:\n\n* a clock\n* a loud bell\n* a door\n* a light\n",
			[]string{"a **loud** bell", "New: a door"},
		},
		{"numbering", "1. a clock\n2. a bell\n", "1. a door that shuts\n2. a clock\n3. a bell\n", []string{"New: a door that shuts"}},
		{
			"an item moved", "- first thing\n- second thing\n- last thing to do\n", "- last thing to do\n- first thing\n- second thing\n",
			[]string{"Moved: last thing to do"},
		},
		{
			"two sentences become one", "The council pays each month. Invoices go to finance.", "The council pays each month, and invoices go to finance.",
			[]string{"The council pays each month, **and** invoices go to finance."},
		},
		{"lines that are no longer broken", "Write to:  \nDana Ellery  \nRoom 5  \nthe first floor. Then wait.", "Write to: Dana Ellery Room 5 the first floor. Then wait.", nil},
		{"a heading that became bold", "### Moving\n\nMove.", "**Moving**\n\nMove.", nil},
		{
			"a table", "| Report | Due |\n| --- | --- |\n| Status | 1 day after every sprint |\n| Plan | at the end |\n",
			"| Report | Due |\n| --- | --- |\n| Status | 2 days after every sprint |\n| Plan | at the end |\n| Test | weekly |\n",
			[]string{"Status; **2 days** (was: “1 day”) after every sprint", "New: Test; weekly"},
		},
		{"an inner heading", "### 5.5 Moving\n\nMove.\n", "### 6.5 Moving out\n\nMove.\n", []string{"Moving **out**"}},
		{
			"a link is one word", "See [our policy](https://example.org/a_b) first, please.", "See [our policy](https://example.org/a_c) first, please.",
			[]string{"See **[our policy](https://example.org/a_c)** (was: “[our policy](https://example.org/a_b)”) first, please."},
		},
		{"an amount is one word", "It costs £1,000.50 at most.", "It costs £1,200.50 at most.", []string{"It costs **£1,200.50** (was: “£1,000.50”) at most."}},
		{"code", "```\nGET /a\nGET /b\n```\n", "```\nGET /a\nPUT /b\n```\n", []string{"**PUT** (was: “GET”) /b"}},
		{
			"marks that are not emphasis", "Rates a\\*b and 5 * 6 stay. Old one.", "Rates a\\*b and 7 * 6 stay. Old one.",
			[]string{`Rates a\*b and **7** (was: “5”) \* 6 stay.`},
		},
		{"a link nowhere safe", "Read this.", "Read this.\n\nNow [press](javascript:x) here.", []string{"New: Now press here."}},
		{"HTML", "Read this.", "Read this. Now <b>press</b> here.", []string{`New: Now \<b>press\</b> here.`}},
		{"a line that would be a list", "One.\n\nIt is so.", "One.\n\n\\- It is now so.", []string{`\- It is **now** so.`}},
		{"broken lines", "Write to:  \nDana Ellery  \nRoom 5", "Write to:  \nDana Ellery  \nRoom 6", []string{"Room **6** (was: “5”)"}},
		{
			"abbreviations", "Use e.g. Slack at St. Mary’s. Then stop.", "Use e.g. Teams at St. Mary’s. Then stop.",
			[]string{"Use e.g. **Teams** (was: “Slack”) at St. Mary’s."},
		},
		{"everything", "One.", "", []string{"Gone: One."}},
		{"from nothing", "", "One.", []string{"New: One."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := Compare(test.before, test.after)
			checkDifference(t, d, test.before, test.after)
			if diff := cmp.Diff(test.want, d.Lines(testWording())); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChangesSayHowMuchChanged(t *testing.T) {
	d := Compare("Same here, as it was. Small thing! It takes 5 days. Old one goes. Text that moves away.\n",
		"Text that moves away. Same here, as it was. Small, thing. It takes 6 days. Brand new words arrived.\n")
	var got []string
	for _, p := range d {
		moved := ""
		if p.Moved {
			moved = " moved"
		}
		got = append(got, string(p.Form)+" "+string(p.Change)+moved)
	}
	want := []string{
		"sentence added moved", "sentence none", "sentence slight", "sentence words", "sentence removed",
		"sentence removed moved", "sentence added",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// checkDifference checks what holds for every difference: it gives both texts
// back, cuts no word, and its lines are harmless.
func checkDifference(t reporter, d Difference, before, after string) {
	t.Helper()
	if d.Old() != before || d.New() != after {
		t.Errorf("the difference of %q and %q gives %q and %q", before, after, d.Old(), d.New())
	}
	for _, p := range d {
		for i, r := range p.Runs {
			if r.Text == "" {
				t.Errorf("empty run in %v", p.Runs)
			}
			if i > 0 && p.Runs[i-1].Kind == r.Kind {
				t.Errorf("two runs of one kind: %v", p.Runs)
			}
		}
	}
	old, fresh := cutBoth(before, after)
	checkUncut(t, d, old, Added)
	checkUncut(t, d, fresh, Removed)
	for _, l := range d.Lines(testWording()) {
		checkLine(t, l)
	}
}

// checkUncut checks that runs end where tokens of the text do.
func checkUncut(t reporter, d Difference, units []unit, not RunKind) {
	t.Helper()
	ends := map[int]bool{0: true}
	at := 0
	for _, u := range units {
		for _, token := range u.tokens {
			ends[at+len(token.text)] = true
			at += len(token.text) + len(token.gap)
			ends[at] = true
		}
	}
	at = 0
	for _, p := range d {
		for _, r := range p.Runs {
			if r.Kind == not {
				continue
			}
			if at += len(r.Text); !ends[at] {
				t.Errorf("%q is cut within a token", r.Text)
			}
		}
	}
}

// checkLine checks that a line is one paragraph without HTML.
func checkLine(t reporter, line string) {
	t.Helper()
	if strings.TrimSpace(line) == "" || strings.ContainsAny(line, "\n") {
		t.Errorf("line %q is not one line", line)
		return
	}
	blocks, html := blocksOf(line)
	if len(blocks) != 1 || blocks[0] != "Paragraph" || html {
		t.Errorf("line %q is %v, HTML %v; want one paragraph", line, blocks, html)
	}
}
