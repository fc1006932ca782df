package conversations_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soundings/adapters/console"
)

// releasePlay is a random play about what goes to everybody. Whatever is to go out
// has a word of its own, by which it is known again.
type releasePlay struct {
	*play
	words    int
	of       map[string]string   // word → the release that would say it
	gone     map[string]bool     // words that were taken back before anybody read them
	sent     []string            // releases, in the order in which they went
	had      map[string][]string // by room, the words in the order in which they were read
	shown    map[string][]string // by room, the messages in which
	digests  []string            // releases that say again what others said
	releases int
	asked    int
}

var (
	waitsAs    = regexp.MustCompile(`Waits to go to everybody: (N\d+), (.{1,12})`)
	sentAs     = regexp.MustCompile(`(?m)^ *- \*?(N\d+)`)
	token      = regexp.MustCompile(`WORD\d+X`)
	everybody  = regexp.MustCompile(`news for everybody asked|the draft has changed|questions answered|: a question to you|: what came of a question|: what matters most|What everybody asked has had`)
	mayReadNow = regexp.MustCompile(`Your question|Because of what you said`)
)

// word makes a word that nobody has used.
func (p *releasePlay) word() string {
	p.words++
	return fmt.Sprintf("WORD%dX", p.words)
}

// do has somebody say something, and looks at all that is read because of it.
func (p *releasePlay) do(room, person, text string) {
	p.look(p.say(room, person, text), token.FindString(text))
}

// wait lets time pass at once, as when the service was down.
func (p *releasePlay) wait(d time.Duration) {
	p.set(p.now().Add(d))
	if err := p.bot.Quiet(p.engine.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	posts := p.terminal.Take()
	for _, post := range posts {
		p.check(post)
	}
	p.look(posts, "")
}

func (p *releasePlay) look(posts []console.Post, said string) {
	for _, post := range posts {
		if post.Room != "commissioning" {
			continue
		}
		if found := waitsAs.FindStringSubmatch(post.Text); found != nil {
			var n int
			_, _ = fmt.Sscanf(found[1], "N%d", &n)
			p.releases = max(p.releases, n)
			if found[2] == "what changed" {
				p.digests = append(p.digests, found[1])
			}
			if said != "" {
				for w, r := range p.of {
					if r == found[1] && w != said && !slices.Contains(p.sent, r) {
						p.gone[w] = true
					}
				}
				p.of[said] = found[1]
			}
		}
		if strings.Contains(post.Text, "Sent to everybody\n") && strings.Contains(post.Text, "On its way to") {
			for _, found := range sentAs.FindAllStringSubmatch(post.Text, -1) {
				p.sent = append(p.sent, found[1])
			}
		}
	}
	for _, post := range posts {
		if post.Room == "commissioning" {
			continue
		}
		for _, w := range token.FindAllString(post.Text, -1) {
			p.read(post, w)
		}
	}
}

// read looks at a word that a supplier reads.
func (p *releasePlay) read(post console.Post, w string) {
	release := p.of[w]
	if mayReadNow.MatchString(post.Text) && !everybody.MatchString(post.Text) {
		return // its own words
	}
	if release == "" || !slices.Contains(p.sent, release) {
		p.t.Fatalf("%s reads %s of %s before it was sent:\n%s", post.Room, w, release, post.Text)
	}
	if p.gone[w] {
		p.t.Fatalf("%s reads %s, which was taken back:\n%s", post.Room, w, post.Text)
	}
	if everybody.MatchString(post.Text) {
		p.had[post.Room] = append(p.had[post.Room], w)
		p.shown[post.Room] = append(p.shown[post.Room], post.Text)
	}
}

// one is a release, or what might be one; but none that repeats what others said.
func (p *releasePlay) one() string {
	id := fmt.Sprint("N", rapid.IntRange(1, max(1, p.releases)).Draw(p.t, "release"))
	if slices.Contains(p.digests, id) {
		return "N99"
	}
	return id
}

func (p *releasePlay) act() {
	s := rapid.SampledFrom(p.suppliers).Draw(p.t, "supplier")
	section := rapid.IntRange(1, 4).Draw(p.t, "section")
	question := rapid.IntRange(1, max(1, p.asked)).Draw(p.t, "question")
	switch rapid.IntRange(0, 15).Draw(p.t, "act") {
	case 0:
		p.do(s.room, s.room+"-ana", fmt.Sprintf("%d risk: SAID-%s", section, s.room))
	case 1:
		p.asked++
		p.do(s.room, s.room+"-ana", fmt.Sprintf("ask %d: what about it, number %d?", section, p.asked))
	case 2:
		p.do("commissioning", "dana", "send: "+p.word()+" is new")
	case 3:
		p.do("commissioning", "dana", fmt.Sprintf("change %d because %s: Text %d, and more of it.", section, p.word(), p.words))
	case 4:
		p.do("commissioning", "dana", fmt.Sprintf("answer Q%d: %s", question, p.word()))
	case 5, 6, 7:
		p.do("commissioning", "dana", "send "+p.one())
	case 8:
		p.do("commissioning", "dana", "send now "+p.one()+": it can't wait")
	case 9:
		p.do("commissioning", "dana", rapid.SampledFrom([]string{"hold ", "go on ", "drop ", "release "}).Draw(p.t, "what")+p.one())
	case 10:
		p.do("commissioning", "dana", fmt.Sprintf("merge Q%d Q%d", question, 1))
	case 11:
		p.do(s.room, s.room+"-ben", rapid.SampledFrom([]string{"sections", fmt.Sprint("show ", section), "our answers", "hello", "asked"}).Draw(p.t, "reads"))
	case 12:
		p.asked++
		p.do("commissioning", "dana", fmt.Sprintf("ask everyone about %d: What of it? choices: yes / %s", section, p.word()))
	case 13:
		p.do("commissioning", "dana", fmt.Sprintf("met Q%d: %s", question, p.word()))
	case 14:
		p.do("commissioning", "dana", fmt.Sprintf("matters most %d: %s", section, p.word()))
	default:
		p.wait(time.Duration(rapid.IntRange(1, 60).Draw(p.t, "hours")) * time.Hour)
	}
}

// Every supplier gets every release once and all get them in the same order, also
// who comes later; nothing of any is read before it was sent; and nobody reads who
// asked or said what.
func TestEverybodyGetsTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := &releasePlay{play: &play{engine: newEngine(t), t: rt}, of: map[string]string{}, gone: map[string]bool{}, had: map[string][]string{}, shown: map[string][]string{}}
		defer p.stop()
		p.say("commissioning", "dana", "new Care")
		p.say("commissioning", "dana", "import\n# Care\n\n## One\nStanding: fixed\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.\n\n## Four\n\nText.")
		p.say("commissioning", "dana", "closes 17 July")
		invite := func(name string) {
			p.suppliers = append(p.suppliers, &supplier{room: strings.ToLower(name), name: name})
			p.do("commissioning", "dana", "invite "+name+", small firm")
		}
		invite("Alder")
		invite("Birch")
		p.say("commissioning", "dana", "preview")
		p.say("commissioning", "dana", "open now")
		p.say("commissioning", "dana", "I declare: no interest")
		for range rapid.IntRange(1, 25).Draw(rt, "acts") {
			p.act()
		}
		invite("Cedar")
		for range rapid.IntRange(0, 10).Draw(rt, "later acts") {
			p.act()
		}
		p.wait(8 * 24 * time.Hour)
		want := p.had["alder"]
		if len(slices.Compact(slices.Sorted(slices.Values(want)))) != len(want) {
			rt.Fatalf("alder reads something twice: %v", want)
		}
		for _, room := range []string{"birch", "cedar"} {
			if got := p.had[room]; !slices.Equal(got, want) {
				rt.Fatalf("%s reads %v, and alder %v:\n%s", room, got, want, strings.Join(p.shown[room], "\n---\n"))
			}
		}
		for w, release := range p.of {
			if slices.Contains(p.sent, release) && !p.gone[w] && !slices.Contains(want, w) {
				rt.Fatalf("%s of %s, which was sent, nobody reads", w, release)
			}
		}
		p.restarted()
	})
}
