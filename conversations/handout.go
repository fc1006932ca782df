package conversations

import (
	"fmt"

	"soundings/bot"
	"soundings/draft"
	"soundings/engagement"
)

// Handout gives the draft as somebody in a room of the engagement may take it
// away, for draft.WriteWord; false: there is nothing yet that they may have. It
// holds what everybody has, answered questions behind the sections, and nothing that
// any supplier said of a section. That the room is
// one of the engagement's, the caller knows.
func Handout(state *engagement.State, room bot.Address) (draft.Handout, bool) {
	d := &Domain{state: state, settings: Settings{}.orDefaults()}
	o, own := d.organisationAt(room)
	if own && state.OpenedAt().IsZero() || len(state.Sections()) == 0 {
		return draft.Handout{}, false
	}
	about := d.state.About()
	h := draft.Handout{Title: oneLine(about.Title), Intro: d.handoutIntro(o)}
	for _, s := range d.state.Sections() {
		standing, _ := standingWords(s.Standing)
		notes := []string{"Standing: " + standing} // as draft.ParseWord reads it back
		if ask := askAs(o, s); ask != "" {
			notes = append(notes, "What we most want to know: "+oneLine(ask))
		}
		h.Sections = append(h.Sections, draft.HandoutSection{
			Number: fmt.Sprint(s.ID), Title: oneLine(s.Title), Notes: notes, Markdown: readAs(o, s),
		})
	}
	if own {
		h.After = d.handoutAnswers(o, state.ReadOnly(engagement.Room(room.Key())))
	}
	return h, true
}

// handoutIntro is what stands before the sections.
func (d *Domain) handoutIntro(o engagement.Organisation) []string {
	about := d.state.About()
	intro := []string{oneLine(upperFirst(d.asker())) + " asks for views on this draft. It is not a tender, and nothing in it is scored."}
	if o.Users {
		intro = []string{oneLine(upperFirst(d.asker())) + " would like to know what you think of this."}
	}
	if stage := d.state.Stage(); !about.Closing.IsZero() && (stage == engagement.Preparing || stage == engagement.Talking) {
		intro = append(intro, "Answers are taken until "+d.inFull(about.Closing)+", on the page that you had this file from. Please answer there, and don't send this file back.")
	}
	return intro
}
