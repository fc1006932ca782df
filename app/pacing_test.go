package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"soundings/adapters/console"
	"soundings/internal/transcript"
)

// mostHeard is how often a supplier may hear from the bot in four weeks.
const mostHeard = 16

// TestPacing counts, over four simulated weeks with nine suppliers, what each of
// them and the team hear without having done anything just then, and how long
// news take. What it counts is written down in the docs.
func TestPacing(t *testing.T) {
	if testing.Short() {
		t.Skip("what runs side by side is the same in the transcripts")
	}
	t.Parallel()
	const file, table = "../docs/check/pacing.txt", "../docs/check/pacing.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	script, err := transcript.Parse(filepath.Base(file), string(text))
	if err != nil {
		t.Fatal(err)
	}
	played, err := transcript.Play(t.Context(), script, testStage(t, t.TempDir(), "../docs/sample"))
	if err != nil {
		t.Fatal(err)
	}
	p := paced(t, played)
	for _, room := range p.rooms() {
		if n := p.heard(room); room != console.TeamRoom && n > mostHeard {
			t.Errorf("%s hears %d times in four weeks, more than %d", room, n, mostHeard)
		}
	}
	got := p.table()
	if *update {
		if err := os.WriteFile(table, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("it counts otherwise (-want +got); -update writes it:\n%s", diff)
	}
}

// pace is what was heard, and when.
type pace struct {
	kinds map[string]map[string]int // by room and kind of message
	news  []latency
}

// latency is how long something waited until everybody had the news of it.
type latency struct {
	what           string
	happened, told time.Time
	words          string // by which its news are known
}

// paced reads a play. A message counts where it comes by itself, not as the
// answer to what somebody did in that room, and not as the edit of another.
func paced(t *testing.T, played transcript.Script) *pace {
	t.Helper()
	zone, err := time.LoadLocation(playZone)
	if err != nil {
		t.Fatal(err)
	}
	p := &pace{kinds: map[string]map[string]int{}}
	now := playStart(zone)
	said := played.Said()
	for i, step := range played.Steps() {
		room := ""
		switch {
		case step.Clock != nil:
			if now, err = step.Clock.From(now, zone); err != nil {
				t.Fatal(err)
			}
		case step.Turn != nil:
			room = step.Turn.Room
			p.begin(now, *step.Turn)
		}
		for _, post := range said[i+1] {
			if post.Edits || post.Room == room {
				continue
			}
			p.count(post)
			p.hear(now, post)
		}
	}
	return p
}

// begin notes what ought to become news.
func (p *pace) begin(now time.Time, turn transcript.Turn) {
	if question, asks := strings.CutPrefix(turn.Text, "ask: "); asks {
		p.news = append(p.news, latency{what: "a question", happened: now, words: question})
	}
	if change, is := strings.CutPrefix(turn.Text, "change "); is && turn.Room == console.TeamRoom {
		_, reason, _ := strings.Cut(change, "because ")
		reason, _, _ = strings.Cut(reason, ":")
		p.news = append(p.news, latency{what: "a change", happened: now, words: reason[1:]})
	}
}

// hear notes when news came to the first supplier; all others get them in the
// same moment.
func (p *pace) hear(now time.Time, post transcript.Post) {
	if post.Room == console.TeamRoom || strings.Contains(post.Text, "what changed because of you") {
		return
	}
	flat := strings.Join(strings.Fields(post.Text), " ")
	for i := range p.news {
		if n := &p.news[i]; n.told.IsZero() && strings.Contains(flat, n.words) {
			n.told = now
		}
	}
}

// count counts a message by its kind.
func (p *pace) count(post transcript.Post) {
	title, _, _ := strings.Cut(post.Text, "\n")
	kind := "other"
	for _, k := range kindsOfNews() {
		if strings.Contains(title, k.words) {
			kind = k.name
			break
		}
	}
	if p.kinds[post.Room] == nil {
		p.kinds[post.Room] = map[string]int{}
	}
	p.kinds[post.Room][kind]++
}

// kindsOfNews are the kinds of messages by words of their titles, in the order
// of the table.
func kindsOfNews() []struct{ name, words string } {
	return []struct{ name, words string }{
		{"welcome", "like your view"},
		{"welcome", "what you think"},
		{"list", "your list"},
		{"news", "has changed"},
		{"news", "news for everybody"},
		{"news", "questions answered"},
		{"news", "something new"},
		{"their digest", "what changed because of you"},
		{"reminder", "still open"},
		{"reminder", "closes in"},
		{"closing", "Thank you"},
		{"question to answer", " asks"},
		{"digest", "what suppliers said"},
		{"digest", "nothing new"},
		{"to read and send", "Waits to go"},
		{"sent", "Sent to every"},
		{"closing", "Closed"},
	}
}

func (p *pace) rooms() []string {
	var rooms []string
	for room := range p.kinds {
		rooms = append(rooms, room)
	}
	slices.Sort(rooms)
	return rooms
}

func (p *pace) heard(room string) int {
	n := 0
	for _, k := range p.kinds[room] {
		n += k
	}
	return n
}

// table writes what was counted.
func (p *pace) table() string {
	var out strings.Builder
	out.WriteString("# How often everybody hears\n\nFour simulated weeks (`pacing.txt`): nine suppliers and a users' group, twelve sections, ten questions, two changes.\n" +
		"Counted are messages that come by themselves, not answers to what somebody just did, nor edits of the list.\n" +
		"A test counts them again.\n\n")
	suppliers := []string{"welcome", "list", "news", "their digest", "reminder", "closing", "other"}
	fmt.Fprintf(&out, "| supplier | %s | all |\n|---|%s---|\n", strings.Join(suppliers, " | "), strings.Repeat("---|", len(suppliers)))
	for _, room := range p.rooms() {
		if room != console.TeamRoom {
			p.row(&out, room, suppliers)
		}
	}
	team := []string{"question to answer", "digest", "to read and send", "sent", "closing", "other"}
	fmt.Fprintf(&out, "\n| team | %s | all |\n|---|%s---|\n", strings.Join(team, " | "), strings.Repeat("---|", len(team)))
	p.row(&out, console.TeamRoom, team)
	out.WriteString("\n| what | happened | everybody has it | later by |\n|---|---|---|---|\n")
	for _, n := range p.news {
		if n.told.IsZero() {
			fmt.Fprintf(&out, "| %s | %s | not yet | |\n", n.what, n.happened.Format("Mon 2 Jan 15:04"))
			continue
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %.1f days |\n", n.what, n.happened.Format("Mon 2 Jan 15:04"), n.told.Format("Mon 2 Jan 15:04"), n.told.Sub(n.happened).Hours()/24)
	}
	return out.String()
}

func (p *pace) row(out *strings.Builder, room string, kinds []string) {
	fmt.Fprintf(out, "| %s |", room)
	for _, k := range kinds {
		fmt.Fprintf(out, " %d |", p.kinds[room][k])
	}
	fmt.Fprintf(out, " %d |\n", p.heard(room))
}
