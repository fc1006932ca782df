package conversations

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// replyCommands say what came of what suppliers said of a section, and make their
// digest.
func replyCommands() []command {
	return append(quoteCommands(), []command{
		{
			names: []string{"kept", "stays as it is", "not changed"}, usage: "kept 4: why", takes: takesText, group: "Reply",
			help: "say in the suppliers' digest why a section stays as it is", run: func(t *turn, l line) { t.sayOf(l, engagement.SaidKept) },
			more: "**thinking 10: we are rewriting it, by 24 June** says that you have not decided, and until when you mean to. **changed 5: why** says of a change why it was made. The digest for suppliers goes with the second slot of the week; you read it a working day before.",
		},
		{names: []string{"thinking", "still thinking"}, usage: "thinking 10: what about, by 24 June", takes: takesText, run: func(t *turn, l line) { t.sayOf(l, engagement.SaidThinking) }, help: "say in the suppliers' digest that a section is not decided"},
		{names: []string{"changed"}, usage: "changed 5: why", takes: takesText, run: (*turn).sayChanged, help: "say in the suppliers' digest why a section changed; **changed Q3: why** says it of a question of yours"},
		{
			names: []string{"suppliers' digest", "suppliers digest", "digest for suppliers", "you said we did"}, usage: "suppliers' digest", group: "Reply", run: func(t *turn, _ line) { t.outDigestNow() },
			help: "read what suppliers will be told changed because of them",
		},
		{
			names: []string{"plain kept", "plain thinking"}, usage: "plain kept 4: why, in plain words", takes: takesText, run: (*turn).sayPlainly,
			help: "say to people who use the service why a section stays as it is, or is not decided",
			more: "First **kept 4: why**, or **thinking 10: what about**. What suppliers read of it they don't: without words of their own they read that it stays, or is not decided, and no reason.",
		},
	}...)
}

// The form of what came of a section. Stored: add, never change.
const (
	actionSaid   = "said"
	fieldVerdict = "verdict"
	fieldUntil   = "until"
)

func replyForms() []form { return []form{{actionSaid, (*turn).openSaid, (*turn).sendSaid}} }

// sayChanged takes "changed 5: why", and "changed Q3: why" of a question of the
// team's.
func (t *turn) sayChanged(l line) {
	if _, _, ok := l.cutInquiry(); ok {
		t.settleLine(l, engagement.OutcomeChanged)
		return
	}
	t.sayOf(l, engagement.SaidChanged)
}

// sayOf takes "kept 4: why".
func (t *turn) sayOf(l line, verdict engagement.Verdict) {
	rest, n, ok := l.cutNumber()
	if !ok || rest.empty() {
		t.note(bot.Say(t.numbered("Of which section, and why? Write for example **kept 4: people who use services say a minute is long already**, or **thinking 10: we are rewriting it, by 24 June**.")))
		return
	}
	reason := rest.words()
	var until time.Time
	if at := strings.LastIndex(strings.ToLower(reason), "by "); at >= 0 && verdict == engagement.SaidThinking {
		if found, dated := readMoment(reason[at+3:], t.now, t.zone()); dated {
			until, reason = found, strings.TrimRight(reason[:at], " ,;.")
		}
	}
	t.say(engagement.ReplySaid{Section: n, Verdict: verdict, Reason: oneLine(reason), Until: until, By: t.person()})
}

// say records what came of a section, and where it will be read.
func (t *turn) say(f engagement.ReplySaid) {
	facts, refusal := t.state.Say(t.now, f)
	if refusal != nil {
		t.refuseKeeping(refusal, f.Reason)
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("That is noted already."))
		return
	}
	if !t.take(facts, nil) {
		return
	}
	if r, ok := t.outDigestWaits(); ok {
		t.remakeOutDigest(r, "With what you said of section "+fmt.Sprint(f.Section)+"."+t.replyUnread(f))
		return
	}
	row := []bot.Button{press("Read it now", "suppliers' digest")}
	if t.replyUnread(f) != "" {
		row = append(row, opens("In plain words", actionSaid, fmt.Sprint(f.Section), fmt.Sprintf("plain kept %d: why, in plain words", f.Section)))
	}
	t.reply("", bot.Say("Noted. Suppliers read it in their next digest, "+t.outDigestWords()+"; you read that a working day before."+t.replyUnread(f)), buttons(row...))
}

// replyUnread says that people who use services read no reason; empty: they do, or
// none are asked, or they read of the change by itself.
func (t *turn) replyUnread(f engagement.ReplySaid) string {
	if f.Plain != "" || f.Verdict == engagement.SaidChanged || !t.anyAsked(true) {
		return ""
	}
	return fmt.Sprintf(" People who use the service read no reason: **plain kept %d: why, in plain words** gives them one.", f.Section)
}

// repliedPlainly is what came of a section for people who use services.
func repliedPlainly(r engagement.Reply) string {
	switch {
	case r.Plain != "":
		return plain(sentence(r.Plain))
	case r.Verdict == engagement.SaidThinking:
		return "This is not decided yet."
	}
	return "This stays as it is."
}

// sayPlainly takes "4: why".
func (t *turn) sayPlainly(l line) {
	rest, n, ok := l.cutNumber()
	said, there := t.state.ReplyOn(n)
	switch {
	case !ok || rest.empty():
		t.note(bot.Say("Of which section, and why? Write for example **plain kept 4: a minute is long, and it stays as you asked**."))
	case !there || said.Verdict == engagement.SaidChanged:
		t.note(bot.Say(fmt.Sprintf("First say what came of it: **kept %d: why**, or **thinking %d: what about**. Nothing was changed.", n, n)))
	default:
		f := said.ReplySaid
		f.Plain, f.By = oneLine(rest.words()), t.person()
		if !f.Until.After(t.now) {
			f.Until = time.Time{}
		}
		t.say(f)
	}
}

// openSaid asks what came of a section.
func (t *turn) openSaid() {
	n, _ := strconv.Atoi(t.ev.Value)
	s, ok := t.state.Section(n)
	if !ok {
		t.refuse(&engagement.Refusal{Code: engagement.UnknownSection, Section: n})
		return
	}
	said, _ := t.state.ReplyOn(n)
	until := ""
	if !said.Until.IsZero() {
		until = said.Until.In(t.zone()).Format(time.DateOnly)
	}
	fields := []bot.Field{
		{Name: fieldVerdict, Kind: bot.Choice, Label: "What came of it", Required: true, Value: t.filled(fieldVerdict, string(said.Verdict)), Options: []bot.Option{
			{Value: string(engagement.SaidChanged), Label: "It has changed"}, {Value: string(engagement.SaidKept), Label: "It stays as it is"}, {Value: string(engagement.SaidThinking), Label: "We are still thinking"},
		}},
		{Name: fieldReason, Kind: bot.Words, Label: "Why", Hint: "Suppliers read it in their next digest.", Required: true, Value: t.filled(fieldReason, said.Reason), Max: engagement.MostReason},
		{Name: fieldUntil, Kind: bot.Date, Label: "Until when, if you are thinking", Value: t.filled(fieldUntil, until)},
	}
	if t.anyAsked(true) {
		fields = append(fields, bot.Field{
			Name: fieldPlainWhy, Kind: bot.Words, Label: "In plain words", Value: t.filled(fieldPlainWhy, said.Plain), Max: engagement.MostReason,
			Hint: "For people who use the service. Without it they read that it stays, or is not decided, and no reason.",
		})
	}
	t.showForm(bot.Form{
		Action: actionSaid, Value: fmt.Sprint(n), Title: fmt.Sprintf("What came of %d", n), Heading: "What came of " + label(s), Submit: "Save", Typed: fmt.Sprintf("kept %d: why", n),
		Fields: fields,
	})
}

func (t *turn) sendSaid() {
	n, _ := strconv.Atoi(t.ev.Value)
	f := engagement.ReplySaid{Section: n, Verdict: engagement.Verdict(t.ev.Fields[fieldVerdict]), Reason: t.entry(fieldReason), Plain: t.entry(fieldPlainWhy), By: t.person()}
	if day := t.entry(fieldUntil); day != "" && f.Verdict == engagement.SaidThinking {
		until, ok := readMoment(day, t.now, t.zone())
		if !ok || !until.After(t.now) {
			t.wrongIn(fieldUntil, "Please name a day that lies ahead.")
			return
		}
		f.Until = until
	}
	switch {
	case !f.Verdict.Valid():
		t.wrongIn(fieldVerdict, "Please choose one.")
	case f.Reason == "":
		t.wrongIn(fieldReason, "Please say why.")
	default:
		t.say(f)
	}
}
