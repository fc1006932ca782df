package conversations

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a file is called, its name is one line that does nothing.
func TestNamesOfFiles(t *testing.T) {
	for _, test := range []struct{ name, shown string }{
		{"plan B.pdf", "plan B.pdf"},
		{`C:\temp\..\plan.pdf`, "plan.pdf"},
		{"../../etc/passwd", "passwd"},
		{"a\u202efdp.exe", "afdp.exe"},
		{"two\nlines\t.txt", "two lines .txt"},
		{"?x=1#y&z.txt", "?x=1#y&z.txt"},
		{"größe.odt", "größe.odt"},
		{"...", "file without a name"},
		{"", "file without a name"},
		{"folder/", "file without a name"},
	} {
		got := fileName(test.name)
		if got != test.shown {
			t.Errorf("fileName(%q) = %q, want %q", test.name, got, test.shown)
		}
	}
}

func TestSizesAsPeopleReadThem(t *testing.T) {
	for n, want := range map[int]string{0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1 kB", 12_345: "12 kB", 1_250_000: "1.2 MB", 32 << 20: "33.6 MB"} {
		if got := bytesWords(n); got != want {
			t.Errorf("bytesWords(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestFirstRunes(t *testing.T) {
	if got := firstRunes(strings.Repeat("é", 9), 5); got != "éééé…" || utf8.RuneCountInString(got) != 5 {
		t.Errorf("cut to %q", got)
	}
	if got := firstRunes("éé", 2); got != "éé" {
		t.Errorf("what fits is cut to %q", got)
	}
}
