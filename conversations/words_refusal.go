package conversations

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"soundings/bot"
	"soundings/engagement"
)

// What is said in more than one place.
const (
	// onlyTheTeam is the one refusal to everybody who is not of the team: the
	// same whatever there is.
	onlyTheTeam = "Only the buying team can do that here. To ask it something, write **ask:** and your question in your own room; without one, turn to whoever told you of this."
	oldButton   = "That button is from an older message and does nothing any more. Write **help** to see what can be done."
	alreadyDone = "That reached me before and is dealt with; nothing is recorded twice."
)

// refuse answers with a rule's no.
func (t *turn) refuse(r *engagement.Refusal) { t.note(bot.Say(t.why(r))) }

// refuseKeeping answers with a rule's no and gives back what was written, so
// that it is not lost.
func (t *turn) refuseKeeping(r *engagement.Refusal, words string) {
	blocks := []bot.Block{bot.Say(t.why(r))}
	if words = strings.TrimSpace(words); words != "" {
		if contact := t.state.About().Contact; r.Code == engagement.NowClosed && contact != "" && !t.state.Notice().IsOut() {
			blocks = append(blocks, bot.Say("If it matters that it is read all the same, please turn to "+plain(contact)+"."))
		}
		blocks = append(blocks, bot.Say("What you wrote was **not** recorded. Here it is, so that it isn't lost:"), bot.Block{Quote: &bot.Quote{Words: words}})
	}
	t.note(blocks...)
}

// why puts a rule's no in words: what happened, and what can be done.
func (t *turn) why(r *engagement.Refusal) string {
	switch r.Code {
	case engagement.NotOpenYet:
		return t.whyNotOpen(r)
	case engagement.NowPaused:
		return t.whyPaused()
	case engagement.NowClosed:
		return t.whyClosed()
	case engagement.NowDialogue, engagement.NotAdmitted:
		if r.Field == engagement.FieldPartner {
			return noPartnersNow
		}
		return t.whyDialogue()
	case engagement.AdmittedAlready:
		return "**" + plain(t.organisationNamed(r.Organisation)) + "** is admitted already, so nothing was changed."
	case engagement.NotLinked:
		return "You are counted as one with nobody, so there is nothing to change."
	case engagement.NoBidder:
		return "**" + plain(t.organisationNamed(r.Organisation)) + "** is not in the dialogue, so nothing was changed. **stage** shows who is."
	case engagement.NoDialogue:
		return "No dialogue has begun, so there are no bidders yet. **dialogue 2025/S 000-041270: Tidewell, Alder** begins one, once talking has paused and the tender notice is out."
	case engagement.StillTalking:
		return "Talking goes on, and has to pause first: **pause: why** does that now, and **notice on 14 July 09:00** at a time that you set."
	case engagement.NotEnded:
		if t.org.ID != "" {
			return "That is asked once it is closed. You will read it here."
		}
		return "That comes after the end, and it is not closed yet. **close** ends it."
	case engagement.NoticeOut:
		return "Everybody knows since " + t.moment(r.At, t.now) + " that the tender notice is out. From then on questions, answers and news go through the procedure, and not through here: **dialogue** goes on with admitted bidders, and **outcome** says at the end what came of it."
	case engagement.NoticePassed:
		return "The time of the tender notice, " + t.moment(r.At, t.now) + ", is past. Say when it is due now: **notice on 14 August 09:00**, or **notice on none** while nobody knows."
	case engagement.NoticeTooEarly:
		return t.whyNoticeTooEarly(r.At)
	case engagement.ClosingTooLate:
		return "The tender notice is due on **" + t.moment(r.At, t.now) + "**, and talking pauses then, so nobody could answer until a later time. Move that first: **notice on** a later day, or **notice on none** while nobody knows."
	case engagement.NoticeFirst:
		return "The dialogue is part of the procedure, so everybody has to know of the tender notice first: **notice 2025/S 000-041270 https://…** tells them."
	case engagement.WrongStage:
		return t.whyWrongStage()
	case engagement.AlreadyOpen:
		if r.Field == engagement.FieldTitle || r.Field == engagement.FieldBuyer {
			return "Everybody was told this when it opened, so it stays. If it has to be said in another way, tell all of them: **send: your words**."
		}
		if t.state.Stage() != engagement.Talking {
			return "Suppliers have the draft already, so that can't be changed any more. **stage** shows what can be done now."
		}
		return "Suppliers have the draft already, so that can't be changed except in front of everybody: **change 5** gives a section another text, which all get at the same time; what else can be changed: **matters most**, **closes**, **invite**."
	case engagement.NoSections:
		return "There is no draft yet: attach one to a message that says **import**."
	case engagement.NoOrganisations:
		return "Nobody has been asked yet. Write **invite Tidewell, small firm** to add an organisation, one on each line."
	case engagement.NoBuyer:
		return "It needs who is asking first: **buyer Westmere County Council**."
	case engagement.NoContact:
		return "It needs somebody first whom suppliers can turn to: **contact Dana Ellery, dana@example.gov.uk**."
	case engagement.NoClosing:
		return "It needs a closing time first: **closes 27 June 17:00**."
	case engagement.ClosingPassed:
		return "The closing time, " + t.moment(r.At, t.now) + ", is past. Set a new one: **closes 27 June 17:00**."
	case engagement.UnknownSection:
		return t.whyUnknownSection(r.Section)
	case engagement.SteppedBack:
		return plain(t.org.Name) + " stepped back " + t.ago(r.At, t.now) + ", so I take no answers. You are welcome back: write **come back**."
	case engagement.NotSteppedBack:
		return plain(t.org.Name) + " has not stepped back: it is taking part."
	case engagement.NameTaken:
		return "An organisation of that name is there already."
	case engagement.RoomTaken:
		return "That room is somebody else's already. Each organisation needs a room that only they and you are in."
	case engagement.RoomIsTable:
		return "That channel is a round table, which several organisations read, so it can't be one organisation's own. **round table off in #its-channel** changes that."
	case engagement.TeamTaken:
		return "They speak for another organisation that is asked, so they can't speak for this one, too."
	case engagement.NoAnswer:
		return "There is no answer on that section yet. Give one first, for example **" + itoa(r.Section) + " risk: your words**."
	case engagement.NotAsked:
		return "Whether it would stop a bid is asked only where a fixed section can't be done."
	case engagement.NotClosedYet:
		return "Answers are still taken, so nothing is late: just give yours."
	case engagement.UnknownLate:
		return "There is no late answer of that number that waits."
	case engagement.TooLong:
		return "That is " + count(r.Have, "character", "characters") + "; " + fieldWord(r.Field) + " can have " + thousands(r.Most) + " at most. Nothing was recorded. Please shorten it."
	case engagement.TooMany:
		return "That would make " + thousands(r.Have) + " " + fieldWord(r.Field) + "; the most is " + thousands(r.Most) + "."
	case engagement.Missing:
		if r.Field == engagement.FieldWhy && r.Section != 0 {
			return "Everybody reads it with a line of why for each, and section " + itoa(r.Section) + " has none. Write for example **matters most " + itoa(r.Section) + ": people wait on the floor**, with a line for each."
		}
		return upperFirst(fieldWord(r.Field)) + " is missing."
	case engagement.Invalid:
		if r.Field == engagement.FieldSafetyLine {
			return "A number to ring has three digits at least: **safety line 01632 960 100, day and night**. Nothing was changed."
		}
		return "I can't use " + fieldWord(r.Field) + " in that form."
	case engagement.PlainMissing:
		return t.whyNotPlain()
	case engagement.DeclareAgain, engagement.NothingToWeigh, engagement.NotYoursToWeigh, engagement.DeclareFirst, engagement.UnknownNote, engagement.UnknownFear:
		return whyNotFair(r)
	case engagement.UnknownRelease:
		return "Nothing of that name waits, or was sent. What waits is listed under **waiting**."
	case engagement.ReleaseOver:
		return t.whyOver(r)
	case engagement.NotApproved:
		return "Nobody has agreed yet that **" + plain(r.Release) + "** goes, or it is held. **read " + plain(r.Release) + "** shows it."
	case engagement.SecondNeeded:
		return "That is noted already. **" + plain(r.Release) + "** needs somebody besides you to agree: a second person reads it and presses the button, or writes **send " + plain(r.Release) + "**."
	case engagement.SecondToEnd:
		return "That is noted already. It takes somebody besides you: a second person presses the button, or writes **second person off**. Until then a second person stays needed."
	case engagement.SecondToOpen:
		return "That is noted already. It takes somebody besides you to open it: a second person reads **preview** and presses the button, or writes **open now**."
	case engagement.SecondToClose:
		return "That is noted already. It takes somebody besides you to close it: a second person reads what everybody will, and agrees."
	case engagement.UnknownQuestion:
		return t.whyUnknownQuestion(r.Question)
	case engagement.AlreadyAnswered:
		return "Everybody has the answer to " + plain(r.Question) + " since " + t.moment(r.At, t.now) + ". To say more, write **send:** and your words."
	case engagement.QuestionTaken:
		return "Whoever asked **" + plain(r.Question) + "** took it back " + t.ago(r.At, t.now) + ", so it needs no answer. To tell everybody something all the same, write **send:** and your words."
	case engagement.AnswerWaits:
		return "An answer to " + plain(r.Question) + " waits already as **" + plain(r.Release) + "**. **drop " + plain(r.Release) + "** takes it back, and then it can be merged."
	case engagement.UsersAsked:
		return "People who use services asked that themselves, so **" + plain(r.Release) + "** goes to them, too. Nothing was changed."
	case engagement.ChangeWaits:
		return "A change to section " + itoa(r.Section) + " waits already as **" + plain(r.Release) + "**. **read " + plain(r.Release) + "** shows it; send or drop it first."
	case engagement.InquiryOver:
		return "What came of " + plain(r.Question) + " was said to everybody on " + t.moment(r.At, t.now) + ", so no more is taken on it."
	case engagement.NotAlike:
		return t.whyNotAlike(r)
	case engagement.AlikeAlone:
		s, _ := t.state.Section(r.Section)
		return "Nobody else says that of **" + name(s) + "**, and a question tells what you have in mind: to one organisation alone it would be told alone. Ask everybody: **ask everyone about " + itoa(s.ID) + ": your question**."
	case engagement.NotChanged:
		return t.whyNotChanged(r)
	case engagement.UnknownOrganisation, engagement.NotThere, engagement.AlreadyThere, engagement.AlreadyMade, engagement.UnknownTold:
	}
	return "That can't be done just now, and nothing was changed."
}

func (t *turn) whyOver(r *engagement.Refusal) string {
	if r.At.IsZero() {
		return "**" + plain(r.Release) + "** was dropped, so it goes to nobody."
	}
	return "**" + plain(r.Release) + "** went to everybody on " + t.moment(r.At, t.now) + ", and what was sent stays. " + t.toPutRight(r.Release)
}

// toPutRight says how what was sent is put right.
func (t *turn) toPutRight(release string) string {
	if r, _ := t.state.Release(release); r.Of == engagement.Answers && len(r.Questions) > 0 {
		return "To put it right for everybody, write **answer " + r.Questions[0] + ":** and the right words."
	}
	return "To put something right, write **send:** and your words."
}

// whyNotAlike: somebody would be asked alone who is not alone in what they said.
func (t *turn) whyNotAlike(r *engagement.Refusal) string {
	o, named := t.state.Organisation(r.Organisation)
	s, known := t.state.Section(r.Section)
	switch {
	case !known:
		return "A question to some alone has to be about what they say of a section, so it needs its number: **ask Tidewell about 6: your question**. Anything else goes to everybody: **ask everyone: your question**."
	case named:
		return "**" + plain(o.Name) + "** has said nothing of **" + name(s) + "** as one voice, so there is nothing of its own to ask about. To ask everybody: **ask everyone about " + itoa(s.ID) + ": your question**."
	}
	return "Others say the same of **" + name(s) + "** now, so they have to be asked, too. Nothing was changed; please look again."
}

func (t *turn) whyUnknownQuestion(id string) string {
	q, ours := t.state.Inquiry(id)
	switch {
	case t.org.ID != "":
		return "There is no question " + plain(id) + " for you to answer. **asked** lists those that the buying team asks you."
	case ours && !q.Asked.IsZero():
		return "**" + id + "** is a question of yours, which suppliers answer. **asked " + id + "** shows what they say, and **met " + id + ": …** tells everybody what came of it."
	case ours:
		return "**" + id + "** has not been asked yet: it waits as **" + q.Release + "**."
	}
	return "There is no question " + plain(id) + ". **questions** lists those that wait."
}

func (t *turn) whyNotChanged(r *engagement.Refusal) string {
	if r.Section == 0 {
		return "Which section changed because of " + plain(r.Question) + "? Write for example **changed " + plain(r.Question) + " in 6: what you changed**."
	}
	return "Section " + itoa(r.Section) + " has not changed since " + plain(r.Question) + " was asked, and no change to it waits. **change " + itoa(r.Section) + "** gives it another text first; **changed " + plain(r.Question) + " in 5: …** names another section."
}

func (t *turn) whyNotOpen(r *engagement.Refusal) string {
	if !r.At.IsZero() {
		return "The draft opens on " + t.moment(r.At, t.now) + ", for everybody at the same time. You will read it here."
	}
	return "There is nothing to answer yet. When the draft opens, it does so for everybody at the same time, and you will read it here."
}

func (t *turn) whyClosed() string {
	switch {
	case t.org.ID == "":
		return "This engagement is closed, so that can't be done any more. **stage** shows what still can: the notice, the outcome, the file, and to reopen it."
	case t.state.Notice().IsOut():
		return t.whyPaused()
	case !t.state.Heard(t.org):
		return "This closed on " + t.closedAt() + ", so answers are no longer taken."
	}
	return "This closed on " + t.closedAt() + ", so answers are no longer taken. Thank you for what you gave before."
}

// closedAt is when it closed: by the clock, or when it was closed.
func (t *turn) closedAt() string {
	for _, change := range slices.Backward(t.state.StageChanges()) {
		if change.To == engagement.Closed {
			return t.moment(change.At, t.now)
		}
	}
	return t.moment(t.state.About().Closing, t.now)
}

func (t *turn) whyUnknownSection(n int) string {
	if s, gone, _ := t.state.EverSection(n); gone {
		return t.whyTakenOut(s)
	}
	sections := t.state.Sections()
	if len(sections) == 0 {
		return "There are no sections yet: they come with the draft. Nothing was recorded."
	}
	return "There is no section " + itoa(n) + ": they go from " + itoa(sections[0].ID) + " to " + itoa(sections[len(sections)-1].ID) + ". Write **sections** for the list. Nothing was recorded."
}

func fieldWord(f engagement.Field) string {
	switch f {
	case engagement.FieldWords:
		return "an answer"
	case engagement.FieldQuestion:
		return "a question"
	case engagement.FieldTitle, engagement.FieldSlug:
		return "a title"
	case engagement.FieldName:
		return "a name"
	case engagement.FieldReason, engagement.FieldWhy:
		return "a reason"
	case engagement.FieldStance:
		return "your view"
	case engagement.FieldAsk:
		return "a question under a section"
	case engagement.FieldSections:
		return "sections"
	case engagement.FieldOrganisations:
		return "organisations"
	case engagement.FieldSectionTitle:
		return "a section's title"
	case engagement.FieldSectionText:
		return "a section"
	case engagement.FieldBuyer:
		return "the buyer"
	case engagement.FieldContact:
		return "the contact"
	case engagement.FieldDigest:
		return "a schedule"
	case engagement.FieldFile:
		return "a file's name"
	case engagement.FieldRole:
		return "your role"
	case engagement.FieldLinks:
		return "what the links are"
	case engagement.FieldFor:
		return "for whom you answer"
	case engagement.FieldWorking, engagement.FieldNeeds:
		return "an answer to a last question"
	case engagement.FieldPartner:
		return "how you would take part"
	case engagement.FieldBid:
		return "whether you would bid"
	case engagement.FieldRoom:
		return "a room"
	case engagement.FieldFiles:
		return "files in the rooms of one organisation"
	case engagement.FieldRooms:
		return "rooms of one organisation"
	case engagement.FieldNews:
		return "what everybody should know"
	case engagement.FieldAnswer:
		return "the answer"
	case engagement.FieldDue:
		return "a time"
	case engagement.FieldSlots:
		return "a slot"
	case engagement.FieldVerdict:
		return "what came of it"
	case engagement.FieldChoices:
		return "choices"
	case engagement.FieldOutcome:
		return "what came of it"
	case engagement.FieldReference:
		return "a reference"
	case engagement.FieldLink:
		return "a link"
	case engagement.FieldOpinion:
		return "an answer to one of the three questions"
	case engagement.FieldNote:
		return "a note for the file"
	case engagement.FieldPlain:
		return "a section in plain words"
	case engagement.FieldPrivacy:
		return "where the privacy notice is"
	case engagement.FieldSafetyLine:
		return "a number to ring"
	case engagement.FieldPlainReason:
		return "the reason in plain words"
	case engagement.FieldIdentifier:
		return "the number of the procurement"
	case engagement.FieldSubject:
		return "what you mean to buy"
	case engagement.FieldEvents:
		return "what you say of meetings"
	case engagement.FieldHow:
		return "how it came in"
	case engagement.FieldDay:
		return "a day"
	case engagement.FieldPriorities:
		return "sections that matter most"
	case engagement.FieldRelease, engagement.FieldTeam, engagement.FieldZone, engagement.FieldPurposes, engagement.FieldStanding, engagement.FieldKind, engagement.FieldPerson, engagement.FieldStopsBid, engagement.FieldCategory, engagement.FieldLate:
	}
	return "that"
}

// sentence makes a sentence of an explanation.
func sentence(text string) string {
	text = upperFirst(strings.TrimSpace(text))
	if text != "" && !strings.ContainsAny(text[len(text)-1:], ".?!") {
		text += "."
	}
	return text
}

// asSentence begins words of the team's own with a capital and ends them with a stop,
// where they were typed without. What may be a name, an address or a list is left as
// it is.
func asSentence(text string) string {
	text = strings.TrimSpace(text)
	words := strings.Fields(text)
	if len(words) < 2 {
		return text
	}
	if first := strings.TrimRight(words[0], ",:;"); strings.IndexFunc(first, func(r rune) bool { return !unicode.IsLower(r) && r != '\'' && r != '’' }) < 0 {
		text = upperFirst(text)
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	if !strings.Contains(text, "\n") && letter(last) && !strings.ContainsAny(words[len(words)-1], "./@") {
		text += "."
	}
	return text
}

func upperFirst(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(r)) + text[size:]
}

func itoa(n int) string { return thousands(n) }
