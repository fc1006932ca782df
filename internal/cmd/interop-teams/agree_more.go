package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"soundings/internal/faketeams"
)

// What the bot and its tenant are called in both.
const (
	botID = faketeams.Bot
	home  = faketeams.Home
)

// thread writes to a message of the bot in a channel.
func thread(ctx context.Context, st *stage) error {
	theirs, ours, err := st.call(ctx, http.MethodPost, "conversations/"+url.PathEscape(room)+"/activities", obj{"type": "message", "text": "first"})
	if err != nil || theirs.text("id") == "" || ours.text("id") == "" {
		return fmt.Errorf("begin a thread: %v, %v: %w", theirs, ours, err)
	}
	st.theirs.forget()
	st.ours.forget()
	body := obj{
		"from": obj{"id": dana}, "text": "<at>Soundings</at> and so on", "textFormat": "plain",
		"mentions": []any{obj{"mentioned": obj{"id": botID}, "text": "<at>Soundings</at>"}},
	}
	in := url.PathEscape(room + ";messageid=" + theirs.text("id"))
	status, answer, err := ask(ctx, http.MethodPost, st.playground.url+"/_conversation/v1/conversations/"+in+"/messages", body)
	if err != nil || status != http.StatusOK {
		return fmt.Errorf("write in the client's thread: %d %v: %w", status, answer, err)
	}
	if _, err := st.teams.Say(ctx, dana, room, "@Soundings and so on", faketeams.InThread(ours.text("id"))); err != nil {
		return err
	}
	there, here, err := st.hears(ctx)
	if err != nil {
		return err
	}
	for at, o := range map[string]struct {
		heard obj
		root  string
	}{"the client": {there, theirs.text("id")}, "our stand-in": {here, ours.text("id")}} {
		c, _ := o.heard["conversation"].(obj)
		if want := room + ";messageid=" + o.root; c["id"] != want {
			return fmt.Errorf("in %s the thread is %v, want %s", at, c["id"], want)
		}
	}
	return sameMessage(there, here)
}

// connector posts, edits and asks who is there, on both.
func connector(ctx context.Context, st *stage) error {
	for _, c := range []struct {
		method, path string
		body         any
		excused      []string
	}{
		{"POST", "conversations/" + chat + "/activities", obj{"type": "message", "text": "hello"}, nil},
		{"GET", "conversations/" + chat + "/members/" + dana, nil, []string{"objectId"}},
		{"GET", "conversations/" + chat + "/members", nil, []string{"[].aadObjectId"}},
		{"GET", "conversations/" + room + "/pagedmembers?pageSize=50", nil, []string{"members[].objectId", "totalCount"}},
		{"GET", "teams/" + room + "/conversations", nil, []string{"conversations[].channelType", "conversations[].type"}}, // type, by the documentation
		{"GET", "teams/" + room, nil, nil},
		{"POST", "conversations", obj{"isGroup": true, "channelData": obj{"channel": obj{"id": room}}, "bot": obj{"id": botID}, "activity": obj{"type": "message", "text": "a thread"}}, []string{"serviceUrl"}},
		{"POST", "conversations", obj{"members": []any{obj{"id": dana}}, "bot": obj{"id": botID}, "channelData": obj{"tenant": obj{"id": home}}}, nil},
	} {
		theirs, ours, err := st.call(ctx, c.method, c.path, c.body)
		if err != nil {
			return err
		}
		if theirs.status/100 != 2 || ours.status/100 != 2 {
			return fmt.Errorf("%s %s: the client answers %d, our stand-in %d: %v, %v", c.method, c.path, theirs.status, ours.status, theirs.body, ours.body)
		}
		if err := alike(theirs.body, ours.body, c.excused...); err != nil {
			return fmt.Errorf("%s %s: %w", c.method, c.path, err)
		}
	}
	return st.edits(ctx)
}

// edits posts and changes a message on both.
func (st *stage) edits(ctx context.Context) error {
	there, here, err := st.call(ctx, http.MethodPost, "conversations/"+chat+"/activities", obj{"type": "message", "text": "first"})
	if err != nil {
		return err
	}
	second := obj{"type": "message", "text": "second"}
	theirs, _, err := ask(ctx, http.MethodPut, st.proxy.service()+"/v3/conversations/"+chat+"/activities/"+there.text("id"), second)
	if err != nil {
		return err
	}
	ours, _, err := ask(ctx, http.MethodPut, st.teams.ServiceURL()+"v3/conversations/"+chat+"/activities/"+here.text("id"), second, "Authorization", "Bearer "+st.token)
	if err == nil && (theirs != http.StatusOK || ours != http.StatusOK) {
		err = fmt.Errorf("an edit is answered with %d by the client, %d here", theirs, ours)
	}
	return err
}

// refused asks both for what is not there.
func refused(ctx context.Context, st *stage) error {
	for _, path := range []string{
		"POST conversations/19:none@thread.tacv2/activities", "PUT conversations/" + chat + "/activities/1",
		"GET conversations/" + chat + "/members/29:nobody", "GET teams/19:none@thread.tacv2",
	} {
		method, path, _ := strings.Cut(path, " ")
		theirs, ours, err := st.call(ctx, method, path, obj{"type": "message", "text": "x"})
		if err != nil {
			return err
		}
		if theirs.status < 400 || ours.status < 400 {
			return fmt.Errorf("%s %s: the client answers %d, our stand-in %d; both ought to refuse", method, path, theirs.status, ours.status)
		}
	}
	status, _, err := ask(ctx, http.MethodGet, st.teams.ServiceURL()+"v3/conversations/"+chat+"/members", nil)
	if err == nil && status != http.StatusUnauthorized {
		err = fmt.Errorf("without a token our stand-in answers %d", status)
	}
	return err
}

// form is a message with a card that has a field and both kinds of button.
func form() obj {
	return obj{"type": "message", "attachments": []any{obj{"contentType": "application/vnd.microsoft.card.adaptive", "content": obj{
		"type": "AdaptiveCard", "version": "1.5",
		"body": []any{obj{"type": "TextBlock", "text": "Your view"}, obj{"type": "Input.Text", "id": "words", "label": "In your words"}},
		"actions": []any{
			obj{"type": "Action.Execute", "title": "Save", "verb": "save", "data": obj{"s": "S6"}},
			obj{"type": "Action.Submit", "title": "Send", "data": obj{"s": "S6"}},
		},
	}}}}
}

// posted posts the form on both, in the group chat, and gives its ids.
func (st *stage) posted(ctx context.Context) (theirs, ours string, err error) {
	there, here, err := st.call(ctx, http.MethodPost, "conversations/"+chat+"/activities", form())
	if err == nil && (there.text("id") == "" || here.text("id") == "") {
		err = fmt.Errorf("the form was not taken: %v, %v", there, here)
	}
	st.theirs.forget()
	st.ours.forget()
	return there.text("id"), here.text("id"), err
}

func submitted(ctx context.Context, st *stage) error {
	theirs, ours, err := st.posted(ctx)
	if err != nil {
		return err
	}
	status, _, err := ask(ctx, http.MethodPost, st.playground.url+"/_conversation/v1/submit", obj{
		"conversation": obj{"id": chat}, "from": obj{"id": dana}, "replyToId": theirs, "value": obj{"s": "S6", "words": "no"},
	})
	if err != nil || status != http.StatusOK {
		return fmt.Errorf("press in the client: %d: %w", status, err)
	}
	if err := st.teams.Fill(dana, ours, "words", "no"); err != nil {
		return err
	}
	if _, _, err := st.teams.Press(ctx, dana, chat, ours, "Send"); err != nil {
		return err
	}
	there, here, err := st.hears(ctx)
	if err != nil {
		return err
	}
	return sameMessage(there, here)
}

func executed(ctx context.Context, st *stage) error {
	theirs, ours, err := st.posted(ctx)
	if err != nil {
		return err
	}
	next := obj{"type": "AdaptiveCard", "version": "1.5", "body": []any{obj{"type": "TextBlock", "text": "Saved."}}}
	answer := obj{"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": next}
	st.theirs.answers(answer)
	st.ours.answers(answer)
	defer st.theirs.answers(nil)
	defer st.ours.answers(nil)
	status, shown, err := ask(ctx, http.MethodPost, st.playground.url+"/_conversation/v1/invoke", obj{
		"name": "adaptiveCard/action", "conversation": obj{"id": chat}, "from": obj{"id": dana}, "replyToId": theirs,
		"value": obj{"action": obj{"type": "Action.Execute", "title": "Save", "verb": "save", "data": obj{"s": "S6", "words": "no"}}},
	})
	if err != nil || status != http.StatusOK {
		return fmt.Errorf("press in the client: %d %v: %w", status, shown, err)
	}
	if err := errors.Join(st.teams.Fill(dana, ours, "words", "no"), st.pressesHere(ctx, ours)); err != nil {
		return err
	}
	there, here, err := st.hears(ctx)
	if err != nil {
		return err
	}
	// Microsoft's documentation has the trigger, and no name of a chat.
	if err := alike(there, here, "value.trigger", "conversation.name"); err != nil {
		return err
	}
	for _, m := range st.teams.Messages(chat) {
		if m.ID == ours && m.WordsFor(dana) != "Saved." {
			return fmt.Errorf("the card here reads %q", m.WordsFor(dana))
		}
	}
	return nil
}

func (st *stage) pressesHere(ctx context.Context, id string) error {
	_, _, err := st.teams.Press(ctx, dana, chat, id, "Save")
	return err
}
