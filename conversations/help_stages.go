package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// timing is when something that can be typed makes sense: in the stages in which one
// of its deeds may be done, and, where it only shows what came of it, once suppliers
// were let in.
type timing struct {
	deeds  []engagement.Deed // any of them; none: in every stage
	opened bool              // not before suppliers were let in
	unless bool              // whatever the stage, not as things are
}

// whenForTeam says when a command of the team makes sense, by its first name.
func (t *turn) whenForTeam(name string) timing {
	deeds := func(all ...engagement.Deed) timing { return timing{deeds: all} }
	switch name {
	case "import", "remove", "leave out", "fixed", "open to change", "don't know", "most want to know", "preview", "rehearse":
		return deeds(engagement.DoPrepare)
	case "matters most", "plain", "plain want":
		return deeds(engagement.DoPrepare, engagement.DoChange)
	case "open":
		return deeds(engagement.DoOpen)
	case "purposes", "privacy", "safety line", "buyer", "contact", "title", "rename", "schedule", "close", "round table", "slots", "second person", "they speak for", "they don't speak for":
		return deeds(engagement.DoSettings)
	case "closes":
		return deeds(engagement.DoClosing)
	case "time is enough":
		return timing{deeds: []engagement.Deed{engagement.DoInvite}, opened: true, unless: len(t.lessTimeOf(t.state.Organisations())) == 0}
	case "invite":
		return deeds(engagement.DoInvite)
	case "note":
		return timing{opened: true} // what the team told is taken at any time
	case "code for":
		return deeds(engagement.DoInvite, engagement.DoTalk)
	case "ask everyone", "ask", "change", "take draft", "drop draft", "look again", "plain why":
		return deeds(engagement.DoChange)
	case "answer", "won't answer", "reword", "as it is", "merge", "unmerge", "not the same", "send":
		return deeds(engagement.DoTell)
	case "met", "agree to differ", "quote", "don't quote", "kept", "thinking", "changed", "suppliers' digest":
		return deeds(engagement.DoAccount)
	}
	return t.whenForTeamAtTheEnd(name)
}

// whenForTeamAtTheEnd is the same for what leads from stage to stage, and for what is
// read.
func (t *turn) whenForTeamAtTheEnd(name string) timing {
	begun, out := t.state.Dialogued(), t.state.Notice().IsOut()
	switch name {
	case "notice on":
		return timing{deeds: []engagement.Deed{engagement.DoPlanNotice}, unless: out || begun}
	case "notice":
		return timing{deeds: []engagement.Deed{engagement.DoNotice}, unless: out || begun}
	case "pause":
		return timing{deeds: []engagement.Deed{engagement.DoPause}, opened: true, unless: t.state.Stage() == engagement.Paused}
	case "reopen":
		return timing{deeds: []engagement.Deed{engagement.DoReopen}, unless: out || begun}
	case "dialogue":
		return timing{deeds: []engagement.Deed{engagement.DoDialogue}, unless: begun}
	case "admit", "take out":
		return timing{deeds: []engagement.Deed{engagement.DoBidders}}
	case "outcome":
		return timing{deeds: []engagement.Deed{engagement.DoOutcome}, opened: true}
	case "how was it":
		return timing{deeds: []engagement.Deed{engagement.DoSurvey}, opened: true}
	case "worries", "questions", "digest", "who said", "last answers", "read privately", "files", "said to one", "notes", "stepped back", "asked",
		"waiting", "read", "users too", "not to users", "hold", "go on", "edit", "drop", "send it to everyone", "only practical", "ask procurement", "everyone has",
		"late", "accept late", "refuse late", "for the file", "settle":
		return timing{opened: true}
	}
	return timing{}
}

// whenForSuppliers says when something that can be typed in an organisation's own
// room makes sense there.
func (t *turn) whenForSuppliers(name string) timing {
	readOnly := t.state.ReadOnly(room(t.ev.Room)) || t.state.Stage() != engagement.Closed && t.state.Dialogued() && !t.state.Admitted(t.org.ID)
	talks := timing{deeds: []engagement.Deed{engagement.DoTalk}, unless: readOnly || t.org.SteppedBack()}
	steps := timing{deeds: []engagement.Deed{engagement.DoStep}, unless: readOnly}
	switch name {
	case "we declare":
		talks.unless = readOnly
		return talks
	case "sensitive", "quote", "last questions", "ask":
		return talks
	case "take back":
		steps.unless = steps.unless || len(t.canTakeBack()) == 0
		return steps
	case "answer":
		talks.unless = talks.unless || len(t.state.Inquiries()) == 0
		return talks
	case "asked":
		return timing{unless: len(t.state.Inquiries()) == 0}
	case "questions":
		return timing{unless: len(t.answersHad(t.org, t.state.ReadOnly(room(t.ev.Room)))) == 0}
	case "step back":
		steps.unless = steps.unless || t.org.SteppedBack()
		return steps
	case "come back":
		return timing{deeds: talks.deeds, unless: readOnly || !t.org.SteppedBack()}
	case "fewer messages":
		steps.unless = steps.unless || t.talk.fewer[t.org.ID]
		return steps
	case "more messages":
		steps.unless = steps.unless || !t.talk.fewer[t.org.ID]
		return steps
	case "partner list":
		return timing{unless: t.org.Users || readOnly || t.state.Dialogued()}
	case "how it was", "only the notice and the outcome", "nothing more", "everything that follows":
		return timing{deeds: []engagement.Deed{engagement.DoSurvey}}
	}
	return timing{}
}

// in says whether something of that timing can be done in a stage.
func (t *turn) in(w timing, stage engagement.Stage) bool {
	if w.opened && stage == engagement.Preparing || w.unless && stage == t.state.Stage() {
		return false
	}
	return len(w.deeds) == 0 || slices.ContainsFunc(w.deeds, func(d engagement.Deed) bool { return t.state.MayIn(d, stage) == nil })
}

// later gives the stage to come in which it can be done, if it can't be now; false:
// there is none.
func (t *turn) later(w timing) (engagement.Stage, bool) {
	stages := engagement.Stages()
	for _, stage := range stages[slices.Index(stages, t.state.Stage())+1:] {
		if !w.unless && t.in(w, stage) {
			return stage, true
		}
	}
	return "", false
}

// timelyHelp lists what can be done now under its headings and, in one line, what
// comes later. What is over is not in it.
func (t *turn) timelyHelp(commands []command, when func(name string) timing) []bot.Block {
	var now []command
	later := map[engagement.Stage][]string{}
	for _, c := range commands {
		if c.group == "" {
			continue
		}
		w := when(c.names[0])
		if stage, comes := t.later(w); t.in(w, t.state.Stage()) {
			now = append(now, c)
		} else if comes {
			later[stage] = append(later[stage], c.names[0])
		}
	}
	blocks := helpBlocks(now)
	var parts []string
	for _, stage := range engagement.Stages() {
		if names := later[stage]; len(names) > 0 {
			parts = append(parts, "**"+t.stageAhead(stage)+":** "+strings.Join(names, " · ")+".")
		}
	}
	if len(parts) > 0 {
		blocks = append(blocks, bot.Aside(strings.Join(parts, " ")))
	}
	return blocks
}

// stageAhead is a stage to come, before what can be done then.
func (t *turn) stageAhead(stage engagement.Stage) string {
	switch stage {
	case engagement.Talking:
		return "Once it is open"
	case engagement.Paused:
		return "Once it is paused"
	case engagement.Dialogue:
		return "In a dialogue"
	case engagement.Closed:
		return "After the close"
	case engagement.Preparing:
	}
	return ""
}

// timelyHelpOn says more about one command, and when it can be used, if not now.
func (t *turn) timelyHelpOn(commands []command, l line, when func(name string) timing) ([]bot.Block, bool) {
	c, ok := helpFor(commands, l)
	if !ok {
		return nil, false
	}
	blocks := helpAbout(c)
	w := when(c.names[0])
	if t.in(w, t.state.Stage()) {
		return blocks, true
	}
	if stage, comes := t.later(w); comes {
		return append(blocks, bot.Aside("Not yet: "+lowerFirst(t.stageAhead(stage))+".")), true
	}
	return append(blocks, bot.Aside("As things stand now that can't be done.")), true
}
