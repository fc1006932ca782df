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
	"soundings/engagement"
)

// stagePlay is a random play through the stages. What suppliers say has a word of
// its own, by which it is known again.
type stagePlay struct {
	*play
	own      []*supplier // those of the play have one room each
	stage    engagement.Stage
	began    bool            // a dialogue
	out      bool            // the notice
	admitted map[string]bool // by room
	told     string          // the bidder who comes or goes just now
	asked    int             // how many bidders there had been when the team last declared, and one
	releases int
	offered  int // the release that the team was shown last
}

var (
	bidderNow  = regexp.MustCompile(`^# (\w+) is (admitted to the dialogue|not in the dialogue any more)`)
	waitsFor   = regexp.MustCompile(`Waits (?:to go to everybody|for you): (N\d+)`)
	sentNow    = regexp.MustCompile(`\*N\d+\*, (the tender notice|taking views again), is on its way`)
	accounting = regexp.MustCompile(`what changed because of you|Because of what you said|What matters most|\d+ of \d+ (who|suppliers)|could go further, \d|sections changed\*`)
	refusedAs  = regexp.MustCompile(`Nothing you wrote just now was passed on|answers are no longer taken|This closed on`)
)

// moved follows the stage by what the team reads.
func (p *stagePlay) moved(posts []console.Post) {
	p.told = ""
	for _, post := range posts {
		if post.Room != "commissioning" {
			continue
		}
		if bidder := bidderNow.FindStringSubmatch(post.Text); bidder != nil {
			p.bidder(bidder[1], strings.HasPrefix(bidder[2], "admitted"))
		}
		found := sentNow.FindStringSubmatch(post.Text)
		switch {
		case strings.HasPrefix(post.Text, "# Closed: "):
			p.stage = engagement.Closed
		case strings.HasPrefix(post.Text, "# Paused: "):
			p.stage = engagement.Paused
		case strings.HasPrefix(post.Text, "# The dialogue has begun"):
			p.stage, p.began = engagement.Dialogue, true
			p.admitted = map[string]bool{"dialogue-alder": true, "dialogue-foxglove": true}
			p.own = append(p.own, &supplier{room: "dialogue-alder", name: "Alder"}, &supplier{room: "dialogue-foxglove", name: "Foxglove"})
		case found != nil && found[1] == "the tender notice":
			if p.out = true; p.stage == engagement.Talking {
				p.stage = engagement.Paused
			}
		case found != nil:
			p.stage = engagement.Talking
		}
		for _, waits := range waitsFor.FindAllStringSubmatch(post.Text, -1) {
			var n int
			_, _ = fmt.Sscanf(waits[1], "N%d", &n)
			p.releases, p.offered = max(p.releases, n), n
		}
	}
}

// bidder follows who is in the dialogue.
func (p *stagePlay) bidder(name string, in bool) {
	p.told = "dialogue-" + strings.ToLower(name)
	if p.admitted[p.told] = in; in && !slices.ContainsFunc(p.own, func(s *supplier) bool { return s.room == p.told }) {
		p.own = append(p.own, &supplier{room: p.told, name: name})
	}
}

// sameFirm says whether two rooms are of the same organisation.
func sameFirm(a, b string) bool {
	return strings.TrimPrefix(a, "dialogue-") == strings.TrimPrefix(b, "dialogue-")
}

// look holds all that was read to who may read what in this stage. Said is the word
// of whoever wrote something in a room, if anybody did.
func (p *stagePlay) look(posts []console.Post, room, said string) {
	before := p.stage
	for i := range posts {
		posts[i].Text = strings.Join(strings.Fields(posts[i].Text), " ")
	}
	p.moved(posts)
	for _, post := range posts {
		for _, s := range p.own {
			if post.Room != "commissioning" && !sameFirm(post.Room, s.room) && (strings.Contains(post.Text, "SAID-"+s.room+"-") || strings.Contains(post.Text, s.name)) {
				p.t.Fatalf("%s reads of %s while %s:\n%s", post.Room, s.name, p.stage, post.Text)
			}
		}
		if post.Room == "commissioning" {
			continue
		}
		if p.began && accounting.MatchString(post.Text) {
			p.t.Fatalf("%s reads a number, or why something is so, from the dialogue on:\n%s", post.Room, post.Text)
		}
		if before == engagement.Dialogue && p.stage == engagement.Dialogue && !p.admitted[post.Room] && post.Room != room && !sameFirm(post.Room, p.told) {
			p.t.Fatalf("%s is written to while a dialogue goes on elsewhere:\n%s", post.Room, post.Text)
		}
	}
	taken := before == engagement.Talking || before == engagement.Dialogue && p.admitted[room]
	if said == "" || taken {
		return
	}
	told := false
	for _, post := range posts {
		if post.Room == "commissioning" && strings.Contains(post.Text, said) {
			p.t.Fatalf("what %s wrote while %s is passed on:\n%s", room, before, post.Text)
		}
		told = told || post.Room == room && refusedAs.MatchString(post.Text)
	}
	if !told {
		p.t.Fatalf("%s is not told while %s that what they wrote was not passed on: %v", room, before, posts)
	}
}

// team has somebody of the team write, who has no link to anybody who is asked: what
// else is refused would say nothing of stages.
func (p *stagePlay) team(text string) {
	if p.asked != len(p.admitted)+1 {
		p.asked = len(p.admitted) + 1
		p.look(p.say("commissioning", "dana", "I declare: no interest"), "commissioning", "")
	}
	p.look(p.say("commissioning", "dana", text), "commissioning", "")
}

func (p *stagePlay) wait(d time.Duration) {
	p.set(p.now().Add(d))
	if err := p.bot.Quiet(p.engine.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	posts := p.terminal.Take()
	p.look(posts, "", "")
}

func (p *stagePlay) act() {
	s := rapid.SampledFrom(p.own).Draw(p.t, "supplier")
	said := fmt.Sprintf("SAID-%s-%d", s.room, p.n)
	until := p.now().Add(72 * time.Hour).Format("2 January 2006 15:04")
	switch rapid.IntRange(0, 12).Draw(p.t, "act") {
	case 11:
		p.bidderMoves(rapid.SampledFrom([]string{
			"admit Birch: after a review", "take out Alder: it withdrew", "take out Foxglove: it withdrew", "admit Foxglove: after a review", "admit Ledbury, small firm: it was late", "take out Birch: it withdrew",
		}).Draw(p.t, "bidder"))
	case 0, 1:
		p.look(p.say(s.room, s.room+"-ana", fmt.Sprintf("%d risk: %s", rapid.IntRange(1, 3).Draw(p.t, "section"), said)), s.room, said)
	case 2:
		asked := "ASKED" + strings.TrimPrefix(said, "SAID") // everybody reads it, once it is answered
		p.look(p.say(s.room, s.room+"-ana", "ask: "+asked+"?"), s.room, asked)
	case 3:
		p.look(p.say(s.room, s.room+"-ben", rapid.SampledFrom([]string{
			"sections", "show 1", "our answers", "what changed", "hello", "help", "only the outcome", "nothing more", "how it was: worth yes", "asked", "for the file",
		}).Draw(p.t, "reads")), s.room, "")
	case 4:
		p.team("notice on " + p.now().Add(time.Duration(rapid.IntRange(-1, 30).Draw(p.t, "hours"))*time.Hour).Format("2 January 2006 15:04"))
	case 5:
		p.team(rapid.SampledFrom([]string{"pause: for a while", "close: it is enough", "close now", "pause", "open now", "stage", "for the file", "status", "how was it"}).Draw(p.t, "moves"))
	case 6:
		p.team("reopen until " + until + ": some were away")
	case 7:
		p.team("notice 2025/S 000-041270 https://find.example/1")
	case 8:
		if !p.began {
			p.team("dialogue 2025/S 000-041270: Alder\nnew: Foxglove, large firm")
		}
	case 9:
		p.team(rapid.SampledFrom([]string{"suppliers' digest", "matters most 1: it does", "change 1 because we were asked: Other text.", "send: news for all", "answer Q1: yes", "outcome: it went to somebody", "kept 1: it has to stay", "ask everyone: how?"}).Draw(p.t, "tells"))
	case 10:
		p.team(fmt.Sprintf("send N%d", max(1, p.releases)))
	default:
		p.wait(time.Duration(rapid.IntRange(1, 40).Draw(p.t, "hours")) * time.Hour)
	}
}

// bidderMoves has somebody come into the dialogue or leave it.
func (p *stagePlay) bidderMoves(text string) {
	p.offered = 0
	if p.team(text); p.offered > 0 {
		p.team(fmt.Sprintf("send N%d", p.offered))
	}
}

// toTheEnd leads on through a dialogue, as far as that can be, and the close; on the
// way the team tries to tell everybody all that it can.
func (p *stagePlay) toTheEnd() {
	tell := func() {
		for _, text := range []string{"kept 1: it has to stay", "suppliers' digest", "send: news for all"} {
			before := p.releases
			if p.team(text); p.releases > before {
				p.team(fmt.Sprintf("send now N%d: it can't wait", p.releases))
			}
		}
	}
	done := func(text string) {
		p.team(text)
		p.team(fmt.Sprintf("send N%d", max(1, p.offered)))
	}
	p.team("kept 2: it has to stay")
	done("pause: it stops")
	if !p.began {
		done("notice 2025/S 000-041270 https://find.example/2") // another link: it is shown anew
		done("dialogue 2025/S 000-041270: Alder\nnew: Foxglove, large firm")
	}
	p.bidderMoves("take out Alder: it withdrew")
	p.bidderMoves("admit Birch: after a review")
	tell()
	for _, s := range slices.Clone(p.own) {
		said := fmt.Sprintf("SAID-%s-%d", s.room, p.n)
		p.look(p.say(s.room, s.room+"-ana", "2 risk: "+said), s.room, said)
	}
	p.team("close now")
	tell()
}

// Whatever happens in whatever stage: who may not read something does not, what is
// not taken is not passed on and its writer is told, and from a dialogue on no
// number and no reason leaves the team.
func TestEveryStageKeepsItsWord(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := &stagePlay{play: &play{engine: newEngine(t), t: rt}, stage: engagement.Talking}
		defer p.stop()
		p.say("commissioning", "dana", "new Care")
		p.say("commissioning", "dana", "import\n# Care\n\n## One\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.")
		p.say("commissioning", "dana", "closes 26 June")
		for _, name := range []string{"Alder", "Birch"} {
			p.own = append(p.own, &supplier{room: strings.ToLower(name), name: name})
			p.say("commissioning", "dana", "invite "+name+", small firm")
		}
		p.say("commissioning", "dana", "preview")
		p.say("commissioning", "dana", "open now")
		for range rapid.IntRange(1, 40).Draw(rt, "acts") {
			p.act()
		}
		p.toTheEnd()
		if !p.began {
			rt.Fatal("no dialogue has begun, so nothing was held to it")
		}
		if slices.Contains([]engagement.Stage{engagement.Talking, engagement.Preparing}, p.stage) && p.out {
			rt.Fatal("talks go on although the notice is out")
		}
	})
}
