package conversations

import (
	"fmt"
	"slices"

	"soundings/bot"
	"soundings/engagement"
)

// tellBecause tells those whose words led to something that these were theirs: each
// in its own room, with its own words and no other organisation's.
func (t *turn) tellBecause(key string, going []outgoing) {
	said := map[string][]bot.Block{}
	changed := map[string]bool{}
	for _, g := range going {
		for _, id := range g.Questions {
			q, _ := t.state.Question(id)
			for _, asked := range append([]engagement.Question{q}, t.state.MergedInto(id)...) {
				said[asked.Organisation] = append(said[asked.Organisation], t.becauseAsked(asked)...)
			}
		}
		for _, p := range g.prepared {
			for _, id := range p.Revision.Because {
				o, blocks := t.becauseSaid(p, id)
				if len(blocks) > 1 && saidBefore(said[o], blocks[0]) {
					blocks = blocks[1:]
				}
				said[o], changed[o] = append(said[o], blocks...), true
			}
		}
	}
	for _, o := range t.state.Organisations() {
		title := "Your question is answered"
		if changed[o.ID] {
			title = "Because of what you said"
		}
		if blocks := said[o.ID]; len(blocks) > 0 {
			t.post(bot.Message{
				Key: "because:" + key + ":" + o.ID, Class: bot.Notice, To: t.openRooms(o), Title: title, Plain: o.Users,
				Blocks: append(blocks, bot.Aside("This stands in your own room alone. Nobody else is told that it was yours.")),
			})
		}
	}
}

// saidBefore says whether these words stand among the blocks already.
func saidBefore(blocks []bot.Block, b bot.Block) bool {
	return slices.ContainsFunc(blocks, func(other bot.Block) bool { return other.Text != nil && *other.Text == *b.Text })
}

// becauseAsked is for whoever asked a question that everybody has the answer to.
func (t *turn) becauseAsked(q engagement.Question) []bot.Block {
	o, _ := t.state.Organisation(q.Organisation)
	if o.Users {
		return []bot.Block{bot.Say("A question that somebody of you asked is answered in the message to everybody.")}
	}
	return []bot.Block{bot.Say("Your question **" + q.ID + "** is answered in the message to everybody:"), {Quote: &bot.Quote{Words: q.Text}}}
}

// becauseSaid is for whoever gave an answer, or asked a question, on which a change
// rests; no blocks: there is no such.
func (t *turn) becauseSaid(p engagement.Prepared, id string) (organisation string, blocks []bot.Block) {
	head := fmt.Sprintf("**%d %s** has changed because of what you wrote", p.Section, plain(p.Revision.Title))
	if q, ok := t.state.Question(id); ok {
		if o, _ := t.state.Organisation(q.Organisation); o.Users {
			return o.ID, []bot.Block{bot.Say(head + ".")}
		}
		return q.Organisation, []bot.Block{bot.Say(head + ":"), {Quote: &bot.Quote{Words: q.Text}}}
	}
	r, ok := t.responseCalled(id)
	if !ok {
		return "", nil
	}
	if r.IsUser() || r.Sensitive || r.Words == "" {
		return r.Organisation, []bot.Block{bot.Say(head + ".")}
	}
	return r.Organisation, []bot.Block{bot.Say(head + ":"), {Quote: &bot.Quote{Words: r.Words}}}
}

// responseCalled finds an answer that still stands by its id.
func (d *Domain) responseCalled(id string) (*engagement.Response, bool) {
	for _, s := range d.state.Sections() {
		all := d.state.Responses(s.ID)
		if i := slices.IndexFunc(all, func(r *engagement.Response) bool { return r.ID == id }); i >= 0 {
			return all[i], true
		}
	}
	return nil, false
}
