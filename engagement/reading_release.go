package engagement

import (
	"cmp"
	"slices"
	"time"
)

// Releases gives all that was to go to everybody, in the order in which it was
// made: what waits, what was sent and what was dropped.
func (s *State) Releases() []Release { return s.releases }

// Release gives the release with the id.
func (s *State) Release(id string) (Release, bool) {
	if r := s.releaseAt(id); r != nil {
		return *r, true
	}
	return Release{}, false
}

// Sent gives the releases that went to everybody, in that order.
func (s *State) Sent() []Release {
	var sent []Release
	for _, r := range s.releases {
		if !r.Sent.IsZero() {
			sent = append(sent, r)
		}
	}
	slices.SortFunc(sent, func(a, b Release) int { return cmp.Compare(a.Nth, b.Nth) })
	return sent
}

// Waits gives the releases that have been neither sent nor dropped.
func (s *State) Waits() []Release {
	var waits []Release
	for _, r := range s.releases {
		if r.Waiting() {
			waits = append(waits, r)
		}
	}
	return waits
}

// DueNow gives the releases that are ready and whose time has come, in the order
// in which they were made.
func (s *State) DueNow(now time.Time) []Release {
	var due []Release
	for _, r := range s.releases {
		if r.Ready() && !r.Due.After(now) {
			due = append(due, r)
		}
	}
	return due
}

// Prepared gives the changes that wait for their release: those of one, or
// (empty) of all. Nobody but the team may read them.
func (s *State) Prepared(release string) []Prepared {
	var all []Prepared
	for _, p := range s.prepared {
		if release == "" || p.Release == release {
			all = append(all, p)
		}
	}
	return all
}

// PreparedFor gives the change to a section that waits; false: there is none.
func (s *State) PreparedFor(section int) (Prepared, bool) {
	for _, p := range s.prepared {
		if p.Section == section {
			return p, true
		}
	}
	return Prepared{}, false
}

// PlainFor gives the plain words of a section, or what is asked of it in such, that
// wait; false: there are none.
func (s *State) PlainFor(section int) (PlainPrepared, bool) {
	for _, f := range s.plainly {
		if f.Section == section {
			return f, true
		}
	}
	return PlainPrepared{}, false
}

// Gone gives the sections that were taken out after the opening; Reason, Release
// and Revised say why, by what and when.
func (s *State) Gone() []Section { return s.gone }

// EverSection gives the section with the id, one that was taken out, too; gone
// says that it was.
func (s *State) EverSection(id int) (section Section, gone, ok bool) {
	if section, ok = s.Section(id); ok {
		return section, false, true
	}
	for _, section := range s.gone {
		if section.ID == id {
			return section, true, true
		}
	}
	return Section{}, false, false
}

// EverSections gives the sections in the order of the draft, then those that were
// taken out.
func (s *State) EverSections() []Section { return slices.Concat(s.sections, s.gone) }

// Replies gives what was last said of each section to those who answered it.
func (s *State) Replies() []Reply { return s.replies }

// ReplyOn gives what was last said of a section; false: nothing.
func (s *State) ReplyOn(section int) (Reply, bool) {
	for _, r := range s.replies {
		if r.Section == section {
			return r, true
		}
	}
	return Reply{}, false
}

// Slots gives the two slots of a week, as they were set; empty: they were not.
func (s *State) Slots() Slots { return s.slots }

// Question gives the question with the id.
func (s *State) Question(id string) (Question, bool) {
	if q := s.questionAt(id); q != nil {
		return *q, true
	}
	return Question{}, false
}

// MergedInto gives the questions that were merged into the one with the id.
func (s *State) MergedInto(id string) []Question {
	var all []Question
	for _, q := range s.questions {
		if q.Into == id && id != "" {
			all = append(all, q)
		}
	}
	return all
}

// releaseAt gives the release with the id, to be changed; nil: there is none.
func (s *State) releaseAt(id string) *Release {
	for i := range s.releases {
		if s.releases[i].ID == id {
			return &s.releases[i]
		}
	}
	return nil
}
