package engagement

import (
	"time"
	"unicode/utf8"
)

// TellOne records what somebody of the team told one supplier, at whatever
// stage: it was said. There are words, or a file of that id.
func (s *State) TellOne(f ToldOne) ([]Fact, *Refusal) {
	if !s.Exists() {
		return nil, &Refusal{Code: NotThere}
	}
	if r := firstOf(named(f.Person), short(FieldWords, f.Text, MostTold)); r != nil {
		return nil, r
	}
	if _, ok := s.Organisation(f.Organisation); !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	if f.Text == "" && f.File == "" {
		return nil, &Refusal{Code: Missing, Field: FieldWords}
	}
	if _, ok := s.Section(f.Section); !ok {
		f.Section = 0
	}
	f.ID = nextID(s.apart.lastTold, "A")
	return []Fact{f}, nil
}

// ChangeTold records that the message was changed or taken back. The same words
// again, or taken back a second time, give no facts.
func (s *State) ChangeTold(f ToldChanged) ([]Fact, *Refusal) {
	t, ok := s.ToldBy(f.ID)
	switch {
	case !ok:
		return nil, &Refusal{Code: UnknownTold}
	case !f.How.Valid() || f.How == NoMark:
		return nil, &Refusal{Code: Invalid}
	case f.How == Edited && f.Text == t.Text, f.How == TakenBack && t.Mark == TakenBack:
		return nil, nil
	}
	if r := firstOf(named(f.By), short(FieldWords, f.Text, MostTold)); r != nil {
		return nil, r
	}
	if f.How == TakenBack {
		f.Text = ""
	}
	return []Fact{f}, nil
}

// AskTold puts it to the team, once.
func (s *State) AskTold(f ToldAsked) ([]Fact, *Refusal) {
	t, ok := s.ToldBy(f.ID)
	switch {
	case !ok:
		return nil, &Refusal{Code: UnknownTold}
	case !t.Waiting() || !t.Asked.IsZero():
		return nil, nil
	}
	if r := named(f.By); r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// DraftTold records that it was prepared for everybody, as a release that waits.
func (s *State) DraftTold(f ToldDrafted) ([]Fact, *Refusal) {
	t, ok := s.ToldBy(f.ID)
	r, made := s.Release(f.Release)
	switch {
	case !ok:
		return nil, &Refusal{Code: UnknownTold}
	case !made || !r.Waiting():
		return nil, &Refusal{Code: UnknownRelease, Release: f.Release}
	case !t.Waiting() || t.Release == f.Release:
		return nil, nil
	}
	if refusal := named(f.By); refusal != nil {
		return nil, refusal
	}
	return []Fact{f}, nil
}

// ClaimTold records what its author says it was about that was only practical.
func (s *State) ClaimTold(f ToldClaimed) ([]Fact, *Refusal) {
	t, ok := s.ToldBy(f.ID)
	switch {
	case !ok:
		return nil, &Refusal{Code: UnknownTold}
	case !t.Waiting() || t.About == f.About && !t.Claimed.IsZero():
		return nil, nil
	}
	if r := firstOf(named(f.By), filled(FieldReason, f.About, MostReason)); r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// SettleTold says what became of it, once. What was only practical was about
// something: what its author said, unless f says it.
func (s *State) SettleTold(f ToldSettled) ([]Fact, *Refusal) {
	t, ok := s.ToldBy(f.ID)
	switch {
	case !ok:
		return nil, &Refusal{Code: UnknownTold}
	case !f.How.Valid():
		return nil, &Refusal{Code: Invalid}
	case !t.Waiting():
		return nil, nil
	}
	if r := firstOf(named(f.By), short(FieldReason, f.About, MostReason)); r != nil {
		return nil, r
	}
	if f.How == ToldPractical && f.About == "" && t.About == "" {
		return nil, &Refusal{Code: Missing, Field: FieldReason}
	}
	return []Fact{f}, nil
}

// ShareFile records a file that somebody shared in an organisation's own room:
// the team at whatever stage, an organisation as long as it may answer. A longer
// name is cut, for the end of it says what it is.
func (s *State) ShareFile(now time.Time, f FileShared) ([]Fact, *Refusal) {
	if !f.Home {
		if r := s.mayTalk(now, f.Organisation); r != nil {
			return nil, r
		}
	}
	if _, ok := s.Organisation(f.Organisation); !ok {
		return nil, &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	}
	f.Name = shortened(f.Name, MostFileName)
	if r := firstOf(named(f.Person), short(FieldFile, f.Name, MostFileName), filled(FieldFile, f.Blob, MostShort)); r != nil {
		return nil, r
	}
	if n := s.filesOf(f.Organisation); n >= MostFiles {
		return nil, &Refusal{Code: TooMany, Field: FieldFiles, Have: n + 1, Most: MostFiles}
	}
	if _, ok := s.Section(f.Section); !ok {
		f.Section = 0
	}
	f.ID = nextID(s.apart.lastFile, "F")
	if f.Home {
		return []Fact{f}, nil
	}
	return append(s.joining(f.Person, f.Organisation), f), nil
}

func (s *State) filesOf(organisation string) int {
	n := 0
	for _, f := range s.apart.files {
		if f.Organisation == organisation {
			n++
		}
	}
	return n
}

// shortened takes as much from the middle of a name as makes it fit.
func shortened(name string, most int) string {
	if utf8.RuneCountInString(name) <= most {
		return name
	}
	r := []rune(name)
	end := most / 3
	return string(r[:most-end-1]) + "…" + string(r[len(r)-end:])
}
