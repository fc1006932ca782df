package conversations

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"soundings/bot"
	"soundings/draft"
	"soundings/engagement"
)

// FullFile and FullWordFile are under which names the page of a team gives the whole
// record as people can read it, with names, for those who check the work.
const (
	FullFile     = "everything-with-names.md"
	FullWordFile = "everything-with-names.docx"
)

// fullAsText is what asks for it as one text. It is no word for people.
const fullAsText = "for the file with names as text"

// WordOf makes a document of a text that FileEvent asked for, for draft.WriteWord: a
// heading of its second level begins a section.
func WordOf(text string) draft.Handout {
	head, rest, _ := strings.Cut(text, "\n## ")
	title, intro, _ := strings.Cut(strings.TrimPrefix(head, "# "), "\n")
	h := draft.Handout{Title: unmarked(title), Intro: []string{unmarked(oneLine(intro))}}
	for part := range strings.SplitSeq(rest, "\n## ") {
		if name, body, _ := strings.Cut(part, "\n"); name != "" {
			h.Sections = append(h.Sections, draft.HandoutSection{Title: unmarked(name), Markdown: body})
		}
	}
	return h
}

// fullText is all of it, as one text.
func (t *turn) fullText(line) {
	blocks := []bot.Block{bot.Say("This has names, and the words of those who were asked. It is for those who check the work, such as an auditor or a monitoring officer, and not to be published. Words that are commercially sensitive are not in it: they are read privately, and who read them is listed.")}
	blocks = append(blocks, bot.Say("## The file, as it is without names of those who asked"))
	for _, b := range t.dossier(true) {
		switch {
		case b.Text != nil && b.Text.Small:
			continue // it says that nobody's answers are in it
		case b.Text != nil && strings.HasPrefix(b.Text.Markdown, "## "):
			b = bot.Say("### " + strings.TrimPrefix(b.Text.Markdown, "## "))
		}
		blocks = append(blocks, b)
	}
	blocks = slices.Concat(blocks, t.fullAsked(), t.fullOpened(), t.fullReleases(), t.fullQuestions(), t.fullInquiries(), t.fullTold(), t.fullSaid(), t.fullLate(), t.fullNotes(), t.fullLast(), t.fullPartners(), t.fullLinked(), t.fullDecisions(), t.fullReadings())
	t.noteTitled(FullFile, bot.Say(asMarkdown("Everything, with names: "+oneLine(t.state.About().Title), blocks)))
}

// fullPart is one part of it, or that there is nothing of the sort.
func fullPart(heading, none string, blocks []bot.Block) []bot.Block {
	if len(blocks) == 0 {
		blocks = []bot.Block{bot.Say(none)}
	}
	return append([]bot.Block{bot.Say("## " + heading)}, blocks...)
}

// quoted are blocks as they were sent, under a heading of this file.
func quoted(kept string) (bot.Block, bool) {
	said, err := contentOf(kept)
	if err != nil || kept == "" {
		return bot.Block{}, false
	}
	return inQuotes(markdownOf(said)), true
}

// inQuotes is a text in Markdown as a quotation, in which no heading begins a section.
func inQuotes(markdown string) bot.Block {
	text := strings.TrimSpace(strings.ReplaceAll("\n"+markdown, "\n#", "\n\\#"))
	return bot.Say("> " + strings.ReplaceAll(text, "\n", "\n> "))
}

// fullReleases are all releases as they were sent, with who made them and agreed.
func (t *turn) fullReleases() []bot.Block {
	var blocks []bot.Block
	for _, r := range t.state.Sent() {
		head := "### " + r.ID + ", " + plain(t.releaseName(r)) + "\n\nSent on " + t.inFull(r.Sent) + " to " + plain(t.toldWhom(r)) + ". Made by " + named(r.By)
		if r.Editor != r.By {
			head += ", last worded by " + named(r.Editor)
		}
		head += ", agreed to by " + named(r.Approver)
		if r.Wanted != "" && r.Wanted != r.Approver {
			head += " after " + named(r.Wanted)
		}
		if r.Why != "" {
			head += "; at once, because: " + plain(oneLine(r.Why))
		}
		head += ". Arrived: " + plain(t.arrivedWords(r)) + ". Hash of what was sent: " + cmp.Or(r.Hash, "none kept") + "."
		var files strings.Builder
		for i, f := range r.Files {
			files.WriteString(" File " + releasedName(r, i) + ", " + plain(f.Name) + ": " + f.Blob + ".")
		}
		blocks = append(blocks, bot.Say(head+files.String()))
		if b, ok := quoted(r.Content); ok {
			blocks = append(blocks, b)
		}
		if b, ok := quoted(r.Plain); ok && r.Plain != r.Content && !aboutDialogue(r) {
			blocks = append(blocks, bot.Say("*What people who use services read:*"), b)
		} else if ok && aboutDialogue(r) {
			blocks = append(blocks, bot.Say("*What the other suppliers read:*"), b)
		}
	}
	return fullPart("Everything that went out, as it was sent", "Nothing has gone out but the welcome and the sections.", append(blocks, t.fullStages()...))
}

func aboutDialogue(r engagement.Release) bool { return r.Of == engagement.Dialogues }

// fullQuestions are the questions with their words and who asked.
func (t *turn) fullQuestions() []bot.Block {
	var blocks []bot.Block
	for _, q := range t.state.Questions() {
		head := "### " + q.ID + "\n\nAsked on " + t.inFull(q.Asked) + " by " + t.saidBy(q.Organisation, q.Person) + t.onSection(q.Section) + "."
		if q.Need != "" {
			head = "### " + q.ID + "\n\nPut on " + t.inFull(q.Asked) + " by " + named(q.PutBy) + " of the team, because of what a supplier needs to know (" + t.saidBy(q.Organisation, q.Person) + ")."
		}
		if q.Into != "" {
			head += " Counted as one with **" + q.Into + "**."
		}
		blocks = append(blocks, bot.Say(head), bot.Block{Quote: &bot.Quote{Words: q.Text}})
		if q.Worded != "" && q.Worded != q.Text {
			blocks = append(blocks, bot.Say("*As everybody read it:*"), bot.Block{Quote: &bot.Quote{Words: q.Worded}})
		}
		root := t.rootOf(q)
		switch {
		case !q.TakenBack.IsZero():
			blocks = append(blocks, bot.Say("Taken back by whoever asked on "+t.inFull(q.TakenBack)+"."))
		case root.Answered.IsZero():
			blocks = append(blocks, bot.Say("Nobody has an answer from here."))
		case root.Wont:
			blocks = append(blocks, bot.Say("Not answered, as everybody was told on "+t.inFull(root.Answered)+" ("+root.Release+"), because:"), inQuotes(root.Answer))
		default:
			blocks = append(blocks, bot.Say("Everybody had the answer on "+t.inFull(root.Answered)+" ("+root.Release+")"+t.readsNow(root)+":"), inQuotes(root.Answer))
		}
		blocks = append(blocks, t.saidBefore(root)...)
	}
	for _, q := range t.state.Confided() {
		blocks = append(blocks, bot.Say("### "+q.ID+"\n\nAsked in confidence on "+t.inFull(q.At)+" by "+t.saidBy(q.Organisation, q.Person)+t.onSection(q.Section)+". Its words stand in no file, and nobody could answer it here."))
	}
	return fullPart("Questions, with who asked", "Nobody asked a question.", blocks)
}

// onSection says on which section something is; empty: on none.
func (t *turn) onSection(id int) string {
	if _, _, ok := t.state.EverSection(id); ok {
		return " on " + plain(t.everLabel(id))
	}
	return ""
}

// fullInquiries are the questions of the team's, and what came.
func (t *turn) fullInquiries() []bot.Block {
	var blocks []bot.Block
	for _, q := range t.state.Inquiries() {
		if q.Asked.IsZero() {
			continue
		}
		blocks = append(blocks, bot.Say("### "+q.ID+"\n\nAsked on "+t.inFull(q.Asked)+" by "+named(q.By)+t.onSection(q.Section)+" ("+q.Release+")."), bot.Block{Quote: &bot.Quote{Words: q.Text}})
		table := &bot.Table{Head: []string{"When", "Who", "Choice", "In their words"}}
		for _, a := range q.Answers {
			choice := "–"
			if a.Choice > 0 && a.Choice <= len(q.Choices) {
				choice = q.Choices[a.Choice-1]
			}
			table.Rows = append(table.Rows, []string{t.moment(a.At, t.now), t.saidBy(a.Organisation, a.Person), cell(choice), fullWords(a.Words, a.Sensitive)})
		}
		if len(table.Rows) > 0 {
			blocks = append(blocks, bot.Block{Table: table})
		}
		if !q.Settled.IsZero() {
			blocks = append(blocks, bot.Say("Everybody was told what came of it on "+t.inFull(q.Settled)+", by "+named(q.Came.By)+":"), bot.Block{Quote: &bot.Quote{Words: q.Came.Text}})
		}
	}
	return fullPart("What the team asked, and what they answered", "The team asked nothing.", blocks)
}

// saidBy is who said something for an organisation. People who use services are not
// named: who checks the work needs to know no more.
func (t *turn) saidBy(organisation string, p engagement.Person) string {
	o, ok := t.state.Organisation(organisation)
	switch {
	case !ok:
		return "one that was taken out"
	case o.Users:
		return "a member of " + cell(o.Name)
	}
	return named(p) + " (" + cell(o.Name) + ")"
}

// fullWords are somebody's words, as far as they may stand here.
func fullWords(words string, sensitive bool) string {
	switch {
	case sensitive:
		return "(commercially sensitive)"
	case oneLine(words) == "":
		return "–"
	}
	return cell(words)
}

// fullAnswer are the words of an answer, as far as they may stand here.
func fullAnswer(r *engagement.Response) string {
	switch {
	case r.Sensitive || r.Private == "":
		return fullWords(r.Words, r.Sensitive)
	case oneLine(r.Words) == "":
		return fullWords("", true)
	}
	return fullWords(r.Words, false) + " (and commercially sensitive words)"
}

// fullTold is what was told to one alone, with its words and who settled it.
func (t *turn) fullTold() []bot.Block {
	table := &bot.Table{Head: []string{"No.", "When", "Who said it", "To", "Words, or file", "What came of it"}}
	for _, a := range t.state.AllTold() {
		what := cmp.Or(oneLine(a.Text), "(taken back)")
		if f, ok := t.state.File(a.File); ok {
			what = strings.TrimSpace(oneLine(a.Text) + " [file " + f.ID + ", " + oneLine(f.Name) + ", sha256 " + strings.TrimPrefix(f.Blob, "sha256:") + "]")
		}
		if a.Mark != engagement.NoMark {
			what += " (changed on " + t.moment(a.Changed, t.now) + ")"
		}
		came := toldSettled(a, t)
		if a.Release != "" {
			came += " (" + a.Release + ")"
		}
		table.Rows = append(table.Rows, []string{a.ID, t.moment(a.Said, t.now), named(a.Person), cell(t.organisationNamed(a.Organisation)), cell(what), cell(came)})
	}
	return fullPart("What was told to one alone", "Nothing was told to one alone, as far as it is known here.", tableIn(table))
}

// tableIn is a table, or nothing where it has no rows.
func tableIn(table *bot.Table) []bot.Block {
	if len(table.Rows) == 0 {
		return nil
	}
	return []bot.Block{{Table: table}}
}

// fullSaid is what was answered, with who did.
func (t *turn) fullSaid() []bot.Block {
	var blocks []bot.Block
	for _, s := range t.state.EverSections() {
		table := &bot.Table{Head: []string{"No.", "When", "Who", "View", "Of text", "In their words"}}
		for _, r := range t.state.Responses(s.ID) {
			table.Rows = append(table.Rows, []string{r.ID, t.moment(r.Given, t.now), t.saidBy(r.Organisation, r.Person), labelFor(r.Stance, r.IsUser()), fmt.Sprint(r.Revision), fullAnswer(r)})
		}
		if len(table.Rows) > 0 {
			blocks = append(append(blocks, t.fullSection(s)...), bot.Block{Table: table})
		}
	}
	return fullPart("What they answered, each as last said", "Nobody has answered.", blocks)
}
