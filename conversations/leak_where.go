package conversations

import (
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// actionWhere is the form that asks where everybody got what one supplier was told; its
// value are the ids. It stands in messages that stay in rooms for years: add, never
// change.
const actionWhere = "where"

// whereButton leads to that form.
func whereButton(ids []string) bot.Button {
	all := strings.Join(ids, " ")
	return opens("Everyone has it", actionWhere, all, "everyone has "+all+": where")
}

// nothingWentSince says whether nothing that tells suppliers anything has left here
// since somebody was told it, so that whoever has it has it from elsewhere.
func (t *turn) nothingWentSince(a engagement.Told) bool {
	for _, r := range t.state.Sent() {
		if _, turns := turningOf(r); !turns && r.Sent.After(a.Since) {
			return false
		}
	}
	return true
}

// askWhere asks where everybody got it.
func (t *turn) askWhere(open []engagement.Told) {
	ids := make([]string, len(open))
	for i, a := range open {
		ids[i] = a.ID
	}
	all, row := strings.Join(ids, " "), []bot.Button{whereButton(ids)}
	if !t.state.Notice().IsOut() {
		row = append(row, press("Send it to everyone", "send it to everyone "+all))
	}
	t.note(
		bot.Say("**Where did everybody get it?** Nothing has gone out from here since. Say it, for the record: **everyone has "+all+": in the meeting of 6 June, to all**. Nothing was settled yet."),
		buttons(row...),
	)
}

// openWhere asks it in a form.
func (t *turn) openWhere() {
	t.showForm(bot.Form{
		Action: actionWhere, Value: t.ev.Value, Title: "Everyone has it", Submit: "Save", Typed: "everyone has " + t.ev.Value + ": where",
		Fields: []bot.Field{{Name: fieldReason, Kind: bot.Line, Label: "Where everybody got it, and when", Hint: "For example: clarification 4 in the portal, 6 June. It stays on the record.", Value: t.filled(fieldReason, ""), Required: true, Max: engagement.MostReason}},
	})
}

func (t *turn) sendWhere() {
	if t.entered(fieldReason) == "" {
		t.wrongIn(fieldReason, "Please say where they got it.")
		return
	}
	t.everyoneHas(readLine(t.ev.Value + ": " + t.entered(fieldReason)))
}

// toldFirst says, before something that ends or shortens the time in which it can be
// made good, what one supplier alone was told and nobody has settled; after is what can't be done later; nil: nothing.
func (t *turn) toldFirst(after string) []bot.Block {
	waiting, _ := t.toldToOne()
	if len(waiting) == 0 {
		return nil
	}
	var ids []string
	for _, a := range waiting {
		if r, ok := t.state.Release(a.Release); !ok || !r.Waiting() {
			ids = append(ids, a.ID)
		}
	}
	var row []bot.Button
	if len(ids) > 0 {
		row = append(row, press("Send it to everyone", "send it to everyone "+strings.Join(ids, " ")))
	}
	n := len(waiting)
	return []bot.Block{
		bot.Say("**" + count(n, "thing was", "things were") + " told to one supplier alone and " + plural(n, "is", "are") + " not settled (" + toldIDs(waiting) + ").** " + after + " Please settle " + plural(n, "it", "them") + " first."),
		buttons(append(row, view("Said to one supplier", "said to one"))...),
	}
}

// What comes after the moment before which it is to be settled.
const (
	afterNotice = "Once the tender notice is out, nothing goes to everybody from here."
	afterEnd    = "After the end the others can read it, and can no longer answer."
)
