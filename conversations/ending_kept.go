package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// What everybody reads when it closes, or pauses, by itself is no release. It is kept as
// it is sent all the same, each text with its hash.

// keepTold records what some read as a stage begins, if anybody does.
func (t *turn) keepTold(readers engagement.Readers, m bot.Message) {
	if readers == engagement.ReadTable && len(t.state.Tables()) == 0 || readers != engagement.ReadTable && len(m.To) == 0 {
		return
	}
	kept := content(append([]bot.Block{bot.Say("**" + plain(m.Title) + "**")}, inWords(m)...))
	t.take([]engagement.Fact{engagement.StageTold{To: t.state.Stage(), Readers: readers, Hash: contentHash(kept, ""), Content: kept}}, nil)
}

// readersAtTheEnd are those who read the thanks.
func (t *turn) readersAtTheEnd(users bool) engagement.Readers {
	switch {
	case users:
		return engagement.ReadUsers
	case t.state.Dialogued():
		return engagement.ReadBidders
	}
	return engagement.ReadHeard
}

// readersName is what the file calls them.
func readersName(r engagement.Readers) string {
	switch r {
	case engagement.ReadHeard:
		return "suppliers that said something"
	case engagement.ReadSilent:
		return "suppliers that said nothing"
	case engagement.ReadSuppliers:
		return "suppliers"
	case engagement.ReadBidders:
		return "bidders"
	case engagement.ReadOthers:
		return "suppliers that were not in the dialogue"
	case engagement.ReadUsers:
		return "people who use services"
	case engagement.ReadTable:
		return "round tables"
	}
	return string(r)
}

// fullStages is what was read when it closed or paused, where that was no release; and
// where it was, the texts beside those that were agreed to.
func (t *turn) fullStages() []bot.Block {
	var blocks []bot.Block
	for _, change := range t.state.StageChanges() {
		told := t.state.ToldAt(change)
		if len(told) == 0 {
			continue
		}
		who := "by itself"
		if change.By != "" {
			who = "decided by " + t.whoMoved(change)
		}
		head := fmt.Sprintf("### %s on %s\n\n%s. %s went out", upperFirst(stageName(change.To)), t.inFull(change.At), upperFirst(who), upperFirst(count(len(told), "text", "texts")))
		if change.To == engagement.Closed {
			head += "; below it each read, in its own room alone, what changed because of it"
		}
		blocks = append(blocks, bot.Say(head+"."))
		for _, m := range told {
			if b, ok := quoted(m.Content); ok {
				blocks = append(blocks, bot.Say("*What "+readersName(m.Readers)+" read* (hash of what was sent: "+strings.TrimSpace(m.Hash)+"):"), b)
			}
		}
	}
	return blocks
}
