package faketeams

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Dialog is a window that somebody has before them: a card, or a few words.
type Dialog struct {
	Title, Text string
	Card        obj

	filled obj
}

type dialog struct {
	title, text  string
	card, filled obj
	in           *conversation
	on           *Message // what it was opened from
}

// Words gives what people read of a dialog: its title, and the card with what was
// filled in.
func (d Dialog) Words() string {
	return joined([]string{d.Title, d.Text, readCard(d.Card, d.filled)}, "\n")
}

// Dialog gives the window that somebody has open, and whether there is one.
func (t *Teams) Dialog(person string) (Dialog, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	d := t.dialogs[person]
	if d == nil {
		return Dialog{}, false
	}
	return Dialog{Title: d.title, Text: d.text, Card: copied(d.card), filled: copied(d.filled)}, true
}

// Close closes what somebody has open; the bot hears nothing of it.
func (t *Teams) Close(person string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.dialogs, person)
	t.touch()
}

// Submit presses a button of the dialog that is open; without a label it is the first
// that sends it. Faults by field mean that the client sends nothing.
func (t *Teams) Submit(ctx context.Context, person, label string) (Reply, map[string]string, error) {
	t.mu.Lock()
	top := t.dialogs[person]
	if top == nil {
		t.mu.Unlock()
		return Reply{}, nil, fmt.Errorf("submit as %s: no dialog is open", person)
	}
	b := sender(top.card, label)
	if b == nil {
		t.mu.Unlock()
		return Reply{}, nil, fmt.Errorf("submit as %s: the dialog has no button %q", person, label)
	}
	if done, reply, err := top.alone(b); done {
		t.touch()
		t.mu.Unlock()
		return reply, nil, err
	}
	values, faults := collect(top.card, top.filled)
	if len(faults) > 0 && str(b, "associatedInputs") != "none" {
		t.mu.Unlock()
		return Reply{}, faults, nil
	}
	a := t.deed("invoke", person, top.in, threadOf(top.in, top.on))
	sub(a, "channelData")["source"] = obj{"name": "message"}
	name := "task/submit"
	data := withData(b, values)
	if str(sub(data, "msteams"), "type") == "task/fetch" {
		name = "task/fetch"
	}
	a["name"], a["value"], a["replyToId"] = name, obj{"data": data, "context": obj{"theme": "default"}}, top.on.ID
	t.mu.Unlock()
	reply, err := t.push(ctx, a)
	if err != nil {
		return reply, nil, err
	}
	return reply, nil, t.opened(person, top.in, top.on, reply, false)
}

// sender finds the button with that label; "" is the first that sends something.
func sender(card obj, label string) obj {
	var found obj
	walk(card, func(e obj) bool {
		if str(e, "type") == "Action.Submit" && label == "" || strings.HasPrefix(str(e, "type"), "Action.") && str(e, "title") == label {
			found = e
		}
		return found != nil
	})
	return found
}

// alone says whether a button of a dialog does something that the bot does not
// hear of.
func (d *dialog) alone(b obj) (done bool, reply Reply, err error) {
	switch str(b, "type") {
	case "Action.Submit":
		return false, Reply{}, nil
	case "Action.OpenUrl":
		return true, Reply{Link: str(b, "url")}, nil
	case "Action.ToggleVisibility":
		toggle(d.card, b["targetElements"])
		return true, Reply{}, nil
	}
	return true, Reply{}, fmt.Errorf("%s does nothing in a dialog", str(b, "type"))
}

// opened shows what the bot answered to task/fetch or task/submit: a dialog, words,
// or nothing, which closes what is open.
func (t *Teams) opened(person string, in *conversation, on *Message, reply Reply, fetched bool) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer t.touch()
	o := reply.Decoded()
	task := sub(o, "task")
	switch str(task, "type") {
	case "":
		if fetched {
			return errors.New("the bot opened no dialog")
		}
		delete(t.dialogs, person)
		return nil
	case "message":
		if str(task, "value") == "" {
			return errors.New("the bot's answer to a dialog says nothing")
		}
		t.dialogs[person] = &dialog{text: str(task, "value"), card: obj{}, filled: obj{}, in: in, on: on}
		return nil
	case "continue":
		return t.continues(person, in, on, sub(task, "value"))
	}
	return fmt.Errorf("the bot's answer to a dialog makes no sense: %.200s", reply.Body)
}

func (t *Teams) continues(person string, in *conversation, on *Message, info obj) error {
	card := sub(sub(info, "card"), "content")
	if str(sub(info, "card"), "contentType") != cardType || card == nil {
		return errors.New("the dialog in the bot's answer has no card")
	}
	c := &checker{inputs: map[string]bool{}, dialog: true}
	for key := range info {
		if !slices.Contains([]string{"title", "height", "width", "card", "url", "fallbackUrl", "completionBotId"}, key) {
			c.say("dialog", "%q is not known here", key)
		}
	}
	c.empties(info, "dialog")
	c.card(card, "card")
	if size := len(marshal(info)); size > mostBody {
		c.say("dialog", "%d bytes are too many", size)
	}
	if strings.TrimSpace(str(info, "title")) == "" {
		c.say("dialog", "it has no title")
	}
	t.alarms += c.alarms
	if err := c.refusal(); err != nil {
		return fmt.Errorf("the dialog in the bot's answer is no good: %w", err)
	}
	t.dialogs[person] = &dialog{title: str(info, "title"), card: card, filled: obj{}, in: in, on: on}
	return nil
}
