package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"soundings/internal/faketeams"
)

// step is one thing in which the two have to agree.
type step struct {
	name string
	do   func(ctx context.Context, st *stage) error
}

func steps() []step {
	return []step{
		{"what is written in a personal chat", said(personal, "hello", "hello")},
		{"what is written in a group chat", said(chat, "@Soundings hello", "<at>Soundings</at> hello")},
		{"what is written in a channel", said(room, "@Soundings hello", "<at>Soundings</at> hello")},
		{"what is written in a thread", thread},
		{"posts, edits and members, as the connector takes and tells them", connector},
		{"what the connector refuses", refused},
		{"a card is sent by Action.Submit", submitted},
		{"a card is sent by Action.Execute, and another comes in its place", executed},
	}
}

func decoded(r io.Reader) (obj, error) {
	var o obj
	err := json.NewDecoder(r).Decode(&o)
	return o, err
}

// hears waits for one activity at each bot, and gives them.
func (st *stage) hears(ctx context.Context) (theirs, ours obj, err error) {
	for _, r := range []*recorder{st.theirs, st.ours} {
		select {
		case <-r.came:
		case <-ctx.Done():
			return nil, nil, fmt.Errorf("wait for an activity: %w", ctx.Err())
		}
	}
	there, here := st.theirs.forget(), st.ours.forget()
	return there[len(there)-1], here[len(here)-1], nil
}

// says lets Dana write in the client as in our stand-in.
func (st *stage) says(ctx context.Context, id, words, raw string) error {
	st.theirs.forget()
	st.ours.forget()
	body := obj{"from": obj{"id": dana}, "text": raw, "textFormat": "plain"}
	if words != raw {
		body["mentions"] = []any{obj{"mentioned": obj{"id": faketeams.Bot}, "text": "<at>Soundings</at>"}}
	}
	status, answer, err := ask(ctx, http.MethodPost, st.playground.url+"/_conversation/v1/conversations/"+url.PathEscape(id)+"/messages", body)
	if err != nil || status != http.StatusOK {
		return fmt.Errorf("write in the client: %d %v: %w", status, answer, err)
	}
	_, err = st.teams.Say(ctx, dana, id, words)
	return err
}

// said compares what a bot hears of something written.
func said(id, words, raw string) func(context.Context, *stage) error {
	return func(ctx context.Context, st *stage) error {
		if err := st.says(ctx, id, words, raw); err != nil {
			return err
		}
		theirs, ours, err := st.hears(ctx)
		if err != nil {
			return err
		}
		return sameMessage(theirs, ours)
	}
}

// excuses are fields by which what is written differs, though both are right: the
// client leaves its platform out in channels.
func excuses() []string { return []string{"entities[].platform"} }

func sameMessage(theirs, ours obj) error {
	if err := alike(theirs, ours, excuses()...); err != nil {
		return err
	}
	for _, key := range []string{"type", "text", "textFormat", "channelId"} {
		if theirs[key] != ours[key] {
			return fmt.Errorf("%s is %v in the client, %v here", key, theirs[key], ours[key])
		}
	}
	there, _ := theirs["conversation"].(obj)
	here, _ := ours["conversation"].(obj)
	if there["conversationType"] != here["conversationType"] {
		return fmt.Errorf("conversationType is %v in the client, %v here", there["conversationType"], here["conversationType"])
	}
	return nil
}
