package conversations

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// privateCommands are how somebody of the team reads what stands in no room.
func privateCommands() []command {
	return []command{{
		names: []string{"read privately", "read private", "read it privately", "read sensitive"}, usage: "read privately 6", group: "Read",
		takes: takesNumber, again: true, run: (*turn).readPrivately,
		help: "the commercially sensitive answers on a section, to you alone",
		more: "They stand in no room, this one included, and in no digest or report. The record keeps who read which, and when. Without a number it says on which sections there are any.",
	}}
}

// notAlone is said where an answer can't be shown to one person alone.
const notAlone = "I couldn't show you that alone, so it is not shown: commercially sensitive words stand where nobody else can read them, or nowhere. Please try once more in a moment; in a browser, on the page of your team's room, it always works. The record has it that you asked, and that nothing was shown."

// readPrivately shows what is commercially sensitive on a section to whoever
// asks, to them alone, and records that.
func (t *turn) readPrivately(l line) {
	if _, _, named := l.cutInquiry(); named {
		t.readInquiryPrivately(l)
		return
	}
	_, n, ok := l.cutNumber()
	if ok && n == 0 || len(t.state.ConfidedOn(0)) > 0 && len(t.sensitiveSections())+len(t.sensitiveInquiries()) == 0 && !ok {
		t.readRest()
		return
	}
	if sections := t.sensitiveSections(); !ok && len(sections) == 1 && len(t.sensitiveInquiries())+len(t.state.ConfidedOn(0)) == 0 {
		n, ok = sections[0].ID, true
	}
	if !ok {
		t.whichPrivately()
		return
	}
	s, _, _ := t.state.EverSection(n)
	facts, refusal := t.state.ReadSensitive(n, t.person())
	switch {
	case refusal != nil:
		t.refuse(refusal)
		return
	case len(facts) == 0:
		t.note(bot.Say("No answer to **"+name(s)+"** is commercially sensitive as it stands now. **show "+itoa(n)+"** has all that was said of it."), buttons(view("Open "+itoa(n), fmt.Sprint("show ", n))))
		return
	case t.ev.Again && t.readingHere(facts).Unshown:
		t.note(bot.Say(notAlone))
		return
	case !t.ev.Again && !t.take(facts, nil):
		return
	}
	answers, late := t.state.Sensitive(n)
	var blocks []bot.Block
	for _, r := range answers {
		blocks = append(blocks, t.privateAnswer(r)...)
	}
	for _, l := range late {
		blocks = append(blocks, t.privateLate(l)...)
	}
	blocks = append(blocks, t.privateQuestions(n)...)
	blocks = append(blocks, t.privateFoot(t.state.ReadersOf(n))...)
	t.showAlone(t.everLabel(n), blocks)
}

// showAlone shows what is read privately to whoever asked, or says that it can't.
func (t *turn) showAlone(what string, blocks []bot.Block) {
	t.tx.Answer(bot.Answer{Note: &bot.Message{
		Key: readingKey + strconv.Itoa(len(t.state.Readings())), Title: what + ": for you alone", Blocks: blocks, Instead: notAlone,
	}})
}

// readingKey, and which reading it is, comes back where it could not be shown.
const readingKey = "reading:"

// readingHere is the last reading of the same by whoever acts; the zero one: there
// was none. Facts are what another reading would record.
func (t *turn) readingHere(facts []engagement.Fact) engagement.Reading {
	again, _ := facts[0].(engagement.SensitiveRead)
	for _, r := range slices.Backward(t.state.Readings()) {
		if r.By == again.By && r.Section == again.Section && slices.Equal(r.Entries, again.Entries) {
			return r
		}
	}
	return engagement.Reading{}
}

// unshown records that sensitive answers could not be shown to whoever was to read
// them, so that the record claims no reading that was none.
func (t *turn) unshown() {
	which, ok := strings.CutPrefix(t.ev.Value, readingKey)
	if n, err := strconv.Atoi(which); ok && err == nil && !t.ev.Again {
		t.take(t.state.NotShown(n, t.person()), nil)
	}
}

// whichPrivately says on which sections there is anything to read.
func (t *turn) whichPrivately() {
	var lines []string
	var row []bot.Button
	for _, s := range t.sensitiveSections() {
		lines = append(lines, "- **"+plain(t.everLabel(s.ID))+"**: "+t.sensitiveCount(s.ID)+t.readBy(s.ID))
		row = append(row, readButton(s.ID))
	}
	for _, q := range t.sensitiveInquiries() {
		lines = append(lines, "- **"+q.ID+"**, which you asked: "+count(q.Sensitive(), "answer", "answers")+readersWords(t.state.ReadersOfInquiry(q)))
		row = append(row, privateInquiry(q))
	}
	if n := len(t.state.ConfidedOn(0)); n > 0 {
		lines = append(lines, "- beside the sections: "+count(n, "question", "questions")+readersWords(t.state.ReadersOfConfided()))
		row = append(row, press("Read the rest privately", "read privately "+privateRest))
	}
	if len(lines) == 0 {
		t.note(bot.Say("No answer is commercially sensitive as it stands now."))
		return
	}
	t.noteTitled("Commercially sensitive",
		bot.Say("On these. The words are shown to whoever asks for them, to them alone, and the record keeps who did.\n\n"+strings.Join(lines, "\n")),
		buttons(row...),
	)
}

// privateAnswer is a sensitive answer, whole, for one person.
func (t *turn) privateAnswer(r *engagement.Response) []bot.Block {
	o, _ := t.state.Organisation(r.Organisation)
	said := "**" + labelFor(r.Stance, r.IsUser()) + "**, " + r.Given.In(t.zone()).Format("2 January") + t.remarks(r)
	if r.Private == "" {
		return append(t.privateWords(o, said, r.Words, r.Why), t.privateFiles(r)...)
	}
	var blocks []bot.Block
	switch {
	case r.Sensitive:
		blocks = append(t.privateWords(o, said, r.Words, r.Why), bot.Say("And beside that, "+t.privatelyBy(r)+":"))
	case r.Words == "":
		blocks = []bot.Block{bot.Say(privateHead(o, said) + "; commercially sensitive, " + t.privatelyBy(r) + ":")}
	default:
		blocks = []bot.Block{
			bot.Say(privateHead(o, said) + ". Not sensitive:"),
			{Quote: &bot.Quote{Words: r.Words}},
			bot.Say("Commercially sensitive, " + t.privatelyBy(r) + ":"),
		}
	}
	blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: r.Private}}, whySensitive(r.PrivateWhy))
	return append(blocks, t.privateFiles(r)...)
}

// privatelyBy says who wrote the words of an answer that are sensitive beside others.
func (d *Domain) privatelyBy(r *engagement.Response) string {
	if r.PrivateBy == "" {
		return "added by several people"
	}
	return "added by " + named(r.PrivateBy)
}

// privateLate is one that came after the close and waits.
func (t *turn) privateLate(l engagement.Late) []bot.Block {
	o, _ := t.state.Organisation(l.Organisation)
	said := "**" + labelFor(l.Stance, o.Users) + "**, came after the close and waits for you (" + l.ID + ")"
	if l.For != "" {
		said += ", for " + plain(l.For)
	}
	return t.privateWords(o, said, l.Words, l.Why)
}

func (t *turn) privateWords(o engagement.Organisation, said, words, why string) []bot.Block {
	blocks := []bot.Block{bot.Say(privateHead(o, said))}
	if strings.TrimSpace(words) == "" {
		blocks = append(blocks, bot.Say("No words were given."))
	} else {
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: words}})
	}
	return append(blocks, whySensitive(why))
}

func privateHead(o engagement.Organisation, said string) string {
	return "**" + plain(o.Name) + "** (" + organisationKind(o) + "): " + said
}

func whySensitive(why string) bot.Block {
	if strings.TrimSpace(why) == "" {
		return bot.Aside("They did not say why it is sensitive.")
	}
	return bot.Say("Why it is sensitive: " + plain(why))
}

// privateFoot says what it means to have read this, the first time, and who has.
func (t *turn) privateFoot(readers int) []bot.Block {
	times := 0
	for _, r := range t.state.Readings() {
		if r.By == t.person() && !r.Unshown {
			times++
		}
	}
	var blocks []bot.Block
	if times == 1 {
		blocks = append(blocks, bot.Say("**What it means that you have read this.** It stays inside the buying team: please put none of it into a room, a report, or a message to a supplier. Freedom-of-information law can still reach it. If somebody asks for it, the supplier is asked before anybody decides, and what they say of why it is sensitive is where that begins."))
	}
	return append(blocks, bot.Aside("Read privately by "+count(readers, "person", "people")+" so far, you among them. The record keeps who, which answers and when."))
}

// moreKept stands under the words of an answer that has others which are sensitive.
const moreKept = "There are more words with this answer. They are commercially sensitive, so they are shown in no room."

// sensitiveSections gives the sections on which something is sensitive now.
func (t *turn) sensitiveSections() []engagement.Section {
	var some []engagement.Section
	for _, s := range t.state.EverSections() {
		if t.sensitiveOn(s.ID) > 0 {
			some = append(some, s)
		}
	}
	return some
}

func (t *turn) sensitiveOn(section int) int {
	answers, late := t.state.Sensitive(section)
	return len(answers) + len(late) + len(t.state.ConfidedOn(section))
}

// sensitiveCount says how much is sensitive on a section.
func (t *turn) sensitiveCount(section int) string {
	asked := len(t.state.ConfidedOn(section))
	return answersAndQuestions(t.sensitiveOn(section)-asked, asked)
}

// sensitive says how much is commercially sensitive now; empty: nothing is.
func (t *turn) sensitive() string {
	n := 0
	for _, s := range t.state.EverSections() {
		n += t.sensitiveOn(s.ID) - len(t.state.ConfidedOn(s.ID))
	}
	for _, q := range t.sensitiveInquiries() {
		n += q.Sensitive()
	}
	return answersAndQuestions(n, len(t.state.Confided()))
}

// answersAndQuestions counts both, as far as there are any.
func answersAndQuestions(answers, questions int) string {
	var all []string
	if answers > 0 {
		all = append(all, count(answers, "answer", "answers"))
	}
	if questions > 0 {
		all = append(all, count(questions, "question", "questions"))
	}
	return series(all)
}

// readBy says how many have read what is sensitive on a section (0: on any),
// behind a comma or semicolon.
func (t *turn) readBy(section int) string {
	return readersWords(t.state.ReadersOf(section))
}

func readersWords(n int) string {
	if n == 0 {
		return "; nobody has read them yet"
	}
	return "; read privately by " + count(n, "person", "people")
}

// readButton shows what is sensitive on a section to whoever presses it. It is
// pressed and not looked at, for the record keeps it.
func readButton(section int) bot.Button {
	return press(fmt.Sprintf("Read %d privately", section), fmt.Sprintf("read privately %d", section))
}

// readAny is the button for whatever is sensitive, on one section or on several;
// nil: nothing is.
func (t *turn) readAny() []bot.Button {
	sections, asked, rest := t.sensitiveSections(), t.sensitiveInquiries(), t.state.ConfidedOn(0)
	switch {
	case len(sections)+len(asked)+len(rest) == 0:
		return nil
	case len(sections) == 1 && len(asked)+len(rest) == 0:
		return []bot.Button{press("Read privately", fmt.Sprintf("read privately %d", sections[0].ID))}
	}
	return []bot.Button{press("Read privately", "read privately")}
}

// unreadWords say how many answers are commercially sensitive and have been read by
// nobody; empty: all have been read.
func (t *turn) unreadWords() string {
	n := t.state.SensitiveUnread()
	if n == 0 {
		return t.confidedWords()
	}
	return bothWords(upperFirst(count(n, "sensitive answer has", "sensitive answers have"))+" been read by nobody.", t.confidedWords())
}

// unreadBlocks say so, with the way to read them; nil: all have been read.
func (t *turn) unreadBlocks() []bot.Block {
	said := t.unreadWords()
	if said == "" {
		return nil
	}
	return append([]bot.Block{bot.Say("**" + said + "** What is marked so is often what matters most.")}, t.readRow()...)
}

// readRow is a row of readAny.
func (t *turn) readRow() []bot.Block {
	if row := t.readAny(); row != nil {
		return []bot.Block{buttons(row...)}
	}
	return nil
}
