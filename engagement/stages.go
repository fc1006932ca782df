package engagement

// Deed is something that may be done in some stages and not in others.
type Deed int

// The deeds.
const (
	DoPrepare    Deed = iota // import and mark the draft
	DoOpen                   // let suppliers in
	DoSettings               // schedules, slots, rooms, contacts, corrections
	DoClosing                // say until when answers are taken
	DoInvite                 // ask one more organisation
	DoTalk                   // answer, comment, ask: what suppliers say
	DoStep                   // step back
	DoChange                 // another text, a question to all, what matters most
	DoTell                   // news, and answers to questions
	DoAbout                  // whom to turn to, what it is for, the privacy notice, as everybody read it
	DoAccount                // what changed because of suppliers, with counts and reasons
	DoPause                  // take no more
	DoReopen                 // take more again
	DoPlanNotice             // say when the tender notice is due
	DoNotice                 // say that it is out, and where
	DoDialogue               // go on with admitted bidders alone
	DoBidders                // admit one more to the dialogue, or take one out
	DoClose                  // end it
	DoOutcome                // say what came of it all
	DoSurvey                 // say how it was
	DoNote                   // write something for the file
)

// Deeds gives all of them.
func Deeds() []Deed {
	all := make([]Deed, DoNote+1)
	for i := range all {
		all[i] = Deed(i)
	}
	return all
}

// Stages gives all stages in their order.
func Stages() []Stage { return []Stage{Preparing, Talking, Paused, Dialogue, Closed} }

// allowed is the code with which no rule refuses.
const allowed Code = ""

// In says whether a deed may be done in a stage: an empty code, or why not. It is
// the one table of that; every rule asks it first. A deed that is allowed can
// still be refused for what else it needs.
func (d Deed) In(stage Stage) Code {
	row := d.row()
	switch stage {
	case Preparing:
		return row[0]
	case Talking:
		return row[1]
	case Paused:
		return row[2]
	case Dialogue:
		return row[3]
	case Closed:
		return row[4]
	}
	return NotThere
}

// row is what stands in the table for preparing, talking, paused, dialogue and
// closed.
func (d Deed) row() [5]Code {
	switch d {
	case DoPrepare:
		return [5]Code{allowed, AlreadyOpen, AlreadyOpen, AlreadyOpen, NowClosed}
	case DoOpen:
		return [5]Code{allowed, WrongStage, WrongStage, WrongStage, WrongStage}
	case DoSettings, DoStep:
		return [5]Code{allowed, allowed, allowed, allowed, NowClosed}
	case DoInvite, DoClosing:
		return [5]Code{allowed, allowed, NowPaused, NowDialogue, NowClosed}
	case DoTalk:
		return [5]Code{NotOpenYet, allowed, NowPaused, allowed, NowClosed}
	case DoChange:
		return [5]Code{NotOpenYet, allowed, NowPaused, NowDialogue, NowClosed}
	case DoTell:
		return [5]Code{NotOpenYet, allowed, allowed, allowed, allowed}
	case DoAbout:
		return [5]Code{NotOpenYet, allowed, allowed, allowed, NowClosed}
	case DoAccount:
		return [5]Code{NotOpenYet, allowed, allowed, NowDialogue, allowed}
	case DoPause:
		return [5]Code{WrongStage, allowed, allowed, WrongStage, NowClosed}
	case DoReopen:
		return [5]Code{NotOpenYet, WrongStage, allowed, NowDialogue, allowed}
	case DoPlanNotice:
		return [5]Code{allowed, allowed, allowed, NowDialogue, allowed}
	case DoNotice:
		return [5]Code{NotOpenYet, allowed, allowed, NowDialogue, allowed}
	case DoDialogue:
		return [5]Code{NotOpenYet, StillTalking, allowed, NowDialogue, allowed}
	case DoBidders:
		return [5]Code{NotOpenYet, NoDialogue, NoDialogue, allowed, NowClosed}
	case DoClose, DoNote:
		return [5]Code{}
	case DoOutcome, DoSurvey:
		return [5]Code{NotOpenYet, NotEnded, NotEnded, NotEnded, allowed}
	}
	return [5]Code{NotThere, NotThere, NotThere, NotThere, NotThere}
}

// May refuses what the stage forbids and, once the tender notice is out, what has
// to go through the procedure.
func (s *State) May(d Deed) *Refusal { return s.MayIn(d, s.stage) }

// MayIn is May as it would be in another stage, if nothing else was other.
func (s *State) MayIn(d Deed, stage Stage) *Refusal {
	if !s.Exists() {
		return &Refusal{Code: NotThere}
	}
	code := d.In(stage)
	switch tells := d == DoTell || d == DoAbout || d == DoAccount || d == DoChange; {
	case code == allowed && d == DoAccount && s.Dialogued():
		code = NowDialogue // what is said of the talks before would tell bidders of each other
	case code == allowed && tells && stage != Dialogue && s.ahead.notice.IsOut():
		return &Refusal{Code: NoticeOut, Stage: stage, At: s.ahead.notice.Out} // it goes through the procedure
	}
	if code == allowed {
		return nil
	}
	refusal := &Refusal{Code: code, Stage: stage}
	if code == NotOpenYet {
		refusal.At = s.about.Opening
	}
	return refusal
}

// deedOf is what sending a kind of release is.
func deedOf(of ReleaseKind) Deed {
	switch of {
	case News, Answers:
		return DoTell
	case Abouts:
		return DoAbout
	case Changes, Inquiries, Matters, Plainly:
		return DoChange
	case DigestForAll, Outcomes:
		return DoAccount
	case Notices:
		return DoNotice
	case Reopenings:
		return DoReopen
	case Dialogues:
		return DoDialogue
	case Results:
		return DoOutcome
	case Closings:
		return DoClosing
	case Pauses:
		return DoPause
	case Endings:
		return DoClose
	case Bidders:
		return DoBidders
	}
	return DoTell
}
