package conversations

import (
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// The fields in which somebody says who they are. Add, never change.
const (
	fieldName   = "name"
	fieldRole   = "role"
	fieldSpeaks = "speaks"
	fieldLinks  = "links"
	fieldAbout  = "about"
	fieldMail   = "mail"

	tickSpeaks = "speaks"
	linksNone  = "none"
	linksYes   = "yes"
)

// mostAskedWho is how often a person is asked who is speaking, the first answer
// included; whoever does not want to say is then left in peace.
const mostAskedWho = 3

// declared says whether it is known who is speaking. In a users' group nobody
// is asked.
func (t *turn) declared() bool {
	if t.org.Users {
		return true
	}
	_, ok := t.state.Declaration(t.org.ID, t.person())
	return ok
}

// declarationSoFar is what stands in the form, else what was declared before.
func (t *turn) declarationSoFar() engagement.DeclarationMade {
	if t.ev.Action == actionAnswer || t.ev.Action == actionDeclare && len(t.ev.Fields) > 0 {
		return t.declarationIn()
	}
	d, _ := t.state.Declaration(t.org.ID, t.person())
	return engagement.DeclarationMade{Role: d.Role, MaySpeak: d.MaySpeak, Links: d.Links, About: d.About}
}

// declarationIn is the declaration that the fields of the event make.
func (t *turn) declarationIn() engagement.DeclarationMade {
	return engagement.DeclarationMade{
		Organisation: t.org.ID, Person: t.person(), Role: oneLine(t.ev.Fields[fieldRole]),
		MaySpeak: t.boxes(fieldSpeaks)[tickSpeaks], Links: t.ev.Fields[fieldLinks] == linksYes,
		About: strings.TrimFunc(t.ev.Fields[fieldAbout], blank),
	}
}

// declareFields ask who is speaking.
func (t *turn) declareFields(d engagement.DeclarationMade) []bot.Field {
	may, links := "", t.ev.Fields[fieldLinks]
	if d.MaySpeak {
		may = tickSpeaks
	}
	if d.Links {
		links = linksYes
	} else if links == "" && d.Role != "" {
		links = linksNone
	}
	buyer := t.asker()
	fields := []bot.Field{
		{Name: fieldName, Kind: bot.Name, Label: "Your name", Hint: "Asked once, with your first answer. The buying team reads it; other suppliers don't." + t.dataLine(), Max: engagement.MostName},
		{Name: fieldRole, Kind: bot.Line, Label: "Your role", Hint: "For example: operations manager", Value: d.Role, Max: engagement.MostName},
		{
			Name: fieldSpeaks, Kind: bot.Ticks, Label: "For whom you speak", Value: may,
			Options: []bot.Option{{Value: tickSpeaks, Label: "I may speak for " + oneLine(t.org.Name)}},
		},
		{
			Name: fieldLinks, Kind: bot.Choice, Label: "Are there links that " + oneLine(buyer) + " should know of?", Value: links,
			Hint:    "Such as staff, family, or work that you do for it.",
			Options: []bot.Option{{Value: linksNone, Label: "None that I know of"}, {Value: linksYes, Label: "Yes"}},
		},
		{Name: fieldAbout, Kind: bot.Line, Label: "If yes: which?", Value: d.About, Max: engagement.MostReason, When: fieldLinks + "=" + linksYes},
	}
	if t.ev.Room.Adapter == webAdapter && !t.settings.NoMail {
		fields = append(fields, bot.Field{
			Name: fieldMail, Kind: bot.Contact, Label: "Your mail address",
			Hint: "Only if you want to hear when something changes: usually at most twice a week; what can't wait comes at once. Each mail can stop them.",
		})
	}
	return fields
}

// declaring gives the facts of the declaration that came with a form; none if
// nothing of it was filled in. A refusal is about the field.
func (t *turn) declaring() (facts []engagement.Fact, field string, refusal *engagement.Refusal) {
	f := t.declarationIn()
	if t.org.Users || f.Role == "" && !f.MaySpeak && f.About == "" && t.ev.Fields[fieldLinks] == "" {
		return nil, "", nil
	}
	facts, refusal = t.state.Declare(t.now, f)
	if refusal == nil {
		return facts, "", nil
	}
	if refusal.Field == engagement.FieldRole {
		return nil, fieldRole, refusal
	}
	return nil, fieldAbout, refusal
}

// hearByMail keeps that whoever sent this form wants to hear by mail, if an address
// came with it.
func (t *turn) hearByMail() {
	person := engagement.Person(t.ev.Mail)
	if person == "" || t.settings.NoMail || t.org.Users || t.err != nil {
		return
	}
	facts, refusal := t.state.Contact(engagement.OrganisationContact{Organisation: t.org.ID, Person: person, On: true, By: t.person()})
	if refusal != nil || !t.take(facts, nil) {
		return // the answer counts more than the address
	}
	o, _ := t.state.Organisation(t.org.ID)
	t.linkMail(o)
}

// openDeclare opens the form in which somebody says who they are.
func (t *turn) openDeclare() {
	if t.accepts() != nil || t.org.Users {
		t.tooOld()
		return
	}
	t.tx.Answer(bot.Answer{Form: &bot.Form{
		Action: actionDeclare, Title: "Who is speaking", Submit: "Save", Typed: declareExample,
		Blocks: []bot.Block{bot.Say("The buying team has to know who it hears, and of links that might look unfair to others. It is asked once." + t.dataSaid())},
		Fields: t.declareFields(t.declarationSoFar()),
	}})
}

func (t *turn) sendDeclare() {
	facts, field, refusal := t.declaring()
	switch {
	case refusal != nil:
		t.wrong(field, refusal)
	case t.declarationIn().Role == "":
		t.tx.Answer(bot.Answer{Errors: map[string]string{fieldRole: "Your role is missing."}})
	case t.take(facts, nil):
		t.hearByMail()
		t.note(bot.Say(t.declaredAs()), buttons(view("Back to the list", "sections")))
	}
}

// declareExample is the simplest way to say it by typing.
const declareExample = "we declare: operations manager, no links"

// declare takes "we declare: ROLE, no links" and "we declare: ROLE, LINKS".
func (t *turn) declare(l line) {
	if t.org.Users {
		t.note(bot.Say("Nobody has to declare anything here. Just say what you think."))
		return
	}
	role, links, _ := strings.Cut(strings.NewReplacer(";", ",", "\n", ",").Replace(l.words()), ",")
	role, links = oneLine(role), oneLine(links)
	rest := readLine(links)
	switch {
	case role == "":
		t.note(bot.Say("Who is speaking for " + plain(t.org.Name) + "? Write for example **" + declareExample + "**."))
		return
	case links == "":
		t.note(bot.Say("And are there links to " + plain(t.asker()) + " that should be known, such as staff, family, or work for it? Write **we declare: " + plain(role) + ", no links**, or what they are in place of “no links”. Nothing was recorded yet."))
		return
	}
	f := engagement.DeclarationMade{Organisation: t.org.ID, Person: t.person(), Role: role, MaySpeak: true}
	if !rest.is("no links", "no link", "none", "no", "none known", "none that i know of", "none that we know of", "no links known", "no known links", "no links that i know of", "no links that we know of", "nothing") {
		if after, ok := rest.cutAny("links", "link", "yes"); ok {
			links = after.words()
		}
		f.Links, f.About = true, links
	}
	facts, refusal := t.state.Declare(t.now, f)
	if !t.take(facts, refusal) {
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("That is recorded already."))
		return
	}
	blocks := []bot.Block{bot.Say(t.declaredAs())}
	if !t.org.SteppedBack() {
		blocks = append(blocks, t.nextButtons(0)...)
	}
	t.reply("", blocks...)
}

// declaredAs says who is speaking, as it is recorded.
func (t *turn) declaredAs() string {
	d, _ := t.state.Declaration(t.org.ID, t.person())
	may := " who may speak for " + plain(t.org.Name)
	if !d.MaySpeak {
		may = " of " + plain(t.org.Name)
	}
	return "Thank you. Noted: " + named(t.person()) + ", " + plain(d.Role) + "," + may + "; " + linksSaid(d) + ". The buying team reads this, and those who check its work; other suppliers don't. If something in it is wrong, say it again."
}

func linksSaid(d engagement.Declaration) string {
	switch {
	case d.About != "":
		return "links: " + plain(d.About)
	case d.Links:
		return "there are links that should be known"
	}
	return "no links that you know of"
}

// askWho asks who is speaking, with the first answer and, gently, twice after
// that, each time on another day.
func (t *turn) askWho() []bot.Block {
	before := t.talk.asked[asked{Organisation: t.org.ID, Person: t.person(), What: askedWho}]
	if t.declared() || before.Times >= mostAskedWho || before.Times > 0 && t.now.Sub(before.Last) < 20*time.Hour {
		return nil
	}
	t.remember(kindAsked, asked{Organisation: t.org.ID, Person: t.person(), What: askedWho})
	say := sayWho()
	if before.Times > 0 {
		return []bot.Block{bot.Aside("Not said yet: who is speaking for " + plain(t.org.Name) + ". For example **" + declareExample + "**."), say}
	}
	return []bot.Block{
		bot.Say("**One thing, once: who is speaking for " + plain(t.org.Name) + "?** Write for example **" + declareExample + "**. If there are links to " + plain(t.asker()) + ", such as staff, family, or work for it, write them in place of “no links”." + t.dataSaid()),
		say,
	}
}

// sayWho leads to the form in which somebody says who they are.
func sayWho() bot.Block {
	return buttons(opens("Say who you are", actionDeclare, "", declareExample))
}

// speakers says who has spoken for the organisation, for its own eyes.
func (t *turn) speakers() []bot.Block {
	var lines []string
	for _, d := range t.state.Declarations() {
		if d.Organisation != t.org.ID {
			continue
		}
		may := "may speak for " + plain(t.org.Name)
		if !d.MaySpeak {
			may = "did not say that they may speak for " + plain(t.org.Name)
		}
		lines = append(lines, "- "+named(d.Person)+", "+plain(d.Role)+"; "+may+"; "+strings.Replace(linksSaid(d), "that you know of", "known", 1))
	}
	if len(lines) == 0 {
		return nil
	}
	return []bot.Block{bot.Say("**Who speaks for " + plain(t.org.Name) + "**\n\n" + strings.Join(lines, "\n"))}
}
