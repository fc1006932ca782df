package teams

import (
	"net/url"

	"soundings/bot"
)

// rendering makes the elements of a card of our blocks.
type rendering struct {
	engagement string
	room       string // where it belongs, if that is not where it stands
	thread     string
	dialog     bool // in a dialog, where pressing sends it
	tight      bool // without looks, in as few bytes as can be
	spoken     int  // buttons that keep more bytes than this are words; 0: none are
	picture    func(blob string) string
	calling    func(text string) string // puts names in the place of ids; nil: they stay
	body       []element
}

func (r *rendering) add(e ...element) { r.body = append(r.body, e...) }

// title adds the heading of all; an empty one is left out.
func (r *rendering) title(text string) {
	text = r.called(text)
	if oneLine(text) != "" {
		r.add(heading(text, "Large"))
	}
}

// called is text of our own in which channels have their names.
func (r *rendering) called(text string) string {
	if r.calling == nil {
		return text
	}
	return r.calling(text)
}

// all adds blocks in their order.
func (r *rendering) all(blocks []bot.Block) {
	for _, b := range blocks {
		r.one(b)
	}
}

func (r *rendering) one(b bot.Block) {
	switch {
	case b.Text != nil && b.Text.Small:
		r.paragraphs(bot.ParseMarkdown(r.called(b.Text.Markdown)), quietly)
	case b.Text != nil:
		r.paragraphs(bot.ParseMarkdown(r.called(b.Text.Markdown)), plainly)
	case b.Quote != nil:
		r.quote(*b.Quote)
	case b.Facts != nil:
		r.facts(b.Facts)
	case b.Table != nil:
		r.table(*b.Table)
	case b.Items != nil:
		r.items(b.Items)
	case b.Image != nil:
		r.image(*b.Image)
	case b.Buttons != nil:
		r.buttons(b.Buttons)
	}
}

// lines adds lines of text: the first a little below what stands above it, the
// others right below each other.
func (r *rendering) lines(first string, all [][]element) {
	spacing := first
	if r.tight {
		r.joined(all)
		return
	}
	if first == "" && r.below(all) {
		spacing = "Large"
	}
	for _, runs := range all {
		if len(runs) == 0 {
			continue
		}
		e := richText(runs...)
		if spacing != "" {
			e["spacing"] = spacing
		}
		r.add(e)
		spacing = "None"
	}
}

// joined adds lines without their looks to the text above them, if there is any: a
// block of its own for each of a thousand lines is more than Teams takes.
func (r *rendering) joined(all [][]element) {
	n := len(r.body)
	if n > 0 && r.body[n-1]["type"] == "RichTextBlock" {
		above, _ := r.body[n-1]["inlines"].([]element)
		all = append([][]element{above}, all...)
		n--
	}
	if runs := merged(all)[0]; len(runs) > 0 {
		r.body = append(r.body[:n], richText(runs...))
	}
}

// below says whether lines begin something new below buttons, and are no small print
// of theirs.
func (r *rendering) below(all [][]element) bool {
	n := len(r.body)
	return n > 0 && r.body[n-1]["type"] == "ActionSet" && len(all) > 0 && len(all[0]) > 0 && all[0][0]["size"] != "Small"
}

func (r *rendering) paragraphs(all []bot.Paragraph, style func(element) element) {
	if r.tight {
		style = plainly
	}
	for i, p := range all {
		switch p.Kind {
		case bot.Heading:
			if !r.tight {
				r.part(p.Words())
				continue
			}
			r.lines("", spans(p.Spans, style))
		case bot.Bullet, bot.Numbered:
			mark := "• "
			if p.Kind == bot.Numbered {
				mark = p.Number + ". "
			}
			lines := spans(p.Spans, style)
			lines[0] = append([]element{style(run(mark))}, lines[0]...)
			spacing := "Small"
			if i == 0 || all[i-1].Kind != p.Kind {
				spacing = ""
			}
			r.lines(spacing, lines)
		case bot.Plain:
			r.lines("", spans(p.Spans, style))
		}
	}
}

// part begins a part of a message with its heading, below a line that parts it from
// what is above: clients show headings hardly larger than text.
func (r *rendering) part(text string) {
	e := heading(text, "Medium")
	if n := len(r.body); n > 1 && r.body[n-1]["style"] != "heading" { // the title is above the first
		e["separator"], e["spacing"] = true, "Large"
	}
	r.add(e)
}

// plainLines gives text that people wrote, a line for each of its own.
func plainLines(text string, style func(element) element) [][]element {
	return spans([]bot.Span{{Text: clean(text)}}, style)
}

func (r *rendering) quote(q bot.Quote) {
	inner := &rendering{tight: r.tight}
	inner.lines("", plainLines(q.Words, plainly))
	if len(inner.body) > 0 && !r.tight {
		r.add(element{"type": "Container", "style": "emphasis", "items": inner.body})
	} else {
		r.add(inner.body...)
	}
	if by := oneLine(q.By); by != "" {
		r.add(richText(quietly(run(by))).with("spacing", "Small"))
	}
}

func (r *rendering) facts(pairs []bot.Pair) {
	for i, p := range pairs {
		runs := []element{bold(oneLine(p.Label)), run("  ")}
		var lines [][]element
		for _, paragraph := range bot.ParseMarkdown(r.called(p.Value)) {
			lines = append(lines, spans(paragraph.Spans, plainly)...)
		}
		if len(lines) == 0 {
			lines = [][]element{nil}
		}
		lines[0] = append(runs, lines[0]...)
		spacing := "Small"
		if i == 0 {
			spacing = ""
		}
		r.lines(spacing, lines)
	}
}

// items adds a list to work through: a line for each, with the button that opens
// it beside it. What waits for the reader is bold.
func (r *rendering) items(items []bot.Item) {
	for _, i := range items {
		line := []element{run(oneLine(i.Label))}
		if i.Tone == bot.ToDo || i.Tone == bot.Attention {
			line[0] = bold(oneLine(i.Label))
		}
		if hint := oneLine(i.Hint); hint != "" {
			line = append(line, run(" · "+hint))
		}
		for _, p := range bot.ParseMarkdown(i.Status) {
			line = append(line, run(" · "))
			for _, part := range spans(p.Spans, plainly) {
				line = append(line, part...)
			}
		}
		if i.Button == nil {
			r.add(richText(line...).with("spacing", "Small"))
			continue
		}
		if r.tight {
			r.add(richText(line...).with("spacing", "Small"))
			r.buttons([]bot.Button{*i.Button})
			continue
		}
		r.add(element{"type": "ColumnSet", "spacing": "Small", "columns": []element{
			{"type": "Column", "width": "stretch", "verticalContentAlignment": "Center", "items": []element{richText(line...)}},
			{"type": "Column", "width": "auto", "items": []element{{"type": "ActionSet", "actions": []element{r.button(*i.Button, oneLine(i.Label))}}}},
		}})
	}
}

// image adds a picture, or the words that say the same.
func (r *rendering) image(i bot.Image) {
	alt := oneLine(i.Alt)
	if r.picture != nil && i.Blob != "" {
		if address := r.picture(i.Blob); address != "" {
			r.add(element{"type": "Image", "url": address, "altText": alt, "size": "Stretch"})
			return
		}
	}
	if alt != "" {
		r.add(richText(quietly(run(alt))))
	}
}

// buttons adds a row of buttons.
func (r *rendering) buttons(row []bot.Button) {
	var actions []element
	for _, b := range row {
		e := r.button(b, "")
		if b.URL != "" && !leads(b.URL) || r.spoken > 0 && size(e) > r.spoken {
			r.add(inWords(b))
			continue
		}
		actions = append(actions, e)
	}
	if len(actions) > 0 {
		r.add(element{"type": "ActionSet", "actions": actions})
	}
}

// mostButtons is how many buttons stand in one row; Teams leaves out the others.
const mostButtons = 6

// leads says whether a client follows an address: it drops a card with another.
func leads(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" || err == nil && u.Scheme == "mailto"
}

// inWords gives a button as words: what it is called, and how it is done by hand.
func inWords(b bot.Button) element {
	label := run(oneLine(b.Label))
	switch {
	case b.URL != "" && !leads(b.URL):
		return richText(label, run(": "+oneLine(b.URL)))
	case b.URL != "":
		return richText(label.with("selectAction", element{"type": "Action.OpenUrl", "url": b.URL, "title": oneLine(b.Label)}))
	case oneLine(b.Typed) != "":
		return richText(label, run(" (write: "), bold(oneLine(b.Typed)), run(")"))
	}
	return richText(label)
}

// button makes one button; what it is about, if its label does not say so, is read
// out with it. What records nothing opens a dialog. What records something is
// executed, or sent where a client cannot do that.
func (r *rendering) button(b bot.Button, about string) element {
	label := oneLine(b.Label)
	if label == "" {
		label = "Open"
	}
	e := element{"title": label}
	if about != "" {
		e["tooltip"] = label + ": " + about
	}
	if b.URL != "" {
		return e.with("type", "Action.OpenUrl").with("url", b.URL)
	}
	d := deed{how: push, action: b.Action, value: b.Value, engagement: r.engagement, room: r.room, thread: r.thread}
	if b.View {
		d.how = look
	}
	return r.does(e, d)
}

// does gives a button what it does.
func (r *rendering) does(e element, d deed) element {
	data := d.data()
	switch {
	case r.dialog:
		return e.with("type", "Action.Submit").with("data", data)
	case d.how == look:
		return e.with("type", "Action.Submit").with("data", data.with("msteams", element{"type": "task/fetch"}))
	case r.tight:
		return e.with("type", "Action.Submit").with("data", data)
	}
	title, _ := e["title"].(string)
	e["fallback"] = element{"type": "Action.Submit", "title": title, "data": data}
	return e.with("type", "Action.Execute").with("verb", d.action).with("data", data)
}
