package conversations

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// doubtCommands settle whether messages arrived of which nobody can tell.
func doubtCommands() []command {
	return []command{
		{
			names: []string{"it arrived", "it has arrived"}, usage: "it arrived Tidewell", takes: takesText,
			help: "say that a message is there of which I couldn't tell", run: func(t *turn, l line) { t.settleDoubt(l, true) },
			more: "When the service, or the platform, breaks off while something goes to everybody, nobody can tell whether it arrived. It is not sent twice unasked: you look there, and say **it arrived Tidewell**, or **send it again Tidewell**. Until then it counts as in doubt, and **status** shows it. Who said so stays on the record.",
		},
		{
			names: []string{"send it again", "send again"}, usage: "send it again Tidewell", takes: takesText,
			help: "have a message sent again of which I couldn't tell", run: func(t *turn, l line) { t.settleDoubt(l, false) },
			more: "It goes once more, in the same words, to that place alone. **help it arrived** says when that is asked.",
		},
	}
}

// doubts are the messages of which nobody can tell whether they arrived, and that
// nothing has made up for since.
func (t *turn) doubts() []bot.Receipt {
	return slices.DeleteFunc(t.openGaps(), func(g bot.Receipt) bool { return g.State != bot.Doubtful })
}

// doubtHandle names one of them in one place for good, in buttons.
func doubtHandle(g bot.Receipt) string {
	sum := sha256.Sum256([]byte(g.Key + " " + g.Room.Key()))
	return hex.EncodeToString(sum[:8])
}

// doubtPlace says whom a message was for, and where it would stand.
func (t *turn) doubtPlace(g bot.Receipt) (who, where string) {
	where = "in **" + plain(t.channelName(g.Room)) + "**"
	o, own := t.organisationAt(g.Room)
	switch {
	case room(g.Room) == t.state.About().Room:
		return "", "here"
	case g.Room.Adapter == bot.MailAdapter:
		where = "by mail to " + named(engagement.Person(g.Room.Room))
	case t.pages(g.Room.Adapter):
		where = "on its page"
	}
	if !own {
		return "", where
	}
	return oneLine(o.Name), where
}

// doubtCalled is how somebody who types names one.
func (t *turn) doubtCalled(g bot.Receipt) string {
	who, where := t.doubtPlace(g)
	switch {
	case who != "":
		return who
	case where == "here":
		return "here"
	}
	return t.channelName(g.Room)
}

// doubtRow is where a message is in doubt, and the two ways to settle it.
func (t *turn) doubtRow(g bot.Receipt, what string) []bot.Block {
	who, where := t.doubtPlace(g)
	said := "**" + plain(who) + "**, " + where
	if who == "" {
		said = strings.ToUpper(where[:1]) + where[1:]
	}
	called := t.doubtCalled(g)
	row := buttons(
		bot.Button{Label: "It arrived", Action: actionSay, Value: "it arrived " + doubtHandle(g), Typed: "it arrived " + called},
		bot.Button{Label: "Send it again", Action: actionSay, Value: "send it again " + doubtHandle(g), Typed: "send it again " + called},
	)
	if where == "here" && what == "" {
		return []bot.Block{row}
	}
	return []bot.Block{bot.Say(said + what), row}
}

// doubtRows are those of several, each with the message's name where that is not the
// same in all; nil: there are none.
func (t *turn) doubtRows(all []bot.Receipt, same bool) []bot.Block {
	var blocks []bot.Block
	mails := false
	for _, g := range all {
		what := ": " + t.messageName(g.Key)
		if same {
			what = ""
		}
		blocks = append(blocks, t.doubtRow(g, what)...)
		mails = mails || g.Room.Adapter == bot.MailAdapter
	}
	if mails {
		blocks = append(blocks, bot.Aside("You can't look into a mailbox: ask them. A mail that is sent again is the same mail, so most programs show it once."))
	}
	return blocks
}

// doubtBlocks say in status, and in the team's digest, what is in doubt.
func (t *turn) doubtBlocks() []bot.Block {
	all := t.doubts()
	if len(all) == 0 {
		return nil
	}
	return append([]bot.Block{bot.Say("**I can't tell whether " + plural(len(all), "this", "these") + " arrived.** Nothing is sent twice unasked. Please look there, and say what you found:")}, t.doubtRows(all, false)...)
}

// doubtful tells the team that nobody can tell whether a message arrived. Where that
// happens in several places at once, one notice names all.
func (t *turn) doubtful() {
	if key := t.ev.Original; isRehearsal(key) || strings.HasPrefix(key, openingKey) || takenKey(key) {
		return
	}
	key := wholeKey(t.ev.Original)
	m := t.doubtNotice(key)
	if m.Blocks == nil {
		return
	}
	latest, n := t.latestDoubt(key)
	m.Key = doubtKey(key, n+1)
	if t.inDoubtElsewhere(key) && t.justPosted(latest) {
		m.Key, m.Replaces = t.key("doubt"), latest
	}
	t.post(m)
}

// inDoubtElsewhere says whether that message is in doubt in another place, too.
func (t *turn) inDoubtElsewhere(key string) bool {
	return slices.ContainsFunc(t.doubts(), func(g bot.Receipt) bool { return wholeKey(g.Key) == key && g.Room.Key() != t.ev.Room.Key() })
}

// justPosted says whether a message is on its way, or has been in its room for less
// than an hour: an edit of it is seen.
func (t *turn) justPosted(key string) bool {
	return slices.ContainsFunc(t.tx.Messages().Receipts(key), func(r bot.Receipt) bool {
		return r.State != bot.Sent || t.now.Sub(r.Time) < time.Hour
	})
}

// wholeKey is the same for all messages in which one thing goes out: to suppliers, to
// people who use services, to round tables, and to some with lines of their own.
func wholeKey(key string) string { return sharedKey(strings.TrimSuffix(key, ":chat")) }

// doubtKey is the key of the nth notice about a message.
func doubtKey(key string, n int) string {
	sum := sha256.Sum256([]byte(key))
	return "doubt:" + hex.EncodeToString(sum[:8]) + ":" + strconv.Itoa(n)
}

// latestDoubt is the key of the latest notice about a message, and how many there are.
func (t *turn) latestDoubt(key string) (latest string, n int) {
	for t.tx.Messages().Known(doubtKey(key, n+1)) {
		n++
	}
	return doubtKey(key, n), n
}

// doubtNotice is what the team reads about a message that is in doubt somewhere; it
// has no blocks if it is not.
func (t *turn) doubtNotice(key string) bot.Message {
	to, ok := t.address(t.state.About().Room)
	all := slices.DeleteFunc(t.doubts(), func(g bot.Receipt) bool { return wholeKey(g.Key) != key })
	if !ok || len(all) == 0 {
		return bot.Message{}
	}
	what := t.messageName(all[0].Key)
	said := "I can't tell whether **" + what + "** arrived: " + plain(all[0].Why) + ". Nothing is sent twice unasked, so please look there, and say what you found:"
	if room(all[0].Room) == t.state.About().Room {
		said = "I can't tell whether **" + what + "** stands above: " + plain(all[0].Why) + ". Nothing is sent twice unasked, so please look, and say what you found:"
	}
	return bot.Message{
		Class: bot.Notice, To: []bot.Address{to}, Title: "Did it arrive?",
		Blocks: append([]bot.Block{bot.Say(said)}, t.doubtRows(all, true)...),
	}
}

// settleDoubt takes the team's word on whether a message arrived.
func (t *turn) settleDoubt(l line, arrived bool) {
	g, problem := t.doubtMeant(l, arrived)
	if problem != nil {
		t.note(problem...)
		return
	}
	if !arrived && !t.mayRepeat(g) {
		t.note(bot.Say("That can't go out any more: **stage** shows what can. If it did not arrive, leave it so: **status** goes on saying who may have missed it."))
		return
	}
	latest, n := t.latestDoubt(wholeKey(g.Key))
	t.fail(t.tx.Looked(g.Key, g.Room, arrived, string(t.person())))
	if n > 0 && t.err == nil {
		t.settleNotice(g, latest)
	}
	what, place := t.messageName(g.Key), t.doubtAt(g)
	if arrived {
		t.reply("", bot.Say("Noted: "+what+" arrived "+place+"."))
		return
	}
	t.reply("", bot.Say(upperFirst(what)+" is on its way again, "+place+"."))
}

// doubtAt is where a message would stand, in a sentence.
func (t *turn) doubtAt(g bot.Receipt) string {
	who, where := t.doubtPlace(g)
	if who == "" || g.Room.Adapter == bot.MailAdapter {
		return where
	}
	return "for **" + plain(who) + "**, " + where
}

// settleNotice edits the notice, so that nobody is asked what is known by now.
func (t *turn) settleNotice(g bot.Receipt, latest string) {
	m := t.doubtNotice(wholeKey(g.Key))
	if m.Blocks == nil {
		to, _ := t.address(t.state.About().Room)
		m = bot.Message{Class: bot.Notice, To: []bot.Address{to}, Blocks: []bot.Block{bot.Say("There was a doubt whether **" + t.messageName(g.Key) + "** arrived. It is settled.")}}
	}
	m.Key, m.Replaces = t.key("doubt"), latest
	t.post(m)
}

// doubtMeant finds which message is meant: a button says it, words name an
// organisation or a place with one in doubt.
func (t *turn) doubtMeant(l line, arrived bool) (bot.Receipt, []bot.Block) {
	all := t.doubts()
	var meant []bot.Receipt
	for _, g := range all {
		if doubtHandle(g) == l.words() {
			return g, nil
		}
		if l.empty() || nameKey(t.doubtCalled(g)) == nameKey(strings.TrimPrefix(l.words(), "#")) {
			meant = append(meant, g)
		}
	}
	switch {
	case len(meant) == 1:
		return meant[0], nil
	case len(all) == 0, t.ev.Kind == bot.Pressed:
		return bot.Receipt{}, []bot.Block{bot.Say("That is settled: nothing is in doubt there any more. **status** shows what is, if anything.")}
	case len(meant) == 0:
		meant = all
	}
	example := map[bool]string{true: "it arrived", false: "send it again"}[arrived] + " " + t.doubtCalled(meant[0])
	return bot.Receipt{}, append([]bot.Block{bot.Say("Which one? Press its button, or write its name: **" + plain(example) + "**.")}, t.doubtRows(meant, false)...)
}

// mayRepeat says whether what may not have arrived may still go out: from a notice
// or a close on, nobody is told what would not be told them anew.
func (t *turn) mayRepeat(g bot.Receipt) bool {
	if room(g.Room) == t.state.About().Room {
		return true
	}
	o, _ := t.organisationAt(g.Room)
	kind, _, _ := strings.Cut(g.Key, ":")
	switch stage := t.state.Stage(); kind {
	case "welcome", "closing", "pack":
		return stage == engagement.Talking || stage == engagement.Paused && kind == "pack"
	case "paused":
		return stage == engagement.Paused
	case "way":
		return stage == engagement.Dialogue
	}
	return !slices.ContainsFunc(t.state.Sent(), func(r engagement.Release) bool {
		return strings.HasPrefix(g.Key+":", t.keyOf(r)+":") && !t.stillTold(r, o)
	})
}
