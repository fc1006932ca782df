package faketeams

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Fill lets somebody fill in a field, by its id or label: of the dialog that they
// have open, or of the card in that message. Choices are named by their title or
// value; no value clears it. Nothing is sent.
func (t *Teams) Fill(person, message, field string, values ...string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	card, filled, err := t.filling(person, message)
	if err != nil {
		return err
	}
	for _, e := range inputs(card) {
		if str(e, "id") == field || str(e, "label") == field || str(e, "title") == field {
			value, err := fill(e, values)
			if err == nil {
				filled[str(e, "id")] = value
				t.touch()
			}
			return err
		}
	}
	return fmt.Errorf("fill in %q as %s: there is no such field", field, person)
}

// filling gives the card that somebody fills in, and what they did so far. The lock
// is held.
func (t *Teams) filling(person, message string) (card, filled obj, err error) {
	if message == "" {
		if d := t.dialogs[person]; d != nil {
			return d.card, d.filled, nil
		}
		return nil, nil, fmt.Errorf("fill in as %s: no dialog is open", person)
	}
	for _, in := range t.conversations {
		if m := in.find(message); m != nil && in.has(person) {
			return m.card(person), m.filled(person), nil
		}
	}
	return nil, nil, fmt.Errorf("fill in as %s: no message %s", person, message)
}

// card gives the first card of a message as somebody sees it; nil: there is none.
func (m *Message) card(person string) obj {
	if own := m.seen[person]; own != nil {
		return own
	}
	if all := cards(m.Activity); len(all) > 0 {
		return all[0]
	}
	return nil
}

func (m *Message) filled(person string) obj {
	filled := m.fill[person]
	if filled == nil && m.fill != nil {
		filled = obj{}
		m.fill[person] = filled
	}
	return filled
}

// button finds the button with that label on a card.
func button(card obj, label string) obj {
	var found obj
	walk(card, func(e obj) bool {
		if strings.HasPrefix(str(e, "type"), "Action.") && str(e, "title") == label {
			found = e
		}
		return found != nil
	})
	return found
}

// Press lets somebody press the button with that label on a message that they see;
// without one it is the newest message that has it. What they filled in goes with
// it. Faults by field mean that the client sends nothing, as something is missing.
func (t *Teams) Press(ctx context.Context, person, id, message, label string) (Reply, map[string]string, error) {
	t.mu.Lock()
	in := t.conversations[id]
	if in == nil || !in.has(person) {
		t.mu.Unlock()
		return Reply{}, nil, fmt.Errorf("press %q as %s in %s: %w", label, person, id, ErrRefused)
	}
	for _, m := range slices.Backward(in.messages) {
		if m.Deleted || message != "" && m.ID != message {
			continue
		}
		if b := button(m.card(person), label); b != nil {
			return t.press(ctx, person, in, m, b)
		}
	}
	t.mu.Unlock()
	return Reply{}, nil, fmt.Errorf("press %q as %s in %s: no message there has that", label, person, id)
}

// press presses a button on a message. It is called with the lock held, and lets
// go of it.
func (t *Teams) press(ctx context.Context, person string, in *conversation, m *Message, b obj) (Reply, map[string]string, error) {
	if done, reply := t.alone(person, m, b); done {
		t.mu.Unlock()
		return reply, nil, nil
	}
	values, faults := collect(m.card(person), m.filled(person))
	if len(faults) > 0 && str(b, "associatedInputs") != "none" {
		t.mu.Unlock()
		return Reply{}, faults, nil
	}
	data := withData(b, values)
	fetch := str(sub(data, "msteams"), "type") == "task/fetch"
	execute := str(b, "type") == "Action.Execute"
	kind := "message"
	if execute || fetch {
		kind = "invoke"
	}
	a := t.deed(kind, person, in, threadOf(in, m))
	a["replyToId"] = m.ID
	sub(a, "channelData")["source"] = obj{"name": "message"}
	switch {
	case execute:
		act := obj{"type": "Action.Execute", "data": data}
		for _, key := range []string{"id", "title", "verb"} {
			if b[key] != nil {
				act[key] = b[key]
			}
		}
		a["name"], a["value"] = "adaptiveCard/action", obj{"action": act, "trigger": "manual"}
	case fetch:
		a["name"], a["value"] = "task/fetch", obj{"data": data, "context": obj{"theme": "default"}}
	default:
		a["value"] = data
	}
	t.mu.Unlock()
	reply, err := t.push(ctx, a)
	if err != nil {
		return reply, nil, err
	}
	switch {
	case execute:
		return reply, nil, t.executed(person, in, m, reply)
	case fetch:
		return reply, nil, t.opened(person, in, m, reply, true)
	}
	return reply, nil, nil
}

// alone says whether a button does something that the bot does not hear of.
func (t *Teams) alone(person string, m *Message, b obj) (bool, Reply) {
	switch str(b, "type") {
	case "Action.OpenUrl":
		return true, Reply{Link: str(b, "url")}
	case "Action.ShowCard":
		return true, Reply{}
	case "Action.ToggleVisibility":
		card := copied(m.card(person))
		toggle(card, b["targetElements"])
		m.seen[person] = card
		t.touch()
		return true, Reply{}
	}
	return false, Reply{}
}

// toggle shows what was hidden, and the other way round.
func toggle(card obj, targets any) {
	list, _ := targets.([]any)
	for _, target := range list {
		id, set := "", any(nil)
		switch v := target.(type) {
		case string:
			id = v
		case obj:
			id, set = str(v, "elementId"), v["isVisible"]
		}
		walk(card, func(e obj) bool {
			if str(e, "id") == id {
				if set == nil {
					set = e["isVisible"] == false
				}
				e["isVisible"] = set
			}
			return false
		})
	}
}

// executed shows what the bot answered to an Action.Execute: a card in place of
// the one pressed, for that person alone, or a few words.
func (t *Teams) executed(person string, in *conversation, m *Message, reply Reply) error {
	o := reply.Decoded()
	t.mu.Lock()
	defer t.mu.Unlock()
	defer t.touch()
	status, _ := o["statusCode"].(float64)
	switch kind := str(o, "type"); {
	case status == 200 && kind == cardType:
		c := &checker{inputs: map[string]bool{}}
		c.empties(sub(o, "value"), "card")
		c.card(sub(o, "value"), "card")
		t.alarms += c.alarms
		if err := c.refusal(); err != nil {
			return fmt.Errorf("the card in the bot's answer is no good: %w", err)
		}
		m.seen[person] = sub(o, "value")
		delete(m.fill, person)
	case status == 200 && kind == "application/vnd.microsoft.activity.message" && str(o, "value") != "":
		in.notes[person] = append(in.notes[person], str(o, "value"))
	case status >= 400 && kind == "application/vnd.microsoft.error" && str(sub(o, "value"), "message") != "":
		in.notes[person] = append(in.notes[person], str(sub(o, "value"), "message"))
	default:
		return fmt.Errorf("the bot's answer to Action.Execute makes no sense: %.200s", reply.Body)
	}
	return nil
}

// Notes gives what answers to something pressed told somebody in a conversation.
func (t *Teams) Notes(person, id string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if in := t.conversations[id]; in != nil {
		return slices.Clone(in.notes[person])
	}
	return nil
}
