package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"soundings/internal/faketeams"
)

// whole is the client, which Ana of Tidewell uses, and the real service, without the
// client's page: what Dana does, too, goes through its REST interface.
type whole struct {
	*house
	playground *playground
	seq        int // of activities that are forwarded
}

func openWhole(ctx context.Context, folder, program string) (*whole, error) {
	h, err := openHouse(ctx, program)
	if err != nil {
		return nil, err
	}
	w := &whole{house: h}
	if w.playground, err = h.client(ctx, folder, seat{ana, chat, room}, ""); err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *whole) close() {
	if w.playground != nil {
		w.playground.stop()
	}
	w.house.close()
}

// says lets somebody write to the bot in the client. It takes its own user's words
// by its REST interface; what others say stands there as its user's, too, and it
// forwards an activity that says who it was.
func (w *whole) says(ctx context.Context, person, conversation, text string) error {
	mention := obj{"mentioned": obj{"id": faketeams.Bot, "name": faketeams.BotName}, "text": "<at>Soundings</at>"}
	text = "<at>Soundings</at> " + text
	said := obj{"from": obj{"id": ana}, "text": text, "textFormat": "plain", "mentions": []any{mention}}
	if person != ana {
		delete(said, "mentions") // so that the bot does not hear it twice
	}
	made, err := w.post(ctx, "_conversation/v1/conversations/"+url.PathEscape(conversation)+"/messages", said)
	if err != nil || person == ana {
		return err
	}
	mention["type"] = "mention"
	activity := obj{"type": "message", "text": text, "textFormat": "plain", "entities": []any{mention}, "id": made["messageId"]}
	if in, ok := made["postConversationId"].(string); ok {
		conversation = in // the thread that it began
	}
	return w.forwards(ctx, person, conversation, activity)
}

// forwards has the client forward an activity of somebody who is not its own user.
func (w *whole) forwards(ctx context.Context, person, conversation string, more obj) error {
	w.seq++
	activity := obj{
		"id": fmt.Sprintf("f:%d-%d", time.Now().UnixMilli(), w.seq), "timestamp": time.Now().UTC().Format(time.RFC3339Nano), "channelId": "msteams", "serviceUrl": w.proxy.service(),
		"from": obj{"id": person}, "recipient": obj{"id": faketeams.Bot, "name": faketeams.BotName},
		"conversation": obj{"id": conversation, "isGroup": true, "conversationType": "groupChat", "tenantId": faketeams.Home},
		"channelData":  obj{"tenant": obj{"id": faketeams.Home}},
	}
	if strings.HasPrefix(conversation, room) {
		activity["conversation"] = obj{"id": conversation, "isGroup": true, "conversationType": "channel", "tenantId": faketeams.Home}
		activity["channelData"] = obj{"tenant": obj{"id": faketeams.Home}, "team": obj{"id": room}, "channel": obj{"id": room}}
	}
	maps.Copy(activity, more)
	_, err := w.post(ctx, "_internal/v1/customActivities", activity)
	return err
}

// post calls the client's own interface.
func (w *whole) post(ctx context.Context, path string, body obj) (obj, error) {
	status, answer, err := ask(ctx, http.MethodPost, w.playground.url+"/"+path, body)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("status %d: %v", status, answer)
	}
	if err != nil {
		return nil, fmt.Errorf("call %s of the client: %w", path, err)
	}
	o, _ := answer.(obj)
	return o, nil
}

// presses lets somebody press an Action.Execute on a message of the bot.
func (w *whole) presses(ctx context.Context, person string, m faketeams.Message, label string) error {
	button := buttonOf(m.Activity, label)
	if button == nil {
		return fmt.Errorf("there is no button %q on\n%s", label, m.Words())
	}
	invoke := obj{
		"name": "adaptiveCard/action", "replyToId": m.ID,
		"value": obj{"action": obj{"type": "Action.Execute", "title": label, "verb": button["verb"], "data": button["data"]}},
	}
	if person != ana {
		invoke["type"] = "invoke"
		return w.forwards(ctx, person, m.Conversation, invoke)
	}
	invoke["from"], invoke["conversation"] = obj{"id": person}, obj{"id": m.Conversation}
	_, err := w.post(ctx, "_conversation/v1/invoke", invoke)
	return err
}

// buttonOf finds the button with that title in a JSON value.
func buttonOf(value any, title string) obj {
	switch v := value.(type) {
	case obj:
		if kind, _ := v["type"].(string); strings.HasPrefix(kind, "Action.") && v["title"] == title {
			return v
		}
		for _, inner := range v {
			if found := buttonOf(inner, title); found != nil {
				return found
			}
		}
	case []any:
		for _, inner := range v {
			if found := buttonOf(inner, title); found != nil {
				return found
			}
		}
	}
	return nil
}

// engagement is the way by REST from a bare channel to what suppliers get.
func engagement(ctx context.Context, w *whole) error {
	for _, turn := range []struct{ where, says, answered string }{
		{room, "new Digital care at home", "nothing has been sent to anyone yet"},
		{room, "import\n" + draft, "3 sections from your draft"},
		{room, "buyer Westmere County Council", "Westmere County Council"},
		{room, "closes " + time.Now().AddDate(0, 0, 28).Format("2 January 2006"), "Answers are taken until"},
		{chat, "invite Tidewell, small firm", "the channel of Tidewell"},
		{room, "preview", "[Open to 1 supplier]"},
		{room, "open now", "Open: 1 organisation has the welcome"},
	} {
		if err := w.turn(ctx, dana, turn.where, turn.says, turn.answered, room); err != nil {
			return err
		}
	}
	_, err := w.proxy.find(ctx, chat, "0 of 3 answered")
	return err
}

// answered is Ana's first answer, typed, and the team saying that she speaks for
// Tidewell.
func answered(ctx context.Context, w *whole) error {
	if err := w.turn(ctx, ana, chat, "1 works: we do this in two towns", "Who speaks for Tidewell", room); err != nil {
		return err
	}
	asked, err := w.proxy.find(ctx, room, "Who speaks for Tidewell")
	if err != nil {
		return err
	}
	if err := w.presses(ctx, dana, asked, "They speak for Tidewell"); err != nil {
		return err
	}
	_, err = w.proxy.find(ctx, chat, "Recorded for Tidewell: 1 ")
	return err
}

// turn lets somebody write, and waits for what is posted because of it.
func (w *whole) turn(ctx context.Context, person, where, text, words, in string) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if err := w.says(ctx, person, where, text); err != nil {
		return err
	}
	_, err := w.proxy.find(ctx, in, words)
	return err
}

// inPlace looks at the list of sections, which has to be one message that was edited.
func inPlace(ctx context.Context, w *whole) error {
	list, err := w.proxy.find(ctx, chat, "1 of 3 answered")
	if err != nil {
		return err
	}
	if list.Edited == 0 {
		return fmt.Errorf("the list was not edited, but posted again:\n%s", list.Words())
	}
	return nil
}

// noLink is what everybody of the team is asked once, before they first read what
// suppliers said.
const noLink = "No link to any of them"

// digested asks for the digest.
func digested(ctx context.Context, w *whole) error {
	if err := w.turn(ctx, dana, room, "digest", noLink, "a:dana"); err != nil {
		return err
	}
	asked, err := w.proxy.find(ctx, "a:dana", noLink)
	if err == nil {
		err = w.presses(ctx, dana, asked, noLink)
	}
	if err != nil {
		return err
	}
	return w.turn(ctx, dana, room, "digest", "what suppliers said", room)
}

// impostor sends what the client sends past the proxy, unsigned, and signed with a key
// that nobody published: the service has to refuse both.
func impostor(ctx context.Context, w *whole) error {
	activity := []byte(`{"type":"message","text":"status","conversation":{"id":"` + room + `"},"from":{"id":"` + dana + `"}}`)
	w.teams.Connect(w.service.URL() + "/teams/messages")
	header := http.Header{"Content-Type": {"application/json"}}
	unsigned, err := w.teams.SendRaw(ctx, header, activity)
	if err != nil {
		return err
	}
	forged, err := w.teams.Deliver(ctx, activity, func(t *faketeams.Token) { t.Key = faketeams.NewKey() })
	if err == nil {
		return errors.New("a forged token was taken")
	}
	if unsigned.Status != http.StatusUnauthorized || forged.Status != http.StatusUnauthorized {
		return fmt.Errorf("unsigned is answered with %d, forged with %d; want 401", unsigned.Status, forged.Status)
	}
	return nil
}

// draft is what suppliers are asked about.
const draft = `# What we hope for

People stay safe at home for longer, and fewer of them fall.

# When an alarm is raised

A person answers within 60 seconds, day and night.

# How we pay

Part of the payment depends on what changes for people. We do not know which measure is fair.`
