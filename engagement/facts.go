package engagement

import (
	"errors"
	"fmt"
	"time"
)

// ErrUnknownKind says that a fact is of a kind, or has a field, that this
// program does not know: a newer one wrote it.
var ErrUnknownKind = errors.New("unknown kind of fact")

// Fact is one thing that happened in an engagement. The facts are the structs
// of this package, used as values; no others can be made.
type Fact interface {
	// Kind is the name under which the record keeps facts of this sort.
	Kind() string

	// fields visits the stored form and gives the fact with what was read.
	fields(*codec) Fact
	// apply folds the fact into the state.
	apply(*State, time.Time)
}

// blanks gives an empty fact of every kind. To add a kind, add it here, and a
// golden file beside the others in testdata/facts.
func blanks() []Fact {
	return []Fact{
		ResponseGiven{},
		QuestionAsked{},
		ParticipantJoined{},
		OrganisationInvited{},
		OrganisationChanged{},
		OrganisationStepped{},
		OrganisationReturned{},
		EngagementCreated{},
		EngagementSet{},
		StageChanged{},
		DraftImported{},
		SectionMarked{},
		ScheduleSet{},
		DigestMade{},
		DeclarationMade{},
		OrganisationContact{},
		OrganisationRemoved{},
		ClosingAnswered{},
		LateAsked{},
		LateSettled{},
		EntryMarked{},
		OrganisationRoom{},
		OrganisationTeam{},
		RoomMoved{},
		TableSet{},
		TableSaid{},
		SensitiveRead{},
		SensitiveUnshown{},
		ToldOne{},
		ToldChanged{},
		ToldAsked{},
		ToldDrafted{},
		ToldSettled{},
		ToldClaimed{},
		FileShared{},
		ReleaseMade{},
		ReleaseEdited{},
		ReleaseFiles{},
		ReleaseApproved{},
		ReleaseHeld{},
		ReleaseReach{},
		ReleaseDropped{},
		ReleaseSent{},
		SlotsSet{},
		SecondOff{},
		EndWanted{},
		OpenWanted{},
		QuestionMerged{},
		QuestionUnmerged{},
		QuestionsApart{},
		QuestionWorded{},
		QuestionAnswered{},
		QuestionTakenBack{},
		NeedPut{},
		QuestionConfided{},
		SectionRevised{},
		SectionAdded{},
		SectionRemoved{},
		ReplySaid{},
		InquiryMade{},
		InquiryWorded{},
		InquiryAnswered{},
		InquirySettled{},
		PrioritiesSet{},
		NoticePlanned{},
		NoticeGiven{},
		ReopeningWanted{},
		ClosingWanted{},
		AboutWanted{},
		StageTold{},
		DialogueDrafted{},
		DialogueRoom{},
		BidderWanted{},
		SurveyAnswered{},
		FileNoted{},
		DutyTaken{},
		InterestDeclared{},
		InterestCleared{},
		LinksSettled{},
		NoteTaken{},
		NoteSettled{},
		NamesRead{},
		OrganisationsLinked{},
		TimeEnough{},
		LinkWanted{},
		LinkDisputed{},
		MemberStepped{},
		SafetyRaised{},
		SafetyTaken{},
		SectionPlain{},
		PlainPrepared{},
		MarketWorded{},
		MarketPublished{},
		SpeakerCrossed{},
		OwnerNamed{},
		OwnerTaken{},
	}
}

// Encode gives the stored form of f: JSON, the same bytes for equal facts.
// Bytes that are not UTF-8 become the replacement character; the rules let
// none through. The only error is a time outside the years 0 to 9999.
func Encode(f Fact) ([]byte, error) {
	c := codec{writing: true}
	c.braced(func() { f.fields(&c) })
	if c.err != nil {
		return nil, fmt.Errorf("encode %s: %w", f.Kind(), c.err)
	}
	return c.out, nil
}

// Decode reads the stored form of a fact of the given kind, as Encode wrote
// it: other spacing or another order of fields is refused. The error is
// ErrUnknownKind where a newer program wrote the fact.
func Decode(kind string, data []byte) (Fact, error) {
	for _, f := range blanks() {
		if f.Kind() != kind {
			continue
		}
		c := codec{in: string(data)}
		c.expect('{')
		f = f.fields(&c)
		switch {
		case c.peek() == ',' || c.peek() == '"':
			return nil, fmt.Errorf("decode %s: %w: new field at byte %d", kind, ErrUnknownKind, c.at)
		case c.peek() == '}' && c.at+1 < len(data):
			return nil, fmt.Errorf("decode %s: something after the end, at byte %d", kind, c.at+1)
		}
		c.expect('}')
		if c.err != nil {
			return nil, fmt.Errorf("decode %s: %w", kind, c.err)
		}
		return f, nil
	}
	return nil, fmt.Errorf("decode %.80q: %w", kind, ErrUnknownKind)
}
