package journal

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

func TestCheckpointRoundTrip(t *testing.T) {
	signer, public, err := CheckpointKey(bytes.Repeat([]byte{7}, 32), "westmere")
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	want := Checkpoint{Origin: "soundings/digital-care", Size: 412, Root: Hash{1, 2, 3}}
	signed, err := want.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	got, err := OpenCheckpoint(signed, verifier)
	if err != nil || got != want {
		t.Fatalf("OpenCheckpoint = %v, %v, want %v", got, err, want)
	}
	if _, err := OpenCheckpoint(strings.Replace(signed, "412", "413", 1), verifier); err == nil {
		t.Error("a checkpoint with another size was accepted")
	}
	_, other, err := CheckpointKey(bytes.Repeat([]byte{8}, 32), "westmere")
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := note.NewVerifier(other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCheckpoint(signed, stranger); err == nil {
		t.Error("a checkpoint was accepted under another key")
	}
}
