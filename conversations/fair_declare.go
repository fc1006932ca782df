package conversations

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// The forms in which somebody of the team declares a link, and says why one keeps
// nobody from reading; the value of the latter is the person, or the organisation.
// They stand in messages that stay in rooms for years: add, never change.
const (
	actionInterest = "interest"
	actionClear    = "clear"
)

// The fields of these forms. Add, never change.
const fieldOrganisations = "organisations"

// noInterest is what is typed by whoever has no link.
const noInterest = "I declare: no interest"

// declareCommands are how the team says who has a link to whom.
func declareCommands() []command {
	return []command{
		{
			names: []string{"i declare", "we declare", "declare"}, usage: noInterest, group: "Read", takes: takesAnything, run: (*turn).declareInterest,
			help: "say once, before you read what suppliers said, whether you have a link to any of them",
			more: "Links are staff, family, money, or work for somebody who is asked: **I declare: my brother works at Tidewell**. Name the sections that it concerns, if you can: **…, section 6**. Whoever looks after declarations weighs it and clears it with a reason; until then what suppliers said is not shown to you when you ask for it here, and others of your team decide what bears on those who are asked: whom to ask, when, what goes out, and who agrees to it. On a page I leave out the messages that hold it; what stands in a channel already I can't hide from anybody who is in it; but while anybody there may not read what suppliers said, no digest and no question comes into it with their words, and each reads them alone. You are asked again when one of those sections gets another text, or somebody you have a link to is invited, comes back, or is admitted to the dialogue; and if you have none, when others are invited or admitted. A link that you take back is weighed as well. What concerns somebody to whom you have a link, cleared or not, others decide as long as anybody can.",
		},
		{
			names: []string{"declarations", "declarations list", "interests", "conflicts", "who declared"}, usage: "declarations", group: "Read", view: true, run: (*turn).declarations,
			help: "who of your team has a link to a supplier, and which suppliers have one to you",
		},
		{
			names: []string{"clear"}, usage: "clear P3: no role in the award", takes: takesText, run: (*turn).clearInterest,
			help: "say why a link that somebody of your team declared keeps them from nothing; **declarations** has the numbers",
			more: "The owner does it, or whoever the owner named with **declarations by P4**: nobody for themselves, and nobody before having declared. What both of them can't weigh anybody else does who may read what suppliers said.",
		},
		{
			names: []string{"declarations by", "declarations weighed by"}, usage: "declarations by P4", takes: takesText, run: (*turn).declarationsBy,
			help: "as the owner, say who weighs what the others of your team declare; **declarations** has the numbers",
		},
		{
			names: []string{"settle", "settle links of"}, usage: "settle Tidewell: her brother works in parks", takes: takesText, run: (*turn).settleLinks,
			help: "say what you make of links that somebody of a supplier declared",
		},
		{
			names: []string{"i look after", "i'll look after", "i will look after"}, usage: "I look after declarations", takes: takesText, run: (*turn).lookAfter,
			help: "ask the owner to be the one who weighs what your colleagues declare, or, with **I look after safety**, who is told if somebody may not be safe",
		},
	}
}

// declareForms are the forms of that.
func declareForms() []form {
	return []form{
		{actionInterest, (*turn).openInterest, (*turn).sendInterest},
		{actionClear, (*turn).openClear, (*turn).sendClear},
	}
}

// declareInterest takes "no interest", and links in words.
func (t *turn) declareInterest(l line) {
	switch {
	case l.empty():
		t.note(t.askInterest("")...)
	case l.is("no interest", "no interests", "no link", "no links", "none", "nothing", "nothing to declare", "no conflict", "no conflicts", "no conflict of interest", "no interest to declare"):
		t.takeInterest(engagement.InterestDeclared{Person: t.person()})
	default:
		t.takeInterest(engagement.InterestDeclared{Person: t.person(), Links: true, About: l.words(), Sections: sectionsNamed(l.words())})
	}
}

var namedSections = regexp.MustCompile(`(?i)\bsections? (\d{1,3}(?:(?:, ?| and | & )\d{1,3})*)`)

// sectionsNamed finds the numbers of sections in words, such as "section 6".
func sectionsNamed(words string) []int {
	var all []int
	for _, found := range namedSections.FindAllStringSubmatch(words, -1) {
		numbers, _, _ := readLine(found[1]).numbers()
		all = append(all, numbers...)
	}
	return all
}

// takeInterest records what somebody of the team declares, and tells whoever
// weighs it.
func (t *turn) takeInterest(f engagement.InterestDeclared) {
	facts, refusal := t.state.DeclareInterest(f)
	switch {
	case refusal != nil:
		t.refuseHere(refusal, map[engagement.Field]string{engagement.FieldLinks: fieldAbout})
		return
	case !t.take(facts, nil):
		return
	}
	d, stands := t.state.InterestOf(t.person())
	if stands != engagement.InterestWaits {
		t.note(append([]bot.Block{bot.Say("Thank you. Noted: " + t.interestToThem(d) + ". If that changes, say it again; it takes the place of this.")}, t.readOn()...)...)
		return
	}
	if len(facts) > 0 {
		t.tellInterest(d)
	}
	blocks := append([]bot.Block{bot.Say("Thank you for saying so. Noted: " + t.interestToThem(d) + ".")}, t.whoCanWeigh(d)...)
	t.note(append(blocks, bot.Say("Until then, what suppliers said is not shown to you when you ask for it here, and others of your team decide what bears on those who are asked. That is to protect you as much as them. The rest of your work goes on."))...)
}

// readOn leads to what suppliers said.
func (t *turn) readOn() []bot.Block {
	if t.state.OpenedAt().IsZero() {
		return nil
	}
	return []bot.Block{buttons(press("Digest now", "digest"), view("Questions", "questions"), view("Worries", "worries"))}
}

// interestToThem says to somebody what they declared.
func (t *turn) interestToThem(d engagement.Interest) string {
	switch {
	case d.Withdrawn:
		return "you take back your link, and say now that there is none"
	case !d.Links:
		return "you have no link to anybody who is asked"
	}
	return "you have" + strings.TrimPrefix(t.interestSaid(d, true), named(d.Person)+" has")
}

// interestSaid says what somebody declared. The words are for whoever weighs it,
// and whose they are.
func (t *turn) interestSaid(d engagement.Interest, words bool) string {
	if d.Withdrawn {
		return named(d.Person) + " took back a link, and said that there is none"
	}
	if !d.Links {
		return named(d.Person) + " has no link to anybody who is asked"
	}
	text := named(d.Person) + " has a link"
	var to []string
	for _, id := range d.Organisations {
		to = append(to, "**"+plain(t.organisationNamed(id))+"**")
	}
	if len(to) > 0 {
		text += " to " + series(to)
	}
	if len(d.Sections) > 0 {
		text += ", which concerns " + plural(len(d.Sections), "section ", "sections ") + sectionNumbers(d.Sections)
	}
	if words {
		text += ": “" + plain(strings.TrimRight(d.About, ". ")) + "”"
	}
	return text
}

// weigher is who weighs what a person declared; empty: nobody who is known.
func (t *turn) weigher(declared engagement.Person) engagement.Person {
	for _, p := range []engagement.Person{t.state.DutyOf(engagement.DutyInterests), t.state.About().Owner} {
		if p != "" && t.state.TheirsToWeigh(p, declared) {
			return p
		}
	}
	return ""
}

// weigherNamed is the same at the head of a sentence.
func (t *turn) weigherNamed(declared engagement.Person) string {
	if p := t.weigher(declared); p != "" {
		return named(p)
	}
	return "A colleague of yours"
}

// tellInterest tells whoever weighs a declaration, alone.
func (t *turn) tellInterest(d engagement.Interest) {
	title, what := "Somebody of your team declared a link", " declared a link to somebody who is asked."
	if d.Withdrawn {
		title, what = "Somebody of your team takes back a link", " takes back a link to somebody who is asked."
	}
	blocks := []bot.Block{
		bot.Say(upperFirst(t.interestSaid(d, true)) + "."),
		bot.Say("Until you have weighed it, what suppliers said is not shown to " + named(d.Person) + " in your team's room when they ask for it, and " + named(d.Person) + " decides nothing that bears on those who are asked. If it has no bearing on this, clear it with a reason: **clear " + string(d.Person) + ": no role in the award**. The record keeps both."),
		buttons(clearButton(d.Person)),
	}
	to, ok := t.address(t.state.About().Room)
	weigher := t.weigher(d.Person)
	if weigher == "" || !ok {
		t.tell(t.key("interest"), title, bot.Say(named(d.Person)+what+" Anybody else of you can weigh it who has no link, or whose own is cleared; whoever has not said so yet is asked first. **declarations** shows it."))
		return
	}
	t.post(bot.Message{
		Key: t.key("interest"), Class: bot.Notice, To: []bot.Address{to}, For: string(weigher), Title: title, Blocks: blocks,
	})
}

func clearButton(p engagement.Person) bot.Button {
	return opens("Clear it, with a reason", actionClear, string(p), "clear "+string(p)+": no role in the award")
}

// openInterest asks about links, with those who are asked and the sections.
func (t *turn) openInterest() {
	d, _ := t.state.InterestOf(t.person())
	organisations := make([]bot.Option, 0, len(t.state.Organisations()))
	for _, o := range t.state.Organisations() {
		if !o.Users {
			organisations = append(organisations, bot.Option{Value: o.ID, Label: oneLine(o.Name)})
		}
	}
	var sections []string
	for _, id := range d.Sections {
		sections = append(sections, strconv.Itoa(id))
	}
	fields := []bot.Field{{
		Name: fieldAbout, Kind: bot.Words, Label: "What the link is", Value: t.filled(fieldAbout, d.About), Required: true, Max: engagement.MostReason,
		Hint: "Such as staff, family, money, or work for somebody who is asked, or may be.",
	}}
	if len(organisations) > 0 {
		fields = append(fields, bot.Field{Name: fieldOrganisations, Kind: bot.Ticks, Label: "To whom", Value: t.filled(fieldOrganisations, strings.Join(d.Organisations, ",")), Options: organisations})
	}
	if len(t.state.Sections()) > 0 {
		fields = append(fields, bot.Field{Name: fieldSections, Kind: bot.Ticks, Label: "Which sections it concerns, if only some", Value: t.filled(fieldSections, strings.Join(sections, ",")), Options: t.sectionOptions()})
	}
	t.showForm(bot.Form{
		Action: actionInterest, Title: "A link to declare", Submit: "Save", Typed: "I declare: my brother works at Tidewell",
		Blocks: []bot.Block{bot.Say(t.weigherNamed(t.person()) + " reads what you write and weighs it; your other colleagues see that there is a link, and the record keeps it. If you have none, write **" + noInterest + "**.")},
		Fields: fields,
	})
}

func (t *turn) sendInterest() {
	f := engagement.InterestDeclared{Person: t.person(), Links: true, About: t.entered(fieldAbout)}
	sections, ok := t.ticked(fieldSections)
	if !ok {
		t.wrongIn(fieldSections, noSuchSection)
		return
	}
	for _, s := range t.state.Sections() {
		if sections[s.ID] {
			f.Sections = append(f.Sections, s.ID)
		}
	}
	for id := range t.boxes(fieldOrganisations) {
		f.Organisations = append(f.Organisations, id)
	}
	slices.Sort(f.Organisations)
	if f.About == "" {
		t.wrongIn(fieldAbout, "Please say what the link is. If there is none, close this and write: "+noInterest)
		return
	}
	t.takeInterest(f)
}

// lookAfter names whoever writes it for a duty.
func (t *turn) lookAfter(l line) {
	by := someone.FindAllStringSubmatch(l.raw, -1)
	if len(by) == 1 {
		l = readLine(strings.Trim(strings.Replace(l.words(), by[0][0], "", 1), " ,:"))
	}
	f := engagement.DutyTaken{Duty: engagement.DutyInterests, Person: t.person(), By: t.person()}
	switch {
	case l.is("declarations", "interests", "conflicts", "what others declare"):
		t.wantsToWeigh(f)
	case l.is("safety", "somebody's safety", "people's safety", "safeguarding"):
		f.Duty = engagement.DutySafety
		if len(by) == 1 && !t.settings.NoMail {
			f.At = engagement.Person(by[0][1])
		}
		t.takeDuty(f, t.toldAtOnce(f))
	default:
		t.note(bot.Say("Write **I look after declarations** to weigh what your colleagues declare, which the owner decides, or **I look after safety** to be told at once if somebody may not be safe."), buttons(press("I look after declarations", "I look after declarations"), dutyButton()))
	}
}

// weighsNow is what is said of whoever weighs from now on.
const weighsNow = "weighs what others of your team declare, and is told of it alone"

// namesWeigher says whether whoever acts decides who weighs what is declared: the
// owner, or, where the owner is seen to have left, whoever may read.
func (t *turn) namesWeigher() bool {
	owner := t.state.About().Owner
	_, stands := t.state.InterestOf(t.person())
	return owner == t.person() || !slices.Contains(t.insiders(), owner) && stands.Reads()
}

// wantsToWeigh asks the owner whether somebody may weigh what others declare: nobody
// appoints themselves.
func (t *turn) wantsToWeigh(f engagement.DutyTaken) {
	if t.namesWeigher() || t.state.DutyOf(engagement.DutyInterests) == t.person() {
		t.takeDuty(f, weighsNow)
		return
	}
	if _, stands := t.state.InterestOf(t.person()); stands == engagement.NothingDeclared {
		t.declareFirst()
		return
	}
	owner, typed := t.state.About().Owner, "declarations by "+string(t.person())
	if to, ok := t.address(t.state.About().Room); ok {
		t.post(bot.Message{
			Key: t.key("weighs"), Class: bot.Notice, To: []bot.Address{to}, For: string(owner), Title: "Somebody would look after declarations",
			Blocks: []bot.Block{
				bot.Say(named(t.person()) + " would weigh what others of your team declare. You decide that, as the owner. Nothing has changed yet."),
				buttons(press("Yes, from now on", typed)), bot.Aside("If not, leave it as it is. Typed: **" + typed + "**."),
			},
		})
	}
	t.note(bot.Say(named(owner) + " decides who weighs what your team declares, and is asked. Until then nothing has changed."))
}

// declarationsBy takes "P4", of the owner.
func (t *turn) declarationsBy(l line) {
	id := engagement.Person(strings.ToUpper(strings.Trim(l.words(), " .")))
	_, stands := t.state.InterestOf(id)
	switch {
	case !t.namesWeigher():
		t.note(bot.Say("That is for " + named(t.state.About().Owner) + ", who owns this. **I look after declarations** asks for it. Nothing was changed."))
	case stands == engagement.NothingDeclared && !slices.Contains(t.insiders(), id):
		t.note(bot.Say("Nobody of your team has that number. **declarations** has the numbers. Nothing was changed."))
	default:
		t.takeDuty(engagement.DutyTaken{Duty: engagement.DutyInterests, Person: id, By: t.person()}, weighsNow)
	}
}

// takeDuty records who looks after something.
func (t *turn) takeDuty(f engagement.DutyTaken, said string) {
	facts, refusal := t.state.TakeDuty(f)
	if !t.take(facts, refusal) {
		return
	}
	if len(facts) == 0 {
		t.note(bot.Say("That is so already."))
		return
	}
	who := named(f.Person)
	if f.Mail {
		who = "whoever has that mail address"
	}
	noted := "Noted: " + who + " " + said + "."
	if f.Mail {
		noted += " " + named(f.By) + " named that address; ask them whose it is."
	}
	blocks := []bot.Block{bot.Say(noted)}
	if f.Duty == engagement.DutySafety && !f.Mail && f.At == "" && t.ev.Room.Adapter == webAdapter && !t.settings.NoMail {
		blocks = append(blocks, bot.Aside("With your mail address it reaches you by mail, too, and at once."), buttons(dutyButton()))
	}
	t.reply("", blocks...)
}
