package teams

import (
	"testing"
	"time"
)

func TestPlainWords(t *testing.T) {
	us := mention{text: "<at>Soundings</at>"}
	dana := mention{text: `<at id="1">Dana</at>`, name: "Dana Ellery"}
	cases := []struct {
		name, text string
		marked     bool
		named      []mention
		want       string
		told       bool
	}{
		{"plain", "is 60 < 90 & true?", false, nil, "is 60 < 90 & true?", false},
		{"escaped", "R&amp;D: a &lt; b&nbsp;c", false, nil, "R&D: a < b c", false},
		{"marks that are none", "a <b and c> d", false, nil, "a <b and c> d", false},
		{"us, in front", "<at>Soundings</at> help", false, []mention{us}, "help", true},
		{"us, with a hard space", "<at>Soundings</at>&nbsp;help", false, []mention{us}, "help", true},
		{"us, twice", "<at>Soundings</at> a <at>Soundings</at> b", false, []mention{us}, "a b", true},
		{"somebody of that name whom no entity tells of", "<at>Soundings</at> help", false, nil, "Soundings help", false},
		{"somebody else", `ask <at id="1">Dana</at> please`, false, []mention{dana}, "ask @Dana Ellery please", false},
		{"somebody who is called like a mark", "<at>x</at>", false, []mention{{text: "<at>x</at>", name: "<b>&"}}, "@<b>&", false},
		{"HTML", "<p>one<br>two</p><p>three <strong>four</strong></p><ul><li>five</li></ul>", true, nil, "one\ntwo\nthree four\nfive", false},
		{"a table", "<table><tbody><tr><td>a</td> <td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>", true, nil, "a | b\nc | d", false},
		{"half a mark", "<p>one <", true, nil, "one <", false},
		{"signs that act", "a\x00b\u202ec\r\nd", false, nil, "abc\nd", false},
	}
	for _, c := range cases {
		got, told := plainWords(c.text, c.marked, c.named)
		if got != c.want || told != c.told {
			t.Errorf("%s: plainWords(%q) = %q, %v, want %q, %v", c.name, c.text, got, told, c.want, c.told)
		}
	}
}

// Channels have their names in our words, but where somebody is to write which one.
func TestCalling(t *testing.T) {
	c := newChannels(nil)
	c.set("19:a_b-c@thread.tacv2", channelInfo{name: "Tidewell *and* us"})
	for text, want := range map[string]string{
		`Dana made **\#19:a\_b-c@thread.tacv2** hers`: `Dana made **#Tidewell \*and\* us** hers`,
		"#19:other@thread.tacv2 and 19:x@thread.v2":   "a channel or chat in Teams and a channel or chat in Teams",
		"invite Tidewell in <#19:a_b-c@thread.tacv2>": "invite Tidewell in <#19:a_b-c@thread.tacv2>",
		"at 19:30, or 19:a@b":                         "at 19:30, or 19:a@b",
	} {
		if got := c.calling(text); got != want {
			t.Errorf("calling(%q) = %q, want %q", text, got, want)
		}
	}
}

// While the keys are fetched for the first time whoever writes waits for them, so
// nothing is wrong yet.
func TestTheStartIsNoFault(t *testing.T) {
	k := &keys{now: time.Now}
	if err := k.healthy(); err != nil {
		t.Errorf("before the first fetch: %v", err)
	}
	k.err = errNoKeys
	if k.healthy() == nil {
		t.Error("after one that failed nothing is wrong")
	}
}
