package journal_test

import (
	"testing"
	"testing/synctest"

	"soundings/journal"
	"soundings/journal/journaltest"
)

func TestMemory(t *testing.T) {
	journaltest.Run(t, func(*testing.T) journaltest.Harness {
		m := journal.NewMemory()
		return journaltest.Harness{
			Store:  m,
			Shared: true,
			Open:   func(journaltest.TB) journal.Store { return m.Open() },
		}
	})
}

// TestMemoryInBubble shows that a test with fake time may use Memory: nothing
// in it keeps a bubble from ending or its time from passing.
func TestMemoryInBubble(t *testing.T) {
	for _, c := range journaltest.Cases() {
		t.Run(c.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := journal.NewMemory()
				journaltest.Check(t.Context(), t, c, journaltest.Harness{
					Store:  m,
					Shared: true,
					Open:   func(journaltest.TB) journal.Store { return m.Open() },
				})
			})
		})
	}
}
