package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// The form that takes a new draft. Stored: add, never change.
const (
	actionTake  = "take-draft"
	fieldExcept = "except"
)

// openTake asks for the reason, and for what is left out.
func (t *turn) openTake() {
	steps, problem := t.draftSteps(t.releases.draft)
	if len(t.releases.draft.Sections) == 0 || problem != "" || len(steps) == 0 {
		t.note(bot.Say("No new draft waits that would change anything. Attach one to a message that says **change**."))
		return
	}
	var options []bot.Option
	var doubtful []string
	for i, s := range steps {
		options = append(options, bot.Option{Value: fmt.Sprint(i + 1), Label: s.label})
		if !s.sure {
			doubtful = append(doubtful, fmt.Sprint(i+1))
		}
	}
	fields := []bot.Field{
		{Name: fieldReason, Kind: bot.Words, Label: "Why", Hint: "Everybody reads it with every change. You can give one of them its own afterwards.", Required: true, Value: t.filled(fieldReason, ""), Max: engagement.MostReason},
	}
	if t.anyAsked(true) {
		fields = append(fields, bot.Field{Name: fieldPlainWhy, Kind: bot.Words, Label: "The reason in plain words", Hint: "For people who use the service. Without it they read no reason.", Value: t.filled(fieldPlainWhy, ""), Max: engagement.MostReason})
	}
	t.showForm(bot.Form{
		Action: actionTake, Title: "Take the new draft", Submit: "Show me how it reads", Typed: "take draft because your reason",
		Fields: append(fields, bot.Field{Name: fieldExcept, Kind: bot.Ticks, Label: "Leave these as they are", Hint: "Ticked is what I am not sure of.", Options: options, Value: t.filled(fieldExcept, strings.Join(doubtful, ","))}),
	})
}

func (t *turn) sendTake() {
	if t.entry(fieldReason) == "" {
		t.wrongIn(fieldReason, "Please say why. Everybody who answered is owed a reason.")
		return
	}
	var except []int
	for i := range len(t.releases.draft.Sections) + len(t.state.Sections()) + 1 {
		if t.boxes(fieldExcept)[fmt.Sprint(i)] {
			except = append(except, i)
		}
	}
	t.takeNewDraft(t.entry(fieldReason), t.entry(fieldPlainWhy), except)
}
