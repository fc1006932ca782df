package transcript

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Driver is what a script is played on: an engine, an app, a platform. Its
// methods are called one at a time. An error ends the play.
type Driver interface {
	// Say does what a person does, and returns once the service has taken it.
	Say(ctx context.Context, turn Turn) error
	// Advance moves the clock, and returns once all that fell due on the way
	// has happened. Clock.From gives the moment.
	Advance(ctx context.Context, clock Clock) error
	// Direct follows a stage direction: "restart" and "redeliver" at least. A
	// direction that it does not know is an error.
	Direct(ctx context.Context, direction Direction) error
	// Posted gives what the bot has said since the last call, once it has
	// nothing more to say, in the order in which each room saw it.
	Posted(ctx context.Context) ([]Post, error)
}

// Play does everything in the script and gives the script back with what the
// bot said in place of what it was expected to say. Its error names the line.
func Play(ctx context.Context, script Script, driver Driver) (Script, error) {
	posts, err := posted(ctx, driver, "")
	if err != nil {
		return Script{}, fmt.Errorf("play %s: %w", script.Name, err)
	}
	said := [][]Post{posts}
	for _, step := range script.Steps() {
		posts, err := do(ctx, step, driver)
		if err != nil {
			return Script{}, fmt.Errorf("play %s:%d: %w", script.Name, step.Line, err)
		}
		said = append(said, posts)
	}
	return script.withSaid(said), nil
}

func do(ctx context.Context, step Step, driver Driver) ([]Post, error) {
	var err error
	switch {
	case step.Turn != nil:
		err = driver.Say(ctx, *step.Turn)
	case step.Clock != nil:
		err = driver.Advance(ctx, *step.Clock)
	default:
		err = driver.Direct(ctx, *step.Direction)
	}
	if err != nil {
		return nil, err
	}
	return posted(ctx, driver, step.room())
}

// posted puts the room of the speaker first and the others by name, because
// rooms are served side by side and only the order within each is certain.
func posted(ctx context.Context, driver Driver, speaker string) ([]Post, error) {
	posts, err := driver.Posted(ctx)
	if err != nil {
		return nil, err
	}
	for _, post := range posts {
		if !oneName.MatchString(post.Room) || (post.To != "" && !oneName.MatchString(post.To)) {
			return nil, fmt.Errorf("write post: room %q or person %q is no name that a transcript can have", post.Room, post.To)
		}
	}
	posts = slices.Clone(posts)
	slices.SortStableFunc(posts, func(a, b Post) int {
		if first := a.Room == speaker; first != (b.Room == speaker) {
			if first {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Room, b.Room)
	})
	return posts, nil
}
