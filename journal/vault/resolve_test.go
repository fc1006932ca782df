package vault_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"soundings/journal"
	"soundings/journal/vault"
)

func TestResolve(t *testing.T) {
	v := open(t, newCells(), newClock())
	person(t, v, "slack", "U1", ana)
	person(t, v, "slack", "U2", vault.Details{Name: "{person:P1}"})
	person(t, v, "slack", "U3", ana)
	must(t, 0, v.Erase(t.Context(), "P3"))
	tests := []struct{ text, want string }{
		{"", ""},
		{"no one", "no one"},
		{"{person:P1}", "Ana Whitlock"},
		{"Thank you, {person:P1}.", "Thank you, Ana Whitlock."},
		{"{person:P1}{person:P1}", "Ana WhitlockAna Whitlock"},
		{"{person:P2}", "person:P1"},
		{"{person:P3} said", "a former participant said"},
		{"{person:P4} said", "a participant said"},
		{"{person:{person:P1}}", "{person:Ana Whitlock}"},
		{"{person:P1", "{person:P1"},
		{"{person:P0}", "{person:P0}"},
		{"{person:P01}", "{person:P01}"},
		{"{person:P}", "{person:P}"},
		{"{person:p1}", "{person:p1}"},
		{"{person:P1 }", "{person:P1 }"},
		{"{person:P9999999999999}", "{person:P9999999999999}"},
		{"\xff{person:P1}\xff", "\xffAna Whitlock\xff"},
	}
	for _, test := range tests {
		if got, err := v.Resolve(t.Context(), test.text); err != nil || got != test.want {
			t.Errorf("Resolve(%q) = %q, %v, want %q", test.text, got, err, test.want)
		}
	}
	want := map[string]string{"P1": "Ana Whitlock", "P3": vault.Former, "P4": vault.Unnamed, "nonsense": vault.Unnamed}
	got, err := v.Names(t.Context(), "P1", "P3", "P4", "nonsense", "P1")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Names: %v (-want +got):\n%s", err, diff)
	}
}

func TestResolveSaysWhenTheStoreCannotAnswer(t *testing.T) {
	store := newCells()
	v := open(t, store, newClock())
	person(t, v, "slack", "U1", ana)
	store.on(func(string, string) error { return journal.ErrUnavailable })
	got, err := v.Resolve(t.Context(), "by {person:P1}")
	if got != "by a participant" || !errors.Is(err, journal.ErrUnavailable) {
		t.Errorf("Resolve = %q, %v, want a whole text and ErrUnavailable", got, err)
	}
	store.on(nil)
	if got, err := v.Resolve(t.Context(), "by {person:P1}"); got != "by Ana Whitlock" || err != nil {
		t.Errorf("Resolve afterwards = %q, %v, want the name", got, err)
	}
}

func TestNeutral(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Ana Whitlock", "Ana Whitlock"},
		{"Siân O'Brien-Smith (Tidewell)", "Siân O'Brien-Smith (Tidewell)"},
		{"山田 太郎", "山田 太郎"},
		{"  Ana \t\n Whitlock ", "Ana Whitlock"},
		{"*Ana* _W_ `x` ~y~", "Ana W x y"},
		{"[Ana](https://evil.example)", "Ana (https evil.example)"},
		{"<!channel> <@U1> @here", "channel U1 here"},
		{"# Ana", "Ana"},
		{"> Ana", "Ana"},
		{"- Ana", "Ana"},
		{"1. Ana", "Ana"},
		{"12) 3. Ana", "Ana"},
		{"3M buyer", "3M buyer"},
		{"1", "1"},
		{"&lt;b&gt;", "lt;b gt;"},
		{"A\u202enna\u2066", "Anna"},
		{"A\u0000nn\u200ba\ufeff", "Anna"},
		{"می\u200cخواهم", "می\u200cخواهم"},
		{"\u200dAna", "Ana"},
		{"Z" + strings.Repeat("\u0301", 40) + "a", "Z" + strings.Repeat("\u0301", 4) + "a"},
		{"", vault.Unnamed},
		{"***", vault.Unnamed},
		{"https://evil.example", "https evil.example"},
		{"q:/\x15/x", "q x"},
		{"\xff\xfe", vault.Unnamed},
		{strings.Repeat("a", 80), strings.Repeat("a", 80)},
		{strings.Repeat("é", 81), strings.Repeat("é", 79) + "…"},
	}
	for _, test := range tests {
		if got := vault.Neutral(test.name); got != test.want {
			t.Errorf("Neutral(%q) = %q, want %q", test.name, got, test.want)
		}
	}
}

func FuzzNeutral(f *testing.F) {
	for _, name := range []string{"Ana Whitlock", "[a](b)", "1. 2) x", "\u202eabc", "a\u0301\u0301\u0301\u0301\u0301\u0301", "{person:P1}"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := vault.Neutral(name)
		switch {
		case got == "" || !utf8.ValidString(got):
			t.Errorf("Neutral(%q) = %q, want valid text", name, got)
		case utf8.RuneCountInString(got) > vault.MaxNameShown:
			t.Errorf("Neutral(%q) has %d characters", name, utf8.RuneCountInString(got))
		case strings.ContainsAny(got, "*_~`[]<>{}|#\\@&\n\r\t") || strings.Contains(got, "://"):
			t.Errorf("Neutral(%q) = %q, which has markup", name, got)
		case strings.TrimSpace(got) != got:
			t.Errorf("Neutral(%q) = %q, with space around it", name, got)
		case vault.Neutral(got) != got:
			t.Errorf("Neutral(%q) = %q, and of that %q", name, got, vault.Neutral(got))
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("Neutral(%q) = %q, with %U in it", name, got, r)
			}
		}
	})
}

func FuzzResolve(f *testing.F) {
	f.Add("{person:P1}", "0\x80")
	for _, text := range []string{"", "{person:P1}", "a {person:P2} b", "{person:{person:P1}}", "{person:P1", "{person:P0}{person:P3}"} {
		f.Add(text, "Ana Whitlock")
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		if len(name) > 1024 {
			return // longer ones are cut when they come in
		}
		v := open(t, newCells(), newClock())
		person(t, v, "slack", "U1", vault.Details{Name: name})
		person(t, v, "slack", "U2", ana)
		must(t, 0, v.Erase(t.Context(), "P2"))
		got, err := v.Resolve(t.Context(), text)
		if err != nil {
			t.Fatalf("Resolve(%q): %v", text, err)
		}
		if !strings.Contains(text, "{person:P") && got != text {
			t.Errorf("Resolve(%q) = %q, want it as it was", text, got)
		}
		want := strings.NewReplacer("{person:P1}", vault.Neutral(name), "{person:P2}", vault.Former).Replace(text)
		if simple := vaultless(want); simple && got != want {
			t.Errorf("Resolve(%q) = %q, want %q", text, got, want)
		}
	})
}

// vaultless says whether text speaks of nobody else.
func vaultless(text string) bool { return !strings.Contains(text, "{person:P") }
