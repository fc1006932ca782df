package conversations

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// The kinds of fact of a rehearsal. They are kept for ever: add kinds, never
// change one.
const (
	kindRehearsing    = "talk.rehearsing"     // rehearsing
	kindRehearsed     = "talk.rehearsed"      // rehearsed
	kindRehearsalOver = "talk.rehearsal-over" // rehearsalOver
)

// rehearsing begins a rehearsal: the engagement as it is then is copied, and
// what happens in the room from now on happens to the copy.
type rehearsing struct {
	N    int               `json:"n"`
	Room bot.Address       `json:"room"`
	By   engagement.Person `json:"by"`
}

// rehearsed is a fact of the copy. Data is its stored form, byte for byte.
type rehearsed struct {
	Kind string `json:"kind"`
	Data string `json:"data"`
}

// rehearsalOver drops the copy.
type rehearsalOver struct {
	N  int               `json:"n"`
	By engagement.Person `json:"by"`
}

// rehearsal is one that is under way.
type rehearsal struct {
	rehearsing
	began time.Time
	inner *Domain
}

// prefix begins the keys of all its messages.
func (r *rehearsal) prefix() string { return fmt.Sprintf("rehearsal-%d:", r.N) }

// isRehearsal says whether a message is one of a rehearsal's.
func isRehearsal(key string) bool { return strings.HasPrefix(key, "rehearsal-") }

// applyRehearsal folds one fact of a rehearsal.
func (d *Domain) applyRehearsal(f bot.Fact) error {
	switch f.Kind {
	case kindRehearsing:
		var begun rehearsing
		if err := into(f, func(r rehearsing) { begun = r }); err != nil {
			return err
		}
		return d.copyInto(begun, f.Time)
	case kindRehearsed:
		var inner bot.Fact
		err := into(f, func(r rehearsed) { inner = bot.Fact{Kind: r.Kind, Time: f.Time, Cause: f.Cause, Data: []byte(r.Data)} })
		if err != nil || d.rehearsal == nil {
			return err
		}
		return d.rehearsal.inner.Apply(inner)
	case kindRehearsalOver:
		return into(f, func(rehearsalOver) {
			if r := d.rehearsal; r != nil {
				d.team.rehearsals = append(d.team.rehearsals, pastRehearsal{Room: r.Room, At: r.began})
			}
			d.rehearsal = nil
		})
	}
	return fmt.Errorf("fold %.80q: %w", f.Kind, bot.ErrUnknownKind)
}

// copyInto makes the copy that is rehearsed on.
func (d *Domain) copyInto(begun rehearsing, at time.Time) error {
	inner, err := d.copied()
	if err != nil {
		return err
	}
	team := d.state.About().Room
	if a, ok := d.address(team); ok {
		inner.talk.rooms[string(team)] = a
	}
	inner.talk.rooms[begun.Room.Key()] = begun.Room
	d.rehearsal = &rehearsal{rehearsing: begun, began: at, inner: inner}
	return nil
}

// copied is the engagement as it is, without what was said in its rooms.
func (d *Domain) copied() (*Domain, error) {
	data, err := d.state.Save()
	if err != nil {
		return nil, fmt.Errorf("copy engagement: %w", err)
	}
	inner := New(d.slug, d.settings).(*Domain)
	if inner.state, err = engagement.Load(data); err != nil {
		return nil, fmt.Errorf("copy engagement: %w", err)
	}
	inner.settings.RecordKey = ""
	return inner, nil
}

// savedRehearsal is the stored form of a rehearsal under way.
type savedRehearsal struct {
	Begun rehearsing      `json:"begun"`
	At    time.Time       `json:"at"`
	Inner json.RawMessage `json:"inner"`
}

func (r *rehearsal) save() (*savedRehearsal, error) {
	if r == nil {
		return nil, nil //nolint:nilnil // nothing to save
	}
	inner, err := r.inner.Save()
	if err != nil {
		return nil, fmt.Errorf("save rehearsal: %w", err)
	}
	return &savedRehearsal{Begun: r.rehearsing, At: r.began, Inner: inner}, nil
}

func (d *Domain) loadRehearsal(s *savedRehearsal) error {
	d.rehearsal = nil
	if s == nil {
		return nil
	}
	inner := New(d.slug, d.settings).(*Domain)
	inner.settings.RecordKey = ""
	if err := inner.Load(s.Inner); err != nil {
		return fmt.Errorf("load rehearsal: %w", err)
	}
	d.rehearsal = &rehearsal{rehearsing: s.Begun, began: s.At, inner: inner}
	return nil
}

// act is what a turn does to the record and the rooms. Within a rehearsal it
// does the same to the copy: facts are wrapped, messages go to the rehearsal's
// room alone, and no room is linked.
type act struct {
	*bot.Tx
	rehearsal *rehearsal
	team      bot.Address
	marked    bool // the answer is a whole page, which says that it is a rehearsal
	last      *bot.Answer
	aside     bool // the answer is kept in last alone, and goes to nobody
}

// Answer sets what goes back to the person.
func (a act) Answer(answer bot.Answer) {
	answer.Pretend = a.rehearsal != nil
	*a.last = answer
	if a.marked && answer.Note != nil {
		note := *answer.Note
		lead := bot.Say("**This is a rehearsal.** You are a pretend supplier, and nothing of what you do here counts.")
		note.Blocks = append(append([]bot.Block{lead}, note.Blocks...), buttons(press("End the rehearsal", "end rehearsal")))
		answer.Note = &note
	}
	if a.aside {
		return
	}
	a.Tx.Answer(answer)
}

// answered is what goes back to the person so far.
func (a act) answered() bot.Answer { return *a.last }

// Record records a fact.
func (a act) Record(kind string, data []byte) error { return a.keep(a.Tx.Record, kind, data) }

// Note records where somebody stands.
func (a act) Note(kind string, data []byte) error { return a.keep(a.Tx.Note, kind, data) }

func (a act) keep(record func(kind string, data []byte) error, kind string, data []byte) error {
	if a.rehearsal == nil {
		return record(kind, data)
	}
	wrapped, err := json.Marshal(rehearsed{Kind: kind, Data: string(data)})
	if err != nil {
		return fmt.Errorf("record %s of a rehearsal: %w", kind, err)
	}
	return record(kindRehearsed, wrapped)
}

// Post makes a message due. What the team would read in its room is shown where
// it is rehearsed.
func (a act) Post(m bot.Message) error {
	r := a.rehearsal
	if r == nil {
		return a.Tx.Post(m)
	}
	here := false
	for _, to := range m.To {
		switch to.Key() {
		case r.Room.Key():
			here = true
		case a.team.Key():
			here = true
			m.Title = strings.TrimSuffix("Your team would read in its room: "+m.Title, ": ")
		}
	}
	if !here {
		return nil
	}
	m.To, m.For = []bot.Address{r.Room}, ""
	if m.Class.Once() {
		m.Class = bot.Notice // who is doubtful about a rehearsal needs not be told
	}
	if a.Tx.Messages().Known(r.prefix() + m.Thread) {
		m.Thread = r.prefix() + m.Thread
	}
	if m.Replaces != "" {
		m.Replaces = r.prefix() + m.Replaces
	}
	m.Key = r.prefix() + m.Key
	return a.Tx.Post(m)
}

// Link says whether a room takes part.
func (a act) Link(room bot.Address, open bool) error {
	if a.rehearsal != nil {
		return nil
	}
	return a.Tx.Link(room, open)
}

// Checkpoint signs the record. A rehearsal is none.
func (a act) Checkpoint() (bot.Checkpoint, error) {
	if a.rehearsal != nil {
		return bot.Checkpoint{}, nil
	}
	return a.Tx.Checkpoint()
}

// Messages is what was posted so far.
func (a act) Messages() posted {
	if a.rehearsal == nil {
		return posted{Messages: a.Tx.Messages()}
	}
	return posted{Messages: a.Tx.Messages(), prefix: a.rehearsal.prefix()}
}

// posted is what was posted so far: in the rehearsal, or outside of any.
type posted struct {
	*bot.Messages
	prefix string
}

// Known says whether the message was posted.
func (p posted) Known(key string) bool { return p.Messages.Known(p.prefix + key) }

// Receipts says what became of a message in each room.
func (p posted) Receipts(key string) []bot.Receipt { return p.Messages.Receipts(p.prefix + key) }

// Room is where the message was posted.
func (p posted) Room(key string) (bot.Address, bool) { return p.Messages.Room(p.prefix + key) }

// Gaps gives what did not arrive, which in a rehearsal does not matter.
func (p posted) Gaps() []bot.Receipt {
	var gaps []bot.Receipt
	for _, g := range p.Messages.Gaps() {
		if p.prefix == "" && !isRehearsal(g.Key) {
			gaps = append(gaps, g)
		}
	}
	return gaps
}
