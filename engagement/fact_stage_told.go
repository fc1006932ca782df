package engagement

import "time"

// Readers are those who read one of the texts with which a stage begins.
type Readers string

// The readers.
const (
	ReadHeard     Readers = "heard"     // suppliers of whom something was heard
	ReadSilent    Readers = "silent"    // suppliers of whom nothing was
	ReadSuppliers Readers = "suppliers" // all of them
	ReadBidders   Readers = "bidders"   // those in the dialogue
	ReadOthers    Readers = "others"    // those who were not in it
	ReadUsers     Readers = "users"     // people who use services
	ReadTable     Readers = "table"     // round tables
)

// StageTold keeps what some read when a stage began, as it was sent. What stood below it
// for one organisation alone is not in it.
type StageTold struct {
	To      Stage
	Readers Readers
	Hash    string
	Content string // in the form of whoever composed it
}

// Kind is the kind of the fact.
func (StageTold) Kind() string { return "stage.told" }

func (f StageTold) fields(c *codec) Fact {
	text(c, "to", &f.To)
	text(c, "readers", &f.Readers)
	text(c, "hash", &f.Hash)
	text(c, "content", &f.Content)
	return f
}

func (f StageTold) apply(s *State, at time.Time) {
	if f.To == s.stage {
		s.ahead.told = append(s.ahead.told, ToldAtStage{f, at})
	}
}

// ToldAtStage is that, and when it went.
type ToldAtStage struct {
	StageTold
	At time.Time
}

func (m *ToldAtStage) snapshot(c *codec) {
	m.StageTold = m.fields(c).(StageTold)
	c.instant("at", &m.At)
}

// ToldAt gives what was read when a stage began at that moment, each text once.
func (s *State) ToldAt(change StageChange) []ToldAtStage {
	var all []ToldAtStage
	for _, m := range s.ahead.told {
		if m.To == change.To && m.At.Equal(change.At) {
			all = append(all, m)
		}
	}
	return all
}
