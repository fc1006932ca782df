// Package journaltest is the one suite that every journal.Store must pass:
// each rule of the contract is a case with a name. It knows no store; a store
// comes to it as a [Harness]. The suite itself is tested with stores that
// each break one rule.
package journaltest

import (
	"context"
	"strings"
	"testing"
	"time"

	"soundings/journal"
)

// TB is what a case needs of a test. Every testing.TB is one; the test of the
// suite itself brings another, to see a case fail.
type TB interface {
	Helper()
	Cleanup(f func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Skipf(format string, args ...any)
}

// Harness is one store, new and empty, and what may be done to it.
type Harness struct {
	// Store is open. The suite closes it, and all that Open gives.
	Store journal.Store
	// Open gives another store on the same data, as another process, or the
	// same one after a restart, would have. It fails the test if it cannot.
	Open func(tb TB) journal.Store
	// Shared says that Open works while Store is still open. Otherwise the
	// suite closes the one before it opens the other.
	Shared bool
	// Corrupt alters the stored bytes of a blob behind the store's back; nil
	// where a test has no way to do it.
	Corrupt func(tb TB, h journal.Hash)
	// Advance moves the time by which leases run out; nil where that is real
	// time, and the suite waits for it.
	Advance func(d time.Duration)
}

// Case is one rule of the contract.
type Case struct {
	Name  string // part/rule
	Check func(ctx context.Context, tb TB, h Harness)
}

// Cases gives all cases, in the order of the contract.
func Cases() []Case {
	var all []Case
	for _, part := range []struct {
		name  string
		cases []Case
	}{
		{"append", appendCases()},
		{"barrier", barrierCases()},
		{"read", readCases()},
		{"streams", streamsCases()},
		{"writers", writersCases()},
		{"watch", watchCases()},
		{"lease", leaseCases()},
		{"snapshot", snapshotCases()},
		{"blob", blobCases()},
		{"cell", cellCases()},
		{"life", lifeCases()},
	} {
		for _, c := range part.cases {
			all = append(all, Case{Name: part.name + "/" + c.Name, Check: c.Check})
		}
	}
	return all
}

// Run runs every case as a subtest, each on a store of its own from open.
func Run(t *testing.T, open func(t *testing.T) Harness) {
	t.Helper()
	for _, c := range Cases() {
		t.Run(strings.ReplaceAll(c.Name, " ", "_"), func(t *testing.T) {
			Check(t.Context(), t, c, open(t))
		})
	}
}

// patience bounds a case: what has not come by then is missing.
const patience = 30 * time.Second

// Check runs one case on h and closes the store after it.
func Check(ctx context.Context, tb TB, c Case, h Harness) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	tb.Cleanup(func() {
		cancel()
		if err := h.Store.Close(); err != nil {
			tb.Errorf("Close = %v, want nil", err)
		}
	})
	c.Check(ctx, tb, h)
}
