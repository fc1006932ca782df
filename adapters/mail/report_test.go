package mail

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"soundings/bot"
)

// ear keeps what the adapter delivers.
type ear struct {
	mu     sync.Mutex
	events []bot.Event
	err    error
}

func (e *ear) deliver(_ context.Context, ev bot.Event) (bot.Answer, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err == nil {
		e.events = append(e.events, ev)
	}
	return bot.Answer{}, e.err
}

// listening is an adapter that is called over HTTP.
func listening(t testing.TB, change func(*Options)) (*Adapter, *ear, *diary) {
	t.Helper()
	e, log := &ear{}, &diary{}
	o := testOptions(e.deliver, log)
	if change != nil {
		change(&o)
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a, e, log
}

// call gives the status and body of an answer.
func call(t testing.TB, a *Adapter, method, target, authorization, body string) (int, string, http.Header) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	return w.Code, w.Body.String(), w.Header()
}

const bearer = "Bearer a secret of the tests"

// fixture is a report on the message of that id.
func fixture(t testing.TB, name, id string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata/reports", name+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	encoded := base64.StdEncoding.EncodeToString([]byte("To: <" + ana + ">\r\nMessage-ID: <" + id + ">\r\n"))
	return strings.NewReplacer("MESSAGE-ID", id, "SHOUTED-ID", strings.ToUpper(id), "ENCODED-HEAD", encoded).Replace(string(data))
}

func TestReports(t *testing.T) {
	const nothing = "" // nothing is recorded
	reports := map[string]struct {
		status int
		why    string
	}{
		"postfix":         {200, "the address does not exist (5.1.1)"},
		"postfix-expired": {200, "the mail server there could not be reached for days (4.4.1)"},
		"postfix-delayed": {200, nothing},
		"mailbox-full":    {200, "the mailbox is full (5.2.2)"},
		"refused-by-rule": {200, "the mail server there does not take mail from us (5.7.1)"},
		"odd-status":      {200, "the mail server there sent it back"},
		"delivered":       {200, nothing},
		"of-another":      {200, nothing},
		"forged":          {403, nothing},
		"shouting":        {200, "the address does not exist (5.1.1)"},
		"exchange":        {200, "the address does not exist (5.1.10)"},
		"exim":            {200, "the mail server there sent it back"},
		"exim-delayed":    {200, nothing},
		"qmail":           {200, "the mailbox is closed (5.2.1)"},
		"out-of-office":   {200, nothing},
		"read-receipt":    {200, nothing},
		"cut-off":         {200, nothing},
		"no-mail":         {400, nothing},
	}
	files, err := filepath.Glob("testdata/reports/*.eml")
	if err != nil || len(files) != len(reports) {
		t.Fatalf("%d reports, %d expected: %v", len(files), len(reports), err)
	}
	for name, want := range reports {
		t.Run(name, func(t *testing.T) {
			a, e, log := listening(t, nil)
			id := a.signer.messageID("P12", "digital-care/release:3/0.0", a.domain)
			for _, ending := range []string{"\n", "\r\n"} {
				e.events = nil
				status, text, _ := call(t, a, "POST", reportsPath, bearer, strings.ReplaceAll(fixture(t, name, id), "\n", ending))
				if status != want.status {
					t.Errorf("status %d %s, want %d", status, text, want.status)
				}
				var wanted []bot.Event
				if want.why != nothing {
					wanted = []bot.Event{{
						ID: "mail:returned:" + id, Kind: bot.Returned, Original: id, Text: want.why,
						Room: bot.Address{Adapter: "mail", Room: "P12"},
					}}
				}
				if diff := cmp.Diff(wanted, e.events); diff != "" {
					t.Errorf("events (-want +got):\n%s\n%s", diff, text)
				}
			}
			wantDiscreet(t, log.text())
		})
	}
}

func TestWhoMayReport(t *testing.T) {
	a, e, log := listening(t, nil)
	id := a.signer.messageID("P12", "k", a.domain)
	report := fixture(t, "postfix", id)
	for _, c := range []struct {
		name, authorization, body string
		want                      int
	}{
		{"nobody", "", report, 401},
		{"another secret", "Bearer a secret of the test", report, 401},
		{"another way", "Basic a secret of the tests", report, 401},
		{"too long", bearer, report + strings.Repeat("x", maxReport), 413},
		{"as it should be", bearer, report, 200},
	} {
		status, text, head := call(t, a, "POST", reportsPath, c.authorization, c.body)
		if status != c.want || head.Get("X-Content-Type-Options") != "nosniff" || strings.Contains(text, "a secret of") {
			t.Errorf("%s: %d %s %v, want %d", c.name, status, text, head, c.want)
		}
	}
	if len(e.events) != 1 {
		t.Errorf("%d events, want one", len(e.events))
	}
	e.err = fmt.Errorf("deliver: %w", bot.ErrNotNow)
	if status, _, _ := call(t, a, "POST", reportsPath, bearer, report); status != 503 {
		t.Errorf("status %d when it cannot be taken, want 503", status)
	}
	if status, _, _ := call(t, a, "GET", reportsPath, bearer, report); status != 405 {
		t.Errorf("status %d to GET, want 405", status)
	}
	wantDiscreet(t, log.text())
	b, _, _ := listening(t, func(o *Options) {
		o.ReportSecret = testOptions(nil, nil).ReportSecret
		o.Key = []byte("the key of another one")
	})
	if status, _, _ := call(t, b, "POST", reportsPath, bearer, report); status != 403 {
		t.Errorf("status %d for a message of another installation, want 403", status)
	}
	c, _, _ := listening(t, func(o *Options) { o.ReportSecret = Options{}.ReportSecret })
	for _, authorization := range []string{"", "Bearer ", bearer} {
		if status, _, _ := call(t, c, "POST", reportsPath, authorization, report); status != 404 {
			t.Errorf("status %d without a secret in the settings, want 404", status)
		}
	}
}

func TestIDs(t *testing.T) {
	s := signer{[]byte("a key of the tests alone")}
	id := s.messageID("P12", "care/k/0.0", "westmere.example")
	if s.messageID("P13", "care/k/0.0", "westmere.example") == id || s.messageID("P12", "care/k/0.1", "westmere.example") == id {
		t.Error("two messages have one id")
	}
	for _, c := range []string{id, "<" + strings.ToUpper(id) + ">", " <" + id + "> "} {
		if person, sent, ok := s.read(c); !ok || person != "P12" || sent != id {
			t.Errorf("read(%q) = %q, %q, %v", c, person, sent, ok)
		}
	}
	for _, c := range []string{"", "x@y", strings.Replace(id, ".p12.", ".p13.", 1), strings.Replace(id, ".p12.", ".", 1), s.threadID("care", "mail:P12", "westmere.example")} {
		if _, _, ok := s.read(c); ok {
			t.Errorf("read(%q) is taken for ours", c)
		}
	}
	if s.sum("a", "bc") == s.sum("a", "b", "c") || s.sum("a", "b") == s.sum("b", "b") {
		t.Error("two purposes have one hash")
	}
}

// FuzzReport looks for reports that make a message come back that is not ours,
// or that crash.
func FuzzReport(f *testing.F) {
	s := signer{[]byte("a key of the tests alone")}
	files, err := filepath.Glob("testdata/reports/*.eml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, raw string) {
		b, err := readBounce(strings.NewReader(raw))
		if err != nil && (b.failed || b.ids != nil) {
			t.Fatalf("an error and something found: %+v, %v", b, err)
		}
		if len(b.ids) > maxIDs+maxParts {
			t.Fatalf("%d ids", len(b.ids))
		}
		for _, id := range b.ids {
			if _, _, ok := s.read(id); ok {
				t.Fatalf("%q is taken for ours", id)
			}
		}
		if why := b.why(); len(why) > 80 || strings.ContainsAny(why, "\r\n@<>") {
			t.Fatalf("a reason of %q", why)
		}
	})
}

func TestAReportThatBreaksOff(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("From: a@b.example\r\n\r\n"), failing{})
	if b, err := readBounce(broken); !errors.Is(err, errBroken) || b.failed {
		t.Errorf("readBounce = %+v, %v", b, err)
	}
}

var errBroken = errors.New("broken")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }
