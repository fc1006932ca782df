package journal_test

import (
	"bytes"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"soundings/journal"
)

func FuzzOpenCheckpoint(f *testing.F) {
	signer, public, err := journal.CheckpointKey(bytes.Repeat([]byte{7}, 32), "westmere")
	if err != nil {
		f.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{"a\n1\n\n", "a\n-1\nAAAA\n", "\n\n\n", "soundings\n5\nx\n\n"} {
		signed, err := note.Sign(&note.Note{Text: text}, signer)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(signed)
	}
	signed, err := journal.Checkpoint{Origin: origin, Size: 5}.Sign(signer)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(signed))
	f.Fuzz(func(t *testing.T, text []byte) {
		checkpoint, err := journal.OpenCheckpoint(string(text), verifier)
		if err != nil {
			return
		}
		again, err := checkpoint.Sign(signer)
		if err != nil {
			t.Fatalf("Sign of %+v, which was signed: %v", checkpoint, err)
		}
		if reopened, err := journal.OpenCheckpoint(again, verifier); err != nil || reopened != checkpoint {
			t.Errorf("OpenCheckpoint(%q) = %+v, %v, want %+v", again, reopened, err, checkpoint)
		}
	})
}

func FuzzTreeUnmarshalText(f *testing.F) {
	var tree journal.Tree
	for range 7 {
		text, err := tree.MarshalText()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		tree.Append([]byte("x"))
	}
	f.Add([]byte("18446744073709551615 a"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var tree journal.Tree
		if tree.UnmarshalText(text) != nil {
			return
		}
		again, err := tree.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var reread journal.Tree
		if err := reread.UnmarshalText(again); err != nil || reread.Root() != tree.Root() || reread.Size() != tree.Size() {
			t.Errorf("UnmarshalText(%q) of what MarshalText gave differs: %v", again, err)
		}
		tree.Append([]byte("next")) // must not panic, whatever the text was
	})
}
