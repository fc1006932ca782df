package engagement

import (
	"slices"
	"strconv"
	"time"
)

// State is what the facts of one engagement add up to. The zero value is an
// engagement of which nothing happened yet.
//
// It is for one goroutine. What its methods return must not be changed, and
// slices are good until the next Apply; the values in them stay good.
type State struct {
	about          About
	stage          Stage
	changes        []StageChange
	schedule       Schedule
	draft          Draft
	sections       []Section
	sectionAt      map[int]int   // section's id → its place in sections
	voices         [][]*Response // for each section: one per voice, in the order of organisations, then persons
	organisations  []Organisation
	organisationAt map[string]int // organisation's id → its place in organisations
	participants   []Participant
	speaks         map[Participation]bool
	questions      []Question
	scheduled      *DigestMade // the last of each
	onDemand       *DigestMade
	declarations   []Declaration
	lastWords      []LastWords
	late           []Late
	marks          map[string]Mark // by the id of what is marked
	tables         []Table
	apart          apart
	slots          Slots
	releases       []Release
	prepared       []Prepared
	plainly        []PlainPrepared // that wait for their release
	gone           []Section       // taken out since it opened
	goneVoices     [][]*Response   // for each of these: as voices
	replies        []Reply
	inquiring      inquiring
	ahead          ahead
	fair           fair
	market         marketNotices

	// The last number of each sort of id.
	given, asked, invited, digests, closed, lateAsked, saidOpenly, released int

	sent    int // releases
	highest int // id that a section ever had

	last time.Time
}

// Apply folds one fact in. It takes any fact in any order: what makes no
// sense, and what was there before, changes nothing. Times are kept in UTC to
// the millisecond.
func (s *State) Apply(at time.Time, f Fact) {
	if f == nil {
		return
	}
	if _, first := f.(EngagementCreated); !first && !s.Exists() {
		return
	}
	at = toMillisecond(at)
	f.apply(s, at)
	s.last = at
}

// toMillisecond gives the time as the record keeps it.
func toMillisecond(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Millisecond)
}

// takeID checks that id is the letter and a number above the last, and makes
// that the last. Ids only grow, so any other has been here before.
func takeID(last *int, letter byte, id string) bool {
	if len(id) < 2 || id[0] != letter || id[1] == '+' {
		return false
	}
	n, err := strconv.Atoi(id[1:])
	if err != nil || n <= *last {
		return false
	}
	*last = n
	return true
}

// nextID is the id that takeID will take.
func nextID(last int, letter string) string { return letter + strconv.Itoa(last+1) }

// addSection adds a section at the end. Its id must be new and above zero.
func (s *State) addSection(section Section) {
	if _, again := s.sectionAt[section.ID]; again || section.ID <= 0 {
		return
	}
	if s.sectionAt == nil {
		s.sectionAt = make(map[int]int)
	}
	if !section.Standing.Valid() {
		section.Standing = Open
	}
	s.highest = max(s.highest, section.ID)
	s.sectionAt[section.ID] = len(s.sections)
	s.sections = append(s.sections, section)
	s.voices = append(s.voices, nil)
}

// addOrganisation adds an organisation at the end.
func (s *State) addOrganisation(o Organisation) {
	if s.organisationAt == nil {
		s.organisationAt = make(map[string]int)
	}
	s.organisationAt[o.ID] = len(s.organisations)
	s.organisations = append(s.organisations, o)
}

// addParticipant adds a participant at the end.
func (s *State) addParticipant(p Participant) {
	if s.speaks == nil {
		s.speaks = make(map[Participation]bool)
	}
	s.speaks[Participation{p.Person, p.Organisation}] = true
	s.participants = append(s.participants, p)
}

// addVoice puts r in the place of what the same voice said of the section.
func (s *State) addVoice(section int, r *Response) {
	voices := s.voices[section]
	i, found := slices.BinarySearchFunc(voices, r, byVoice)
	if !found {
		s.voices[section] = slices.Insert(voices, i, r)
		return
	}
	voices[i] = s.follow(section, voices[i], r)
}

// byVoice orders responses to one section. An organisation is one voice; in a
// users' group each member is one.
func byVoice(a, b *Response) int {
	if a.place != b.place {
		return a.place - b.place
	}
	if !a.users || a.Person == b.Person {
		return 0
	}
	if a.Person < b.Person {
		return -1
	}
	return 1
}
