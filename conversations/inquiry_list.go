package conversations

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// answeredWords say how many of those asked have answered a question.
func (d *Domain) answeredWords(q engagement.Inquiry) string {
	i := digest.Inquired(d.state, q)
	text := fmt.Sprintf("%d of %d asked have answered.", i.Answered, i.Asked)
	if i.Asked == 0 {
		text = "No supplier was asked."
	}
	if i.Users > 0 {
		text += " " + upperFirst(count(i.Users, "person who uses the service has", "people who use the service have")) + ", too."
	}
	return text
}

// listAsked lists what the team asked, or shows one question and its answers.
func (t *turn) listAsked(l line) {
	if id, _, named := l.cutInquiry(); named {
		q, ok := t.state.Inquiry(id)
		if !ok {
			t.refuse(&engagement.Refusal{Code: engagement.UnknownQuestion, Question: id})
			return
		}
		t.noteTitled(q.ID, t.inquiryToTeam(q)...)
		return
	}
	all := t.state.Inquiries()
	if len(all) == 0 {
		t.note(bot.Say("You have asked nothing beside the draft yet. **ask everyone: your question** asks every organisation at the same time."), buttons(askAll(0)))
		return
	}
	var items []bot.Item
	for _, q := range all {
		items = append(items, t.inquiryItem(q))
	}
	t.noteTitled("What you asked", bot.Block{Items: items}, bot.Aside("**asked "+all[len(all)-1].ID+"** shows what was answered. What came of one: **met Q3: …**, **changed Q3: …** or **agree to differ Q3: …**."), buttons(askAll(0)))
}

// inquiryItem is one question of the team's in a list: how old it is, how many
// have answered, and what came of it.
func (t *turn) inquiryItem(q engagement.Inquiry) bot.Item {
	item := bot.Item{Label: q.ID + " " + firstWords(q.Text, 60), Tone: bot.Attention, Button: new(view("Read", "asked "+q.ID))}
	if q.Section != 0 {
		item.Hint = "on " + unmarked(t.sectionNamed(q.Section))
	}
	if len(q.To) > 0 {
		item.Hint = strings.TrimPrefix(item.Hint+", asked of some alone", ", ")
	}
	switch {
	case q.Asked.IsZero():
		item.Status, item.Tone = "waits to be asked, as "+q.Release, bot.ToDo
	case !q.Settled.IsZero():
		item.Status, item.Tone = t.answeredWords(q)+" "+outcomeLabel(q.Came.Outcome)+", as everybody knows since "+t.day(q.Settled, t.now)+": "+plain(q.Came.Text), bot.Done
	default:
		item.Status = "asked " + t.ago(q.Asked, t.now)
		if days := t.workingDays(q, t.now); days > 0 {
			item.Status += ", " + count(days, "working day", "working days")
		}
		item.Status += ". " + t.answeredWords(q)
		if q.Came.Outcome.Valid() {
			item.Status += " What came of it waits to go, as " + q.Came.Release + "."
		} else {
			item.Status += " Open."
		}
	}
	return item
}

// workingDays is for how many working days a question had been asked at a time.
func (d *Domain) workingDays(q engagement.Inquiry, now time.Time) int {
	return digest.WorkingDaysBetween(q.Asked, now, d.zone(), d.state.Schedule().Except...)
}

// inquiryToTeam is one question with its answers: by kind, and without words that
// are sensitive.
func (t *turn) inquiryToTeam(q engagement.Inquiry) []bot.Block {
	item := t.inquiryItem(q)
	head := "**" + q.ID + "**"
	if item.Hint != "" {
		head += " " + plain(item.Hint)
	}
	blocks := append([]bot.Block{bot.Say(head + ":")}, bot.Block{Quote: &bot.Quote{Words: q.Text}}, bot.Say(upperFirst(item.Status)))
	if q.Asked.IsZero() {
		return append(blocks, buttons(view("Read it as they will", "read "+q.Release)))
	}
	blocks = append(blocks, t.choicesBlocks(digest.Inquired(t.state, q), q)...)
	var users []bot.Block
	for _, a := range q.Answers {
		if a.IsUser() {
			users = append(users, t.inquiryAnswerToTeam(q, a)...)
		} else {
			blocks = append(blocks, t.inquiryAnswerToTeam(q, a)...)
		}
	}
	if users != nil {
		blocks = append(append(blocks, bot.Say(usersWereAsked(q))), users...)
	}
	if n := q.Sensitive(); n > 0 {
		blocks = append(blocks, bot.Aside(upperFirst(count(n, "answer is", "answers are"))+" commercially sensitive; the words appear in no room."), buttons(privateInquiry(q)))
	}
	if q.Open() {
		blocks = append(blocks, buttons(sayCameOf(q)))
	}
	return blocks
}

// usersWereAsked stands over what people who use services said to a question: in
// their own words it may be another than that of suppliers.
func usersWereAsked(q engagement.Inquiry) string {
	if q.Plain == "" {
		return "**People who use the service** said:"
	}
	return "**People who use the service were asked:** “" + plain(oneLine(q.Plain)) + "” They said:"
}

// sayCameOf is the button that says what came of a question.
func sayCameOf(q engagement.Inquiry) bot.Button {
	return opens("What came of "+q.ID, actionCame, q.ID, "met "+q.ID+": what is settled")
}

// choicesBlocks count who chose what, in the order in which the choices were
// written.
func (t *turn) choicesBlocks(i digest.Inquiry, q engagement.Inquiry) []bot.Block {
	if len(q.Choices) == 0 || i.Answered+i.Users == 0 {
		return nil
	}
	line := func(counts []int, none int) string {
		var parts []string
		for n, choice := range q.Choices {
			parts = append(parts, fmt.Sprintf("%d %s", counts[n], plain(choice)))
		}
		if none > 0 {
			parts = append(parts, fmt.Sprintf("%d words alone", none))
		}
		return strings.Join(parts, " · ")
	}
	var blocks []bot.Block
	if i.Answered > 0 {
		blocks = append(blocks, bot.Say(line(i.Choices, i.NoChoice)))
	}
	if i.Users > 0 && len(q.ChoicesFor(true)) > 0 {
		blocks = append(blocks, bot.Say("*People who use the service:* "+line(i.UserChoices, i.UserNoChoice)))
	}
	return blocks
}

// inquiryAnswerToTeam is one answer as the team reads it.
func (t *turn) inquiryAnswerToTeam(q engagement.Inquiry, a engagement.InquiryAnswer) []bot.Block {
	o, _ := t.state.Organisation(a.Organisation)
	said := ""
	if choice := q.Choice(a.Choice); choice != "" {
		said = "**" + plain(choice) + "** "
	}
	if a.For != "" && !a.Sensitive { // it may say who answered
		said += "for " + plain(a.For) + " "
	}
	switch {
	case a.Sensitive:
		return []bot.Block{bot.Say(said + "(" + organisationKind(o) + "). The words are commercially sensitive, so they are shown in no room.")}
	case a.Words == "":
		return []bot.Block{bot.Say(said + "(" + organisationKind(o) + "), no words given" + t.markWords(a.ID) + ".")}
	}
	blocks := append([]bot.Block{{Quote: &bot.Quote{Words: a.Words, By: mayBeQuoted(organisationKind(o), a.Quotable)}}}, t.quoteRow(a.ID)...)
	if said += strings.TrimPrefix(t.markWords(a.ID), ", "); said != "" {
		blocks = append([]bot.Block{bot.Say(strings.TrimSpace(said) + ":")}, blocks...)
	}
	return blocks
}

// afterDays is for how many working days a question of the team's may be open
// before it counts among what waits for it.
const afterDays = 10

// notFollowedUp are the questions of the team's of which nobody has said for that
// long what came of them.
func (t *turn) notFollowedUp() []engagement.Inquiry {
	var all []engagement.Inquiry
	for _, q := range t.state.Inquiries() {
		if q.Waits() && t.workingDays(q, t.now) >= afterDays {
			all = append(all, q)
		}
	}
	return all
}

// notFollowedWords say so, naming them; empty: there are none.
func (t *turn) notFollowedWords() string {
	all := t.notFollowedUp()
	if len(all) == 0 {
		return ""
	}
	var ids []string
	oldest := 0
	for _, q := range all {
		ids = append(ids, "**"+q.ID+"**")
		oldest = max(oldest, t.workingDays(q, t.now))
	}
	text := "Nobody has said what came of " + series(ids) + ", which you asked "
	if len(ids) == 1 {
		return text + count(oldest, "working day", "working days") + " ago"
	}
	return text + "up to " + count(oldest, "working day", "working days") + " ago"
}

// notFollowedBlocks are those in the list of what waits for the team.
func (t *turn) notFollowedBlocks() []bot.Block {
	said := t.notFollowedWords()
	if said == "" {
		return nil
	}
	var row []bot.Button
	for _, q := range t.notFollowedUp() {
		row = append(row, sayCameOf(q))
	}
	return []bot.Block{bot.Say("**" + said + ".** Those who answered would like to know."), buttons(row...)}
}

// lowerFirst is for what goes on in the middle of a sentence.
func lowerFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(r)) + text[size:]
}
