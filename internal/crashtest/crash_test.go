package crashtest_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"soundings/bot"
	"soundings/internal/crashtest"
	"soundings/internal/redistest"
	"soundings/internal/secret"
	"soundings/journal"
	"soundings/journal/redis"
	"soundings/journal/sqlite"
)

const (
	engagements = 8
	suppliers   = 3
)

// kills is how often each service is killed: over a hundred for both, or as
// many as SOUNDINGS_KILLS says.
func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("SOUNDINGS_KILLS")
	switch {
	case text != "":
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("SOUNDINGS_KILLS=%s is not a number", text)
		}
		return n
	case testing.Short():
		return 3
	}
	return 55
}

// bed is a service on one kind of store.
type bed struct {
	t      *testing.T
	binary string
	dir    string
	redis  *redistest.Server // or nil
	town   *crashtest.Town

	process *exec.Cmd
	exited  chan struct{}
	errors  bytes.Buffer
}

func newBed(t *testing.T, onRedis bool) *bed {
	t.Helper()
	b := &bed{t: t, dir: t.TempDir(), binary: binary(t), town: crashtest.NewTown()}
	if onRedis {
		b.redis = redistest.Start(t)
	}
	return b
}

var buildOnce = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "linesbot-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "linesbot")
	out, err := exec.Command("go", "build", "-o", path, "soundings/internal/cmd/linesbot").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build linesbot: %w\n%s", err, out)
	}
	return path, nil
})

// binary builds the service, once: a process that is killed has to be the
// service itself, not a tool that runs it.
func binary(t *testing.T) string {
	t.Helper()
	path, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := buildOnce(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

func (b *bed) posts() string { return filepath.Join(b.dir, "posts.jsonl") }

// start runs the service and tells the town where it is.
func (b *bed) start() {
	b.t.Helper()
	args := []string{"-data", b.dir, "-posts", b.posts()}
	if b.redis != nil {
		args = append(args, "-redis", "redis://"+b.redis.Addr)
	}
	b.process = exec.Command(b.binary, args...)
	b.errors.Reset()
	b.process.Stderr = &b.errors
	out, err := b.process.StdoutPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.process.Start(); err != nil {
		b.t.Fatal(err)
	}
	first, err := bufio.NewReader(out).ReadString('\n')
	addr, ok := strings.CutPrefix(strings.TrimSpace(first), "listening ")
	if err != nil || !ok {
		_ = b.process.Process.Kill()
		_ = b.process.Wait()
		b.t.Fatalf("the service did not start: %q, %v\n%s", first, err, b.errors.String())
	}
	b.exited = make(chan struct{})
	go func(p *exec.Cmd, exited chan struct{}) {
		_, _ = io.Copy(io.Discard, out)
		_ = p.Wait()
		close(exited)
	}(b.process, b.exited)
	b.town.Serve(addr)
}

func (b *bed) end(signal syscall.Signal) {
	b.t.Helper()
	_ = b.process.Process.Signal(signal)
	<-b.exited
	b.town.Serve("")
}

// open opens the store to look at, while no service runs.
func (b *bed) open() journal.Store {
	b.t.Helper()
	var store journal.Store
	var err error
	if b.redis != nil {
		store, err = redis.Open(b.t.Context(), redis.Options{URL: secret.New("redis://" + b.redis.Addr)})
	} else {
		store, err = sqlite.OpenReader(b.t.Context(), sqlite.Options{Path: filepath.Join(b.dir, "soundings.db")})
	}
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { _ = store.Close() })
	return store
}

// said keeps every line that was acknowledged, to say it again.
type said struct {
	mu    sync.Mutex
	lines []crashtest.Line
}

func (s *said) add(l crashtest.Line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, l)
}

func (s *said) all() []crashtest.Line {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]crashtest.Line(nil), s.lines...)
}

const sample = `import
# What we hope for
People stay safe and independent at home for longer.
# When an alarm is raised
A person answers within sixty seconds, day and night.
# How we pay
Part of the payment depends on what changes for people.
# Equipment people already have
The service works with compatible devices.`

// prepare takes one engagement from nothing to open.
func prepare(ctx context.Context, t *testing.T, b *bed, e int) {
	t.Helper()
	p := b.town.Person()
	defer p.Close()
	steps := []string{fmt.Sprintf("new Engagement %d", e), sample, "closes 1 December " + strconv.Itoa(time.Now().Year()+2)}
	for s := range suppliers {
		steps = append(steps, fmt.Sprintf("invite Firm %d-%d, small firm in #%s", e, s, room(e, s)))
	}
	steps = append(steps, "buyer Westmere County Council", "preview", "open now", "I declare: no interest")
	for i, text := range steps {
		l := crashtest.Line{ID: fmt.Sprintf("prepare-%d-%d", e, i), Room: team(e), Person: fmt.Sprint("dana", e), Home: true, Text: text}
		r, err := p.Say(ctx, l, "")
		if err != nil {
			t.Error(err)
			return
		}
		t.Logf("%s: %.60q → %.200q", l.ID, text, r.Note)
	}
}

func team(e int) string    { return fmt.Sprintf("team-%d", e) }
func room(e, s int) string { return fmt.Sprintf("room-%d-%d", e, s) }

// speak says one new thing after the other until stop, and sometimes an old
// one again, as platforms do.
func speak(ctx context.Context, t *testing.T, b *bed, who string, stop *atomic.Bool, kept *said, seed uint64, next func(n int, mark string) crashtest.Line) {
	p := b.town.Person()
	defer p.Close()
	chance := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test that can be repeated
	var mine []crashtest.Line
	for n := 0; !stop.Load(); n++ {
		mark := fmt.Sprintf("mark-%s-%d.", who, n)
		l := next(n, mark)
		l.ID = fmt.Sprintf("%s-%d", who, n)
		if _, err := p.Say(ctx, l, mark); err != nil {
			t.Error(err)
			return
		}
		kept.add(l)
		mine = append(mine, l)
		if chance.IntN(5) == 0 {
			old := mine[chance.IntN(len(mine))]
			if _, err := p.Say(ctx, old, fmt.Sprintf("mark-%s.", old.ID)); err != nil {
				t.Error(err)
				return
			}
		}
	}
}

func TestCrashLosesNothing(t *testing.T) {
	for _, c := range []struct {
		name    string
		onRedis bool
	}{{"sqlite", false}, {"redis", true}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			killAgainAndAgain(t, newBed(t, c.onRedis))
		})
	}
}

func killAgainAndAgain(t *testing.T, b *bed) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	b.start()
	var all sync.WaitGroup
	for e := range engagements {
		all.Go(func() { prepare(ctx, t, b, e) })
	}
	all.Wait()
	if t.Failed() {
		t.Fatalf("nothing to kill:\n%s", b.errors.String())
	}

	var stop atomic.Bool
	kept := &said{}
	for e := range engagements {
		for s := range suppliers {
			all.Go(func() {
				speak(ctx, t, b, fmt.Sprintf("s-%d-%d", e, s), &stop, kept, uint64(e*10+s), func(n int, mark string) crashtest.Line {
					text := fmt.Sprintf("%d %s: because of %s", n%4+1, []string{"risk", "works", "can't", "unclear", "further"}[n%5], mark)
					if n%7 == 3 {
						text = "ask: what about " + mark
					}
					return crashtest.Line{Room: room(e, s), Person: fmt.Sprintf("ana-%d-%d", e, s), Text: text}
				})
			})
		}
		all.Go(func() {
			speak(ctx, t, b, fmt.Sprintf("d-%d", e), &stop, kept, uint64(1000+e), func(int, string) crashtest.Line {
				return crashtest.Line{Room: team(e), Person: fmt.Sprint("dana", e), Home: true, Text: "digest"}
			})
		})
	}
	chance := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // a test that can be repeated
	storeKills := 0
	for i := range kills(t) {
		select {
		case <-b.town.Ledger.After(1 + chance.IntN(60)):
		case <-ctx.Done():
			t.Fatalf("kill %d: nothing was acknowledged any more:\n%s", i, b.errors.String())
		}
		if b.redis != nil && i%5 == 4 {
			b.redis.Kill() // in the middle of it; the service notices
			storeKills++
			if i%10 == 4 {
				b.end(syscall.SIGKILL)
			}
			b.redis.Restart()
			if i%10 != 4 {
				continue
			}
		} else {
			b.end(syscall.SIGKILL)
		}
		b.start()
	}
	stop.Store(true)
	all.Wait()
	if t.Failed() {
		t.Log(b.errors.String())
	}
	b.end(syscall.SIGTERM)

	before := decided(t, b.open())
	b.start()
	redeliver(ctx, t, b, kept.all())
	b.end(syscall.SIGTERM)
	checkRecord(t, b)
	if diff := cmp.Diff(before, decided(t, b.open())); diff != "" {
		t.Errorf("delivering everything again twice changed the record (-before +after):\n%s", diff)
	}
	tries, acked := b.town.Ledger.Counts()
	t.Logf("%d kills of the service, %d of the store; %d lines sent, %d events acknowledged", kills(t)-storeKills/2, storeKills, tries, acked)
}

// redeliver says everything again, twice, in another order.
func redeliver(ctx context.Context, t *testing.T, b *bed, lines []crashtest.Line) {
	t.Helper()
	var all sync.WaitGroup
	const people = 16
	for k := range people {
		all.Go(func() {
			p := b.town.Person()
			defer p.Close()
			for range 2 {
				for i := len(lines) - 1 - k; i >= 0; i -= people {
					if _, err := p.Say(ctx, lines[i], fmt.Sprintf("mark-%s.", lines[i].ID)); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	all.Wait()
}

// decided counts, by stream and kind, what people caused, and checks the
// chain of every stream.
func decided(t *testing.T, store journal.Store) map[string]int {
	t.Helper()
	found := map[string]int{}
	for stream, err := range store.Streams(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := journal.Verify(t.Context(), store, stream, journal.Head{}); err != nil {
			t.Error(err)
		}
		for r, err := range store.Read(t.Context(), stream, 0) {
			if err != nil {
				t.Fatal(err)
			}
			f, err := bot.Decode(r.Data)
			if err != nil {
				t.Fatal(err)
			}
			if f.Cause != "" {
				found[stream+" "+f.Kind]++
			}
		}
	}
	return found
}

// checkRecord compares the record with the ledger and the log of posts.
func checkRecord(t *testing.T, b *bed) {
	t.Helper()
	store := b.open()
	causes := map[string][]bot.Fact{} // facts of people's doing, by cause
	once := map[string]string{}       // part key → what became of it, for what must not come twice
	for stream, err := range store.Streams(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(stream, "engagement/") {
			continue
		}
		readFacts(t, store, stream, causes, once)
	}
	b.town.Ledger.Each(func(id, mark string) {
		facts := causes[crashtest.Lines+":"+id]
		switch {
		case mark == "":
		case len(facts) == 0:
			t.Errorf("%s was acknowledged and is lost", id)
		case len(facts) > 1:
			t.Errorf("%s is recorded %d times", id, len(facts))
		case facts[0].Kind != "digest.made" && !bytes.Contains(facts[0].Data, []byte(mark)):
			t.Errorf("%s is recorded as something else: %s", id, facts[0].Data)
		}
	})
	posts, err := crashtest.ReadPosts(b.posts())
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, p := range posts {
		if p.Class == string(bot.Digest) || p.Class == string(bot.Release) {
			counts[p.Key]++
		}
	}
	doubtful := 0
	for key, state := range once {
		n := counts[key]
		switch {
		case n > 1:
			t.Errorf("%s was posted %d times", key, n)
		case state == "message.sent" && n != 1, state == "message.failed", state == "message.due":
			t.Errorf("%s is %s, and was posted %d times", key, state, n)
		case state == "message.doubtful":
			doubtful++
		}
	}
	t.Logf("%d messages that must not come twice: %d posted, %d shown as doubtful; %d posts in all", len(once), len(counts), doubtful, len(posts))
}

// readFacts sorts a stream's facts.
func readFacts(t *testing.T, store journal.Store, stream string, causes map[string][]bot.Fact, once map[string]string) {
	t.Helper()
	name := strings.TrimPrefix(stream, "engagement/")
	type item struct {
		Key        string
		Room, Part int
	}
	for r, err := range store.Read(t.Context(), stream, 0) {
		if err != nil {
			t.Fatal(err)
		}
		f, err := bot.Decode(r.Data)
		if err != nil {
			t.Fatal(err)
		}
		switch f.Kind {
		case "response.given", "question.asked", "digest.made":
			causes[f.Cause] = append(causes[f.Cause], f)
		case "message.due":
			var due struct {
				Key   string
				Class bot.Class
				To    []bot.Address
				Parts map[string][]any
			}
			if err := json.Unmarshal(f.Data, &due); err != nil {
				t.Fatal(err)
			}
			for i, to := range due.To {
				for part := range due.Parts[to.Adapter] {
					if due.Class.Once() {
						once[fmt.Sprintf("%s/%s/%d.%d", name, due.Key, i, part)] = f.Kind
					}
				}
			}
		case "message.sending", "message.sent", "message.failed", "message.doubtful":
			var s struct{ Items []item }
			if err := json.Unmarshal(f.Data, &s); err != nil {
				t.Fatal(err)
			}
			for _, it := range s.Items {
				key := fmt.Sprintf("%s/%s/%d.%d", name, it.Key, it.Room, it.Part)
				if once[key] != "" {
					once[key] = f.Kind
				}
			}
		case "event.set_aside":
			t.Errorf("an event was set aside: %s", f.Data)
		}
	}
}

// The disk is full: what comes is refused, clearly and without harm, and taken
// again as soon as there is room.
func TestCrashNotOnAFullDisk(t *testing.T) {
	b := newBed(t, false)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	b.start()
	prepare(ctx, t, b, 0)
	p := b.town.Person()
	defer p.Close()
	line := func(n int) crashtest.Line {
		text := fmt.Sprintf("%d risk: mark-full-%d. %s", n%4+1, n, strings.Repeat("because ", 300))
		return crashtest.Line{ID: fmt.Sprintf("full-%d", n), Room: room(0, 0), Person: "ana", Text: text}
	}
	b.limitFiles(fileSizeNow(t, b.dir) + 64<<10)
	n, refusal := 0, ""
	for ; refusal == ""; n++ {
		r, err := p.Once(ctx, line(n))
		if err != nil {
			t.Fatalf("line %d: %v\n%s", n, err, b.errors.String())
		}
		if r.OK {
			b.town.Ledger.Acknowledged(line(n).ID, fmt.Sprintf("mark-full-%d.", n))
		} else {
			refusal = r.Error
		}
	}
	if n < 2 || !strings.Contains(refusal, "not now") {
		t.Errorf("refused after %d lines with %q, want some taken, and then not now", n, refusal)
	}
	for range 3 { // it lives, and goes on refusing
		if r, err := p.Once(ctx, line(n)); err != nil || r.OK {
			t.Errorf("on a full disk: %+v, %v", r, err)
		}
	}
	b.limitFiles(1 << 40)
	for i := range 20 { // the refused ones first
		if _, err := p.Say(ctx, line(n-1+i), fmt.Sprintf("mark-full-%d.", n-1+i)); err != nil {
			t.Fatal(err)
		}
	}
	b.end(syscall.SIGTERM)
	checkRecord(t, b)
}

// limitFiles lets no file of the service grow beyond size: a disk that is full
// for this process alone.
func (b *bed) limitFiles(size int64) {
	b.t.Helper()
	limit := unix.Rlimit{Cur: uint64(size), Max: 1 << 40}
	if err := unix.Prlimit(b.process.Process.Pid, unix.RLIMIT_FSIZE, &limit, nil); err != nil {
		b.t.Fatal(err)
	}
}

// fileSizeNow is the size of the larger of the database and its log.
func fileSizeNow(t *testing.T, dir string) int64 {
	t.Helper()
	var most int64
	for _, name := range []string{"soundings.db", "soundings.db-wal"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, info.Size())
	}
	return most
}
