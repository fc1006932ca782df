package web

import (
	"net/url"
	"strings"

	"soundings/bot"
	"soundings/internal/page"
)

// scene is what blocks are shown in: a room, for one visitor.
type scene struct {
	a     *Adapter
	v     visitor
	room  string
	token string // of the forms of this session
	// thread and engagement are those of the message shown; empty in a note.
	thread, engagement string
	// prominent: the first button is the one obvious next step of the page.
	prominent bool
	anchor    string // where on the page that answers a button its answer is
}

func (a *Adapter) scene(v visitor, g Grant) *scene {
	s := &scene{a: a, v: v, room: g.Room, token: a.guard.Token(v.session.ID)}
	if g.Team {
		s.anchor = "#answer"
	}
	return s
}

// parts shows blocks as the components of a page, every one of them.
func (s *scene) parts(blocks []bot.Block) []page.Part {
	parts := make([]page.Part, 0, len(blocks))
	for _, b := range blocks {
		parts = append(parts, s.part(b))
	}
	return parts
}

func (s *scene) part(b bot.Block) page.Part {
	switch {
	case b.Text != nil:
		return page.Text{Markdown: clean(b.Text.Markdown), Small: b.Text.Small}
	case b.Quote != nil:
		return page.Quote{Words: clean(b.Quote.Words), By: clean(b.Quote.By)}
	case b.Facts != nil:
		return s.facts(b.Facts)
	case b.Table != nil:
		return table(*b.Table)
	case b.Items != nil:
		return s.items(b.Items)
	case b.Image != nil:
		return s.image(*b.Image)
	default:
		return s.buttons(b.Buttons)
	}
}

// facts shows labels and what they say. Where all of them are links into rooms,
// somebody is going to pass them on: they are shown to be copied.
func (s *scene) facts(facts []bot.Pair) page.Part {
	list, links := page.SummaryList{}, page.CopyList{}
	for _, f := range facts {
		list.Rows = append(list.Rows, page.Summary{Label: clean(f.Label), Value: plainly(f.Value)})
		if s.a.o.Links.into(f.Value) {
			links.Items = append(links.Items, page.CopyLink{Label: clean(f.Label), URL: f.Value})
		}
	}
	if len(links.Items) < len(facts) {
		return list
	}
	var parts []page.Part
	for _, l := range links.Items {
		parts = append(parts, l)
	}
	if len(links.Items) > 1 {
		parts = append(parts, links)
	}
	return page.Group{Parts: parts}
}

func table(t bot.Table) page.Table {
	shown := page.Table{Caption: strings.Join(t.Head, ", "), Quiet: true}
	for _, head := range t.Head {
		shown.Head = append(shown.Head, plainly(head))
	}
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = plainly(cell)
		}
		shown.Rows = append(shown.Rows, cells)
	}
	shown.Caption = clean(shown.Caption)
	return shown
}

func (s *scene) items(items []bot.Item) page.Part {
	list := page.TaskList{}
	for _, i := range items {
		task := page.Task{Label: clean(i.Label), Hint: clean(i.Hint), Status: clean(i.Status), Tone: page.Tone(i.Tone), Token: s.token}
		if i.Button != nil {
			button := s.button(*i.Button)
			if button.URL != "" {
				task.URL = button.URL
			} else {
				task.Action = &button
			}
		}
		list.Items = append(list.Items, task)
	}
	return list
}

// image shows a picture that is kept; else its words.
func (s *scene) image(i bot.Image) page.Part {
	if i.Blob == "" || s.a.o.Blob == nil {
		return page.Text{Markdown: plainly(i.Alt), Small: true}
	}
	token := s.a.signer.Sign(purposePicture+" "+s.room, []byte(i.Blob), s.a.o.Now().Add(sessionFor))
	return page.Picture{URL: roomURL(s.room, "picture", token), Alt: clean(i.Alt)}
}

func (s *scene) buttons(row []bot.Button) page.Part {
	shown := page.Buttons{Token: s.token}
	for i, b := range row {
		button := s.button(b)
		if i == 0 && s.prominent {
			button.Kind, s.prominent = page.Primary, false
		}
		shown.Items = append(shown.Items, button)
	}
	return shown
}

// button gives a button that looks, or one that is pressed with an identity of
// its own, so that pressing it twice is pressing it once.
func (s *scene) button(b bot.Button) page.Button {
	label := clean(b.Label)
	switch {
	case strings.HasPrefix(b.URL, "file/"):
		return page.Button{Label: label, URL: roomURL(s.room, b.URL)} // of the room, see Options.Files
	case b.URL != "" && !leads(b.URL):
		return page.Button{Label: label, URL: roomURL(s.room)}
	case b.URL != "":
		return page.Button{Label: label, URL: b.URL}
	case b.View:
		return page.Button{Label: label, URL: seeURL(s.room, b.Action, b.Value)}
	}
	return page.Button{
		Label: label, Action: roomURL(s.room, "press") + s.anchor,
		Hidden: append(s.origin(), page.Hidden{Name: "a", Value: b.Action}, page.Hidden{Name: "v", Value: b.Value}),
	}
}

// origin is what goes with everything that is posted: what identifies it, and
// the message that it hangs on.
func (s *scene) origin() []page.Hidden {
	hidden := []page.Hidden{{Name: "event", Value: newID()}}
	if s.thread != "" {
		hidden = append(hidden, page.Hidden{Name: "t", Value: s.thread})
	}
	if s.engagement != "" {
		hidden = append(hidden, page.Hidden{Name: "g", Value: s.engagement})
	}
	return hidden
}

func seeURL(room, action, value string) string {
	return roomURL(room, "see") + "?" + url.Values{"a": {action}, "v": {value}}.Encode()
}

// leads says whether a link may lead there.
func leads(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" || err == nil && u.Scheme == "mailto"
}

// message shows a message of the bot, as it stands in a room.
func (s *scene) message(m bot.Shown) page.Message {
	in := *s
	in.thread, in.engagement = shownID(s.room, m), m.Engagement
	shown := page.Message{
		ID: "m-" + in.thread, Title: clean(m.Title), At: m.Time.In(s.a.o.Zone), Parts: in.parts(m.Blocks),
		Quiet: m.For != "",
	}
	if !m.Edited.IsZero() {
		shown.When = shown.At.Format("Mon 2 January, 15:04") + ", changed " + m.Edited.In(s.a.o.Zone).Format("Mon 2 January, 15:04")
	}
	return shown
}

// note shows what was answered to the visitor alone.
func (s *scene) note(m bot.Message) page.Message {
	return page.Message{Title: clean(m.Title), Parts: s.parts(m.Blocks), Quiet: true}
}

// plainly is plain text where Markdown is read.
func plainly(text string) string { return bot.EscapeMarkdown(clean(text)) }

// clean leaves out what nobody can read: control characters, and those that
// turn the direction of what stands around them.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0:
			return -1
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c:
			return -1
		}
		return r
	}, text)
}
