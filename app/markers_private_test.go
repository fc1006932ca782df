package app

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"soundings/bot"
)

// plants are words that nobody can guess, planted once each, with who may read
// them. A reader is a room for what is posted there, and "room/person" for what
// one person was answered; "room/person privately" for what the team asked to
// read privately.
type plants struct {
	t     *testing.T
	words map[string]plant
}

type plant struct {
	word    string
	readers []string // a reader, or all that begin with it where it ends in "*"
}

// plant makes a word, and says who may read it.
func (p *plants) plant(what string, readers ...string) string {
	word := "Zq" + rand.Text()
	p.words[what] = plant{word, readers}
	return word
}

func (p plant) allowed(reader string) bool {
	return slices.ContainsFunc(p.readers, func(r string) bool {
		before, all := strings.CutSuffix(r, "*")
		return r == reader || all && strings.HasPrefix(reader, before)
	})
}

// look fails the test where text, which a reader has, holds what is not for them.
func (p *plants) look(reader, text string) {
	p.t.Helper()
	for what, planted := range p.words {
		if strings.Contains(text, planted.word) && !planted.allowed(reader) {
			at := strings.Index(text, planted.word)
			p.t.Errorf("%s reads %s: …%s…", reader, what, text[max(0, at-200):min(len(text), at+80)])
		}
	}
}

// privately is a play in which everything that anybody reads is kept.
type privately struct {
	*trial
	t      *testing.T
	read   map[string][]string // by reader
	errors []error
	people map[string]bot.Sender
	last   string // the id of the last event, which is that of its message, too
}

// does delivers what somebody does, and keeps what they are answered.
func (p *privately) does(who, room string, ev bot.Event) bot.Answer {
	p.t.Helper()
	p.n++
	ev.ID, ev.Room, ev.Sender = fmt.Sprint("console:", p.n), bot.Address{Adapter: "console", Room: room}, p.people[who]
	if ev.Kind == bot.Said {
		ev.Message = ev.ID
	}
	p.last = ev.ID
	answer, err := p.Bot().Deliver(p.t.Context(), ev)
	p.errors = append(p.errors, err)
	reader := room + "/" + who
	if strings.HasPrefix(ev.Text, "read privately ") {
		reader += " privately"
	}
	for _, said := range []any{answer.Note, answer.Form, answer.Errors} {
		data, err := json.Marshal(said)
		if err != nil {
			p.t.Fatal(err)
		}
		p.read[reader] = append(p.read[reader], string(data))
	}
	if err := p.Bot().Quiet(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	return answer
}

// says has somebody write each of the texts.
func (p *privately) says(who, room string, texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		p.does(who, room, bot.Event{Kind: bot.Said, Text: text})
	}
}

// fills sends the form that an action opens, with these fields.
func (p *privately) fills(who, room, action, value string, fields map[string]string) {
	p.t.Helper()
	form := p.does(who, room, bot.Event{Kind: bot.Looked, Action: action, Value: value}).Form
	if form == nil {
		p.t.Fatalf("%s of %s opens no form", action, value)
	}
	p.does(who, room, bot.Event{Kind: bot.Submitted, Action: form.Action, Value: form.Value, Fields: fields})
}

// posted gives what was posted, by reader.
func (p *privately) posted() {
	p.board.mu.Lock()
	defer p.board.mu.Unlock()
	for _, part := range p.board.posts {
		reader := part.To.Room
		if part.For != "" {
			reader += "/" + part.For
		}
		data, err := json.Marshal(part)
		if err != nil {
			p.t.Fatal(err)
		}
		p.read[reader] = append(p.read[reader], string(data))
	}
}

// What is sensitive, who asked, and whom somebody answers for is read by those it
// is for. It stands in no message to anybody else, in no log, error, figure or
// page, and in no file but the journal: whose records, states and originals of
// files hold what was said, by design.
func TestWhatIsSensitiveStandsNowhereElse(t *testing.T) {
	plants := &plants{t: t, words: map[string]plant{}}
	dir := t.TempDir()
	p := &privately{t: t, read: map[string][]string{}}
	p.trial = trialWith(t, dir, func(parts *Parts) { parts.Web = &Web{URL: "http://localhost", Zone: time.UTC} })
	p.people = map[string]bot.Sender{
		"dana": {ID: "dana", Name: "Dana", Home: true},
		"ana":  {ID: "ana", Name: plants.plant("the name of who asks", "tidewell*", "team*")},
		"ben":  {ID: "ben", Name: "Ben"}, "bea": {ID: "bea", Name: "Bea"},
		"flo": {ID: "flo", Name: "Flo"}, "eve": {ID: "eve", Name: "Eve"},
	}
	prepares(p, plants)
	answers(p, plants)
	usersAnswer(p, plants)
	everybodyReads(p)
	othersAnswer(p)
	askedEverybody(p, plants)
	toldWhatCame(p)
	closes(p, plants)
	p.posted()

	privateReadings := strings.Join(p.read["team/dana privately"], "\n")
	for _, what := range []string{"typed", "why, typed", "in the form", "why, in the form", "a colleague's comment", "beside an open answer", "why, beside an open answer", "whom a sensitive answer is for", "late", "the name of a file", "to a question, typed", "why, to a question", "to a question, a colleague's", "to a question, in a form", "to a question, of a user"} {
		if !strings.Contains(privateReadings, plants.words[what].word) {
			t.Errorf("nobody can read what was planted as %q: the test plants in the wrong place", what)
		}
	}
	for reader, wants := range map[string][]string{
		"birch-care": {"2,412 on 1 May.", "In good order, and within a year.", "The site visit is on 12 June.", "Could you share one?", "The figures come on Friday.", "By results, and a tenth at most."},
		"firm-1":     {"has changed; what you wrote was one of the reasons", "stays as it is. People asked for it. You wrote:"},
		"tidewell":   {"has changed; what you wrote was one of the reasons.", "stays as it is. People asked for it."},
		"elders":     {"Because of what you said"},
		"team":       {"commercially sensitive", "What worries them", "at night we are two", "in spring we are few", "what suppliers said", "Somebody stepped back", "An answer came after the close"},
		"team/dana":  {"read privately by 1 person", "shared in suppliers' rooms", "Said to one supplier only"},
	} {
		for _, want := range wants {
			if !strings.Contains(strings.Join(p.read[reader], "\n"), want) {
				t.Errorf("%s does not read %q: not everything was played", reader, want)
			}
		}
	}
	for reader, texts := range p.read {
		plants.look(reader, strings.Join(texts, "\n"))
	}
	plants.look("the log", p.log.String())
	plants.look("errors", fmt.Sprint(p.errors))
	for where, text := range pagesOf(t, p.trial, plants) {
		plants.look(where, text)
	}
	plants.look("the Word file", wordOf(t, p.trial))
	var log bytes.Buffer
	if err := writeLog(t.Context(), p.store, "care-at-home", false, &log); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(log.String(), "sensitive.read "); n != 6 || !strings.Contains(log.String(), `{"section":2,"entries":["R`) {
		t.Errorf("the record lists %d readings, want 6 with what was read", n)
	}
	if err := p.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for file, text := range filesBeside(t, dir) {
		plants.look(file, text)
	}
	plants.look("the log in the end", p.log.String())
}

// prepares takes an engagement to where suppliers answer. One of them has a name
// that the others must not read.
func prepares(p *privately, plants *plants) {
	tidewell := plants.plant("who asks", "tidewell*", "team*")
	p.says("dana", "team",
		"new Care at home", "import\n# What we hope for\nPlain: Safe.\n\nSafe at home.\n# How we pay\nPlain: Paid.\n\nBy results.\n# Leaving\nPlain: Gone.\n\nIn good order.\n# Beginning\nPlain: Begun.\n\nIn spring.", "fixed 2",
		fmt.Sprintf("closes 1 December %d", time.Now().Year()+2), "invite Tidewell, small firm", "invite Birch Care, charity", "invite Elders, users' group",
		"rename Tidewell to "+tidewell, "preview", "open now", "I declare: no interest",
	)
}

// answers has one supplier say what is sensitive in every way there is.
func answers(p *privately, plants *plants) {
	own := []string{"tidewell*", "team/dana privately"}
	p.says("ana", "tidewell", "we declare: "+plants.plant("a role", "tidewell*")+", our director is married to "+plants.plant("a link to the buyer", "tidewell*"))
	p.says("ana", "tidewell", "1 risk: "+plants.plant("typed", own...))
	message := p.last
	p.says("ana", "tidewell", "sensitive 1: "+plants.plant("why, typed", own...))
	p.does("ana", "tidewell", bot.Event{Kind: bot.Edited, Original: message, Text: "1 risk: " + plants.plant("an edit", "tidewell*")})
	p.fills("ana", "tidewell", "form", "2", map[string]string{
		"stance": "unachievable", "words": plants.plant("in the form", own...), "ticks": "sensitive", "why": plants.plant("why, in the form", own...), "stops": "might",
	})
	p.says("ben", "tidewell", "2 can't: "+plants.plant("a colleague's comment", own...), "keep")
	p.says("ana", "tidewell", "4 risk: in spring we are few", "quote 4")
	p.fills("ben", "tidewell", "form", "4", map[string]string{
		"stance": "cautious", "words": plants.plant("beside an open answer", own...), "ticks": "sensitive", "why": plants.plant("why, beside an open answer", own...),
	})
	p.says("ana", "tidewell", "show 4")
	p.does("ana", "tidewell", bot.Event{Kind: bot.Said, Text: "3 unclear: see the file", File: fileOf(plants.plant("the name of a file", own...)+".txt", "what is in it")})
	p.says("ana", "tidewell", "sensitive 3", "working together: "+plants.plant("a last question", "tidewell*"), "need to know: "+plants.plant("another", "tidewell*"), "would bid: depends, "+plants.plant("the reason of a bid", "tidewell*", "team*"))
	p.says("ana", "tidewell", "ask 2: how many people use it?", "our answers", "files", "last questions", "nonsense", "sections")
}

// usersAnswer has people who use the service answer, one of them for somebody.
func usersAnswer(p *privately, plants *plants) {
	p.says("flo", "elders", "for "+plants.plant("whom an answer is for", "elders/flo", "team*")+": 1 something worries me: the box")
	p.says("flo", "elders", "for "+plants.plant("whom a sensitive answer is for", "elders/flo", "team/dana privately")+": 2 something worries me: "+plants.plant("what a user said", "elders/flo", "team/dana privately"))
	p.says("flo", "elders", "sensitive 2: "+plants.plant("why, of a user", "elders/flo", "team/dana privately"), "our answers", "show 2", "2", "for "+plants.plant("whom else an answer is for", "elders/flo", "team*"), "next", "sections")
	p.says("eve", "elders", "hello", "our answers", "show 2", "sections", "help", "files")
}

// everybodyReads has everybody look at all that there is for them.
func everybodyReads(p *privately) {
	p.says("bea", "birch-care", "hello", "sections", "show 1", "show 2", "our answers", "files", "read privately 2", "1 works", "ask: how many people use it?")
	team := []string{
		"status", "worries", "questions", "sections", "show 1", "show 2", "show 3", "preview", "files", "said to one all", "digest", "hello", "help", "read privately", "waiting", "late",
		"merge 1 2", "answer 1: 2,412 on 1 May.", "as it is 1", "change 3 because it said too little: In good order, and within a year.", "send: The site visit is on 12 June.", "waiting",
	}
	p.says("dana", "team", team...)
	for _, n := range []string{"N1", "N2", "N3"} {
		p.says("dana", "team", "release "+n, "send now "+n+": it can't wait")
	}
	p.says("dana", "team", "read privately 1", "read privately 2", "read privately 3", "show 4", "who said 4", "read privately 4", "status", "digest")
	p.says("dana", "tidewell", "it runs for five years")
	p.says("dana", "team", "said to one", "send it to everyone A1", "status")
	p.board.set(&bot.SendError{Reason: bot.Denied, Err: errors.New("is_archived")})
	p.says("dana", "team", "digest")
	p.board.set(nil)
	p.says("bea", "birch-care", "sections", "our answers", "show 2")
	p.says("eve", "elders", "sections", "show 2")
}

// othersAnswer has so many answer that sections are ranked, with quotes.
func othersAnswer(p *privately) {
	for i := range 5 {
		room := fmt.Sprintf("firm-%d", i)
		p.people[room] = bot.Sender{ID: room, Name: fmt.Sprint("Firm", i)}
		p.says("dana", "team", "invite "+room+", small firm")
		p.says(room, room, "1 risk: at night we are two", "2 can't", "3 unclear: which order?")
	}
	p.says("dana", "team", "I declare: no interest", "digest", "worries", "show 2")
}

// askedEverybody has the team ask everybody one question, which is answered with
// what is sensitive in every way there is, and say what came of it.
func askedEverybody(p *privately, plants *plants) {
	own, birch := []string{"tidewell*", "team/dana privately"}, []string{"birch-care*", "team/dana privately"}
	p.says("dana", "team", "ask everyone about 1: Could you share one? choices: yes / no", "send now N5: it can't wait")
	p.says("ana", "tidewell", "answer Q3 sensitive: 2: "+plants.plant("to a question, typed", own...))
	message := p.last
	p.says("ana", "tidewell", "sensitive Q3: "+plants.plant("why, to a question", own...))
	p.does("ana", "tidewell", bot.Event{Kind: bot.Edited, Original: message, Text: "answer Q3: " + plants.plant("an edit of that", "tidewell*")})
	p.says("ben", "tidewell", "answer Q3: yes: "+plants.plant("to a question, what a colleague would replace", "tidewell*"), "add to Q3: "+plants.plant("to a question, a colleague's", own...))
	p.fills("bea", "birch-care", "inquiry", "Q3", map[string]string{
		"choice": "1", "words": plants.plant("to a question, in a form", birch...), "ticks": "sensitive", "why": plants.plant("why, to a question, in a form", birch...),
	})
	p.says("flo", "elders", "for "+plants.plant("for whom, to a question", "elders/flo", "team*")+": answer Q3 sensitive: no: "+plants.plant("to a question, of a user", "elders/flo", "team/dana privately"))
	p.says("firm-0", "firm-0", "answer Q3: yes: at night we are two")
	for who, room := range map[string]string{"ana": "tidewell", "bea": "birch-care", "eve": "elders", "flo": "elders"} {
		p.says(who, room, "asked", "show Q3", "our answers", "sections")
	}
	p.says("dana", "team", "asked", "asked Q3", "read privately", "status", "digest", "read privately Q3", "met Q3: The figures come on Friday.", "send now N6: they wait", "asked Q3", "suppliers' digest", "digest")
}

// toldWhatCame has the team change a section because of all that was said of it, and
// say of the others why they stay; everybody asks what came of their own words.
func toldWhatCame(p *privately) {
	var because []string
	for i := range 40 {
		because = append(because, fmt.Sprint("R", i+1))
	}
	p.fills("dana", "team", "change", "2", map[string]string{"text": "By results, and a tenth at most.", "reason": "a tenth is enough", "because": strings.Join(because, ","), "again": "yes", "title": "How we pay"})
	p.says("dana", "team", "kept 1: people asked for it", "thinking 3: we ask around", "suppliers' digest")
	for _, n := range []string{"N7", "N8", "N9"} {
		p.says("dana", "team", "release "+n, "send now "+n+": they wait")
	}
	for who, room := range map[string]string{"ana": "tidewell", "ben": "tidewell", "bea": "birch-care", "eve": "elders", "flo": "elders", "firm-1": "firm-1"} {
		p.says(who, room, "what changed", "our answers", "sections")
	}
	p.says("dana", "team", "show 2", "worries", "status", "digest")
}

// closes ends it, with a late answer, and somebody who had stepped back.
func closes(p *privately, plants *plants) {
	p.says("bea", "birch-care", "step back: "+plants.plant("why somebody stepped back", "birch-care*", "team*"))
	p.says("dana", "team", "digest", "close: it is enough")
	for n := range 20 { // the early end is one of those that wait
		p.says("dana", "team", fmt.Sprint("send N", n+1))
	}
	late := plants.plant("late", "tidewell*", "team/dana privately")
	p.does("ana", "tidewell", bot.Event{Kind: bot.Submitted, Action: "answer", Value: "1", Fields: map[string]string{
		"stance": "unclear", "words": late, "ticks": "sensitive", "why": plants.plant("why, late", "tidewell*", "team/dana privately"),
	}})
	p.says("ana", "tidewell", "add it late")
	p.says("dana", "team", "late", "read privately 1", "accept late 1", "digest", "status", "show 1", "worries", "files")
	p.says("bea", "birch-care", "our answers")
}

func fileOf(name, content string) *bot.File {
	return &bot.File{Name: name, Size: int64(len(content)), Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(content)), nil
	}}
}

// pagesOf asks for figures, health and pages that are refused, each with planted
// words in it.
func pagesOf(t *testing.T, tr *trial, plants *plants) map[string]string {
	t.Helper()
	mux := newMux([]check{{"journal", func(context.Context) error { return errors.New(plants.words["typed"].word) }}}, tr.Bot().Stats(), tr.Pages())
	text := url.Values{"text": {plants.words["typed"].word}, "event": {plants.words["late"].word}}
	all := map[string]string{}
	for _, r := range []*http.Request{
		httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", http.NoBody),
		httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/readyz", http.NoBody),
		httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/healthz", http.NoBody),
		httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/r/tidewell/file/F1-x", http.NoBody),
		httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/r/tidewell/see?a=say&v="+text.Get("text"), http.NoBody),
		httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/r/tidewell/say", strings.NewReader(text.Encode())),
		httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/j/"+text.Get("text"), http.NoBody),
		httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/nowhere", http.NoBody),
	} {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		where := r.Method + " " + strings.ReplaceAll(r.URL.Path, text.Get("text"), "…")
		all[where] = fmt.Sprint(w.Header(), w.Body.String())
	}
	return all
}

// wordOf is the draft as another supplier takes it away.
func wordOf(t *testing.T, tr *trial) string {
	t.Helper()
	file, ok, err := newFiles(tr.Bot(), tr.store).file(t.Context(), bot.Address{Adapter: "console", Room: "birch-care"}, "", draftFile)
	if err != nil || !ok {
		t.Fatalf("the draft as a Word file: %v, %v", ok, err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file.Data), int64(len(file.Data)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range archive.File {
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, from); err != nil { //nolint:gosec // it is our own
			t.Fatal(err)
		}
	}
	if !strings.Contains(out.String(), "Safe at home") {
		t.Error("the Word file has no draft in it")
	}
	return out.String()
}

// filesBeside gives all files of the service but the journal, and of that what is
// no record, no saved state and no original of a file.
func filesBeside(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	journal := filepath.Base(journalPath(dir))
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(filepath.Base(path), journal) && !strings.HasSuffix(path, ".lock") {
			return err
		}
		data, err := os.ReadFile(path)
		all["file "+filepath.Base(path)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+journalPath(dir)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	tables, err := firstColumn(db, "SELECT name FROM sqlite_master WHERE type = 'table'")
	if err != nil || !slices.Contains(tables, "records") || !slices.Contains(tables, "cells") {
		t.Fatalf("the tables are %v: %v", tables, err)
	}
	for _, table := range tables {
		if table == "records" || table == "snapshots" || table == "blobs" {
			continue // which hold what was said
		}
		rows, err := everyCell(db, table)
		if err != nil {
			t.Fatal(err)
		}
		all["table "+table] = rows
	}
	return all
}

func firstColumn(db *sql.DB, query string) ([]string, error) {
	rows, err := db.QueryContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// everyCell is all that a table holds.
func everyCell(db *sql.DB, table string) (string, error) {
	rows, err := db.QueryContext(context.Background(), "SELECT * FROM "+table) //nolint:gosec // its name is the database's own
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for rows.Next() {
		cells, to := make([]sql.RawBytes, len(names)), make([]any, len(names))
		for i := range cells {
			to[i] = &cells[i]
		}
		if err := rows.Scan(to...); err != nil {
			return "", err
		}
		for _, cell := range cells {
			out.Write(cell)
			out.WriteByte('\n')
		}
	}
	return out.String(), rows.Err()
}
