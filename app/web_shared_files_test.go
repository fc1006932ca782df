package app

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"soundings/bot"
	"soundings/conversations"
	"soundings/draft"
	"soundings/internal/transcript"
)

// playFiles has two suppliers share a file each, on their pages.
const playFiles = `commissioning/dana> new Care
commissioning/dana> import [file: care.md]
commissioning/dana> closes 26 June 17:00
commissioning/dana> invite
   | Tidewell, small firm
   | Birch Care, charity
   | Elders, users' group
commissioning/dana> preview
commissioning/dana> open now
commissioning/dana> I declare: no interest
tidewell/ana> 3 risk: see the file [file: hostile.bin]
birch-care/bea> [file: care.md]
birch-care/bea> hello
elders/eve> 1 something worries me: see my letter [file: care.md]
elders/joan> 1 no view
commissioning/dana> send: The plan. [file: hostile.bin]
commissioning/dana> send now N1: they plan with it
commissioning/dana> send: Not sent yet. [file: hostile.bin]
`

// A file opens for the team and for whose room it was shared in, and for nobody
// else; a browser keeps it and does not show it.
func TestSharedFilesOpenForThoseTheyAreFor(t *testing.T) {
	const dir = "../conversations/testdata"
	s := newWebStage(t, t.TempDir(), dir)
	script, err := transcript.Parse("files", playFiles)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := transcript.Play(t.Context(), script, s); err != nil {
		t.Fatal(err)
	}
	if s.beside != 0 {
		t.Errorf("%d turns had no page", s.beside)
	}
	want, err := os.ReadFile(filepath.Join(dir, "hostile.bin"))
	if err != nil {
		t.Fatal(err)
	}
	rooms := map[string]string{"dana": s.teams["commissioning"], "ana": s.roomOf("tidewell"), "bea": s.roomOf("birch-care"), "eve": s.roomOf("elders"), "joan": s.roomOf("elders")}
	for _, test := range []struct {
		who, name string
		status    int
	}{
		{"dana", "F1", http.StatusOK},
		{"ana", "F1", http.StatusOK},
		{"bea", "F1", http.StatusNotFound},
		{"ana", "N1-1", http.StatusOK},
		{"bea", "N1-1", http.StatusOK},
		{"dana", "N1-1", http.StatusOK},
		{"dana", "N2-1", http.StatusOK},
		{"ana", "N2-1", http.StatusNotFound},
		{"bea", "N1-2", http.StatusNotFound},
		{"bea", "N1-01", http.StatusNotFound},
		{"dana", "F9", http.StatusNotFound},
		{"dana", "f1", http.StatusNotFound},
		{"dana", "F1%2f..%2f..%2fetc%2fpasswd", http.StatusNotFound},
		{"dana", "hostile.bin", http.StatusNotFound},
	} {
		got, header, status := s.download(t, test.who, "/r/"+rooms[test.who]+"/file/"+test.name)
		if status != test.status {
			t.Errorf("%s opens %s: %d, want %d", test.who, test.name, status, test.status)
			continue
		}
		if status != http.StatusOK {
			continue
		}
		if !bytes.Equal(got, want) || header.Get("Content-Type") != anyContent || header.Get("Content-Disposition") != "attachment; filename=hostile.bin" || header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s opens %s: %d bytes, %v", test.who, test.name, len(got), header)
		}
	}
	for who, want := range map[string]int{"eve": http.StatusOK, "joan": http.StatusNotFound, "dana": http.StatusOK, "ana": http.StatusNotFound} {
		if _, _, status := s.download(t, who, "/r/"+rooms[who]+"/file/F3"); status != want {
			t.Errorf("%s opens what a member of a users' group shared: %d, want %d", who, status, want)
		}
	}
	for name, has := range map[string][2]string{
		conversations.FileName:   {"# For the file: ", "\n| When | "},
		conversations.FullFile:   {"# Everything, with names: ", "\n## Questions, with who asked"},
		conversations.MarketFile: {"# Preliminary market engagement notice: ", "\n- **Unique identifier:** [to be written: "},
	} {
		got, header, status := s.download(t, "dana", "/r/"+rooms["dana"]+"/file/"+name)
		if text := string(got); status != http.StatusOK || header.Get("Content-Type") != textContent || !strings.HasPrefix(text, has[0]) || !strings.Contains(text, has[1]) || strings.Contains(text, "{person:") {
			t.Errorf("%s: %d, %v, %.500s", name, status, header, got)
		}
		if _, _, status := s.download(t, "ana", "/r/"+rooms["ana"]+"/file/"+name); status != http.StatusNotFound {
			t.Errorf("a supplier gets %s: %d", name, status)
		}
	}
	got, header, status := s.download(t, "dana", "/r/"+rooms["dana"]+"/file/"+conversations.FullWordFile)
	if document, err := draft.ParseWord(got); status != http.StatusOK || err != nil || header.Get("Content-Type") != wordContent || len(document.Propose(draft.Options{}).Sections) < 10 {
		t.Errorf("the file with names in Word: %d, %v, %v", status, header, err)
	}
	if _, _, status := s.download(t, "ana", "/r/"+rooms["ana"]+"/file/"+conversations.FullWordFile); status != http.StatusNotFound {
		t.Errorf("a supplier gets the file with names: %d", status)
	}
	if _, _, status := s.download(t, "ana", "/r/"+rooms["bea"]+"/file/F2"); status != http.StatusNotFound {
		t.Errorf("in another's room: %d", status)
	}
	if _, _, status := s.download(t, "", "/r/"+rooms["ana"]+"/file/F1"); status != http.StatusNotFound {
		t.Errorf("a stranger: %d", status)
	}
}

// download asks for an address in somebody's browser; who is empty: in a new one.
func (s *webStage) download(t *testing.T, who, address string) ([]byte, http.Header, int) {
	t.Helper()
	client := &http.Client{}
	if b := s.browsers[who]; b != nil {
		client = b.Client
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return data, response.Header, response.StatusCode
}

// A file that is too large, or has a name to fear, loses nothing that was said.
func TestHostileFiles(t *testing.T) {
	tr := newTrial(t, t.TempDir(), nil)
	tr.opened(t, dana)
	ana := bot.Sender{ID: "ana", Name: "Ana"}
	share := func(text, name string, size int) string {
		t.Helper()
		tr.n++
		answer, err := tr.Bot().Deliver(t.Context(), bot.Event{
			ID: "console:f" + name + text, Kind: bot.Said, Text: text, Room: bot.Address{Adapter: "console", Room: "tidewell"}, Sender: ana,
			File: &bot.File{Name: name, Size: int64(size), Open: func(context.Context) (io.ReadCloser, error) {
				return io.NopCloser(io.LimitReader(zeros{}, int64(size))), nil
			}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := tr.Bot().Quiet(t.Context()); err != nil {
			t.Fatal(err)
		}
		if answer.Note == nil {
			return ""
		}
		return (&board{posts: []bot.Part{{Title: answer.Note.Title, Blocks: answer.Note.Blocks}}}).text()
	}
	share("1 risk: the form takes nine months", "large.pdf", bot.MaxFile+1)
	said := tr.board.text()
	for _, want := range []string{"Recorded for Tidewell", "The file was **not** kept. The file is over 32 MB"} {
		if !strings.Contains(said, want) {
			t.Errorf("after a file that is too large nobody reads %q", want)
		}
	}
	if note := share("", "larger.pdf", bot.MaxFile+1); !strings.Contains(note, "not** kept") {
		t.Errorf("a file alone that is too large: %q", note)
	}
	share("", "**bold**[x](evil.example)\u202efdp\n.exe", 3)
	if !strings.Contains(tr.board.text(), `\*\*bold\*\*\[x\](evil.example)fdp .exe** (3 bytes) is kept`) {
		t.Errorf("a hostile name is not told as it is: %s", tr.board.text())
	}
	if strings.Contains(tr.board.text(), "\u202e") {
		t.Error("a name does something on whoever reads it")
	}
}

// zeros are as many as anybody wants.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// A file that was shared in a channel opens by a link for that channel and for the
// team's, and for no other.
func TestFilesOfChannels(t *testing.T) {
	tr := newTrial(t, t.TempDir(), nil)
	tr.opened(t, dana)
	room := func(name string) bot.Address { return bot.Address{Adapter: "console", Room: name} }
	if _, err := tr.Bot().Deliver(t.Context(), bot.Event{
		ID: "console:file", Kind: bot.Said, Room: room("tidewell"), Sender: bot.Sender{ID: "ana", Name: "Ana"}, Text: "1 risk: see the file",
		File: &bot.File{Name: "rota.pdf", Size: 3, Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("rot")), nil }},
	}); err != nil {
		t.Fatal(err)
	}
	if err := tr.Bot().Quiet(t.Context()); err != nil {
		t.Fatal(err)
	}
	files := newFiles(tr.Bot(), tr.store)
	reader, err := people{vault: tr.vault}.Known(t.Context(), "console", dana)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"F1", conversations.FileName, conversations.FullFile, conversations.FullWordFile} {
		if file, ok, err := files.file(t.Context(), room(trialTeam), "", name); err != nil || !ok || file.Data != nil || !strings.Contains(file.Why, "Have you a link to anybody who is asked?") {
			t.Errorf("%s for somebody who has declared nothing: %q, %q, %v, %v", name, file.Data, file.Why, ok, err)
		}
	}
	for name, want := range map[string]bool{trialTeam: true, "tidewell": true, "nowhere": false} {
		file, ok, err := files.file(t.Context(), room(name), reader, "F1")
		if err != nil || ok != want || ok && string(file.Data) != "rot" {
			t.Errorf("for %s: %q, %v, %v; want it: %v", name, file.Data, ok, err, want)
		}
	}
	for name, want := range map[string]bool{trialTeam: true, "tidewell": false} {
		file, ok, err := files.file(t.Context(), room(name), reader, conversations.FileName)
		if err != nil || ok != want || ok && !strings.HasPrefix(string(file.Data), "# For the file: ") {
			t.Errorf("for the file, in %s: %.80q, %v, %v; want it: %v", name, file.Data, ok, err, want)
		}
	}
}
