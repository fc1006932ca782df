package engagement

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The rules. Each takes the fact as it is wished for and gives the facts that
// make it so, with what the rule chose (ids, the revision, …) filled in, or a
// refusal. None changes the state: the facts do, once they are applied. No
// facts and no refusal: it is so already.

// Create begins the engagement.
func (s *State) Create(f EngagementCreated) ([]Fact, *Refusal) {
	if s.Exists() {
		return nil, &Refusal{Code: AlreadyThere}
	}
	if r := firstOf(
		filled(FieldSlug, f.Slug, MostSlug), filled(FieldTitle, f.Title, MostTitle),
		short(FieldBuyer, f.Buyer, MostShort), short(FieldContact, f.Contact, MostShort),
		short(FieldZone, f.Zone, MostShort), named(f.By),
	); r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// Set changes settings. A closing time must be in the future.
func (s *State) Set(now time.Time, f EngagementSet) ([]Fact, *Refusal) {
	if r := s.notClosed(); r != nil {
		return nil, r
	}
	if f.Title != nil {
		if r := filled(FieldTitle, *f.Title, MostTitle); r != nil {
			return nil, r
		}
	}
	if r := firstOf(
		s.asker(FieldBuyer, f.Buyer), s.asker(FieldContact, f.Contact),
		given(FieldPrivacy, f.Privacy, MostLink), ringable(f.SafetyLine),
	); r != nil {
		return nil, r
	}
	if r := firstOf(
		s.toldAlready(FieldTitle, f.Title, s.about.Title), s.toldAlready(FieldBuyer, f.Buyer, s.about.Buyer),
		s.toldByRelease(FieldContact, f.Contact, s.about.Contact), s.toldByRelease(FieldPrivacy, f.Privacy, s.about.Privacy),
	); r != nil {
		return nil, r
	}
	for _, purpose := range f.Purposes {
		if !purpose.Valid() {
			return nil, &Refusal{Code: Invalid, Field: FieldPurposes}
		}
	}
	if f.Purposes != nil && s.TellsPurposes() {
		return nil, &Refusal{Code: AlreadyOpen, Field: FieldPurposes}
	}
	opening := s.about.Opening
	assign(&opening, f.Opening)
	if f.Closing != nil {
		if r := s.May(DoClosing); r != nil {
			return nil, r
		}
	}
	if f.Closing != nil && !f.Closing.IsZero() && (!f.Closing.After(now) || !f.Closing.After(opening)) {
		return nil, &Refusal{Code: ClosingPassed, At: *f.Closing}
	}
	if f.Closing != nil {
		if r := s.afterNotice(*f.Closing); r != nil {
			return nil, r
		}
	}
	if f.Closing != nil && f.Closing.IsZero() && s.stage != Preparing {
		return nil, &Refusal{Code: NoClosing}
	}
	if r := s.mayEndSecond(f); r != nil {
		return nil, r
	}
	if f.Title == nil && f.Buyer == nil && f.Contact == nil && f.Purposes == nil && f.Opening == nil && f.Closing == nil &&
		f.Privacy == nil && f.SafetyLine == nil && (f.Second == nil || *f.Second == s.about.Second) {
		return nil, nil
	}
	return []Fact{f}, nil
}

// asker refuses who asks, or whom to turn to, where it is too long, or is taken away
// from suppliers that have read it. Records of before have engagements without.
func (s *State) asker(field Field, value *string) *Refusal {
	if value != nil && !s.OpenedAt().IsZero() {
		return filled(field, *value, MostShort)
	}
	return given(field, value, MostShort)
}

// Open lets suppliers in.
func (s *State) Open(now time.Time, by Person) ([]Fact, *Refusal) {
	if r := firstOf(s.CouldOpen(now), s.mayOpenAlone(by)); r != nil {
		return nil, r
	}
	return []Fact{StageChanged{To: Talking, By: by}}, nil
}

// CouldOpen says what is still missing before it can be opened; nil: nothing, whoever
// has to agree.
func (s *State) CouldOpen(now time.Time) *Refusal {
	if r := s.May(DoOpen); r != nil {
		return r
	}
	switch closing := s.about.Closing; {
	case len(s.sections) == 0:
		return &Refusal{Code: NoSections}
	case len(s.organisations) == 0:
		return &Refusal{Code: NoOrganisations}
	case s.about.Buyer == "":
		return &Refusal{Code: NoBuyer}
	case s.about.Contact == "":
		return &Refusal{Code: NoContact}
	case closing.IsZero():
		return &Refusal{Code: NoClosing}
	case !closing.After(now):
		return &Refusal{Code: ClosingPassed, At: closing}
	}
	if slices.ContainsFunc(s.organisations, func(o Organisation) bool { return o.Users }) && s.stage == Preparing {
		if r := s.plainFirst(); r != nil {
			return r
		}
	}
	return nil
}

// Pause takes no more on the draft, until it is reopened: the tender notice is
// near, or is out.
func (s *State) Pause(by Person, reason string) ([]Fact, *Refusal) {
	if r := firstOf(s.May(DoPause), short(FieldReason, reason, MostReason)); r != nil {
		return nil, r
	}
	if s.stage == Paused {
		return nil, nil
	}
	return []Fact{StageChanged{To: Paused, Reason: reason, By: by}}, nil
}

// Close ends the engagement, from whatever stage.
func (s *State) Close(by Person, reason string) ([]Fact, *Refusal) {
	if s.stage == Closed {
		return nil, nil
	}
	if r := firstOf(s.May(DoClose), short(FieldReason, reason, MostReason), s.mayCloseAlone(by)); r != nil {
		return nil, r
	}
	return []Fact{StageChanged{To: Closed, Reason: reason, By: by}}, nil
}

// Plan sets when digests are made. That the schedule makes sense, the caller
// has checked.
func (s *State) Plan(f ScheduleSet) ([]Fact, *Refusal) {
	if r := firstOf(
		s.notClosed(), short(FieldDigest, f.Digest, MostShort), short(FieldZone, f.Zone, MostShort),
	); r != nil {
		return nil, r
	}
	if len(f.Except) > MostExcept {
		return nil, &Refusal{Code: TooMany, Field: FieldDigest, Have: len(f.Except), Most: MostExcept}
	}
	if now := s.schedule; now.Digest == f.Digest && now.Zone == f.Zone &&
		now.WorkingDays == f.WorkingDays && slices.Equal(now.Except, f.Except) {
		return nil, nil
	}
	return []Fact{f}, nil
}

// toldAlready refuses another title or buyer once people were told it: they would read
// it nowhere, and whoever comes later would read something else.
func (s *State) toldAlready(field Field, to *string, is string) *Refusal {
	if to == nil || s.stage == Preparing || is == "" || *to == is {
		return nil
	}
	return &Refusal{Code: AlreadyOpen, Field: field}
}

// toldByRelease refuses to change in silence what everybody has read: see TellAbout.
func (s *State) toldByRelease(field Field, to *string, is string) *Refusal {
	if to == nil || s.OpenedAt().IsZero() || *to == is {
		return nil
	}
	return &Refusal{Code: AlreadyOpen, Field: field}
}

// MakeDigest records that a digest was made. A slot is digested once; those
// before it are not made up any more.
func (s *State) MakeDigest(f DigestMade) ([]Fact, *Refusal) {
	if !s.Exists() {
		return nil, &Refusal{Code: NotThere}
	}
	if last := s.scheduled; !f.OnDemand && last != nil && !f.Slot.After(last.Slot) {
		return nil, &Refusal{Code: AlreadyMade, At: last.Slot}
	}
	f.ID = nextID(s.digests, "D")
	return []Fact{f}, nil
}

// Accepts says whether suppliers may answer now: nil, or why not. In a dialogue
// that holds for those who are admitted.
func (s *State) Accepts(now time.Time) *Refusal {
	if r := s.May(DoTalk); r != nil {
		return r
	}
	if closing := s.about.Closing; s.stage == Talking && !closing.IsZero() && !now.Before(closing) {
		return &Refusal{Code: NowClosed, Stage: s.stage, At: closing}
	}
	return nil
}

// notClosed refuses where there is no engagement to change.
func (s *State) notClosed() *Refusal { return s.May(DoSettings) }

// preparing refuses what can be done while preparing only.
func (s *State) preparing() *Refusal { return s.May(DoPrepare) }

func firstOf(refusals ...*Refusal) *Refusal {
	for _, r := range refusals {
		if r != nil {
			return r
		}
	}
	return nil
}

// short refuses text that is too long.
func short(field Field, s string, most int) *Refusal {
	if !utf8.ValidString(s) {
		return &Refusal{Code: Invalid, Field: field}
	}
	if n := utf8.RuneCountInString(s); n > most {
		return &Refusal{Code: TooLong, Field: field, Have: n, Most: most}
	}
	return nil
}

// filled refuses text that is too long, or blank.
func filled(field Field, s string, most int) *Refusal {
	if strings.TrimSpace(s) == "" {
		return &Refusal{Code: Missing, Field: field}
	}
	return short(field, s, most)
}

// given refuses text that is too long, if there is any.
func given(field Field, s *string, most int) *Refusal {
	if s == nil {
		return nil
	}
	return short(field, *s, most)
}

// named refuses what nobody does.
func named(person Person) *Refusal {
	if person == "" {
		return &Refusal{Code: Missing, Field: FieldPerson}
	}
	return nil
}
