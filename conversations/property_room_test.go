package conversations_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soundings/adapters/console"
	"soundings/bot"
	"soundings/internal/transcript"
)

// firm is an organisation of a random play on a chat platform.
type firm struct {
	name, team string
	rooms      []string
}

// chatPlay is a random play in which much becomes of rooms: whatever does, what
// is one organisation's stays with it, and the team's room is the team's.
type chatPlay struct {
	*engine
	t        *rapid.T
	firms    []*firm
	outside  map[string]bool
	crowd    map[string]bool // rooms that several organisations read
	stopped  bool
	tableOff bool // the table is a room like any other
	n        int
}

func (p *chatPlay) do(what string, err error) {
	if err == nil {
		err = p.bot.Quiet(p.engine.t.Context())
	}
	if err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
	posts := p.terminal.Take()
	for _, post := range p.pages.take() {
		posts = append(posts, console.Post{Room: post.Room, To: post.To, Text: post.Text})
	}
	_ = p.mail.take()
	for _, post := range posts {
		p.check(what, post)
	}
}

func (p *chatPlay) say(room, person, team, text string) {
	p.n++
	p.do(room+"/"+person+"> "+text, p.Say(p.engine.t.Context(), transcript.Turn{Room: room, Person: person, Team: team, Verb: transcript.Says, Text: text}))
}

func (p *chatPlay) becomes(room, action, team, words string) {
	of := ""
	if team != "" {
		of = " of " + team
	}
	d := transcript.Direction{Name: "room", Words: strings.TrimSpace(room + " " + action + of + " " + words)}
	p.do("! room "+d.Words, p.platform(p.engine.t.Context(), d))
}

// check looks for what must not stand where it does.
func (p *chatPlay) check(what string, post console.Post) {
	if strings.Contains(post.Text, "Something went wrong") {
		p.t.Fatalf("%s: could not be decided: %s", what, post.Text)
	}
	if post.Room == "commissioning" {
		if p.stopped && (post.To == "" || strings.Contains(post.Text, "SAID-")) {
			p.t.Fatalf("%s: stands in the team's room, in which others are: %s", what, post.Text)
		}
		return
	}
	for _, f := range p.firms {
		if p.crowd[post.Room] && post.To == "" && (strings.Contains(post.Text, "SAID-") || strings.Contains(post.Text, f.name)) {
			p.t.Fatalf("%s: several read it, and in %s there stands: %s", what, post.Room, post.Text)
		}
		own := slices.Contains(f.rooms, post.Room)
		words := strings.Contains(post.Text, "SAID-"+f.team+"-") || strings.Contains(post.Text, f.name)
		if words && !own && post.To != "dana" {
			p.t.Fatalf("%s: what is %s's stands in %s: %s", what, f.name, post.Room, post.Text)
		}
	}
}

// firmIn gives the firm whose room it is.
func (p *chatPlay) firmIn(room string) *firm {
	for _, f := range p.firms {
		if slices.Contains(f.rooms, room) {
			return f
		}
	}
	return nil
}

// speaks has somebody, of whatever team, say something in a supplier's room, or
// at the round table.
func (p *chatPlay) speaks() {
	team := rapid.SampledFrom([]string{"alder", "birch", "cedar", "consult"}).Draw(p.t, "team")
	rooms := []string{"table"}
	for _, f := range p.firms {
		rooms = append(rooms, f.rooms...)
	}
	room := rapid.SampledFrom(rooms).Draw(p.t, "room")
	// Who is of none of the firms writes for the one whose room it is; and on a
	// page, whoever has the link does.
	mark := "SAID-" + team + "-"
	if f := p.firmIn(room); f != nil && (team == "consult" || p.paged(room)) {
		mark = "SAID-" + f.team + "-"
	}
	text := rapid.SampledFrom([]string{
		"1 works: %s", "2 can't: %s", "3 risk: %s", "ask 2: %s?", "%s", "our answers", "sections", "show 2", "help", "next", "replace", "keep",
		"step back: %s", "come back", "answer privately", "we declare: boss, %s", "thanks", "hello",
	}).Draw(p.t, "says")
	if strings.Contains(text, "%s") {
		text = fmt.Sprintf(text, fmt.Sprintf("%s%d", mark, p.n))
	}
	p.say(room, room+"-of-"+team, team, text)
}

// changes has something become of a supplier's room.
func (p *chatPlay) changes() {
	f := rapid.SampledFrom(p.firms).Draw(p.t, "firm")
	i := rapid.IntRange(0, len(f.rooms)-1).Draw(p.t, "room")
	room := f.rooms[i]
	team := rapid.SampledFrom([]string{"", f.team, "consult", "birch"}).Draw(p.t, "team")
	switch action := rapid.SampledFrom([]string{
		bot.RoomShared, bot.RoomUnshared, bot.RoomArchived, bot.RoomRestored, bot.RoomLeft, bot.RoomRenamed, bot.RoomInvited, bot.RoomMoved, "refuses", "takes", "read", "read",
	}).Draw(p.t, "action"); action {
	case bot.RoomRenamed:
		p.becomes(room, action, "", fmt.Sprintf("%s-%d", f.team, p.n))
	case bot.RoomInvited:
		p.becomes(room, action, team, rapid.SampledFrom([]string{"accepted", "declined", "expired"}).Draw(p.t, "how"))
	case bot.RoomMoved:
		p.n++
		moved := fmt.Sprintf("%s-m%d", f.team, p.n)
		f.rooms = append(f.rooms, moved) // what stood in the old one stays its own
		p.becomes(room, action, "", moved)
	case "read":
		if strings.Contains(room, ".") {
			return // a page is read by those who have its link, and nobody can tell of them
		}
		by := rapid.SampledFrom([]string{"", f.team, "consult", f.team + " consult", "birch consult"}).Draw(p.t, "by")
		p.crowd[room] = strings.Contains(by, " ")
		p.becomes(room, action, "", strings.TrimSpace("by "+by))
	case "refuses":
		p.becomes(room, action, "", "the channel is archived")
	default:
		p.becomes(room, action, team, "")
	}
}

// team has the team do something, or others come into its room.
func (p *chatPlay) team() {
	switch rapid.IntRange(0, 5).Draw(p.t, "team") {
	case 0:
		who := rapid.SampledFrom([]string{"alder", "elsewhere"}).Draw(p.t, "who")
		p.outside[who], p.stopped = true, true
		p.becomes("commissioning", bot.RoomShared, who, "")
	case 1:
		who := rapid.SampledFrom([]string{"alder", "elsewhere"}).Draw(p.t, "who")
		delete(p.outside, who)
		p.becomes("commissioning", bot.RoomUnshared, who, "")
	case 2, 3:
		text := rapid.SampledFrom([]string{"resume", "resume now"}).Draw(p.t, "resume")
		if len(p.outside) == 0 || text == "resume now" {
			p.stopped = false
			clear(p.outside)
		}
		p.say("commissioning", "dana", "", text)
	default:
		f := rapid.SampledFrom(p.firms).Draw(p.t, "firm")
		p.n++
		more := fmt.Sprintf("%s-%d", f.team, p.n)
		text := rapid.SampledFrom([]string{
			"status", "digest", "questions", "closes 25 June 17:%02d", "they speak for " + f.name, "they don't speak for " + f.name,
			"invite " + f.name + " in #" + more, "invite " + f.name + " by mail", "invite " + f.name + " in #table", "invite " + f.name + " in a new channel",
			"round table in #table", "round table open in #table", "round table off in #table", "round table in #" + f.rooms[0],
		}).Draw(p.t, "says")
		if strings.Contains(text, "%") {
			text = fmt.Sprintf(text, p.n%60)
		}
		switch {
		case text == "round table off in #table":
			p.tableOff = true
		case strings.HasPrefix(text, "round table") && strings.HasSuffix(text, "#table"):
			p.tableOff = false
		case p.tableOff && strings.HasSuffix(text, "in #table"):
			text = "status" // the room would be that supplier's own from now on
		}
		if strings.HasSuffix(text, more) {
			f.rooms = append(f.rooms, more)
		}
		p.say("commissioning", "dana", "", text)
	}
}

// TestWhateverBecomesOfRooms plays at random.
func TestWhateverBecomesOfRooms(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := &chatPlay{engine: newEngine(t), t: rt, outside: map[string]bool{}, crowd: map[string]bool{}}
		defer func() { p.stop() }()
		p.chat(true)
		for _, text := range []string{"new Care", "import\n# Care\n\n## One\nStanding: fixed\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.", "closes 26 June"} {
			p.say("commissioning", "dana", "", text)
		}
		for _, name := range []string{"Alder", "Birch", "Cedar"} {
			team := strings.ToLower(name)
			p.firms = append(p.firms, &firm{name: name, team: team, rooms: []string{team, "care-" + team, "care." + team}})
			p.say("commissioning", "dana", "", "invite "+name+", small firm in #"+team)
			p.becomes(team, bot.RoomInvited, team, "accepted")
		}
		p.say("commissioning", "dana", "", "round table in #table")
		p.say("commissioning", "dana", "", "preview")
		p.say("commissioning", "dana", "", "open now")
		p.say("commissioning", "dana", "", "I declare: no interest")
		for range rapid.IntRange(1, 40).Draw(rt, "acts") {
			switch rapid.IntRange(0, 9).Draw(rt, "act") {
			case 0, 1, 2, 3, 4:
				p.speaks()
			case 5, 6:
				p.changes()
			case 7:
				p.do("! restart", p.Direct(t.Context(), transcript.Direction{Name: "restart"}))
			default:
				p.team()
			}
		}
	})
}
