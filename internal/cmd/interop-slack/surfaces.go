package main

import (
	"context"
	"errors"
)

func window(ctx context.Context, st *stage) error {
	if _, err := st.command(ctx, "open"); err != nil {
		return err
	}
	opened, err := st.child.await(ctx, "opened", nil)
	if err != nil {
		return err
	}
	views := st.slack.Views("U1ANA")
	if len(views) != 1 {
		return errors.New("no window is open")
	}
	if err := first(want("view", views[0].ID, opened.text("id")), st.slack.Fill("U1ANA", "", "In your words", "no")); err != nil {
		return err
	}
	if _, err := st.slack.Choose(ctx, "U1ANA", "", "Where you stand", "Not clear"); err != nil {
		return err
	}
	err = st.slack.Wait(ctx, func() bool { return st.slack.Views("U1ANA")[0].Title == "6: Not clear" })
	if err = first(err, holds("the window", st.slack.Views("U1ANA")[0].Words(), "In your words: no")); err != nil {
		return err
	}
	sent, err := st.slack.Submit(ctx, "U1ANA", "")
	if err = first(err, want("error", sent.Errors["words"], "A few more words, please")); err != nil {
		return err
	}
	if err := st.slack.Fill("U1ANA", "", "In your words", "what does it mean?"); err != nil {
		return err
	}
	sent, err = st.slack.Submit(ctx, "U1ANA", "")
	if err = first(err, want("action", sent.Action, ""), want("windows", len(st.slack.Views("U1ANA")), 0)); err != nil {
		return err
	}
	_, err = st.posted(ctx, "ana: what does it mean?")
	return err
}

func closed(ctx context.Context, st *stage) error {
	if _, err := st.command(ctx, "open"); err != nil {
		return err
	}
	if _, err := st.child.await(ctx, "opened", nil); err != nil {
		return err
	}
	if err := st.slack.Close(ctx, "U1ANA", ""); err != nil {
		return err
	}
	r, err := st.child.await(ctx, "closed", nil)
	return first(err, want("metadata", r.text("metadata"), "S6"))
}

func home(ctx context.Context, st *stage) error {
	if err := st.slack.OpenHome(ctx, "U1ANA"); err != nil {
		return err
	}
	shows := func(words string) error {
		return st.slack.Wait(ctx, func() bool {
			view, ok := st.slack.Home("U1ANA")
			return ok && holds("home", view.Words(), words) == nil
		})
	}
	if err := shows("Your engagements"); err != nil {
		return err
	}
	view, _ := st.slack.Home("U1ANA")
	if _, err := st.slack.PressIn(ctx, "U1ANA", view.ID, "Show more"); err != nil {
		return err
	}
	return shows("All there is")
}

func shortcuts(ctx context.Context, st *stage) error {
	if _, err := st.slack.Shortcut(ctx, "U1ANA", "", "", "anywhere"); err != nil {
		return err
	}
	err := st.slack.Wait(ctx, func() bool {
		views := st.slack.Views("U1ANA")
		return len(views) == 1 && views[0].Title == "From anywhere"
	})
	if err = first(err, st.slack.CloseAll(ctx, "U1ANA")); err != nil {
		return err
	}
	if _, err := st.child.await(ctx, "closed", nil); err != nil {
		return err
	}
	ts, err := st.slack.Say(ctx, "U2BEN", "C1", "worth keeping")
	if err != nil {
		return err
	}
	if _, err := st.slack.Shortcut(ctx, "U1ANA", "C1", ts, "record"); err != nil {
		return err
	}
	return st.slack.Wait(ctx, func() bool {
		seen := st.slack.Ephemerals("C1", "U1ANA")
		return len(seen) > 0 && seen[len(seen)-1].Words() == "Recorded: worth keeping"
	})
}
