package bot

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 6, 9, 12, 0, 0, 0, time.UTC)

func TestStoredFact(t *testing.T) {
	for _, f := range []Fact{
		{Kind: "response.given", Time: noon, Cause: "slack:Ev1", Data: []byte(`{"id":"R1"}`)},
		{Kind: "message.sent", Time: noon.Add(123 * time.Millisecond), Data: []byte(`{"items":[]}`)},
		{Kind: "talk.rehearsal-over", Time: noon, Cause: "web:1", Data: []byte(`{"n":1}`)},
		{Kind: "event.set_aside", Time: noon, Cause: `odd "cause" \ é`, Data: []byte(`[1,{"a":"}"}]`)},
	} {
		stored := Encode(f)
		if !json.Valid(stored) {
			t.Errorf("Encode(%v) = %s, which is not JSON", f, stored)
		}
		got, err := Decode(stored)
		if err != nil {
			t.Errorf("Decode(%s): %v", stored, err)
		}
		if diff := cmp.Diff(f, got); diff != "" {
			t.Errorf("Decode(Encode) differs (-want +got):\n%s", diff)
		}
	}
}

func TestStoredFormStands(t *testing.T) {
	const want = `{"kind":"stage.changed","time":"2026-06-09T12:00:00.000Z","cause":"console:4","data":{"to":"talking"}}`
	got := Encode(Fact{Kind: "stage.changed", Time: noon, Cause: "console:4", Data: []byte(`{"to":"talking"}`)})
	if string(got) != want {
		t.Errorf("Encode = %s, want %s", got, want)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, record := range []string{
		"", "{}", `{"kind":"a"}`, `{"kind":"A","time":"2026-06-09T12:00:00.000Z","cause":"","data":{}}`,
		`{"kind":"a","time":"yesterday at noon, plus","cause":"","data":{}}`,
		`{"kind":"a","time":"2026-06-09T12:00:00.000Z","cause":"x`,
		"{\"kind\":\"a\",\"time\":\"2026-06-09T12:00:00.000Z\",\"cause\":\"\xc8\",\"data\":{}}",
	} {
		if f, err := Decode([]byte(record)); err == nil {
			t.Errorf("Decode(%q) = %v, want an error", record, f)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(Encode(Fact{Kind: "response.given", Time: noon, Cause: `a"\u00e9`, Data: []byte(`{"id":"R1"}`)}))
	f.Add([]byte(`{"kind":"a","time":"2026-06-09T12:00:00.000Z","cause":"\"","data":{}}`))
	f.Fuzz(func(t *testing.T, record []byte) {
		fact, err := Decode(record)
		if err != nil || !json.Valid(record) {
			return
		}
		again, err := Decode(Encode(fact))
		if err != nil {
			t.Fatalf("Decode(Encode(%v)): %v", fact, err)
		}
		if diff := cmp.Diff(fact, again); diff != "" {
			t.Fatalf("what was stored reads back otherwise:\n%s", diff)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	record := Encode(Fact{
		Kind: "response.given", Time: noon, Cause: "slack:Ev0123456789",
		Data: []byte(`{"id":"R17","org":"O3","person":"P7","section":6,"revision":1,"stance":"cautious","words":"the form takes nine months"}`),
	})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(record); err != nil {
			b.Fatal(err)
		}
	}
}

// The content of a message is found by its position, whatever people write.
func TestStoredMessage(t *testing.T) {
	want := messageDue{
		Key: `list:,"parts":{`, Class: Release, Hash: "aa", Thread: `x,"parts":`, For: "P7", Replaces: `"}`,
		To: []Address{{Adapter: "fake", Room: `r",`, Ref: `{"a":1,"parts":{"x":[]}}`}},
	}
	parts := map[string][]Piece{"fake": {{Title: `,"parts":`, Blocks: []Block{Say(`{"key":"b"},"parts":{}}`)}}, {Title: "2"}}}
	if err := want.fill(parts); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := decodeDue(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("decodeDue differs (-want +got):\n%s", diff)
	}
	pieces, err := got.pieces("fake")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(parts["fake"], pieces); diff != "" {
		t.Errorf("pieces differ (-want +got):\n%s", diff)
	}
	for _, bad := range []string{"", "{}", `{"key":"k"}`, `{"key":"k","parts":`, `{"key":,"parts":{}}`} {
		if due, err := decodeDue([]byte(bad)); err == nil {
			t.Errorf("decodeDue(%q) = %+v, want an error", bad, due)
		}
	}
	got.Counts["fake"] = 3
	if _, err := got.pieces("fake"); err == nil {
		t.Error("parts are missing, and nobody says so")
	}
}
