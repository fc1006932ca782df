package conversations

import (
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// stageCommands lead from stage to stage.
func stageCommands() []command {
	return []command{
		{
			names: []string{"stage", "stages", "which stage"}, usage: "stage", group: "Run", view: true, run: (*turn).showStage,
			help: "how far it is, and what leads on: the tender notice, the dialogue, the end",
		},
		{
			names: []string{"notice on", "notice at", "notice for", "notice is due", "notice due"}, usage: "notice on 14 July 09:00", takes: takesText, group: "Run", run: (*turn).noticeOn,
			help: "say when the tender notice is due; talking pauses at that minute by itself",
			more: "Suppliers are told then that no more is taken for now, and nothing else: whether the notice really is out, you say with **notice 2025/S 000-041270 https://…**. **notice on none** takes the date back.",
		},
		{
			names: []string{"notice", "the notice", "tender notice"}, usage: "notice 2025/S 000-041270 https://…", takes: takesText, group: "Run", run: (*turn).noticeOut,
			help: "tell everybody that the tender notice is out, and where it stands",
			more: "You read it first as everybody will. What you write behind the link goes with it, such as until when the portal takes questions. From then on nothing more is taken here: every question goes through the procedure.",
		},
		{
			names: []string{"pause", "pause talking", "stop talking"}, usage: "pause: why", takes: takesText, group: "Run", run: (*turn).pause,
			help: "take no more views for now, for a reason that everybody reads; you read it first as they will",
		},
		{
			names: []string{"reopen", "open again", "resume talking", "talk again"}, usage: "reopen until 14 July: why", takes: takesText, group: "Run", run: (*turn).reopen,
			help: "take views again after a pause or the close, for a reason that everybody reads",
			more: "It is a decision on the record. You read first what everybody will; once the tender notice is out it can't be done any more.",
		},
		{
			names: []string{"dialogue", "dialog", "begin the dialogue"}, usage: "dialogue 2025/S 000-041270: Tidewell, Alder", takes: takesText, group: "Run", run: (*turn).dialogue,
			help: "go on within the procedure, with admitted bidders alone, in new rooms",
			more: "Behind the colon stand those who are admitted, of those you asked. In lines of their own: **new: Foxglove, large firm, office@foxglove.example** for one that was not asked before, and **say: …** for words to the bidders. Why somebody is not admitted they hear from the procedure, not from here. The tender notice has to be out, and everything is shown before it begins. The rooms of before only show what stands in them.",
		},
		{
			names: []string{"outcome", "the outcome", "result"}, usage: "outcome: your words", takes: takesText, group: "Run", run: (*turn).outcomeOfAll,
			help: "after the close, say what came of it, to those who want to hear it",
		},
		{
			names: []string{"how was it", "survey"}, usage: "how was it", group: "Run", view: true, run: (*turn).showSurvey,
			help: "after the close, what suppliers said of being asked; nobody is named who did not sign",
		},
	}
}

// The forms of the stages. Stored: add, never change.
const (
	actionNoticeOn = "notice-on"
	actionNotice   = "notice"
	actionReopen   = "reopen"
	actionDialogue = "dialogue"
	actionOutcome  = "outcome"
)

func stageForms() []form {
	return []form{
		{actionNoticeOn, (*turn).openNoticeOn, (*turn).sendNoticeOn},
		{actionNotice, (*turn).openNotice, (*turn).sendNotice},
		{actionReopen, (*turn).openReopen, (*turn).sendReopen},
		{actionDialogue, (*turn).openDialogue, (*turn).sendDialogue},
		{actionOutcome, (*turn).openOutcome, (*turn).sendOutcome},
		{actionPause, (*turn).openPause, (*turn).sendPause},
		{actionEnd, (*turn).openEnd, (*turn).sendEnd},
		{actionFile, (*turn).openFile, (*turn).sendFile},
		{actionMarket, (*turn).openMarket, (*turn).sendMarket},
		{actionMarketOut, (*turn).openMarketOut, (*turn).sendMarketOut},
	}
}

// The fields of those forms. Add, never change.
const (
	fieldReference = "reference"
	fieldLink      = "link"
	fieldAdmitted  = "admitted"
	fieldNew       = "new"
)

// showStage says how far it is and what leads on.
func (t *turn) showStage(line) {
	facts := []bot.Pair{{Label: "Stage", Value: t.stageWords()}}
	if said := t.noticeWords(); said != "" {
		facts = append(facts, bot.Pair{Label: "Tender notice", Value: said})
	}
	if closing := t.state.About().Closing; t.state.Stage() == engagement.Talking && !closing.IsZero() {
		facts = append(facts, bot.Pair{Label: "Answers until", Value: t.moment(closing, t.now)})
	}
	if f, ok := t.state.TheDialogue(); ok {
		facts = append(facts, bot.Pair{Label: "Procedure", Value: oneLine(f.Reference)}, bot.Pair{Label: "Admitted", Value: t.biddersNow()})
	}
	facts = append(facts, bot.Pair{Label: "Market engagement notice", Value: t.marketInShort()})
	blocks := []bot.Block{{Facts: facts}, buttons(append(t.stageRow(), view("Market engagement notice", "market notice"))...)}
	t.noteTitled(oneLine(t.state.About().Title), append(blocks, bot.Aside("Every change of stage stands on the record, with who decided it and why."))...)
}

// stageRow is what leads on from this stage.
func (t *turn) stageRow() []bot.Button {
	can := func(d engagement.Deed) bool { return t.state.May(d) == nil && !t.state.Dialogued() }
	var row []bot.Button
	if !t.state.Notice().IsOut() {
		if can(engagement.DoPlanNotice) {
			row = append(row, opens("Tender notice due on", actionNoticeOn, "", "notice on 14 July 09:00"))
		}
		if can(engagement.DoNotice) {
			row = append(row, opens("The notice is out", actionNotice, "", "notice 2025/S 000-041270 https://…"))
		}
		if can(engagement.DoReopen) {
			row = append(row, opens("Reopen", actionReopen, "", "reopen until 14 July: why"))
		}
	}
	if t.state.Stage() == engagement.Talking {
		row = append(row, opens("Pause", actionPause, "", pauseTyped), opens("Close early", actionEnd, "", endTyped))
	}
	if can(engagement.DoDialogue) && t.state.Notice().IsOut() && !t.outcomeSaid() {
		row = append(row, opens("Begin the dialogue", actionDialogue, "", "dialogue 2025/S 000-041270: Tidewell"))
	}
	if t.state.Stage() == engagement.Closed && !t.state.OpenedAt().IsZero() {
		if !t.outcomeSaid() {
			row = append(row, opens("Say the outcome", actionOutcome, "", "outcome: your words"))
		}
		return append(row, view("For the file", "for the file"), view("How it was for them", "how was it"))
	}
	row = append(row, t.bidderRow()...)
	if t.state.Stage() == engagement.Paused || t.state.Stage() == engagement.Dialogue {
		row = append(row, press("Close", "close"))
	}
	return row
}

// outcomeSaid says whether what came of it all was said, or waits to be.
func (t *turn) outcomeSaid() bool {
	return slices.ContainsFunc(t.state.Releases(), func(r engagement.Release) bool { return r.Of == engagement.Results && r.Dropped.IsZero() })
}

// noticeWords say what is known of the tender notice; empty: nothing.
func (t *turn) noticeWords() string {
	switch n := t.state.Notice(); {
	case n.IsOut():
		return "out since " + t.moment(n.Out, t.now) + ", " + oneLine(n.Reference)
	case n.Planned.IsZero():
		return ""
	case n.Planned.After(t.now) && t.state.Stage() != engagement.Talking && t.state.Stage() != engagement.Preparing:
		return "due on " + t.moment(n.Planned, t.now)
	case n.Planned.After(t.now):
		return "due on " + t.moment(n.Planned, t.now) + "; talking pauses then"
	default:
		return "was due on " + t.moment(n.Planned, t.now) + "; nobody has said yet that it is out"
	}
}

// noticeSaid makes a sentence of what is known of the tender notice.
func noticeSaid(words string) string {
	if rest, due := strings.CutPrefix(words, "due "); due {
		return "The tender notice is due " + plain(rest) + "."
	}
	if rest, out := strings.CutPrefix(words, "out "); out {
		return "The tender notice has been out " + plain(rest) + "."
	}
	return "The tender notice " + plain(words) + "."
}

// stagePanel is what an empty mention shows while it is paused, and in a dialogue.
func (t *turn) stagePanel() []bot.Block {
	said := "Paused: nothing more is taken on the draft."
	if notice := t.noticeWords(); notice != "" {
		said += " " + noticeSaid(notice)
	}
	if t.state.Stage() == engagement.Dialogue {
		said = "Dialogue with admitted bidders, in new rooms. The rooms of before only show what stands in them."
	}
	row := t.stageRow()
	if waiting := t.waiting(); waiting > 0 {
		row = append([]bot.Button{view(fmt.Sprintf("Questions (%d)", waiting), "questions")}, row...)
	}
	return []bot.Block{bot.Say(said), buttons(append(row, view("Status", "status"), everythingElse())...)}
}
