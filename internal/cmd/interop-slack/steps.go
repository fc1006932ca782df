package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"soundings/internal/fakeslack"
)

// step is one thing to certify. only is the mode in which it can be done, "" for
// both.
type step struct {
	name, only string
	do         func(ctx context.Context, st *stage) error
}

func steps() []step {
	return []step{
		{"our signature is accepted, an altered body is not", "", signature},
		{"requests with a wrong signature or an old time are refused", "http", forged},
		{"a command is answered, and again by its response URL", "", hello},
		{"commands of another organisation do not arrive", "", foreign},
		{"a button is pressed, and the message updated", "", press},
		{"a button is answered by replacing the message", "", replace},
		{"a message is answered in its thread", "", thread},
		{"a mention arrives", "", mentioned},
		{"edits and deletions arrive, from a shared channel", "", edited},
		{"a window opens, changes by what is chosen, shows errors and is taken", "", window},
		{"a window that is closed is told", "", closed},
		{"App Home is published and pressed", "", home},
		{"shortcuts, global and on a message", "", shortcuts},
		{"history page by page, with metadata", "", history},
		{"too fast: the client waits as long as it is told", "", fast},
		{"errors have Slack's codes", "", refused},
		{"a file is uploaded", "", file},
		{"a channel is made and shared by invitation", "", invited},
		{"an event that failed comes again", "http", failing},
		{"an event that was delivered comes again", "socket", again},
		{"the app follows when it is asked to leave a connection", "socket", disconnected},
		{"the app comes back after a connection broke", "socket", broken},
	}
}

func signature(ctx context.Context, st *stage) error {
	r, err := st.child.await(ctx, "signature", nil)
	if err != nil {
		return err
	}
	return first(want[any]("good", r["good"], true), want[any]("altered", r["altered"], false))
}

func forged(ctx context.Context, st *stage) error {
	body := []byte(`{"type":"url_verification","challenge":"c"}`)
	old := fmt.Sprint(time.Now().Add(-6 * time.Minute).Unix())
	for _, forge := range []map[string]string{
		{"X-Slack-Signature": "v0=0000000000000000000000000000000000000000000000000000000000000000"}, {"X-Slack-Request-Timestamp": old},
	} {
		reply, err := st.slack.Forge(ctx, body, forge)
		if err = first(err, want("status", reply.Status, http.StatusUnauthorized)); err != nil {
			return fmt.Errorf("with %v: %w", forge, err)
		}
	}
	return st.slack.Verify(ctx)
}

func hello(ctx context.Context, st *stage) error {
	reply, err := st.command(ctx, "hello")
	if err != nil {
		return err
	}
	if reply.Message == nil {
		return errors.New("the acknowledgement showed nothing")
	}
	_, err = st.posted(ctx, "and welcome")
	return first(err, want("answer", reply.Message.Words(), "hello @Ana Bell"), want("for", reply.Message.For, "U1ANA"))
}

func foreign(ctx context.Context, st *stage) error {
	before := st.slack.Counts().Sent
	_, err := st.slack.Command(ctx, "U2BEN", "C1", "/soundings", "hello")
	if !errors.Is(err, fakeslack.ErrRefused) {
		return fmt.Errorf("got error %w, want that it is refused", err)
	}
	return want("requests to the app", st.slack.Counts().Sent, before)
}

func press(ctx context.Context, st *stage) error {
	if _, err := st.command(ctx, "buttons"); err != nil {
		return err
	}
	m, err := st.posted(ctx, "[Start] [Not now]")
	if err != nil {
		return err
	}
	if _, err := st.slack.Press(ctx, "U2BEN", "C1", m.TS, "Start"); err != nil {
		return err
	}
	_, err = st.posted(ctx, "Started: P7 by @Ben Carr")
	r, reported := st.child.await(ctx, "pressed", nil)
	return first(err, reported, want("team", r.text("team"), fakeslack.Home), want("team of who pressed", r.text("of"), "T1ACME"))
}

func replace(ctx context.Context, st *stage) error {
	if _, err := st.command(ctx, "buttons"); err != nil {
		return err
	}
	if _, err := st.posted(ctx, "[Start] [Not now]"); err != nil {
		return err
	}
	if _, err := st.slack.Press(ctx, "U1ANA", "C1", "", "Not now"); err != nil {
		return err
	}
	_, err := st.posted(ctx, "Another time, then")
	return err
}

func thread(ctx context.Context, st *stage) error {
	ts, err := st.slack.Say(ctx, "U2BEN", "C1", "thread, please")
	if err != nil {
		return err
	}
	m, err := st.posted(ctx, "in your thread")
	return first(err, want("thread", m.ThreadTS, ts))
}

func mentioned(ctx context.Context, st *stage) error {
	if _, err := st.slack.Mention(ctx, "U1ANA", "C1", "are you there?"); err != nil {
		return err
	}
	_, err := st.posted(ctx, "you called?")
	return err
}

func edited(ctx context.Context, st *stage) error {
	ts, err := st.slack.Say(ctx, "U2BEN", "C1", "a first try & more")
	if err == nil {
		err = st.slack.EditMessage(ctx, "U2BEN", "C1", ts, "a second")
	}
	if err == nil {
		err = st.slack.DeleteMessage(ctx, "U2BEN", "C1", ts)
	}
	if err != nil {
		return err
	}
	r, err := heard(ctx, st, "a first try &amp; more")
	if err = first(err, want("team", r.text("team"), "T1ACME")); err != nil {
		return err
	}
	for _, subtype := range []string{"message_changed", "message_deleted"} {
		if _, err := st.child.await(ctx, "message", func(r report) bool { return r.text("subtype") == subtype }); err != nil {
			return err
		}
	}
	return nil
}

func history(ctx context.Context, st *stage) error {
	if _, err := st.command(ctx, "history"); err != nil {
		return err
	}
	r, err := st.child.await(ctx, "history", nil)
	if err != nil {
		return err
	}
	if pages, _ := r["pages"].(float64); pages < 3 {
		return fmt.Errorf("history came in %v pages, want at least 3", pages)
	}
	return want("keys", r.text("keys"), "k1 k1")
}

func fast(ctx context.Context, st *stage) error {
	st.slack.Fail("chat.postMessage", 1, fakeslack.Fault{Status: http.StatusTooManyRequests, RetryAfter: time.Second})
	if _, err := st.command(ctx, "fast"); err != nil {
		return err
	}
	r, err := st.child.await(ctx, "waited", nil)
	if err != nil {
		return err
	}
	if waited, _ := r["milliseconds"].(float64); waited < 1000 {
		return fmt.Errorf("the client waited %v ms, want a second", waited)
	}
	_, err = st.posted(ctx, "it took a while")
	return err
}

func refused(ctx context.Context, st *stage) error {
	if _, err := st.command(ctx, "refused"); err != nil {
		return err
	}
	r, err := st.child.await(ctx, "refused", nil)
	return first(err, want("code", r.text("code"), "channel_not_found"))
}

func file(ctx context.Context, st *stage) error {
	if _, err := st.command(ctx, "file"); err != nil {
		return err
	}
	m, err := st.posted(ctx, "The chart\n[file: chart.txt]")
	return first(err, want("files", len(m.Files), 1), holds("content", string(m.Files[0].Content), "a chart"))
}

func invited(ctx context.Context, st *stage) error {
	if _, err := st.command(ctx, "invite"); err != nil {
		return err
	}
	r, err := st.child.await(ctx, "invited", nil)
	if err == nil {
		err = st.slack.AcceptInvite(ctx, r.text("invite"), "U2BEN")
	}
	if err != nil {
		return err
	}
	accepted, err := st.child.await(ctx, "accepted", nil)
	if err != nil {
		return err
	}
	joined, err := st.child.await(ctx, "joined", nil)
	return first(err, want("team", accepted.text("team"), "T1ACME"), want("who joined", joined.text("user"), "U2BEN"))
}
