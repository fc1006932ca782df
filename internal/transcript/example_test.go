package transcript_test

import (
	"context"
	"fmt"
	"strings"

	"soundings/internal/transcript"
)

// echo is a bot that repeats what it hears, a day later, to everyone.
type echo struct {
	heard []transcript.Turn
	posts []transcript.Post
}

func (e *echo) Say(_ context.Context, turn transcript.Turn) error {
	e.heard = append(e.heard, turn)
	e.posts = append(e.posts, transcript.Post{Room: turn.Room, To: turn.Person, Text: "Noted."})
	return nil
}

func (e *echo) Advance(context.Context, transcript.Clock) error {
	for _, turn := range e.heard {
		e.posts = append(e.posts, transcript.Post{Room: "commissioning", Text: turn.Person + " said:\n" + turn.Text})
	}
	e.heard = nil
	return nil
}

func (e *echo) Direct(_ context.Context, direction transcript.Direction) error {
	if direction.Name == "redeliver" || direction.Name == "restart" {
		return nil
	}
	return fmt.Errorf("direct %s: unknown", direction.Name)
}

func (e *echo) Posted(context.Context) ([]transcript.Post, error) {
	posts := e.posts
	e.posts = nil
	return posts, nil
}

func Example() {
	script, err := transcript.Parse("echo.txt", strings.TrimLeft(`
# What is said is passed on.
acme/ana> Our supplier won't sign.
bot to ana only> Thank you.
@ +1d
`, "\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	got, err := transcript.Play(context.Background(), script, &echo{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(transcript.Diff(script, got))
	fmt.Print(got.Format())
	// Output:
	// echo.txt:2: after acme/ana says "Our supplier won't sign."
	// - bot to ana only> Thank you.
	// + bot to ana only> Noted.
	// echo.txt:4: after @ +24h0m0s
	// + bot to commissioning> ana said:
	// +    | Our supplier won't sign.
	//
	// # What is said is passed on.
	// acme/ana> Our supplier won't sign.
	// bot to ana only> Noted.
	// @ +1d
	// bot to commissioning> ana said:
	//    | Our supplier won't sign.
}
