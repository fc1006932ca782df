package engagement

import (
	"slices"
	"strings"
)

// WantBidder says that somebody is to be admitted to the dialogue that goes on, or to
// be taken out of it, and why. It waits as a release that goes to them alone; one that
// waits for the same bidder gets what is said now.
func (s *State) WantBidder(f BidderWanted, why string) ([]Fact, *Refusal) {
	if r := firstOf(s.opened(), s.May(DoBidders), named(f.By), s.bidderStands(f), filled(FieldReason, why, MostReason)); r != nil {
		return nil, r
	}
	var before BidderWanted
	for _, w := range s.ahead.wanted {
		if f.replaces(w) {
			before = w
		}
	}
	same := before.Newcomer.OfKind == f.Newcomer.OfKind && before.Newcomer.Current == f.Newcomer.Current && slices.Equal(before.Newcomer.Contacts, f.Newcomer.Contacts)
	said := s.asRelease(before.Release, Bidders, why, same, f.By)
	if said == nil {
		return nil, nil
	}
	f.Release = s.releaseAfter(before.Release)
	return append(said, f), nil
}

// bidderStands refuses what can't be wanted of a bidder, or is so already.
func (s *State) bidderStands(f BidderWanted) *Refusal {
	if f.Organisation == "" {
		if !f.In {
			return &Refusal{Code: UnknownOrganisation}
		}
		return firstOf(s.newcomerStands(f.Newcomer), s.roomForBidder())
	}
	o, ok := s.Organisation(f.Organisation)
	switch {
	case !ok || o.Users:
		return &Refusal{Code: UnknownOrganisation, Organisation: f.Organisation}
	case s.Admitted(o.ID) && f.In:
		return &Refusal{Code: AdmittedAlready, Organisation: o.ID}
	case !s.Admitted(o.ID) && !f.In:
		return &Refusal{Code: NoBidder, Organisation: o.ID}
	case f.In:
		return s.roomForBidder()
	}
	return nil
}

func (s *State) roomForBidder() *Refusal {
	if n := len(s.Bidders()); n >= MostBidders {
		return &Refusal{Code: TooMany, Field: FieldOrganisations, Have: n + 1, Most: MostBidders}
	}
	return nil
}

// newcomerStands refuses somebody who can't be asked for the dialogue.
func (s *State) newcomerStands(c Newcomer) *Refusal {
	if !c.OfKind.Valid() || c.OfKind == UsersGroup {
		return &Refusal{Code: Invalid, Field: FieldKind}
	}
	return firstOf(filled(FieldName, c.Name, MostName), s.free("", c.Name, ""))
}

// invites gives the fact that adds a newcomer, as the nth of them, for the dialogue.
func (s *State) invites(c Newcomer, nth int, by Person) OrganisationInvited {
	return OrganisationInvited{ID: nextID(s.invited+nth, "O"), Name: strings.TrimSpace(c.Name), OfKind: c.OfKind, Current: c.Current || c.OfKind == CurrentProvider, By: by}
}

// Bidders gives those who are admitted to the dialogue that has begun.
func (s *State) Bidders() []Organisation {
	var all []Organisation
	for _, o := range s.organisations {
		if s.Admitted(o.ID) {
			all = append(all, o)
		}
	}
	return all
}
