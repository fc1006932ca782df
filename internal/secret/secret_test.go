package secret_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"soundings/internal/secret"
)

const marker = "xoxb-hunter2-marker"

// holder has the secret wherever a struct may hold one.
type holder struct {
	Public  secret.Text
	private secret.Text
	Pointer *secret.Text
	List    []secret.Text
	Map     map[string]secret.Text
	inner   struct{ deep secret.Text }
}

func newHolder() holder {
	text := secret.New(marker)
	h := holder{
		Public: text, private: text, Pointer: &text,
		List: []secret.Text{text}, Map: map[string]secret.Text{"token": text},
	}
	h.inner.deep = text
	return h
}

func TestPrintedFormsShowNothing(t *testing.T) {
	text := secret.New(marker)
	values := map[string]any{
		"value": text, "pointer": &text, "struct": newHolder(), "struct pointer": new(newHolder()),
		"error": fmt.Errorf("call platform with %v: %w", text, errors.New("refused")),
	}
	for name, value := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10.3s", "%t"} {
			got := fmt.Sprintf(verb, value)
			if leaks(got) {
				t.Errorf("Sprintf(%q, %s) = %q, which shows the secret", verb, name, got)
			}
		}
		if got := fmt.Sprint(value); leaks(got) {
			t.Errorf("Sprint(%s) = %q, which shows the secret", name, got)
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if got, want := fmt.Sprintf(verb, text), "<redacted>"; got != want {
			t.Errorf("Sprintf(%q, Text) = %q, want %q", verb, got, want)
		}
	}
}

func TestEncodedFormsShowNothing(t *testing.T) {
	h := newHolder()
	encoders := map[string]func() ([]byte, error){
		"json":        func() ([]byte, error) { return json.Marshal(h) },
		"json of map": func() ([]byte, error) { return json.Marshal(map[secret.Text]secret.Text{h.Public: h.Public}) },
		"yaml":        func() ([]byte, error) { return yaml.Marshal(h) },
		"text":        func() ([]byte, error) { return h.Public.MarshalText() },
		"slog text": func() ([]byte, error) {
			return logged(func(w *bytes.Buffer) slog.Handler { return slog.NewTextHandler(w, nil) })
		},
		"slog json": func() ([]byte, error) {
			return logged(func(w *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(w, nil) })
		},
	}
	for name, encode := range encoders {
		got, err := encode()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if leaks(string(got)) {
			t.Errorf("%s shows the secret: %s", name, got)
		}
		if !strings.Contains(string(got), "redacted") {
			t.Errorf("%s = %s, want it to say that something is redacted", name, got)
		}
	}
}

func logged(handler func(*bytes.Buffer) slog.Handler) ([]byte, error) {
	var out bytes.Buffer
	text := secret.New(marker)
	slog.New(handler(&out)).Error("call failed", "token", text, "pointer", &text, "config", newHolder(),
		"err", fmt.Errorf("dial with %v: %w", text, os.ErrDeadlineExceeded))
	return out.Bytes(), nil
}

// leaks looks for the secret as it stands, and as %x would spell it.
func leaks(s string) bool {
	return strings.Contains(s, marker) || strings.Contains(strings.ToLower(s), fmt.Sprintf("%x", marker))
}

func TestTextHoldsItsValue(t *testing.T) {
	text := secret.New(marker)
	if got := text.Reveal(); got != marker {
		t.Errorf("Reveal() = %q, want %q", got, marker)
	}
	var zero secret.Text
	if !zero.Empty() || !secret.New("").Empty() || text.Empty() {
		t.Errorf("Empty() = %t, %t, %t for zero, New(\"\"), New(marker), want true, true, false",
			zero.Empty(), secret.New("").Empty(), text.Empty())
	}
	if got := zero.Reveal(); got != "" {
		t.Errorf("zero.Reveal() = %q, want nothing", got)
	}
	if !text.Equal(secret.New(marker)) || text.Equal(secret.New("other")) || text.Equal(zero) {
		t.Error("Equal does not compare the secrets")
	}
}

func TestTextDecodes(t *testing.T) {
	var fromYAML, fromJSON struct{ Token secret.Text }
	if err := yaml.Unmarshal([]byte("token: "+marker), &fromYAML); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`{"Token":"`+marker+`"}`), &fromJSON); err != nil {
		t.Fatal(err)
	}
	if fromYAML.Token.Reveal() != marker || fromJSON.Token.Reveal() != marker {
		t.Errorf("decoded %q and %q, want %q", fromYAML.Token.Reveal(), fromJSON.Token.Reveal(), marker)
	}
}

func TestFromFile(t *testing.T) {
	tests := []struct{ name, content, want, wantErr string }{
		{"as an editor saves it", marker + "\n", marker, ""},
		{"as Windows saves it", marker + "\r\n", marker, ""},
		{"without a line break", marker, marker, ""},
		{"with spaces that belong to it", " a b ", " a b ", ""},
		{"empty", "\n", "", "the file is empty"},
		{"too long", strings.Repeat(marker, 1<<13), "", "longer than 65536 bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "token")
			if err := os.WriteFile(path, []byte(test.content), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := secret.FromFile(path)
			if got.Reveal() != test.want {
				t.Errorf("FromFile(%q) = %q, want %q", test.content, got.Reveal(), test.want)
			}
			if (err == nil) != (test.wantErr == "") || err != nil && !strings.Contains(err.Error(), test.wantErr) {
				t.Errorf("FromFile error = %v, want %q", err, test.wantErr)
			}
			if err != nil && leaks(err.Error()) {
				t.Errorf("FromFile error shows the secret: %v", err)
			}
		})
	}
	if _, err := secret.FromFile(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("FromFile of no file: %v, want ErrNotExist", err)
	}
}
