package app

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"soundings/bot"
	"soundings/docs/sample"
	"soundings/journal"
)

// output is a writer that can be read while somebody writes.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
	line chan string // every line that is written, if there is somebody to read
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.line != nil {
		o.line <- string(p)
	}
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// program runs the program as from the command line.
func program(ctx context.Context, dir, stdin string, args ...string) (code int, stdout, stderr string) {
	out, errs := &output{}, &output{}
	code = Main(ctx, args, environment(dir, stdin, out, errs))
	return code, out.String(), errs.String()
}

func environment(dir, stdin string, out, errs io.Writer) Environment {
	settings := map[string]string{
		"SOUNDINGS_DATA": dir, "SOUNDINGS_KEY_FILE": filepath.Join(dir, "key"), "SOUNDINGS_LISTEN": "127.0.0.1:0",
		"SOUNDINGS_BUYER": sample.Buyer, "SOUNDINGS_CONTACT": sample.Contact,
	}
	return Environment{
		Getenv: func(key string) (string, bool) { v, ok := settings[key]; return v, ok },
		Stdin:  strings.NewReader(stdin), Stdout: out, Stderr: errs,
	}
}

const firstDay = `# A first day.
commissioning/dana> new Care at home
commissioning/dana> import
   | # What we hope for
   | People stay safe at home.
   | # How we pay
   | By results.
commissioning/dana> closes 26 June 17:00
commissioning/dana> invite Tidewell, small firm
commissioning/dana> preview
commissioning/dana> open now
commissioning/dana> I declare: no interest
tidewell/ana> 2 risk: ten per cent is our whole margin
! restart
commissioning/dana> digest
`

// played is a data folder on which the first day was played.
func played(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "day.txt")
	if err := os.WriteFile(file, []byte(firstDay), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := program(t.Context(), dir, "", "play", "--data", dir, file)
	if code != 0 || !strings.Contains(out, "ten per cent is our whole margin") {
		t.Fatalf("play = %d\n%s\n%s", code, out, errs)
	}
	return dir
}

func TestPlayLogAndVerify(t *testing.T) {
	dir := played(t)
	code, out, errs := program(t.Context(), dir, "", "log", "care-at-home")
	if code != 0 || !strings.Contains(out, "response.given") || !strings.Contains(out, "record.checkpoint") {
		t.Errorf("log = %d, %.2000s %s", code, out, errs)
	}
	code, out, _ = program(t.Context(), dir, "", "log", "--json", "care-at-home")
	if code != 0 || !strings.HasPrefix(out, `{"kind":"engagement.created"`) {
		t.Errorf("log --json = %d, %.200s", code, out)
	}
	code, _, errs = program(t.Context(), dir, "", "log", "elsewhere")
	if code != 1 || !strings.Contains(errs, "care-at-home") {
		t.Errorf("log of an unknown engagement = %d, %q; want the known one named", code, errs)
	}
	code, out, errs = program(t.Context(), dir, "", "verify")
	if code != 0 || !strings.Contains(out, "care-at-home: whole.") || !strings.Contains(out, "1 signed checkpoint agrees") {
		t.Errorf("verify = %d, %s %s", code, out, errs)
	}
}

// Every way to alter the file is found, the chain rewritten with all its
// hashes too, since somebody has signed what it was.
func TestVerifyFindsAnAlteredRecord(t *testing.T) {
	const where = "stream = 'engagement/care-at-home'"
	for name, alter := range map[string]func(t *testing.T, db *sql.DB){
		"changed": execute("UPDATE records SET data = replace(data, 'margin', 'profit') WHERE " + where),
		"dropped": execute("DELETE FROM records WHERE seq = 5 AND " + where),
		"cut":     execute("DELETE FROM records WHERE seq > 5 AND " + where),
		"swapped": execute(
			"UPDATE records SET seq = 1000005 WHERE seq = 5 AND "+where,
			"UPDATE records SET seq = 5 WHERE seq = 6 AND "+where,
			"UPDATE records SET seq = 6 WHERE seq = 1000005 AND "+where),
		"added":     execute("INSERT INTO records (stream, seq, hash, data) SELECT stream, (SELECT max(seq)+1 FROM records WHERE " + where + "), hash, data FROM records WHERE seq = 5 AND " + where),
		"rewritten": rewrite,
	} {
		t.Run(name, func(t *testing.T) {
			dir := played(t)
			// The team has seen the checkpoint of the digest.
			seen := filepath.Join(dir, "seen.txt")
			if err := os.WriteFile(seen, []byte(lastCheckpoint(t, dir)), 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite", journalPath(dir))
			if err != nil {
				t.Fatal(err)
			}
			alter(t, db)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			code, out, errs := program(t.Context(), dir, "", "verify", "--seen", seen, "care-at-home")
			if code != 1 || !strings.Contains(out, "NOT whole") {
				t.Errorf("verify = %d, %s %s", code, out, errs)
			}
			t.Logf("%s", out)
		})
	}
}

func execute(statements ...string) func(*testing.T, *sql.DB) {
	return func(t *testing.T, db *sql.DB) {
		t.Helper()
		for _, s := range statements {
			if _, err := db.ExecContext(t.Context(), s); err != nil {
				t.Fatalf("%s: %v", s, err)
			}
		}
	}
}

// rewrite changes what was said and makes the chain whole again.
func rewrite(t *testing.T, db *sql.DB) {
	t.Helper()
	execute("UPDATE records SET data = replace(data, 'margin', 'profit') WHERE stream = 'engagement/care-at-home'")(t, db)
	rows, err := db.QueryContext(t.Context(), "SELECT data FROM records WHERE stream = 'engagement/care-at-home' ORDER BY seq")
	if err != nil {
		t.Fatal(err)
	}
	var hashes [][]byte
	var head journal.Head
	for rows.Next() {
		var data []byte
		if err := rows.Scan(&data); err != nil {
			t.Fatal(err)
		}
		head = head.Next(data)
		hashes = append(hashes, bytes.Clone(head.Hash[:]))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for i, hash := range hashes {
		if _, err := db.ExecContext(t.Context(), "UPDATE records SET hash = ? WHERE seq = ? AND stream = 'engagement/care-at-home'", hash, i+1); err != nil {
			t.Fatal(err)
		}
	}
}

// What a digest says is enough to find that the record is another one.
func TestVerifyAgainstTheLineOfADigest(t *testing.T) {
	dir := played(t)
	signed := lastCheckpoint(t, dir)
	var size uint64
	root := ""
	for line := range bytes.SplitSeq(streams(t, dir)["engagement/care-at-home"], []byte("\n")) {
		if f, err := bot.Decode(line); err == nil {
			if c, ok := checkpointIn(f); ok && c.Note == signed {
				size, root = c.Size, c.Root
			}
		}
	}
	for _, c := range []struct {
		seen, name string
		code       int
		want       string
	}{
		{fmt.Sprintf("The record: %d entries, checkpoint %s…%s.", size, root[:6], root[60:]), "care-at-home", 0, "so does what the digest said"},
		{fmt.Sprintf("%d entries, checkpoint %s", size, root), "care-at-home", 0, "so does what the digest said"},
		{fmt.Sprintf("%d entries, checkpoint %s…%s", size-1, root[:6], root[60:]), "care-at-home", 1, "are not those"},
		{fmt.Sprintf("%d entries, checkpoint %s…%s", size, root[:6], "0000"), "care-at-home", 1, "are not those"},
		{fmt.Sprintf("%d entries, checkpoint %s…%s", size+1000, root[:6], root[60:]), "care-at-home", 1, "entries are missing"},
		{"nowhere.txt", "care-at-home", 1, ""},
	} {
		code, out, errs := program(t.Context(), dir, "", "verify", "--seen", c.seen, c.name)
		if code != c.code || !strings.Contains(out, c.want) {
			t.Errorf("verify --seen %q = %d, %s %s; want %d, %q", c.seen, code, out, errs, c.code, c.want)
		}
	}
}

// lastCheckpoint is the newest signed note in the record.
func lastCheckpoint(t *testing.T, dir string) string {
	t.Helper()
	signed := ""
	for line := range bytes.SplitSeq(streams(t, dir)["engagement/care-at-home"], []byte("\n")) {
		if f, err := bot.Decode(line); err == nil {
			if c, ok := checkpointIn(f); ok {
				signed = c.Note
			}
		}
	}
	if signed == "" {
		t.Fatal("no checkpoint in the record")
	}
	return signed
}

func TestServe(t *testing.T) {
	dir := played(t)
	ctx, cancel := context.WithCancel(t.Context())
	out, errs := &output{line: make(chan string, 1000)}, &output{}
	code := make(chan int, 1)
	go func() { code <- Main(ctx, []string{"serve"}, environment(dir, "", out, errs)) }()
	base := ""
	for base == "" { // what was played closes by its date meanwhile, and says so
		select {
		case line := <-out.line:
			if _, rest, ok := strings.Cut(line, "ready on http://"); ok {
				base, _, _ = strings.Cut("http://"+rest, " ")
			}
		case c := <-code:
			t.Fatalf("serve = %d: %s", c, errs)
		case <-time.After(time.Minute):
			t.Fatal("serve does not say that it is ready")
		}
	}
	for path, want := range map[string]string{
		"/healthz": `"alive"`, "/readyz": `"web":"works"`, "/metrics": "go_goroutines", "/elsewhere": "404",
	} {
		status, body := get(t, base+path)
		if (status != http.StatusOK) != (path == "/elsewhere") || !strings.Contains(body, want) {
			t.Errorf("GET %s = %d, %.200s", path, status, body)
		}
	}
	// A second service on the same journal is refused by name; readers are not.
	second, _, why := program(t.Context(), dir, "", "serve")
	if second != 1 || !strings.Contains(why, "soundings.db") {
		t.Errorf("a second service = %d, %q; want it refused, with the file named", second, why)
	}
	if c, _, why := program(t.Context(), dir, "", "verify"); c != 0 {
		t.Errorf("verify beside the service = %d, %s", c, why)
	}
	cancel()
	if c := <-code; c != 0 {
		t.Errorf("serve ended with %d: %s", c, errs)
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url) //nolint:gosec // our own service on the loopback
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, fmt.Sprint(resp.StatusCode, " ", string(body))
}

func TestPlayByHand(t *testing.T) {
	lines := "new Care at home\nnonsense here\n[No such button]\ncommissioning/dana> help\n@ yesterday\n@ +48h\n! restart\n! fly\nstatus\n"
	code, out, errs := program(t.Context(), t.TempDir(), lines, "play", "-")
	if code != 0 {
		t.Fatalf("play - = %d, %s", code, errs)
	}
	for _, want := range []string{"Care at home", "? there is no such button", "? ", "redeliver", "invite", "(done, and nobody"} {
		if !strings.Contains(out, want) {
			t.Errorf("play - does not say %q:\n%s", want, out)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 0, ""},
		{[]string{"help"}, 0, ""},
		{[]string{"fly"}, 2, `no command "fly"`},
		{[]string{"play"}, 2, "name a transcript"},
		{[]string{"play", "nowhere.txt"}, 1, "nowhere.txt"},
		{[]string{"serve", "--config", "nowhere.yaml"}, 1, "nowhere.yaml"},
		{[]string{"serve", "--fast"}, 2, "-fast"},
		{[]string{"log", "x"}, 1, "there is no journal in the folder"},
		{[]string{"verify"}, 1, "SOUNDINGS_DATA"},
	} {
		code, _, errs := program(t.Context(), t.TempDir(), "", c.args...)
		if code != c.code || !strings.Contains(errs, c.want) {
			t.Errorf("soundings %v = %d, %q; want %d, %q", c.args, code, errs, c.code, c.want)
		}
	}
}

func TestFaultsAreToldPlainly(t *testing.T) {
	away := fmt.Errorf("play line:1: deliver: %w", errors.Join(bot.ErrNotNow, journal.ErrUnavailable))
	if got := fault(away); !strings.Contains(got, "not recorded") || strings.Contains(got, "deliver") {
		t.Errorf("fault = %q", got)
	}
	if got := fault(errors.New("play line:1: there is no such button")); got != "there is no such button" {
		t.Errorf("fault = %q", got)
	}
}
