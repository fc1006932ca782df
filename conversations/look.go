package conversations

import "soundings/bot"

// form is one form: what opens it, and what happens when it is sent. Open must
// answer with the form, filled in with the fields of the event where it has
// any, or with a note that says why not, and record nothing. Its action stands
// in buttons, and comes back with the form.
type form struct {
	action string
	open   func(*turn)
	send   func(*turn)
}

// formOf gives the form of an action.
func formOf(forms []form, action string) (form, bool) {
	for _, f := range forms {
		if f.action == action {
			return f, true
		}
	}
	return form{}, false
}

// look answers somebody who only wants to see something: nothing is recorded.
func (t *turn) look(commands []command, forms []form, home func(*turn)) {
	if t.ev.Action == bot.HomeView {
		home(t)
		return
	}
	if t.ev.Action == actionSay {
		if c, rest, ok := match(commands, readLine(t.ev.Value), false); ok && c.view {
			c.run(t, rest)
			return
		}
	}
	if f, ok := formOf(forms, t.ev.Action); ok {
		f.open(t)
		return
	}
	t.tooOld()
}

// formed opens the form that a button names, or takes one that was sent; false:
// the event is about none.
func (t *turn) formed(forms []form) bool {
	f, ok := formOf(forms, t.ev.Action)
	switch {
	case !ok:
		return false
	case t.ev.Kind == bot.Pressed:
		f.open(t)
	case t.ev.Kind != bot.Submitted:
		return false
	case t.ev.Again:
		t.note(bot.Say(alreadyDone))
	default:
		t.free = t.org.Users && t.state.Exists() && t.filledFreely()
		f.send(t)
	}
	return true
}

// view is a button that shows something and records nothing.
func view(label, typed string) bot.Button {
	b := press(label, typed)
	b.View = true
	return b
}

// opens is a button that opens a form.
func opens(label, action, value, typed string) bot.Button {
	return bot.Button{Label: label, Action: action, Value: value, Typed: typed, View: true}
}
