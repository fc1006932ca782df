package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"soundings/adapters/webtest"
	"soundings/bot"
	"soundings/docs/sample"
	"soundings/internal/browsertest"
	"soundings/journal/sqlite"
)

// servesForATest says to this program's tests that they are the service.
const servesForATest = "SOUNDINGS_TEST_SERVES"

func TestMain(m *testing.M) {
	if os.Getenv(servesForATest) == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	code := Main(ctx, []string{"serve"}, Environment{Getenv: os.LookupEnv, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr})
	stop()
	os.Exit(code)
}

// mortal is a service in a process of its own, which is killed and started
// again.
type mortal struct {
	t       *testing.T
	dir     string
	address string
	env     []string // settings besides its own

	mu      sync.Mutex
	process *exec.Cmd
	link    string        // that signs the first commissioner in
	up      chan struct{} // closed at the next start
	starts  int
}

func newMortal(t *testing.T, env ...string) *mortal {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &mortal{t: t, env: env, dir: t.TempDir(), address: free.Addr().String(), up: make(chan struct{})}
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	m.start()
	t.Cleanup(func() { m.end(syscall.SIGKILL) })
	return m
}

// start starts the service and returns when it is ready.
func (m *mortal) start() {
	process := exec.Command(os.Args[0]) //nolint:gosec // ourselves
	process.Env = append(os.Environ(), servesForATest+"=1", "SOUNDINGS_LISTEN="+m.address, "SOUNDINGS_DATA="+m.dir, "SOUNDINGS_KEY_FILE="+filepath.Join(m.dir, "key"),
		"SOUNDINGS_BUYER="+sample.Buyer, "SOUNDINGS_CONTACT="+sample.Contact)
	if len(m.env) > 0 {
		process.Env = append(append(process.Env, m.env...), "SOUNDINGS_PUBLIC_URL=http://"+m.address)
	}
	out, err := process.StdoutPipe()
	if err == nil {
		err = process.Start()
	}
	if err != nil {
		m.t.Errorf("start: %v", err)
		return
	}
	lines, link := bufio.NewScanner(out), ""
	for link == "" && lines.Scan() {
		if at := strings.Index(lines.Text(), "http://"+m.address+"/in/"); at >= 0 {
			link = strings.TrimSpace(lines.Text()[at:])
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // ends with the process
	m.mu.Lock()
	defer m.mu.Unlock()
	m.process, m.link = process, link
	m.starts++
	close(m.up)
	m.up = make(chan struct{})
}

func (m *mortal) end(with os.Signal) {
	m.mu.Lock()
	process := m.process
	m.process = nil
	m.mu.Unlock()
	if process != nil {
		_ = process.Process.Signal(with)
		_ = process.Wait()
	}
}

// generation gives how often the service was started, and a channel that is
// closed at the next start.
func (m *mortal) generation() (int, <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.starts, m.up
}

// patient does something until it works; after a failure it waits for the next
// start, as somebody does who presses again in a moment.
func (m *mortal) patient(ctx context.Context, try func() (*webtest.Page, error)) (*webtest.Page, error) {
	for {
		before, _ := m.generation()
		page, err := try()
		if err == nil && page.Status < http.StatusInternalServerError {
			return page, nil
		}
		now, up := m.generation()
		if now != before {
			continue // it was started meanwhile
		}
		select {
		case <-up:
		case <-ctx.Done():
			return nil, fmt.Errorf("gave up: %w", context.Cause(ctx))
		}
	}
}

// prepare opens an engagement with five suppliers, and gives the links into
// their rooms and the address of the team's.
func (m *mortal) prepare(ctx context.Context) (links []string, room string) {
	m.t.Helper()
	b := webtest.New("http://" + m.address)
	must := func(page *webtest.Page, err error) *webtest.Page {
		m.t.Helper()
		if err != nil || page.Status != http.StatusOK {
			m.t.Fatalf("prepare: %v, %v", page, err)
		}
		return page
	}
	must(b.Open(ctx, m.link))
	form, _ := b.Page.Form("new")
	must(b.Submit(ctx, form, map[string]string{"title": "Care at home", "name": "Dana"}, "", nil))
	draft := "import\n# What we hope for\nPeople stay safe.\n# Alarms\nOne minute.\n# Payment\nBy result.\n"
	invite := "invite Firm1, small firm\nFirm2, small firm\nFirm3, small firm\nFirm4, small firm\nFirm5, small firm"
	for _, command := range []string{draft, "closes " + time.Now().AddDate(0, 1, 0).Format("2006-01-02") + " 17:00", invite, "preview", "open now", "I declare: no interest", "links"} {
		form, _ = b.Page.Form("write")
		must(b.Submit(ctx, form, map[string]string{"text": command}, "", nil))
	}
	for _, word := range strings.FieldsFunc(b.Page.Body, func(r rune) bool { return strings.ContainsRune("\"<> \n", r) }) {
		if strings.HasPrefix(word, "http://"+m.address+"/j/") && !slices.Contains(links, word) {
			links = append(links, word)
		}
	}
	if len(links) < 5 {
		m.t.Fatalf("%d links, want 5, on %s", len(links), b.Page.Text())
	}
	return links[:5], b.Page.URL.Path
}

// Five people answer in their browsers while the service is killed again and
// again. What a page said was recorded is in the record, once, and so is what
// was sent again after a failure.
func TestKilledWhileFiveBrowsersAnswer(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the service is in a process of its own")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	m := newMortal(t)
	links, room := m.prepare(ctx)
	const each = 9
	done := make(chan string, len(links)*each)
	var working sync.WaitGroup
	for i, link := range links {
		working.Go(func() {
			if err := m.answerAll(ctx, i, link, each, done); err != nil {
				t.Errorf("browser %d: %v", i+1, err)
				cancel()
			}
		})
	}
	var said []string
	killer := func(n int) {
		if n%11 == 5 {
			m.end(syscall.SIGKILL)
			m.start()
		}
	}
	go func() { working.Wait(); close(done) }()
	for words := range done {
		said = append(said, words)
		killer(len(said))
	}
	starts, _ := m.generation()
	t.Logf("%d answers by five browsers, the service was killed %d times", len(said), starts-1)
	m.comesBack(ctx, room)
	m.end(syscall.SIGTERM)
	for words, n := range m.recorded(ctx, said) {
		if n != 1 {
			t.Errorf("%q stands in the record %d times", words, n)
		}
	}
	if len(said) != len(links)*each {
		t.Errorf("%d answers, want %d", len(said), len(links)*each)
	}
}

// answerAll answers so many times, sections in turn.
func (m *mortal) answerAll(ctx context.Context, who int, link string, times int, done chan<- string) error {
	b := webtest.New("http://" + m.address)
	page, err := m.patient(ctx, func() (*webtest.Page, error) { return b.Open(ctx, link) })
	if err != nil {
		return err
	}
	home := page.URL.Path
	for n := range times {
		if page, err = m.patient(ctx, func() (*webtest.Page, error) { return b.Open(ctx, home) }); err != nil {
			return err
		}
		form, ok := page.Form("write")
		if !ok {
			return fmt.Errorf("nowhere to write on %s: %s", page.URL, page.Text())
		}
		words := fmt.Sprintf("words%dof%d", n, who)
		text := map[string]string{"text": fmt.Sprintf("%d risk: %s", n%3+1, words), "name": fmt.Sprintf("Person%d", who)}
		page, err = m.patient(ctx, func() (*webtest.Page, error) { return b.Submit(ctx, form, text, "", nil) })
		if err != nil {
			return err
		}
		if said := page.Text(); !strings.Contains(said, "Recorded for") && !strings.Contains(said, "dealt with") {
			return fmt.Errorf("%q was answered with %s", words, said)
		}
		done <- words
	}
	return nil
}

// recorded counts how often words were recorded as an answer.
func (m *mortal) recorded(ctx context.Context, said []string) map[string]int {
	m.t.Helper()
	store, err := sqlite.OpenReader(ctx, sqlite.Options{Path: journalPath(m.dir)})
	if err != nil {
		m.t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	counts := map[string]int{}
	for _, words := range said {
		counts[words] = 0
	}
	for r, err := range store.Read(ctx, "engagement/care-at-home", 0) {
		if err != nil {
			m.t.Fatal(err)
		}
		f, err := bot.Decode(r.Data)
		if err != nil {
			m.t.Fatal(err)
		}
		for _, words := range said {
			if f.Kind == "response.given" && strings.Contains(string(f.Data), `"`+words+`"`) {
				counts[words]++
			}
		}
	}
	return counts
}

// comesBack looks at a page in a real browser while the service is killed: it
// finds the service again by itself, and misses nothing.
func (m *mortal) comesBack(ctx context.Context, room string) {
	m.t.Helper()
	tab := browsertest.New(m.t).Tab(m.t, browsertest.Look{})
	browsertest.Do(m.t, tab, chromedp.Navigate(m.link), chromedp.WaitVisible("#main"),
		chromedp.Navigate("http://"+m.address+room), chromedp.WaitVisible("#write-text"))
	m.end(syscall.SIGKILL)
	browsertest.Await(m.t, tab, `document.querySelector("[data-live-state]").textContent.includes("was lost")`)
	m.start()
	b := webtest.New("http://" + m.address)
	for _, at := range []string{m.link, room} {
		if _, err := b.Open(ctx, at); err != nil {
			m.t.Fatal(err)
		}
	}
	form, _ := b.Page.Form("write")
	if _, err := b.Submit(ctx, form, map[string]string{"text": "contact Somebody whose page did find its way back", "name": "Dana"}, "", nil); err != nil {
		m.t.Fatal(err)
	}
	browsertest.Await(m.t, tab, `document.querySelector("#messages").textContent.includes("find its way back")`)
}
