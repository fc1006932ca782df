package slack

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// rendering makes Slack's blocks of ours.
type rendering struct {
	engagement string
	window     bool // in a window, where there are no tables
	tight      bool // in as few blocks and characters as can be
	blocks     []slack.Block
	tables     int
	ids        int
}

// next gives an id that no other block of the message has.
func (r *rendering) next() string {
	r.ids++
	return strconv.Itoa(r.ids)
}

func (r *rendering) add(b ...slack.Block) { r.blocks = append(r.blocks, b...) }

// title adds a heading; an empty one is left out.
func (r *rendering) title(text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if !r.header(text) {
		r.rich(section(bold(clean(text))))
	}
}

// header adds a heading of Slack's; false: it has to be bold instead.
func (r *rendering) header(text string) bool {
	if r.tight || units(oneLine(text)) > mostHeader {
		return false
	}
	r.add(slack.NewHeaderBlock(plainText(text, mostHeader)))
	return true
}

// mostHeader is how long a heading may be.
const mostHeader = 150

// all adds blocks in their order.
func (r *rendering) all(blocks []bot.Block) {
	for _, b := range blocks {
		r.one(b)
	}
}

func (r *rendering) one(b bot.Block) {
	switch {
	case b.Text != nil && b.Text.Small:
		r.small(b.Text.Markdown)
	case b.Text != nil:
		r.text(bot.ParseMarkdown(b.Text.Markdown))
	case b.Quote != nil:
		r.quote(*b.Quote)
	case b.Facts != nil:
		r.facts(b.Facts)
	case b.Table != nil:
		r.table(*b.Table)
	case b.Items != nil:
		r.items(b.Items)
	case b.Buttons != nil:
		r.buttons(b.Buttons)
	}
}

// rich adds rich text, in which nothing that people wrote is markup. Only forms
// and buttons are asked for by the id of their block, and Slack wants another for
// every change of a message: the others have none.
func (r *rendering) rich(elements ...slack.RichTextElement) {
	if len(elements) > 0 {
		r.add(slack.NewRichTextBlock("", elements...))
	}
}

// text adds paragraphs. A heading at their start is one of Slack's; further down
// it is bold, so that there are not more blocks than fit.
func (r *rendering) text(paragraphs []bot.Paragraph) {
	if len(paragraphs) > 0 && paragraphs[0].Kind == bot.Heading && r.header(paragraphs[0].Words()) {
		paragraphs = paragraphs[1:]
	}
	r.rich(richText(paragraphs)...)
}

// small adds an aside. Slack's quiet text knows no looks but those of its own
// markup: what has looks, and signs in it that would be read as markup, is shown
// like any other text.
func (r *rendering) small(markdown string) {
	paragraphs := bot.ParseMarkdown(markdown)
	text, kind, ok := quiet(paragraphs)
	switch {
	case !ok || r.tight:
		r.rich(richText(paragraphs)...)
	case text != "":
		r.add(slack.NewContextBlock("", slack.NewTextBlockObject(kind, text, false, kind == slack.MarkdownType)))
	}
}

func (r *rendering) quote(q bot.Quote) {
	if words := clean(q.Words); words != "" {
		r.rich(&slack.RichTextQuote{Type: slack.RTEQuote, Elements: []slack.RichTextSectionElement{plainRun(words)}})
	}
	by := clean(oneLine(q.By))
	switch {
	case by == "":
	case r.tight || units(by) > mostContext:
		r.rich(section(plainRun(by)))
	default:
		r.add(slack.NewContextBlock("", plainText(by, mostContext)))
	}
}

func (r *rendering) facts(pairs []bot.Pair) {
	var elements []slack.RichTextSectionElement
	for i, p := range pairs {
		if i > 0 {
			elements = append(elements, plainRun("\n"))
		}
		elements = append(elements, bold(clean(p.Label)), plainRun("  "))
		elements = append(elements, runs(bot.ParseMarkdown(p.Value))...)
	}
	if len(elements) > 0 {
		r.rich(section(elements...))
	}
}

// table adds a table, the first of a message as one of Slack's; windows, and the
// rest of a message, take lines.
func (r *rendering) table(t bot.Table) {
	uneven := slices.ContainsFunc(t.Rows, func(row []string) bool { return len(row) != len(t.Head) })
	if r.window || r.tables > 0 || len(t.Rows) > 99 || len(t.Head) > 20 || len(t.Head) == 0 || uneven {
		r.lines(t)
		return
	}
	r.tables++
	table := slack.NewTableBlock("")
	head := make([]slack.TableCell, len(t.Head))
	columns := make([]slack.ColumnSetting, len(t.Head))
	for i, name := range t.Head {
		head[i] = slack.NewTableRichTextCell(section(bold(cellText(name))))
		columns[i] = slack.ColumnSetting{Align: slack.ColumnAlignmentLeft, IsWrapped: true}
	}
	table.Rows = append(table.Rows, head)
	for _, row := range t.Rows {
		cells := make([]slack.TableCell, len(row))
		for i, words := range row {
			cells[i] = slack.NewTableRichTextCell(section(plainRun(cellText(words))))
		}
		table.Rows = append(table.Rows, cells)
	}
	table.ColumnSettings = columns
	r.add(table)
}

// lines adds a table line by line: "How we pay: Answered 7".
func (r *rendering) lines(t bot.Table) {
	var items []slack.RichTextElement
	for _, row := range t.Rows {
		var line []slack.RichTextSectionElement
		for i, words := range row {
			switch {
			case i == 0:
				line = append(line, bold(cellText(words)))
			case i < len(t.Head) && strings.TrimSpace(t.Head[i]) != "":
				line = append(line, plainRun(separator(i)+clean(t.Head[i])+" "+cellText(words)))
			default:
				line = append(line, plainRun(separator(i)+cellText(words)))
			}
		}
		items = append(items, section(line...))
	}
	head := clean(strings.Join(t.Head, " · "))
	if head != "" {
		r.rich(section(&slack.RichTextSectionTextElement{Type: slack.RTSEText, Text: head, Style: &slack.RichTextSectionTextStyle{Italic: true}}))
	}
	if len(items) > 0 {
		r.rich(slack.NewRichTextList(slack.RTEListBullet, 0, items...))
	}
}

func separator(i int) string {
	if i == 1 {
		return ": "
	}
	return " · "
}

func cellText(words string) string {
	if words = clean(words); words != "" {
		return words
	}
	return "–"
}

// buttons adds a row of buttons. One that does not fit in Slack's is words, by
// which the same is done.
func (r *rendering) buttons(row []bot.Button) {
	var elements []slack.BlockElement
	var words []slack.RichTextElement
	for i, b := range row {
		e := button(r.engagement, r.next(), b)
		if units(oneLine(b.Label)) > mostLabel || e == nil {
			words = append(words, section(inWords(b, e == nil)...))
		}
		if e == nil {
			continue
		}
		if i == 0 && b.URL == "" && len(row) > 1 && !r.window {
			e.Style = slack.StylePrimary
		}
		elements = append(elements, e)
	}
	r.rich(words...)
	if len(elements) > 0 {
		r.add(slack.NewActionBlock("", elements...))
	}
}

// inWords gives a button as words: what it is called, and how it is done by hand.
func inWords(b bot.Button, typed bool) []slack.RichTextSectionElement {
	label := clean(oneLine(b.Label))
	if typed && b.URL != "" {
		return []slack.RichTextSectionElement{slack.NewRichTextSectionLinkElement(b.URL, label, nil), plainRun("\n")}
	}
	words := []slack.RichTextSectionElement{plainRun(label + " ")}
	switch {
	case !typed:
	case b.Typed != "":
		words = append(words, plainRun("(write: "), bold(clean(b.Typed)), plainRun(")"))
	}
	return append(words, plainRun("\n"))
}

// items adds a list to work through: a line for each, and one choice for all
// that can be opened.
func (r *rendering) items(items []bot.Item) {
	list := &rich{}
	var options []*slack.OptionBlockObject
	var rest []bot.Button
	for _, i := range items {
		list.item(i)
		if i.Button == nil {
			continue
		}
		if o := option(*i.Button, i.Label, r.tight); o != nil && !hasOption(options, o) {
			options = append(options, o)
		} else if o == nil {
			rest = append(rest, *i.Button)
		}
	}
	for _, elements := range list.sections() {
		r.rich(elements...)
	}
	for len(options) > 0 {
		n := min(len(options), 100)
		r.add(slack.NewActionBlock("", r.choice(options[:n])))
		options = options[n:]
	}
	for len(rest) > 0 {
		n := min(len(rest), 5)
		r.buttons(rest[:n])
		rest = rest[n:]
	}
}

func (r *rendering) choice(options []*slack.OptionBlockObject) slack.BlockElement {
	id := strings.Join([]string{pick, r.next(), "", r.engagement}, "|")
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText("Choose one to open", 150), id, options...)
}

func hasOption(options []*slack.OptionBlockObject, o *slack.OptionBlockObject) bool {
	for _, other := range options {
		if other.Value == o.Value {
			return true
		}
	}
	return false
}
