package conversations

import (
	"strings"

	"soundings/bot"
)

// orBy gives the invitation with another way to reach the organisation, if its
// line names none.
func (i invitation) orBy(way invitation) invitation {
	if i.room == "" && !i.link && !i.channel {
		i.room, i.link, i.channel = way.room, way.link, way.channel
	}
	return i
}

// howToInvite says what stands on a line, with an example.
func (t *turn) howToInvite() (how, example string) {
	example = "For example: Tidewell, small firm, ana@tidewell.example"
	switch {
	case t.ev.Room.Adapter == webAdapter && t.settings.NoMail:
		return "One organisation on each line: **name, kind**. You get a link for each, to pass on: this installation can't send mail.", "For example: Tidewell, small firm"
	case t.ev.Room.Adapter == webAdapter:
		return "One organisation on each line: **name, kind, mail address**. Several addresses are fine; without any, you get a link to pass on.", example
	case len(t.whereFields()) > 0:
		return "One organisation on each line: **name, kind**, and the mail addresses of those to be invited, if you have any.", example
	case !t.pages(webAdapter) && !t.pages(t.ev.Room.Adapter):
		return "One organisation on each line: **name, kind in #its-channel**. It must be a channel that only they and you are in.", "For example: Tidewell, small firm in #tidewell"
	}
	return "One organisation on each line: **name, kind**, and where it takes part: **in #its-channel**, a mail address, or **link** for a link that you pass on.", example
}

// What can be chosen in the form: where those take part whose line says nothing
// of it. Stored in forms that may be open: add, never change.
const (
	whereMake = "make"
	whereLink = "link"
)

// whereFields ask where organisations take part, where there is a choice.
func (t *turn) whereFields() []bot.Field {
	if t.opener() == "" || t.pages(t.ev.Room.Adapter) {
		return nil
	}
	options := []bot.Option{{Value: whereMake, Label: "In a channel that I make", Hint: "Whoever has a mail address on the line is invited into it"}}
	if t.pages(webAdapter) {
		options = append(options, bot.Option{Value: whereLink, Label: "In the browser, by link or mail"})
	}
	return []bot.Field{
		{Name: fieldWhere, Kind: bot.Choice, Label: "Where they take part", Value: t.filled(fieldWhere, whereMake), Options: options},
		{Name: fieldChannel, Kind: bot.Line, Label: "Or in a channel that is there already", Hint: "For one organisation: #its-channel, in which only they and you are", Value: t.filled(fieldChannel, "")},
	}
}

// readWhere takes what those fields say; false: it makes no sense, and was
// answered.
func (t *turn) readWhere(lines int) bool {
	called := strings.TrimSpace(t.ev.Fields[fieldChannel])
	if called != "" && lines > 1 {
		t.wrongIn(fieldChannel, "A channel is for one organisation. Name one at a time, or leave this empty.")
		return false
	}
	if called != "" && !strings.HasPrefix(called, "#") && !strings.HasPrefix(called, "<#") {
		called = "#" + called
	}
	if called != "" && !looksLikeRoom(called) {
		t.wrongIn(fieldChannel, "Please name one channel, for example #its-channel.")
		return false
	}
	t.way = invitation{room: called, link: t.ev.Fields[fieldWhere] == whereLink, channel: t.ev.Fields[fieldWhere] == whereMake}
	if called != "" {
		t.way.link, t.way.channel = false, false
	}
	return true
}
