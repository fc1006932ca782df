package conversations

import (
	"fmt"
	"regexp"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// inquiryCommands are about what the team asks.
func inquiryCommands() []command {
	return []command{
		{
			names: []string{"ask everyone", "ask everybody", "ask all", "ask all suppliers"}, usage: "ask everyone: your question", takes: takesText, group: "Ask", run: (*turn).askEveryone,
			help: "ask every organisation one question, at the same time",
			more: "On a section: **ask everyone about 6: could you share a night centre?** Up to four choices: put **choices: yes / with a partner / no** behind the question. For people who use services you can add **in plain words: …**; they then answer in their own words. You read it first as they will.\n\nAbout an answer that is one organisation's own: **ask Tidewell about 6: …** goes to it and to all others who say the same of that section, in the same words; you see who they are before anything goes. If nobody else says it, ask everybody. What came of it goes to everybody, with the question.",
		},
		{names: []string{"ask"}, usage: "ask Tidewell about 6: your question", takes: takesText, run: (*turn).askAlike, help: "ask those who say the same of a section as one organisation, in the same words"},
		{
			names: []string{"asked", "what we asked", "our questions", "what have we asked"}, usage: "asked", takes: takesInquiry, group: "Ask", view: true, run: (*turn).listAsked,
			help: "what you asked, how many have answered, and what came of it; **asked Q3** shows the answers",
		},
		{
			names: []string{"met"}, usage: "met Q3: what is settled", takes: takesInquiry, group: "Ask", run: func(t *turn, l line) { t.settleLine(l, engagement.OutcomeMet) },
			help: "tell everybody what came of a question of yours",
			more: "**met Q3: …** says that it is settled, **changed Q3: …** that the text has changed because of it, and **agree to differ Q3: …** that you leave it so. One line of words goes with it, to everybody. Until then the question stays open.",
		},
		{
			names: []string{"agree to differ", "agreed to differ", "we agree to differ", "differ"}, usage: "agree to differ Q3: why", takes: takesInquiry, run: func(t *turn, l line) { t.settleLine(l, engagement.OutcomeDiffer) },
			help: "tell everybody that you and they see it differently, and leave it so",
		},
	}
}

// The forms about what the team asks. Stored: add, never change.
const (
	actionAskAll = "ask-everyone" // a question to everybody; its value may be a section, or the release of one that waits
	actionCame   = "came-of"      // what came of the question in the value

	fieldPlain   = "plain"
	fieldChoices = "choices"
	fieldTo      = "to"
)

// inquiryForms are those forms.
func inquiryForms() []form {
	return []form{
		{actionAskAll, (*turn).openAskAll, (*turn).sendAskAll},
		{actionCame, (*turn).openCame, (*turn).sendCame},
	}
}

// askAll is the button that asks everybody, about a section or (0) none.
func askAll(section int) bot.Button {
	if section == 0 {
		return opens("Ask everyone", actionAskAll, "", "ask everyone: your question")
	}
	return opens("Ask everyone", actionAskAll, fmt.Sprint(section), fmt.Sprintf("ask everyone about %d: your question", section))
}

// inquiryID is how a question is called: Q3, question 3.
var inquiryID = regexp.MustCompile(`^(?:question )?q(\d{1,5})(?:[ :,.;=]|$)`)

// cutInquiry takes the name of a question from the start.
func (l line) cutInquiry() (id string, rest line, ok bool) {
	found := inquiryID.FindStringSubmatch(l.norm)
	if found == nil {
		return "", l, false
	}
	return "Q" + strings.TrimLeft(found[1], "0"), l.skip(len(strings.TrimRight(found[0], " :,.;="))), true
}

// askEveryone takes "ask everyone about 6: …".
func (t *turn) askEveryone(l line) {
	if l.empty() {
		t.note(bot.Say("What would you like to ask? Write it behind the words: **ask everyone: could you share a night centre?** Nothing goes out before you have read it as they will."), buttons(askAll(0)))
		return
	}
	section, rest := l.cutAbout()
	f := readInquiry(rest.words())
	f.Section = section
	t.inquire(f, func(r *engagement.Refusal) { t.refuseKeeping(r, rest.words()) })
}

// askAlike takes "ask Tidewell about 6: …".
func (t *turn) askAlike(l line) {
	o, rest := t.askedAlone(l)
	if o.ID == "" || rest.empty() {
		t.note(bot.Say("Whom, and what? **ask everyone: your question** asks every organisation, **ask Tidewell about 6: your question** those who say the same of a section as that one. Nothing was asked."), buttons(askAll(0)))
		return
	}
	section, rest := rest.cutAbout()
	f := readInquiry(rest.words())
	f.Section = section
	if f.Stance, f.To = t.state.Alike(section, o.ID); len(f.To) == 0 {
		t.refuseKeeping(&engagement.Refusal{Code: engagement.NotAlike, Section: section, Organisation: o.ID}, rest.words())
		return
	}
	t.inquire(f, func(r *engagement.Refusal) { t.refuseKeeping(r, rest.words()) })
}

// askedAlone finds the organisation whose name stands at the start; none: no name
// does.
func (t *turn) askedAlone(l line) (engagement.Organisation, line) {
	var found engagement.Organisation
	rest, longest := l, 0
	for _, o := range t.state.Organisations() {
		called := fold(oneLine(o.Name)).norm
		if after, ok := l.cut(called); ok && called != "" && len(called) > longest {
			found, rest, longest = o, after, len(called)
		}
	}
	return found, rest
}

// cutAbout takes "about 6:" from the start; 0: it is about no section.
func (l line) cutAbout() (int, line) {
	rest, named := l.cutAny("about", "about section", "on", "on section")
	if !named {
		return 0, l
	}
	if after, n, ok := rest.cutNumber(); ok && rest.hasColon() {
		return n, after
	}
	return 0, l
}

// inquiryPart sets off what belongs to a question.
var inquiryPart = regexp.MustCompile(`(?i)(?:^|[\s.?!])(choices|in plain words)\s*:`)

// readInquiry reads a question with what belongs to it.
func readInquiry(text string) engagement.InquiryMade {
	var f engagement.InquiryMade
	part, begins := "", 0
	put := func(words string) {
		words = strings.TrimFunc(words, blank)
		switch part {
		case "choices":
			f.Choices = readChoices(words)
		case "in plain words":
			f.Plain = words
		default:
			f.Text = words
		}
	}
	for _, at := range inquiryPart.FindAllStringSubmatchIndex(text, -1) {
		put(text[begins:at[2]])
		part, begins = strings.ToLower(text[at[2]:at[3]]), at[1]
	}
	put(text[begins:])
	return f
}

// readChoices reads choices: a line for each, or set off by strokes.
func readChoices(text string) []string {
	by := "\n"
	for _, sign := range []string{"/", "|", ";", ","} {
		if !strings.Contains(text, "\n") && strings.Contains(text, sign) {
			by = sign
			break
		}
	}
	var all []string
	for choice := range strings.SplitSeq(text, by) {
		if choice = strings.TrimRight(oneLine(fold(strings.TrimFunc(choice, blank)).unlisted().words()), " ."); choice != "" {
			all = append(all, choice)
		}
	}
	return all
}

// inquire puts a question forward, or gives one that waits other words, and shows
// it. What a rule refuses goes to no.
func (t *turn) inquire(f engagement.InquiryMade, no func(*engagement.Refusal)) {
	f.By = t.person()
	var facts []engagement.Fact
	var refusal *engagement.Refusal
	if f.ID == "" {
		facts, refusal = t.state.Inquire(f, t.nextSlot(t.now))
	} else {
		facts, refusal = t.state.Reword(engagement.InquiryWorded{ID: f.ID, Section: f.Section, Text: f.Text, Plain: f.Plain, Choices: f.Choices, To: f.To, By: f.By})
	}
	switch {
	case refusal != nil:
		no(refusal)
	case len(facts) == 0:
		t.note(bot.Say("That is what it says already. Nothing was changed."))
	case t.take(facts, nil):
		lead := ""
		if f.ID != "" {
			lead = "With the new words. Whoever agreed before has to agree again."
		}
		all := t.state.Inquiries()
		q := all[len(all)-1]
		if f.ID != "" {
			q, _ = t.state.Inquiry(f.ID)
		}
		r, _ := t.state.Release(q.Release)
		t.offerRelease(r, lead)
	}
}

// giveInquiryWords gives a question that waits another text; to be asked are those
// who say the like now.
func (t *turn) giveInquiryWords(r engagement.Release, text string) {
	q, _ := t.state.InquiryOf(r.ID)
	f := q.InquiryMade
	if f.Text = text; f.Stance != "" {
		f.To = t.state.Saying(f.Section, f.Stance)
	}
	t.inquire(f, func(refusal *engagement.Refusal) { t.refuseKeeping(refusal, text) })
}
