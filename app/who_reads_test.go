package app

import (
	"archive/zip"
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"soundings/adapters/web"
	"soundings/adapters/webtest"
	"soundings/bot"
	"soundings/conversations"
	"soundings/internal/transcript"
	"soundings/journal"
)

// reading is a play during which it is noted who read which word, and where.
type reading struct {
	*webStage
	in      *inbox
	mails   int                          // read so far
	phase   string                       // after which everybody reads just now
	found   map[string]map[string]string // by word and reader: in what, the first time
	early   map[string]map[string]bool   // by word and reader: the phases in which they read it
	strange map[string]*webtest.Browser  // those who are nobody here
}

// aWord is longer than what comes about by chance in a token on a page.
var aWord = regexp.MustCompile(`QXWORD[A-Z]+`)

// reads notes the words in what somebody has before them.
func (r *reading) reads(reader, where, text string) {
	for _, word := range aWord.FindAllString(text, -1) {
		if r.found[word] == nil {
			r.found[word], r.early[word] = map[string]string{}, map[string]bool{}
		}
		if r.found[word][reader] == "" {
			r.found[word][reader] = where
		}
		r.early[word][reader+"@"+r.phase] = true
	}
}

// plays plays a part, and notes what was said to somebody alone.
func (r *reading) plays(text string) {
	r.t.Helper()
	script, err := transcript.Parse(r.phase, text)
	if err != nil {
		r.t.Fatal(err)
	}
	played, err := transcript.Play(r.t.Context(), script, r)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, posts := range played.Said() {
		for _, post := range posts {
			if post.To != "" && !slices.Contains(besideThem(), post.To) {
				r.reads(post.To, "a note in "+post.Room, post.Text)
			}
		}
	}
}

// everybodyReads has each reader open all that they find.
func (r *reading) everybodyReads() {
	r.t.Helper()
	rooms, err := r.rooms(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	for person, b := range r.browsers {
		if !slices.Contains(besideThem(), person) {
			r.crawls(person, *b, rooms)
		}
	}
	for person, b := range r.strange {
		r.crawls(person, *b, rooms)
	}
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	for ; r.mails < len(r.in.all); r.mails++ {
		m := r.in.all[r.mails]
		if name, _, _ := strings.Cut(m.to, "@"); !slices.Contains(besideThem(), name) {
			r.reads(name, "a mail", strings.ReplaceAll(m.raw, "=\r\n", ""))
		}
	}
}

// besideThem are people who act and whose pages nobody looks at: they read what Dana,
// Ana and Bo do.
func besideThem() []string { return []string{"ed", "ben", "cy"} }

// crawls opens every address that a reader finds, and those that others would, in
// each room there is.
func (r *reading) crawls(person string, b webtest.Browser, rooms []string) {
	r.t.Helper()
	r.speaker = person
	todo := []string{"/", "/you"}
	for _, room := range rooms {
		in := "/r/" + room
		page := r.opens(person, &b, in)
		if page.Status != http.StatusOK {
			todo = append(todo, in+"/live", in+"/see?a=say&v=files", in+"/file/F1", in+"/file/N1-1", in+"/file/"+draftFile, in+"/file/"+conversations.FileName)
			continue
		}
		if len(page.Messages()) > 0 {
			r.reads(person, in+"/live", r.live(&b, in+"/live"))
		}
		todo = append(todo, linksOn(page, r.server.URL)...)
		for _, name := range namesOfFiles() {
			todo = append(todo, in+"/file/"+name)
		}
		for _, say := range whatIsAskedFor(room == r.teams["commissioning"]) {
			todo = append(todo, in+"/see?"+url.Values{"a": {"say"}, "v": {say}}.Encode())
		}
	}
	opened := map[string]bool{}
	for len(todo) > 0 {
		address := todo[0]
		todo = todo[1:]
		if !opened[address] {
			opened[address] = true
			todo = append(todo, linksOn(r.opens(person, &b, address), r.server.URL)...)
		}
	}
}

// opens is what a reader has before them at an address.
func (r *reading) opens(person string, b *webtest.Browser, address string) *webtest.Page {
	r.t.Helper()
	page, err := b.Open(r.t.Context(), address)
	if err != nil {
		r.t.Fatal(err)
	}
	if page.Status >= http.StatusInternalServerError {
		r.t.Errorf("%s opens %s: %d", person, address, page.Status)
	}
	r.reads(person, address, page.Body+" "+page.Header.Get("Content-Disposition")+unzipped(page.Body))
	return page
}

// linksOn are the addresses of the service that a page leads to. That somebody replies
// to one message shows the room once more.
func linksOn(page *webtest.Page, base string) []string {
	var all []string
	for _, l := range page.Links("") {
		address, _, _ := strings.Cut(strings.TrimPrefix(l.URL, base), "#")
		if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "/assets/") && !strings.Contains(address, "?re=") {
			all = append(all, address)
		}
	}
	return all
}

// live is what the script of a page on which there are messages hears first: all that
// stands there.
func (r *reading) live(b *webtest.Browser, address string) string {
	ctx, cancel := context.WithCancel(r.t.Context())
	defer cancel()
	request := httptest.NewRequestWithContext(ctx, http.MethodGet, r.server.URL+address, http.NoBody)
	for _, cookie := range b.Client.Jar.Cookies(request.URL) {
		request.AddCookie(cookie)
	}
	w := &hearing{ResponseRecorder: httptest.NewRecorder(), enough: cancel}
	(*r.handler.Load()).ServeHTTP(w, request)
	return w.Body.String()
}

// hearing goes away once it has heard how long to wait after the end, and the messages.
type hearing struct {
	*httptest.ResponseRecorder
	heard  int
	enough func()
}

func (h *hearing) Write(p []byte) (int, error) {
	if h.heard++; h.heard == 2 {
		defer h.enough()
	}
	return h.ResponseRecorder.Write(p)
}

// unzipped is what stands in a Word file; "" where it is none.
func unzipped(body string) string {
	in, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		return ""
	}
	var out strings.Builder
	for _, f := range in.File {
		part, err := f.Open()
		if err != nil {
			return ""
		}
		data, _ := io.ReadAll(part)
		_ = part.Close()
		out.Write(data)
	}
	return out.String()
}

// namesOfFiles are all names under which a room might give a file.
func namesOfFiles() []string {
	return []string{
		draftFile, conversations.FileName, conversations.FullFile, conversations.FullWordFile, conversations.MarketFile,
		"F1", "F2", "N1-1", "N2-1",
	}
}

// whatIsAskedFor is what somebody might have a page show who knows what can be typed.
func whatIsAskedFor(team bool) []string {
	if !team {
		return []string{"our answers", "what changed", "asked", "partner list", "last questions", "sections", "1", "2", "files", "read privately 2", "who said 1", "for the file"}
	}
	return []string{
		"digest", "read digest D1", "worries", "questions", "show 1", "show 2", "read privately 2", "files", "who said 1", "last answers",
		"stepped back", "notes", "late", "waiting", "read N1", "edit N1", "said to one", "how was it", "for the file", "for the file as text", "for the file with names as text",
		"status", "declarations", "asked", "links", "linked", "market notice",
	}
}

// Whatever stage it is, and wherever somebody looks (pages, what a page hears by
// itself, files, mail, notes to them alone), they read what the table gives them and
// nothing else of it; and they do read it.
func TestEverybodyReadsWhatIsForThemAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("what runs side by side is the same in the transcripts")
	}
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"QXWORDNAME.txt", "QXWORDPLAN.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Replace(strings.TrimSuffix(name, ".txt"), "QXWORD", "QXWORDIN", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "new.md"), []byte("# Care\n\n## One\n\nQXWORDDRAFT the first.\n\n## Two\n\nThe second.\n\n## Three\n\nThe third.\n\n## Five\n\nQXWORDADDED the fifth.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newWebStage(t, t.TempDir(), dir)
	r := &reading{webStage: s, found: map[string]map[string]string{}, early: map[string]map[string]bool{}, strange: map[string]*webtest.Browser{"stranger": webtest.New(s.server.URL)}}
	r.in, s.smtp = openInbox(t)
	s.open = func(context.Context) (journal.Store, error) { return journal.NewMemory(), nil }
	script, err := transcript.Parse("restart", "! restart\n")
	if err == nil {
		_, err = transcript.Play(t.Context(), script, s)
	}
	if err != nil {
		t.Fatal(err)
	}
	var phases []string
	for _, p := range playOfWords() {
		phases = append(phases, p.name)
		r.phase = p.name
		r.plays(p.says)
		if r.strange["late"] == nil && s.roomOf("tidewell") != "" {
			r.strangersTry()
		}
		r.everybodyReads()
	}
	r.holdsTo(whoReadsWhat(), phases)
	r.saidAllKinds()
}

// holdsTo compares who read what with who is to.
func (r *reading) holdsTo(table []readBy, phases []string) {
	r.t.Helper()
	listed := map[string]bool{}
	for _, w := range table {
		listed[w.word] = true
		read := maps.Clone(r.found[w.word])
		for entry := range strings.FieldsSeq(w.by) {
			reader, from, _ := strings.Cut(entry, "@")
			if read[reader] == "" {
				r.t.Errorf("%s never reads %s, %s", reader, w.word, w.what)
			}
			for _, phase := range phases[:max(0, slices.Index(phases, from))] {
				if r.early[w.word][reader+"@"+phase] {
					r.t.Errorf("%s reads %s, %s, when it is %s: %s", reader, w.word, w.what, phase, read[reader])
				}
			}
			delete(read, reader)
		}
		for _, reader := range slices.Sorted(maps.Keys(read)) {
			r.t.Errorf("%s reads %s, %s, when it is %s: %s", reader, w.word, w.what, r.first(w.word, reader, phases), read[reader])
		}
	}
	for _, p := range playOfWords() {
		for _, word := range aWord.FindAllString(p.says, -1) {
			if !listed[word] {
				r.t.Errorf("the table does not say who reads %s", word)
			}
		}
	}
}

// first is the phase in which a reader came upon a word.
func (r *reading) first(word, reader string, phases []string) string {
	i := slices.IndexFunc(phases, func(p string) bool { return r.early[word][reader+"@"+p] })
	return phases[i]
}

// saidAllKinds looks for every kind of fact on the record of the play.
func (r *reading) saidAllKinds() {
	r.t.Helper()
	on := map[string]bool{}
	for stream, err := range r.service.store.Streams(r.t.Context()) {
		if err != nil {
			r.t.Fatal(err)
		}
		for record, err := range r.service.store.Read(r.t.Context(), stream, 0) {
			if err != nil {
				r.t.Fatal(err)
			}
			if fact, err := bot.Decode(record.Data); err == nil {
				on[fact.Kind] = true
			}
		}
	}
	kinds, err := filepath.Glob("../engagement/testdata/facts/*.json")
	if err != nil || len(kinds) == 0 {
		r.t.Fatalf("%d kinds of fact: %v", len(kinds), err)
	}
	for _, file := range kinds {
		kind := strings.TrimSuffix(filepath.Base(file), ".json")
		if why := notOnPages()[kind]; on[kind] == (why != "") {
			r.t.Errorf("%s is on the record of the play: %v, and the list says %q", kind, on[kind], why)
		}
	}
}

// strangersTry has some try links that are not theirs to use any more, or never were.
func (r *reading) strangersTry() {
	room := bot.Address{Adapter: web.Name, Room: r.roomOf("tidewell")}
	forged := web.NewLinks([]byte("a key that is none of this service"), r.server.URL, r.clock.now)
	for name, link := range map[string]string{"late": longAgo(r.webStage).To(room, ""), "forger": forged.To(room, "")} {
		b := webtest.New(r.server.URL)
		if _, err := b.Open(r.t.Context(), link); err != nil {
			r.t.Fatal(err)
		}
		r.strange[name] = b
	}
}
