package conversations

import (
	"fmt"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// sectionHead is what stands over a section's text: how firm it is, how long it
// takes, and which text it is where there was another.
func (d *Domain) sectionHead(o engagement.Organisation, s engagement.Section) bot.Block {
	standing, meaning := standingWords(s.Standing)
	text := "*" + standing + "*: " + d.meaning(o, meaning, s) + " · about " + count(s.Minutes, "minute", "minutes")
	return bot.Aside(text + d.version(s))
}

// version says which text it is where there was another.
func (d *Domain) version(s engagement.Section) string {
	if s.Revision < 2 {
		return ""
	}
	return " · version " + fmt.Sprint(s.Revision) + ", since " + s.Revised.In(d.zone()).Format("2 January")
}

// onOldCard answers a button that stands under a text which has changed since; false:
// it does not.
func (t *turn) onOldCard(section int) bool {
	s, _ := t.state.Section(section)
	shown := t.textShown(s)
	if t.ev.Kind != bot.Pressed || shown == 0 || shown >= s.Material {
		return false
	}
	changed, _ := s.AskedAgain()
	m := t.cardMessage(t.org, s, t.person())
	t.noteTitled(m.Title, append([]bot.Block{bot.Say("**That button stands under the text before.** It changed on " + t.day(changed, t.now) + ", so nothing was recorded. This is how it reads now:")}, m.Blocks...)...)
	return true
}

// sinceAnswer shows somebody whose answer is to a text before what has changed
// since, and why.
func (d *Domain) sinceAnswer(s engagement.Section, r *engagement.Response) []bot.Block {
	if r == nil || !d.state.Stale(r) {
		return nil
	}
	was, ok := s.Was(r.Revision)
	if !ok {
		return nil
	}
	lead := "**Changed since your answer, please look again.** " + whyChanged(false, s)
	switch {
	case r.IsUser() && !plainNow(s):
		return []bot.Block{bot.Say(strings.TrimSpace("**This is being changed since you said what you think of it.** " + whyChanged(true, s)))}
	case r.IsUser():
		lead = strings.TrimSpace("**This has changed since you said what you think of it.** " + whyChanged(true, s))
	}
	blocks := []bot.Block{bot.Say(lead)}
	if was.Standing != s.Standing {
		before, _ := standingWords(was.Standing)
		now, _ := standingWords(s.Standing)
		blocks = append(blocks, bot.Say("It was *"+before+"* and is *"+now+"* now."))
	}
	switch changed := difference(was.Text, s.Text); {
	case len(changed) == 0 || r.IsUser():
	case changed[0].Text.Markdown == readsNow:
		blocks = append(blocks, bot.Aside("Most of its text is other now. All of it stands above."))
	default:
		blocks = append(blocks, changed...)
		blocks = append(blocks, bot.Aside("All of it, as it is now, stands above."))
	}
	return blocks
}

// answerLead is what stands before an answer to those who gave it.
func (d *Domain) answerLead(r *engagement.Response) string {
	if d.state.Stale(r) {
		return "Your answer to the text before: "
	}
	return "Your answer so far: "
}

// formValue names a section in a form, with the text that stands in it where there
// was one before: so that nobody's answer to one is taken for an answer to
// another.
func formValue(s engagement.Section) string {
	if s.Revision < 2 {
		return fmt.Sprint(s.ID)
	}
	return fmt.Sprintf("%d.%d", s.ID, s.Revision)
}

// readFormValue reads what formValue wrote.
func readFormValue(value string) (section, revision int, err error) {
	id, of, _ := strings.Cut(value, ".")
	if section, err = strconv.Atoi(id); err != nil || of == "" {
		return section, 1, err
	}
	revision, err = strconv.Atoi(of)
	return section, revision, err
}

// changedMeanwhile shows the form anew, with what stands in it, where the section
// changed while somebody was writing; false: it did not.
func (t *turn) changedMeanwhile(s engagement.Section, revision int) bool {
	if t.ev.Action != actionAnswer || revision >= s.Material {
		return false
	}
	form := t.form(s)
	lead := []bot.Block{bot.Say("**This section changed while you were writing**, so nothing was recorded yet. Your words are kept below: please look whether they still fit, and save. " + whyChanged(t.org.Users, s))}
	before := t.mine(s.ID)
	shown := before != nil && t.state.Stale(before) // below, with the answer
	if was, ok := s.Was(revision); ok && !t.org.Users && !shown {
		lead = append(lead, difference(was.Text, s.Text)...)
	}
	form.Blocks = append(lead, form.Blocks...)
	t.showForm(form)
	return true
}

// changeRow says of a section, for the team, what waits for it, and leads to
// changing it.
func (t *turn) changeRow(s engagement.Section) []bot.Block {
	who := t.whoButton(s)
	if t.state.Stage() != engagement.Talking {
		return rowOf(who)
	}
	var blocks []bot.Block
	row := append([]bot.Button{changeButton("Change the text", s.ID, nil), askAll(s.ID)}, who...)
	if p, ok := t.state.PreparedFor(s.ID); ok {
		r, _ := t.state.Release(p.Release)
		blocks = append(blocks, bot.Say("Another text waits as **"+p.Release+"**: "+strings.ToLower(t.releaseState(r)[:1])+t.releaseState(r)[1:]+". Everybody reads the one above until then."))
		row = append(row, view("Read what waits", "read "+p.Release))
	}
	return append(blocks, buttons(row...))
}
