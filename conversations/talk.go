package conversations

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// The kinds of fact that this package folds: where people stand in the
// conversation. They are kept for ever: add kinds, never change one;
// a field may be added if a fact without it means what it always did.
const (
	kindPlace     = "talk.place"     // placed
	kindRoom      = "talk.room"      // roomed
	kindPreviewed = "talk.previewed" // previewed
	kindFewer     = "talk.fewer"     // fewer
	kindKept      = "talk.kept"      // kept
	kindAsked     = "talk.asked"     // asked
	kindReminded  = "talk.reminded"  // reminded
	kindOutcome   = "talk.outcome"   // wished
)

// placed says where a participant stands now: which section was opened or
// answered last, and what the next plain words will be taken for.
type placed struct {
	Person       engagement.Person `json:"p"`
	Organisation string            `json:"o"`
	Section      int               `json:"s,omitempty"`
	Thread       string            `json:"t,omitempty"` // the platform's message whose thread is about the section
	Awaits       awaiting          `json:"w,omitempty"`
	Stance       engagement.Stance `json:"st,omitempty"` // kept until it is confirmed
	Words        string            `json:"wo,omitempty"` // kept until it is clear what they belong to

	// What came with the kept words, so that nothing of it is lost on the way:
	// above all, that they are commercially sensitive.
	Quotable  bool               `json:"q,omitempty"`
	Sensitive bool               `json:"x,omitempty"`
	Why       string             `json:"y,omitempty"`
	StopsBid  engagement.Bidding `json:"b,omitempty"`
	For       string             `json:"f,omitempty"` // whom a member of a users' group answers for
	Form      bool               `json:"v,omitempty"` // it came by a form, and is answered in its window

	// The platform's message that this is the answer to, and what came of it,
	// so that an edit of the message finds it.
	Message string `json:"m,omitempty"`
	Entries string `json:"e,omitempty"` // ids of answers and questions, comma-separated

	// Revision is the text of the section that stands in the thread, or was shown
	// last; 0: as before.
	Revision int `json:"rv,omitempty"`

	// Asked names the question that waits, which its buttons name, too.
	Asked string `json:"k,omitempty"`

	// The question of the team's that the kept words answer, and the choice with them.
	Inquiry string `json:"iq,omitempty"`
	Choice  int    `json:"ch,omitempty"`
}

// kept words and what came with them, as an answer.
func (p placed) answer() engagement.ResponseGiven {
	return engagement.ResponseGiven{
		Organisation: p.Organisation, Person: p.Person, Section: p.Section, Stance: p.Stance, Words: p.Words,
		Quotable: p.Quotable, Sensitive: p.Sensitive, Why: p.Why, StopsBid: p.StopsBid, For: p.For,
	}
}

// placing is where somebody stands whose answer is kept until something is
// clear.
func placing(f engagement.ResponseGiven, awaits awaiting) placed {
	return placed{
		Section: f.Section, Awaits: awaits, Stance: f.Stance, Words: f.Words,
		Quotable: f.Quotable, Sensitive: f.Sensitive, Why: f.Why, StopsBid: f.StopsBid, For: f.For,
	}
}

// awaiting is what the next plain words of a participant will be taken for.
type awaiting string

// What can be awaited. Stored: add, never change.
const (
	awaitsNothing awaiting = ""
	awaitsWords   awaiting = "words"   // more on the answer just given
	awaitsBid     awaiting = "bid"     // would it stop you from bidding; other words are more on the answer
	awaitsStance  awaiting = "stance"  // which stance the kept words are for
	awaitsReplace awaiting = "replace" // whether the kept answer replaces a colleague's
	awaitsSection awaiting = "section" // which section the kept stance and words are for
	awaitsStep    awaiting = "step"    // why the organisation steps back
	// awaitsQuestion: what is asked of the buying team.
	awaitsQuestion awaiting = "question"
	// awaitsLate: whether the kept answer, which came after the close, is to be
	// added late.
	awaitsLate awaiting = "late"
	// awaitsOutcome: whether somebody who stepped back wants to hear the outcome.
	awaitsOutcome awaiting = "outcome"
	// awaitsSafety: what somebody fears, or whether the kept words are passed on.
	awaitsSafety awaiting = "safety"
	// awaitsConfide: how the kept question, which is sensitive, is to be sent.
	awaitsConfide awaiting = "confide"
	// awaitsPrice: whether the kept answer is sent with the sum of money that it names;
	// awaitsPriceAsked: the same of a kept question.
	awaitsPrice      awaiting = "price"
	awaitsPriceAsked awaiting = "price asked"
	// awaitsSplit: whether the kept words are several answers, or one.
	awaitsSplit awaiting = "split"
	// awaitsStill: whether the kept words go with the view there is.
	awaitsStill awaiting = "still"
)

// roomed keeps how to post in a room.
type roomed struct {
	Room bot.Address `json:"room"`
}

// previewed says that somebody saw what suppliers would see; Hash is of all of
// it.
type previewed struct {
	By   engagement.Person `json:"by"`
	Hash string            `json:"hash"`
}

// fewer says whether an organisation asked for fewer messages.
type fewer struct {
	Organisation string            `json:"o"`
	Person       engagement.Person `json:"p"`
	On           bool              `json:"on"`
}

// wished says whether an organisation that has stepped back wants to hear the
// outcome.
type wished struct {
	Organisation string            `json:"o"`
	Person       engagement.Person `json:"p"`
	On           bool              `json:"on"`
}

// kept says that a response carries the view of somebody else than the person
// who gave it, who only added words.
type kept struct {
	Organisation string            `json:"o"`
	Section      int               `json:"s"`
	Response     string            `json:"r"`
	Person       engagement.Person `json:"p"` // whose view it is
}

// asked says that something optional was asked of a participant, so that it is
// not asked for ever.
type asked struct {
	Organisation string            `json:"o"`
	Person       engagement.Person `json:"p"`
	What         string            `json:"w"`
}

// What is asked so.
const (
	askedWho  = "who"  // who is speaking
	askedLast = "last" // the last questions
)

// askedBefore is how often that was asked, and when last.
type askedBefore struct {
	asked
	Times int       `json:"n"`
	Last  time.Time `json:"at"`
}

// reminded says which organisations were reminded in a slot.
type reminded struct {
	Slot          time.Time `json:"slot"`
	Organisations []string  `json:"o,omitempty"`
}

// origin is a message on the platform and what came of it.
type origin struct {
	Message string            `json:"m"`
	Person  engagement.Person `json:"p"`
	Entries string            `json:"e"`
}

// mostOrigins is how many messages of one organisation are remembered for their
// edits.
const mostOrigins = 128

// mostThreads is how many threads of one organisation are remembered.
const mostThreads = 64

// talk is the fold of those facts.
type talk struct {
	places  map[engagement.Participation]standing
	threads map[string][]thread // by organisation, oldest first
	rooms   map[string]bot.Address
	kept    map[spot]kept
	seen    string // hash of the last preview
	fewer   map[string]bool
	outcome map[string]bool                     // by organisation, as far as it said so
	after   map[string]string                   // by organisation, what it wants to hear after the close
	silent  map[engagement.Participation]string // the same of one member of a users' group
	opened  map[string]time.Time                // by room, when a page was first opened that has the sections
	ended   map[string]endedAt                  // by room, or room and person, whose way in was taken back
	asked   map[asked]askedBefore
	origins map[string][]origin // by organisation, oldest first
	remind  time.Time           // the last slot in which anybody was, or would have been, reminded
	reminds map[string]time.Time
	// forewarned is when talking ends by itself, as the team was told last.
	forewarned time.Time
}

// spot is the answer of one organisation to one section.
type spot struct {
	organisation string
	section      int
}

// standing is where a participant stands, and since when.
type standing struct {
	placed
	Since time.Time `json:"at"`
}

// thread is a thread on the platform that is about a section.
type thread struct {
	ID      string `json:"t"`
	Section int    `json:"s"`
	// Revision is the text that stands in it; 0: it was not kept.
	Revision int `json:"rv,omitempty"`
}

func newTalk() talk {
	return talk{
		places:  map[engagement.Participation]standing{},
		threads: map[string][]thread{},
		rooms:   map[string]bot.Address{},
		kept:    map[spot]kept{},
		fewer:   map[string]bool{},
		outcome: map[string]bool{},
		after:   map[string]string{},
		silent:  map[engagement.Participation]string{},
		opened:  map[string]time.Time{},
		ended:   map[string]endedAt{},
		asked:   map[asked]askedBefore{},
		origins: map[string][]origin{},
		reminds: map[string]time.Time{},
	}
}

// apply folds one fact. An unknown kind is bot.ErrUnknownKind.
func (t *talk) apply(f bot.Fact) error {
	switch f.Kind {
	case kindPlace:
		return into(f, func(p placed) { t.put(f.Time, p) })
	case kindRoom:
		return into(f, func(r roomed) { t.rooms[r.Room.Key()] = r.Room })
	case kindPreviewed:
		return into(f, func(p previewed) { t.seen = p.Hash })
	case kindFewer:
		return into(f, func(w fewer) { t.fewer[w.Organisation] = w.On })
	case kindOutcome:
		return into(f, func(w wished) { t.outcome[w.Organisation] = w.On })
	case kindAfter:
		return into(f, func(a heardAfter) {
			if a.Alone {
				t.silent[engagement.Participation{Person: a.Person, Organisation: a.Organisation}] = a.What
				return
			}
			t.after[a.Organisation] = a.What
		})
	case kindOpened:
		return into(f, func(p pageOpened) { t.opened[p.Room] = f.Time })
	case kindEnded:
		return into(f, func(e linksEnded) { t.ended[endedKey(e.Room, e.Person)] = endedAt{At: f.Time, By: e.By} })
	case kindForewarned:
		return into(f, func(w forewarned) { t.forewarned = w.At })
	case kindKept:
		return into(f, func(k kept) { t.kept[spot{k.Organisation, k.Section}] = k })
	case kindAsked:
		return into(f, func(a asked) { t.asked[a] = askedBefore{a, t.asked[a].Times + 1, f.Time} })
	case kindReminded:
		return into(f, func(r reminded) {
			t.remind = r.Slot
			for _, o := range r.Organisations {
				t.reminds[o] = f.Time
			}
		})
	}
	return fmt.Errorf("fold %.80q: %w", f.Kind, bot.ErrUnknownKind)
}

func into[T any](f bot.Fact, apply func(T)) error {
	var fact T
	if err := json.Unmarshal(f.Data, &fact); err != nil {
		return fmt.Errorf("decode %s: %w", f.Kind, err)
	}
	apply(fact)
	return nil
}

func (t *talk) put(at time.Time, p placed) {
	t.places[engagement.Participation{Person: p.Person, Organisation: p.Organisation}] = standing{p, at}
	t.putOrigin(p)
	if p.Thread == "" || p.Section == 0 {
		return
	}
	if p.Revision == 0 {
		p.Revision = t.textOf(p.Organisation, p.Thread, p.Section)
	}
	threads := slices.DeleteFunc(t.threads[p.Organisation], func(known thread) bool { return known.ID == p.Thread })
	if len(threads) >= mostThreads {
		threads = slices.Delete(threads, 0, 1)
	}
	t.threads[p.Organisation] = append(threads, thread{p.Thread, p.Section, p.Revision})
}

// putOrigin remembers which message what was recorded came from.
func (t *talk) putOrigin(p placed) {
	if p.Message == "" || p.Entries == "" {
		return
	}
	origins := t.origins[p.Organisation]
	if len(origins) >= mostOrigins {
		origins = slices.Delete(origins, 0, 1)
	}
	t.origins[p.Organisation] = append(origins, origin{p.Message, p.Person, p.Entries})
}

// originOf gives what came of a message of that person.
func (t *talk) originOf(organisation string, p engagement.Person, message string) (origin, bool) {
	for _, o := range slices.Backward(t.origins[organisation]) {
		if o.Message == message && o.Person == p && message != "" {
			return o, true
		}
	}
	return origin{}, false
}

// sectionOf gives the section that a thread is about; 0: none is known.
func (t *talk) sectionOf(organisation, id string) int {
	for _, known := range t.threads[organisation] {
		if known.ID == id && id != "" {
			return known.Section
		}
	}
	return 0
}

// textOf gives the revision of a section's text that stands in a thread; 0: none is
// known.
func (t *talk) textOf(organisation, id string, section int) int {
	for _, known := range t.threads[organisation] {
		if known.ID == id && known.Section == section && id != "" {
			return known.Revision
		}
	}
	return 0
}

// savedTalk is the stored form of the fold.
type savedTalk struct {
	Places  []standing           `json:"places"`
	Threads map[string][]thread  `json:"threads"`
	Rooms   []bot.Address        `json:"rooms"`
	Kept    []kept               `json:"kept"`
	Seen    string               `json:"seen"`
	Fewer   map[string]bool      `json:"fewer"`
	Outcome map[string]bool      `json:"outcome,omitempty"`
	After   map[string]string    `json:"after,omitempty"`
	Silent  []heardAfter         `json:"silent,omitempty"`
	Opened  map[string]time.Time `json:"opened,omitempty"`
	Ended   map[string]endedAt   `json:"ended,omitempty"`
	Asked   []askedBefore        `json:"asked"`
	Origins map[string][]origin  `json:"origins"`
	Remind  time.Time            `json:"remind,omitzero"`
	Reminds map[string]time.Time `json:"reminds"`

	Forewarned time.Time `json:"forewarned,omitzero"`
}

func (t *talk) save() savedTalk {
	s := savedTalk{
		Threads: t.threads, Seen: t.seen, Fewer: t.fewer, Outcome: t.outcome, After: t.after, Opened: t.opened, Ended: t.ended, Origins: t.origins, Remind: t.remind, Reminds: t.reminds,
		Forewarned: t.forewarned,
	}
	for _, a := range t.asked {
		s.Asked = append(s.Asked, a)
	}
	slices.SortFunc(s.Asked, func(a, b askedBefore) int {
		return compare(a.Organisation, b.Organisation, string(a.Person), string(b.Person), a.What, b.What)
	})
	for by, what := range t.silent {
		s.Silent = append(s.Silent, heardAfter{Organisation: by.Organisation, Person: by.Person, What: what, Alone: true})
	}
	slices.SortFunc(s.Silent, func(a, b heardAfter) int {
		return compare(a.Organisation, b.Organisation, string(a.Person), string(b.Person))
	})
	for _, p := range t.places {
		s.Places = append(s.Places, p)
	}
	slices.SortFunc(s.Places, func(a, b standing) int {
		return compare(a.Organisation, b.Organisation, string(a.Person), string(b.Person))
	})
	for _, room := range t.rooms {
		s.Rooms = append(s.Rooms, room)
	}
	slices.SortFunc(s.Rooms, func(a, b bot.Address) int { return compare(a.Adapter, b.Adapter, a.Room, b.Room) })
	for _, k := range t.kept {
		s.Kept = append(s.Kept, k)
	}
	slices.SortFunc(s.Kept, func(a, b kept) int {
		return cmp.Or(cmp.Compare(a.Organisation, b.Organisation), cmp.Compare(a.Section, b.Section))
	})
	return s
}

func (t *talk) load(s savedTalk) {
	*t = newTalk()
	for _, p := range s.Places {
		t.places[engagement.Participation{Person: p.Person, Organisation: p.Organisation}] = p
	}
	for _, room := range s.Rooms {
		t.rooms[room.Key()] = room
	}
	maps.Copy(t.threads, s.Threads)
	maps.Copy(t.fewer, s.Fewer)
	maps.Copy(t.outcome, s.Outcome)
	maps.Copy(t.after, s.After)
	maps.Copy(t.opened, s.Opened)
	maps.Copy(t.ended, s.Ended)
	for _, a := range s.Silent {
		t.silent[engagement.Participation{Person: a.Person, Organisation: a.Organisation}] = a.What
	}
	maps.Copy(t.origins, s.Origins)
	maps.Copy(t.reminds, s.Reminds)
	for _, a := range s.Asked {
		t.asked[a.asked] = a
	}
	t.remind, t.forewarned = s.Remind, s.Forewarned
	for _, k := range s.Kept {
		t.kept[spot{k.Organisation, k.Section}] = k
	}
	t.seen = s.Seen
}

// holder is whose view a response carries.
func (t *talk) holder(r *engagement.Response) engagement.Person {
	if k := t.kept[spot{r.Organisation, r.Section}]; k.Response == r.ID {
		return k.Person
	}
	return r.Person
}
