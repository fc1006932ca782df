package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"soundings/internal/fakeslack"
)

const signingSecret = "8f742231b10e8888abcd99yyyzzz85a5"

// stage is a workspace with an app, and people in it: Ana at home, Ben of Acme
// in the shared channel C1.
type stage struct {
	slack  *fakeslack.Slack
	server *http.Server
	child  *child
}

// open starts Slack, and the app in that mode.
func open(ctx context.Context, folder, mode string) (*stage, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("open a port: %w", err)
	}
	url := "http://" + listener.Addr().String()
	s := fakeslack.New(fakeslack.Options{SigningSecret: signingSecret, URL: url})
	st := &stage{slack: s, server: &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 5 * time.Second}}
	go func() { _ = st.server.Serve(listener) }() // it ends with close
	s.AddTeam("T1ACME", "Acme Care")
	s.AddUser(fakeslack.User{ID: "U1ANA", Name: "ana", RealName: "Ana Bell"})
	s.AddUser(fakeslack.User{ID: "U2BEN", Team: "T1ACME", Name: "ben", RealName: "Ben Carr"})
	s.AddChannel(fakeslack.Channel{ID: "C1", Name: "talk", Members: []string{"U1ANA", "U2BEN", fakeslack.Bot}, Teams: []string{"T1ACME"}})
	variables := []string{
		"SLACK_API_URL=" + url + "/api/", "SLACK_BOT_TOKEN=xoxb-fake", "SLACK_APP_TOKEN=xapp-fake",
		"SLACK_SIGNING_SECRET=" + signingSecret, "SIGNED=" + signed(s),
	}
	if st.child, err = start(ctx, folder, mode, variables); err != nil {
		st.close()
		return nil, err
	}
	ready, err := st.child.await(ctx, "ready", nil)
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, st.child.complaints())
		st.close()
		return nil, err
	}
	if mode == "http" {
		s.Connect(fmt.Sprintf("http://127.0.0.1:%v", ready["port"]))
	}
	return st, nil
}

// signed is a body with the headers that sign it, as Bolt takes them.
func signed(s *fakeslack.Slack) string {
	body := `{"type":"event_callback"}`
	header := s.Sign([]byte(body))
	var at int64
	_, _ = fmt.Sscan(header.Get("X-Slack-Request-Timestamp"), &at) // it is a number
	data, err := json.Marshal(map[string]any{"body": body, "headers": map[string]any{
		"x-slack-signature": header.Get("X-Slack-Signature"), "x-slack-request-timestamp": at,
	}})
	if err != nil {
		panic(err)
	}
	return string(data)
}

func (st *stage) close() {
	st.slack.Stop()
	if st.child != nil {
		st.child.stop()
	}
	_ = st.server.Close()
}

// command lets Ana type /soundings with that word.
func (st *stage) command(ctx context.Context, word string) (fakeslack.Reply, error) {
	return st.slack.Command(ctx, "U1ANA", "C1", "/soundings", word)
}

// posted waits for a message of the app in C1 with those words.
func (st *stage) posted(ctx context.Context, words string) (fakeslack.Message, error) {
	return st.slack.WaitMessage(ctx, "C1", words)
}

// want gives an error unless the two are equal.
func want[T comparable](what string, got, wanted T) error {
	if got != wanted {
		return fmt.Errorf("%s is %v, want %v", what, got, wanted)
	}
	return nil
}

// holds gives an error unless text has the part in it.
func holds(what, text, part string) error {
	if !strings.Contains(text, part) {
		return fmt.Errorf("%s is %q, want %q in it", what, text, part)
	}
	return nil
}

// first gives the first error there is.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
