package conversations

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// A release is composed twice: for suppliers, and for people who use services,
// whom not all of it concerns. Nobody's name is in it, and nothing that differs
// from one reader to the next: so it can be kept as it was sent, and shown the
// same to whoever comes later.

// composed is what a release says.
type composed struct {
	Blocks []bot.Block // for suppliers; nil: it does not concern them
	Plain  []bot.Block // for people who use services; nil: it does not concern them

	to   []string // organisations to which alone it goes; none: everybody
	salt string   // what the team saw beside it that must not change either
}

// compose puts a release that waits into words.
func (d *Domain) compose(r engagement.Release) composed {
	switch r.Of {
	case engagement.News:
		return d.toUsers(r, append(d.newsBlocks(r), releasedFiles(r)...), true)
	case engagement.DigestForAll:
		return d.outOf(r)
	case engagement.Answers:
		return d.answerOut(r)
	case engagement.Changes:
		return d.changeOut(r)
	case engagement.Plainly:
		return composed{Plain: d.plainOut(r)}
	case engagement.Abouts:
		return d.aboutOut(r)
	case engagement.Matters:
		return d.mattersOut(r)
	case engagement.Inquiries:
		return d.inquiryOut(r)
	case engagement.Outcomes:
		return d.outcomeOut(r)
	case engagement.Notices, engagement.Reopenings, engagement.Dialogues, engagement.Results, engagement.Closings, engagement.Pauses, engagement.Endings, engagement.Bidders:
		return d.composeTurning(r)
	}
	return composed{}
}

// newsBlocks are words of the team's own.
func (d *Domain) newsBlocks(r engagement.Release) []bot.Block {
	var blocks []bot.Block
	if r.Title != "" {
		blocks = append(blocks, bot.Say("**"+plain(r.Title)+"**"))
	}
	return append(blocks, specification(asSentence(r.Text))...)
}

// answerOut is the answer to a question, or to several that are one.
func (d *Domain) answerOut(r engagement.Release) composed {
	if r.Corrects != "" {
		return d.correctionOut(r)
	}
	var blocks []bot.Block
	concerns := d.state.AskedByUsers(r)
	for _, id := range r.Questions {
		q, _ := d.state.Question(id)
		if s, gone, ok := d.state.EverSection(q.Section); ok {
			on := "On " + name(s)
			if gone {
				on += ", which was taken out"
			}
			blocks, concerns = append(blocks, bot.Say(on+":")), true
		}
		blocks = append(blocks, bot.Block{Quote: &bot.Quote{Words: q.ForAll()}})
		if q.Wont {
			blocks = append(blocks, bot.Say("*This is not answered, because:*"))
		}
	}
	blocks = append(blocks, specification(asSentence(r.Text))...)
	return d.toUsers(r, blocks, concerns)
}

// toUsers has people who use services read the same as suppliers, if it concerns them
// or the team says so. Whoever asked it hears it, whatever the team chose before.
func (d *Domain) toUsers(r engagement.Release, blocks []bot.Block, concerns bool) composed {
	if !concerns && r.Users != engagement.ReachAll || r.Users == engagement.ReachFirms && !d.state.AskedByUsers(r) {
		return composed{Blocks: blocks}
	}
	return composed{Blocks: blocks, Plain: blocks}
}

// changeOut is what changes in the draft.
func (d *Domain) changeOut(r engagement.Release) composed {
	var c composed
	if r.Text != "" {
		c.Blocks = specification(r.Text)
	}
	for _, p := range d.state.Prepared(r.ID) {
		c.Blocks = append(c.Blocks, d.changeBlocks(p)...)
		c.Plain = append(c.Plain, d.changePlainly(p)...)
	}
	if r.Text != "" && c.Plain != nil {
		c.Plain = append(specification(r.Text), c.Plain...)
	}
	return c
}

// changeBlocks say what changes in one section, why, and what to do about it.
func (d *Domain) changeBlocks(p engagement.Prepared) []bot.Block {
	head := fmt.Sprintf("**%d %s**", p.Section, plain(p.Revision.Title))
	why := sentence(p.Revision.Reason)
	switch p.How {
	case engagement.Added:
		blocks := []bot.Block{bot.Say(head + " is new. " + plain(why))}
		return append(blocks, specification(p.Revision.Text)...)
	case engagement.TakenOut:
		return []bot.Block{bot.Say(head + " is taken out. " + plain(why) + " What was said of it stays with the buying team.")}
	case engagement.Rewritten:
	}
	before, _ := d.state.Section(p.Section)
	blocks := []bot.Block{bot.Say(head + ". " + plain(why))}
	if before.Title != p.Revision.Title {
		blocks = append(blocks, bot.Say("It was called “"+plain(before.Title)+"”."))
	}
	blocks = append(blocks, standingChanged(before, p.Revision)...)
	blocks = append(blocks, difference(before.Text, p.Revision.Text)...)
	if before.Ask != p.Revision.Ask && p.Revision.Ask != "" {
		blocks = append(blocks, bot.Say("**What we most want to know now:** "+plain(p.Revision.Ask)))
	}
	if p.Revision.Material {
		blocks = append(blocks, bot.Say("**Please look again if you have answered it already.** Your answer stays on record as one to the text before."))
	}
	return blocks
}

// content is the form in which what was sent is kept.
func content(blocks []bot.Block) string {
	if blocks == nil {
		return ""
	}
	data, err := json.Marshal(blocks)
	if err != nil {
		return "" // it can't be: blocks are text and numbers
	}
	return string(data)
}

// contentOf reads what content wrote.
func contentOf(kept string) ([]bot.Block, error) {
	if kept == "" {
		return nil, nil
	}
	var blocks []bot.Block
	if err := json.Unmarshal([]byte(kept), &blocks); err != nil {
		return nil, fmt.Errorf("read what was sent: %w", err)
	}
	return blocks, nil
}

// hash is of all that anybody is sent, and of who alone are, if not all.
func (c composed) hash() string {
	if c.salt != "" {
		return contentHash(content(c.Blocks)+"\n"+c.salt, content(c.Plain))
	}
	if len(c.to) == 0 {
		return contentHash(content(c.Blocks), content(c.Plain))
	}
	return contentHash(content(c.Blocks)+"\n"+strings.Join(c.to, " "), content(c.Plain))
}

func contentHash(suppliers, users string) string {
	sum := sha256.Sum256([]byte(suppliers + "\n" + users))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// short is enough of a hash to tell two texts apart in a button.
func short(hash string) string { return hash[len(hash)-8:] }
