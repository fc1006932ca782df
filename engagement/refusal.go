package engagement

import "time"

// Code says why a rule refused.
type Code string

// The codes, each with what the refusal tells beside its code.
const (
	// NotThere: there is no engagement yet, or there already is one.
	NotThere     Code = "not there"
	AlreadyThere Code = "already there"

	// NotOpenYet: suppliers see nothing yet. At is the planned opening.
	NotOpenYet Code = "not open yet"
	// AlreadyOpen: this can be done while preparing only.
	AlreadyOpen Code = "already open"
	// NowPaused: nothing more is taken on the draft.
	NowPaused Code = "paused"
	// NowClosed: the engagement is closed, or its closing time (At) has passed.
	NowClosed Code = "closed"
	// NowDialogue: it goes on with admitted bidders alone, or did.
	NowDialogue Code = "dialogue"
	// StillTalking: talking has to pause first.
	StillTalking Code = "still talking"
	// NotEnded: it has to be closed first.
	NotEnded Code = "not ended"
	// NotAdmitted: the Organisation is not admitted to the dialogue.
	NotAdmitted Code = "not admitted"
	// NoticeOut: everybody knows since At where the tender notice stands.
	NoticeOut Code = "notice out"
	// NoticePassed: the time of the tender notice (At) is past.
	NoticePassed Code = "notice passed"
	// NoticeTooEarly: the tender notice would pause talking at At, before the closing
	// time that suppliers are told.
	NoticeTooEarly Code = "notice too early"
	// ClosingTooLate: talking pauses for the tender notice at At, before that time.
	ClosingTooLate Code = "closing time too late"
	// AdmittedAlready and NoBidder: the Organisation is in the dialogue, or is not.
	AdmittedAlready Code = "admitted already"
	NoBidder        Code = "no bidder"
	// NoDialogue: none goes on.
	NoDialogue Code = "no dialogue"
	// NoticeFirst: everybody has to know of the tender notice before that.
	NoticeFirst Code = "notice first"
	// WrongStage: from this Stage the engagement does not go to that one.
	WrongStage Code = "wrong stage"

	// NoSections, NoOrganisations, NoBuyer, NoContact, NoClosing: what an opening lacks.
	NoSections      Code = "no sections"
	NoOrganisations Code = "no organisations"
	NoBuyer         Code = "no buyer"
	NoContact       Code = "no contact"
	NoClosing       Code = "no closing time"
	// ClosingPassed: the closing time (At) is not in the future, or is not
	// after the opening.
	ClosingPassed Code = "closing time passed"

	// UnknownSection and UnknownOrganisation: there is none with that id
	// (Section, Organisation).
	UnknownSection      Code = "unknown section"
	UnknownOrganisation Code = "unknown organisation"
	// SteppedBack: the Organisation has stepped back, at At.
	SteppedBack Code = "stepped back"
	// NotSteppedBack: it has not, so it can't come back.
	NotSteppedBack Code = "not stepped back"
	// NameTaken and RoomTaken: the Organisation has it, or with RoomTaken the
	// team itself (empty).
	NameTaken Code = "name taken"
	RoomTaken Code = "room taken"
	// RoomIsTable: it is a round table, which is nobody's own.
	RoomIsTable Code = "room is a round table"
	// TeamTaken: the team speaks for another Organisation.
	TeamTaken Code = "team taken"

	// NoAnswer: there is no answer to add words to.
	NoAnswer Code = "no answer"
	// NotAsked: whether it would stop a bid is asked only where a fixed section
	// can't be done.
	NotAsked Code = "not asked"
	// NotClosedYet: answers are still taken, so none is late.
	NotClosedYet Code = "not closed yet"
	// UnknownLate: no late answer of that id waits.
	UnknownLate Code = "unknown late answer"
	// UnknownTold: nothing of that id was told to one supplier.
	UnknownTold Code = "unknown told"
	// AlreadyMade: the digest for that slot, or a later one, was made (At).
	AlreadyMade Code = "already made"

	// UnknownRelease and UnknownQuestion: there is none with that id (Release,
	// Question).
	UnknownRelease  Code = "unknown release"
	UnknownQuestion Code = "unknown question"
	// ReleaseOver: the Release was sent, at At, or was dropped (zero).
	ReleaseOver Code = "release over"
	// NotApproved: nobody, or not yet a second person, has agreed to the Release,
	// or it is held.
	NotApproved Code = "not approved"
	// SecondNeeded: whoever made the Release cannot be the second who agrees.
	SecondNeeded Code = "second needed"
	// SecondToEnd: one person alone cannot end it that a second one is needed.
	SecondToEnd Code = "second to end"
	// NotLinked: the Organisation is counted as one with nobody.
	NotLinked Code = "not linked"
	// SecondToOpen: one person alone cannot let suppliers in, where a second is needed.
	SecondToOpen Code = "second to open"
	// SecondToClose: one person alone cannot end all of it, where a second is needed.
	SecondToClose Code = "second to close"
	// AlreadyAnswered: everybody has the answer to the Question since At.
	AlreadyAnswered Code = "already answered"
	// QuestionTaken: whoever asked the Question took it back, at At.
	QuestionTaken Code = "question taken back"
	// AnswerWaits: an answer to the Question waits in a Release.
	AnswerWaits Code = "answer waits"
	// UsersAsked: somebody of the people who use services asked what the Release
	// answers.
	UsersAsked Code = "users asked"
	// ChangeWaits: a change to the Section waits in another Release.
	ChangeWaits Code = "change waits"

	// NotAlike: to be asked without the others are not just those who say the same
	// of the Section, or nobody says it.
	NotAlike Code = "not alike"
	// AlikeAlone: one organisation alone says that of the Section, so what it is asked
	// everybody is asked.
	AlikeAlone Code = "alike alone"
	// InquiryOver: everybody knows since At what came of the Question.
	InquiryOver Code = "inquiry over"
	// NotChanged: the Section has not changed since the Question was asked, and no
	// change to it waits.
	NotChanged Code = "not changed"

	// DeclareAgain: what somebody of the team declared is to be declared anew first.
	DeclareAgain Code = "declare again"
	// NothingToWeigh: nothing was declared that waits to be weighed.
	NothingToWeigh Code = "nothing to weigh"
	// NotYoursToWeigh: somebody else weighs it.
	NotYoursToWeigh Code = "not yours to weigh"
	// DeclareFirst: whoever weighs has not said how it is with them.
	DeclareFirst Code = "declare first"
	// UnknownNote and UnknownFear: none of that id is there, or waits.
	UnknownNote Code = "unknown note"
	UnknownFear Code = "unknown fear"
	// PlainMissing: Have sections, the Section first, have no plain words yet.
	PlainMissing Code = "plain words missing"

	// Missing: the Field is empty.
	Missing Code = "missing"
	// Invalid: the Field has a value that is none of its values, or is not
	// UTF-8.
	Invalid Code = "invalid"
	// TooLong: the Field has Have characters, and Most is the most.
	TooLong Code = "too long"
	// TooMany: there would be Have of the Field, and Most is the most.
	TooMany Code = "too many"
)

// Field names what a refusal is about.
type Field string

// The fields.
const (
	FieldSlug          Field = "slug"
	FieldTitle         Field = "title"
	FieldBuyer         Field = "buyer"
	FieldContact       Field = "contact"
	FieldZone          Field = "zone"
	FieldPurposes      Field = "purposes"
	FieldFile          Field = "file"
	FieldSections      Field = "sections"
	FieldSectionTitle  Field = "section title"
	FieldSectionText   Field = "section text"
	FieldStanding      Field = "standing"
	FieldAsk           Field = "ask"
	FieldName          Field = "name"
	FieldKind          Field = "kind"
	FieldOrganisations Field = "organisations"
	FieldPerson        Field = "person"
	FieldStance        Field = "stance"
	FieldWords         Field = "words"
	FieldWhy           Field = "why"
	FieldStopsBid      Field = "stops bid"
	FieldQuestion      Field = "question"
	FieldReason        Field = "reason"
	FieldCategory      Field = "category"
	FieldDigest        Field = "digest"
	FieldRole          Field = "role"
	FieldLinks         Field = "links"
	FieldFor           Field = "for"
	FieldWorking       Field = "working"
	FieldNeeds         Field = "needs"
	FieldPartner       Field = "partner"
	FieldBid           Field = "bid"
	FieldLate          Field = "late"
	FieldRoom          Field = "room"
	FieldRooms         Field = "rooms"
	FieldTeam          Field = "team"
	FieldFiles         Field = "files"
	FieldRelease       Field = "release"
	FieldNews          Field = "news"
	FieldAnswer        Field = "answer"
	FieldDue           Field = "due"
	FieldSlots         Field = "slots"
	FieldVerdict       Field = "verdict"
	FieldChoices       Field = "choices"
	FieldOutcome       Field = "outcome"
	FieldPriorities    Field = "priorities"
	FieldReference     Field = "reference"
	FieldLink          Field = "link"
	FieldOpinion       Field = "opinion"
	FieldNote          Field = "note"
	FieldHow           Field = "how"
	FieldDay           Field = "day"
	FieldPlain         Field = "plain"
	FieldPlainReason   Field = "plainReason"
	FieldIdentifier    Field = "identifier"
	FieldSubject       Field = "subject"
	FieldEvents        Field = "events"
	FieldPrivacy       Field = "privacy"
	FieldSafetyLine    Field = "safetyLine"
)

// The most that is taken, in characters (runes) or in number.
const (
	MostWords         = 4000
	MostQuestion      = 2000
	MostTitle         = 200
	MostName          = 80
	MostReason        = 1000
	MostAsk           = 500
	MostShort         = 200 // buyer, contact, zone, file name, schedule
	MostSlug          = 40
	MostSectionText   = 60000
	MostSections      = 200
	MostOrganisations = 1000
	MostExcept        = 100      // days without a digest
	MostRooms         = 8        // of one organisation
	MostRoom          = 500      // a room's key
	MostTold          = 64 << 10 // of what was told to one supplier
	MostFiles         = 300      // in the rooms of one organisation
	MostFileName      = 120
	MostNews          = 8000
	MostChoices       = 4 // of a question of the team's
	MostChoice        = 100
	MostPriorities    = 5
	MostReference     = 80
	MostLink          = 500
	MostBidders       = 50 // in a dialogue
	MostSurvey        = 50 // people of one users' group that say how it was
	MostNote          = 2000
)

// Refusal is a rule's no: why, and what is needed to word it. What does not
// apply is zero.
type Refusal struct {
	Code         Code
	Field        Field
	Have         int
	Most         int
	Section      int
	Organisation string
	Release      string
	Question     string
	Stage        Stage
	At           time.Time
}
