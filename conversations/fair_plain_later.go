package conversations

import (
	"fmt"
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// Other plain words, once people who use services read some: they wait as a release to
// these people alone, and go with the slot, as everything does.

// plainOut is what people who use services read of other plain words.
func (d *Domain) plainOut(r engagement.Release) []bot.Block {
	var blocks []bot.Block
	for _, id := range r.Sections {
		s, there := d.state.Section(id)
		if f, waits := d.state.PlainFor(id); there && waits && f.Release == r.ID {
			blocks = append(blocks, otherwisePlain(s, f)...)
		}
	}
	return blocks
}

// otherwisePlain says how a section reads now, and what is asked of it.
func otherwisePlain(s engagement.Section, f engagement.PlainPrepared) []bot.Block {
	head := "**" + name(s) + "**"
	ask := ""
	switch {
	case f.Ask != "" && (f.Ask != s.PlainAsk || !plainNow(s)):
		ask = "**What we most want to know now:** " + plain(f.Ask)
	case f.Ask == "" && s.PlainAsk != "":
		ask = "Nothing in particular is asked of it any more."
	}
	if f.Text == s.Plain && plainNow(s) {
		return []bot.Block{bot.Say(head), bot.Say(ask)}
	}
	lead := head + " is in other words now. What is planned has not changed, and what you said of it stays."
	if !plainNow(s) {
		lead = head + " is in plain words now."
	}
	blocks := append([]bot.Block{bot.Say(lead + " " + readsNow)}, specification(f.Text)...)
	if ask != "" {
		blocks = append(blocks, bot.Say(ask))
	}
	if _, again := s.AskedAgain(); again && !plainNow(s) {
		blocks = append(blocks, bot.Say(mayLookAgain))
	}
	return blocks
}

// mayLookAgain asks people who use services to look again, if they like.
const mayLookAgain = "If you said what you think of it before, you may want to look again."

// askedWith says what people who use services are asked of a section once a change of
// it is sent, if that was given with the change; nil: it was not.
func (d *Domain) askedWith(p engagement.Prepared) []bot.Block {
	f, ok := d.state.PlainFor(p.Section)
	if s, _ := d.state.Section(p.Section); !ok || f.Release != p.Release || f.Ask == "" || f.Ask == s.PlainAsk {
		return nil
	}
	return []bot.Block{bot.Say("**What we most want to know now:** " + plain(f.Ask))}
}

// plainToCome are the plain words of a section as they will be, and what is asked of it:
// those that wait, if any do.
func (t *turn) plainToCome(s engagement.Section) (words, ask string) {
	words, ask = s.Plain, s.PlainAsk
	if p, waits := t.state.PreparedFor(s.ID); waits && p.Plain != "" {
		words = p.Plain
	}
	if f, waits := t.state.PlainFor(s.ID); waits {
		ask = f.Ask
		if f.Text != "" {
			words = f.Text
		}
	}
	return words, ask
}

// withoutWaiting leaves out the sections whose plain words wait.
func (t *turn) withoutWaiting(sections []int) []int {
	return slices.DeleteFunc(slices.Clone(sections), func(id int) bool {
		p, _ := t.state.PreparedFor(id)
		f, _ := t.state.PlainFor(id)
		return p.Plain+f.Text != ""
	})
}

// goesWithout answers whoever words a section that is to be taken out; false: it is not.
func (t *turn) goesWithout(s engagement.Section) bool {
	p, waits := t.state.PreparedFor(s.ID)
	if !waits || p.How != engagement.TakenOut {
		return false
	}
	t.note(bot.Say(fmt.Sprintf("Section %d is to be taken out with **%s**, so nobody would read other words of it. Nothing was changed.", s.ID, p.Release)))
	return true
}

// plainOffered shows as they will be read plain words that were just given; false: they
// don't wait.
func (t *turn) plainOffered(section int) bool {
	f, waits := t.state.PlainFor(section)
	if !waits {
		return false
	}
	t.offer(f.Release, "")
	return true
}

// wentAlong says of plain words that waited on their own that they go with a change
// now; empty: none did.
func wentAlong(before engagement.PlainPrepared, waited bool, p engagement.Prepared) string {
	if !waited || before.Release == p.Release {
		return ""
	}
	return " The plain words that waited as **" + before.Release + "** go with it now: please read them once more."
}

// refreshUsersLists edits the lists of people who use services alone: suppliers' say
// the same as before.
func (t *turn) refreshUsersLists() {
	for _, o := range t.state.Organisations() {
		if o.Users {
			t.refreshList(o)
		}
	}
}

// forThese leaves out of what goes to suppliers what goes to people who use services
// alone.
func forThese(going []outgoing, users bool) []outgoing {
	return slices.DeleteFunc(slices.Clone(going), func(g outgoing) bool { return !users && g.Blocks == nil })
}

// toUsersAlone says whether all of this goes to people who use services alone.
func toUsersAlone(going []outgoing) bool { return len(forThese(going, false)) == 0 }
