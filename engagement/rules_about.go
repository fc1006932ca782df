package engagement

import (
	"slices"
	"time"
	"unicode"
)

// TellAbout changes what everybody asked has read of an engagement that has opened:
// whom to turn to, what it is for, where the privacy notice is. It waits as a release,
// due as said, with what waits of it already; what is again as it was waits no more. A
// number to ring is so at once, and those who use the service are told of it in the same
// way. The same again gives no facts.
func (s *State) TellAbout(now, due time.Time, f EngagementSet) ([]Fact, *Refusal) {
	if r := firstOf(s.opened(), s.notClosed(), s.mayTellAbout(f), named(f.By), s.aboutStands(f)); r != nil {
		return nil, r
	}
	var facts []Fact
	before := s.ahead.about
	changes := slices.Clone(before.Changes)
	for _, wish := range s.aboutWishes(f) {
		if wish.To == s.aboutNow(wish.Part) && !waitsAbout(changes, wish.Part) {
			continue
		}
		if wish.Part == AboutSafetyLine && wish.To != wish.From {
			set, r := s.Set(now, EngagementSet{SafetyLine: f.SafetyLine, By: f.By})
			if r != nil {
				return nil, r
			}
			facts = append(facts, set...)
		}
		if wish.Part != AboutSafetyLine || s.asksUsers() {
			changes = withAbout(changes, wish)
		}
	}
	if slices.Equal(changes, before.Changes) {
		return facts, nil
	}
	told, r := s.asAbout(due, AboutWanted{Release: before.Release, Changes: changes, By: f.By})
	switch {
	case r != nil && len(facts) > 0: // a number to ring is worth more than that it is told of
		return facts, nil
	case r != nil:
		return nil, r
	}
	return append(facts, told...), nil
}

// mayTellAbout refuses what can't be told any more. A number to ring can be given all the
// same.
func (s *State) mayTellAbout(f EngagementSet) *Refusal {
	if f.Contact == nil && f.Purposes == nil && f.Privacy == nil {
		return nil
	}
	return s.MayCarry(Abouts)
}

// asAbout makes a release of what is to be told, has the one that waits say it, or, if
// nothing is left to tell, drops that.
func (s *State) asAbout(due time.Time, f AboutWanted) ([]Fact, *Refusal) {
	if len(f.Changes) == 0 {
		return s.Drop(ReleaseDropped{ID: f.Release, By: f.By})
	}
	if f.Release != "" {
		return append([]Fact{f}, s.touched(f.Release, f.By)...), nil
	}
	if r := s.MayCarry(Abouts); r != nil {
		return nil, r
	}
	f.Release = nextID(s.released, "N")
	return []Fact{ReleaseMade{ID: f.Release, Of: Abouts, Due: due, By: f.By}, f}, nil
}

// aboutStands refuses a value that can't be one.
func (s *State) aboutStands(f EngagementSet) *Refusal {
	for _, p := range f.Purposes {
		if !p.Valid() {
			return &Refusal{Code: Invalid, Field: FieldPurposes}
		}
	}
	return firstOf(s.asker(FieldContact, f.Contact), given(FieldPrivacy, f.Privacy, MostLink), ringable(f.SafetyLine))
}

// ringable refuses a number to ring that is none: the shortest that there is has three
// digits.
func ringable(number *string) *Refusal {
	if number == nil || *number == "" {
		return nil
	}
	digits := 0
	for _, r := range *number {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits < 3 {
		return &Refusal{Code: Invalid, Field: FieldSafetyLine}
	}
	return given(FieldSafetyLine, number, MostShort)
}

// aboutWishes are the parts that a setting names, each from what it is now.
func (s *State) aboutWishes(f EngagementSet) []AboutChange {
	var all []AboutChange
	wish := func(part AboutPart, to *string) {
		if to != nil {
			all = append(all, AboutChange{Part: part, From: s.aboutNow(part), To: *to})
		}
	}
	wish(AboutContact, f.Contact)
	if f.Purposes != nil {
		wish(AboutPurposes, new(purposesSaid(f.Purposes)))
	}
	wish(AboutPrivacy, f.Privacy)
	wish(AboutSafetyLine, f.SafetyLine)
	return all
}

// aboutNow is what everybody reads of a part at present.
func (s *State) aboutNow(part AboutPart) string {
	switch part {
	case AboutContact:
		return s.about.Contact
	case AboutPurposes:
		return purposesSaid(s.about.Purposes)
	case AboutPrivacy:
		return s.about.Privacy
	case AboutSafetyLine:
		return s.about.SafetyLine
	case AboutBuyer:
		return s.about.Buyer
	case AboutTitle:
		return s.about.Title
	}
	return ""
}

func waitsAbout(changes []AboutChange, part AboutPart) bool {
	return slices.ContainsFunc(changes, func(c AboutChange) bool { return c.Part == part })
}

// withAbout adds a change to those that wait, in place of another of the same part, and
// leaves it out where it changes nothing.
func withAbout(changes []AboutChange, wish AboutChange) []AboutChange {
	at := slices.IndexFunc(changes, func(c AboutChange) bool { return c.Part == wish.Part })
	switch {
	case at < 0:
		return append(changes, wish)
	case changes[at].From == wish.To:
		return slices.Delete(changes, at, at+1)
	}
	changes[at].To = wish.To
	return changes
}

// asksUsers says whether people who use services are asked.
func (s *State) asksUsers() bool {
	return slices.ContainsFunc(s.organisations, func(o Organisation) bool { return o.Users })
}

// TellsPurposes says whether those asked are told what else it is for: from then on it
// is a matter of the record alone.
func (s *State) TellsPurposes() bool {
	return (s.stage == Talking || s.stage == Paused) && s.MayCarry(Abouts) == nil
}
