package conversations_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"soundings/bot"
	"soundings/internal/transcript"
)

// team delivers what somebody of the team does with a button or a form.
func (d *formDesk) team(kind bot.EventKind, action, value string, fields map[string]string) bot.Answer {
	d.t.Helper()
	d.n++
	answer, err := d.bot.Deliver(d.t.Context(), bot.Event{
		ID: fmt.Sprint("form:", d.n), Kind: kind, Room: bot.Address{Adapter: "console", Room: "commissioning"},
		Action: action, Value: value, Fields: fields, Sender: bot.Sender{ID: "dana", Name: "dana", Home: true},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return answer
}

// wrongIn makes sure that a form is sent back with one error, on that field.
func wrongIn(t *testing.T, answer bot.Answer, field string, sent map[string]string) {
	t.Helper()
	if len(answer.Errors) != 1 || answer.Errors[field] == "" || strings.Contains(answer.Errors[field], "**") {
		t.Errorf("%.80v: errors %v, want one on %s", sent, answer.Errors, field)
	}
}

// What the team asks, what is said to it and what came of it have forms, which
// keep nothing that does not fit.
func TestTheFormsOfAQuestion(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	d.team(bot.Pressed, "say", "I declare: no interest", nil)
	saying(t, d.engine, "alder", "ana", "1 risk: our margin")
	if form := d.team(bot.Looked, "ask-everyone", "1", nil).Form; form == nil || value(form, "section") != "1" || value(form, "to") != "everybody" {
		t.Fatalf("to ask about section 1 opens %+v", form)
	}
	for _, test := range []struct {
		fields map[string]string
		want   string
	}{
		{nil, "text"},
		{map[string]string{"text": strings.Repeat("x", 2001)}, "text"},
		{map[string]string{"text": "How?", "choices": "Yes"}, "choices"},
		{map[string]string{"text": "How?", "choices": "Yes\r\nyes"}, "choices"},
		{map[string]string{"text": "How?", "choices": "1\n2\n3\n4\n5"}, "choices"},
		{map[string]string{"text": "How?", "section": "1", "to": "unachievable"}, "to"},
	} {
		wrongIn(t, d.team(bot.Submitted, "ask-everyone", "1", test.fields), test.want, test.fields)
	}
	d.team(bot.Submitted, "ask-everyone", "1", map[string]string{"text": "Would you share one?", "section": "1", "choices": "Yes\nNo", "to": "everybody"})
	if said := saying(t, d.engine, "commissioning", "dana", "send now N1: it can't wait"); !strings.Contains(said, "2. No") {
		t.Fatalf("what is asked: %s", said)
	}
	form := d.send("alder", "ana", bot.Looked, "inquiry", "Q1", nil).Form
	if names := fieldNames(form); !slices.Equal(names[:4], []string{"choice", "words", "ticks", "why"}) || !slices.Contains(names, "role") {
		t.Errorf("a supplier is asked %v", names)
	}
	if names := fieldNames(d.send("users", "eve", bot.Looked, "inquiry", "Q1", nil).Form); !slices.Equal(names, []string{"choice", "words", "for"}) {
		t.Errorf("people who use services are asked %v", names)
	}
	for _, test := range []struct {
		person string
		fields map[string]string
		want   string // empty: it is recorded
	}{
		{"ana", nil, "words"},
		{"ana", map[string]string{"choice": "3"}, "choice"},
		{"ana", map[string]string{"words": strings.Repeat("x", 4001)}, "words"},
		{"ana", map[string]string{"choice": "1", "words": "our margin", "ticks": "sensitive", "why": "our costs"}, ""},
		{"ben", map[string]string{"choice": "2"}, "show"},
		{"ben", nil, "words"},
		{"ben", map[string]string{"choice": "1", "words": "and our nights"}, ""},
		{"ben", map[string]string{"choice": "2", "words": "not at all", "show": "replace"}, ""},
	} {
		answer := d.send("alder", test.person, bot.Submitted, "inquiry", "Q1", test.fields)
		if test.want != "" {
			wrongIn(t, answer, test.want, test.fields)
		} else if !strings.Contains(noted(answer), "Recorded for Alder: **Q1**") {
			t.Errorf("%v: %s", test.fields, noted(answer))
		}
	}
	if said := saying(t, d.engine, "alder", "ana", "our answers"); !strings.Contains(said, "not at all") || strings.Contains(said, "our nights") {
		t.Errorf("in the end they have said %s", said)
	}
	for _, test := range []struct {
		action string
		fields map[string]string
		want   string
	}{
		{"came-of", nil, "outcome"},
		{"came-of", map[string]string{"outcome": "met"}, "reason"},
		{"came-of", map[string]string{"outcome": "changed", "reason": "Two may share."}, "section"},
		{"matters", map[string]string{"sections": "1", "reason": "2: trust"}, "reason"},
		{"matters", map[string]string{"sections": "1", "reason": "trust"}, "reason"},
	} {
		wrongIn(t, d.team(bot.Submitted, test.action, "Q1", test.fields), test.want, test.fields)
	}
	d.team(bot.Submitted, "came-of", "Q1", map[string]string{"outcome": "differ", "reason": "A minute has to stay."})
	saying(t, d.engine, "commissioning", "dana", "send now N2: they wait")
	if said := noted(d.send("alder", "ana", bot.Looked, "inquiry", "Q1", nil)); !strings.Contains(said, "no more is taken on it") {
		t.Errorf("opened when it is over: %s", said)
	}
}

// A reply to a message that asks two things is kept by nobody, and given back.
func TestAReplyToTwoQuestions(t *testing.T) {
	d := newFormDesk(t)
	defer d.stop()
	for _, text := range []string{"ask everyone: Would you share?", "ask everyone: From when?", "send N1", "send N2"} {
		saying(t, d.engine, "commissioning", "dana", text)
	}
	d.until(t, "2026-06-02 11:00")
	posted(t, d.engine)
	if err := d.Say(t.Context(), transcript.Turn{Room: "alder", Person: "ana", Verb: transcript.Says, Re: "a question to you", Text: "From May."}); err != nil {
		t.Fatal(err)
	}
	if said := posted(t, d.engine); !strings.Contains(said, "*answer Q1:* or *answer Q2:*") || !strings.Contains(said, "From May.") {
		t.Errorf("answered: %s", said)
	}
}
