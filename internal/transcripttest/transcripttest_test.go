package transcripttest_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"soundings/internal/transcript"
	"soundings/internal/transcripttest"
)

// parrot says in the room what is said there.
type parrot struct{ posts []transcript.Post }

func (p *parrot) Say(_ context.Context, turn transcript.Turn) error {
	p.posts = append(p.posts, transcript.Post{Room: turn.Room, Text: turn.Text})
	return nil
}
func (p *parrot) Advance(context.Context, transcript.Clock) error    { return nil }
func (p *parrot) Direct(context.Context, transcript.Direction) error { return nil }
func (p *parrot) Posted(context.Context) ([]transcript.Post, error) {
	posts := p.posts
	p.posts = nil
	return posts, nil
}

func TestRunUpdatesWhatTheBotSays(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "parrot.txt")
	const before = "# First.\nacme/ana>  one \nbot> One.\n# Then.\nacme/ana> two"
	const after = "# First.\nacme/ana>  one \nbot> one\n# Then.\nacme/ana> two\nbot> two\n"
	if err := os.WriteFile(name, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	play := func(t *testing.T, script transcript.Script) (transcript.Script, error) {
		return transcript.Play(t.Context(), script, &parrot{})
	}
	transcripttest.Run(t, dir, true, play)
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != after {
		t.Errorf("after update the file is %q, want %q", got, after)
	}
	transcripttest.Run(t, dir, false, play)
}
