package draft

import "testing"

// Plain words are taken from a line under the heading, or from a heading of their
// own, and are no part of the text.
func TestPlainWords(t *testing.T) {
	source := "# Care\n\n## Alarms\nStanding: fixed\nPlain: When you press your alarm,\nsomebody answers.\n\nA person answers within 60 seconds.\n\n" +
		"## Paying\n\nPart of the payment depends on results.\n\n### In plain words\n\nWho pays for it.\n\n- and when\n\n## Leaving\n\nNo fee."
	doc, err := ParseMarkdown([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct{ text, plain string }{
		{"A person answers within 60 seconds.", "When you press your alarm, somebody answers."},
		{"Part of the payment depends on results.", "Who pays for it.\n\n- and when"},
		{"No fee.", ""},
	}
	got := doc.Propose(Options{}).Sections
	if len(got) != len(want) {
		t.Fatalf("%d sections, want %d", len(got), len(want))
	}
	for i, w := range want {
		if got[i].Text != w.text || got[i].Plain != w.plain {
			t.Errorf("section %d reads %q, plainly %q, want %q and %q", i+1, got[i].Text, got[i].Plain, w.text, w.plain)
		}
	}
}
