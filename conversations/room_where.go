package conversations

import (
	"slices"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// orBy gives the invitation with another way to reach the organisation, if its
// line names none.
func (i invitation) orBy(way invitation) invitation {
	if i.room == "" && !i.link && !i.channel && !i.code {
		i.room, i.link, i.channel, i.code = way.room, way.link, way.channel, way.code
	}
	return i
}

// codeWord says whether somebody wants a code to pass on.
func codeWord(text string) bool {
	switch fold(strings.TrimSpace(text)).norm {
	case "code", "by code", "a code", "by a code", "with a code", "with code":
		return true
	}
	return false
}

// readInvitationOn is readInvitation of a line that may end in the name of a chat
// platform which is attached: "on Teams".
func (t *turn) readInvitationOn(text string, fallback engagement.OrganisationKind) (invitation, string) {
	on := ""
	if at := strings.LastIndex(strings.ToLower(text), " on "); at > 0 {
		named := strings.TrimPrefix(fold(strings.TrimSpace(text[at+len(" on "):])).norm, "microsoft ")
		for _, chat := range t.settings.Chats {
			if named == strings.ToLower(chat.Called) || named == chat.Adapter {
				text, on = strings.TrimRight(text[:at], " ,")+", by code", chat.Adapter
			}
		}
	}
	i, problem := readInvitation(text, fallback)
	i.on = on
	return i, problem
}

// onPlatform has a channel made on the platform that was named, where that can be done
// and somebody can be invited into it; else a code leads there.
func (i invitation) onPlatform(opens []string) invitation {
	if i.on != "" && len(i.people) > 0 && slices.Contains(opens, i.on) {
		i.code, i.channel = false, true
	}
	return i
}

// howToInvite says what stands on a line, with an example.
func (t *turn) howToInvite() (how, example string) {
	how, example = t.howOnALine()
	if on := t.otherChats(); on != "" {
		how += " Who is on " + on + ": **by code** behind the kind."
	}
	return how, example
}

func (t *turn) howOnALine() (how, example string) {
	example = "For example: Tidewell, small firm, ana@tidewell.example"
	switch {
	case t.ev.Room.Adapter == webAdapter && t.settings.NoMail:
		return "One organisation on each line: **name, kind**. You get a link for each, to pass on: this installation can't send mail.", "For example: Tidewell, small firm"
	case t.ev.Room.Adapter == webAdapter:
		return "One organisation on each line: **name, kind, mail address**. Several addresses are fine; without any, you get a link to pass on.", example
	case t.opener() != "" && !t.pages(t.ev.Room.Adapter):
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
	whereCode = "code"
)

// whereFields ask where organisations take part, where there is a choice.
func (t *turn) whereFields() []bot.Field {
	paged, others := t.pages(t.ev.Room.Adapter), t.otherChats()
	if others == "" && (t.opener() == "" || paged) {
		return nil
	}
	var options []bot.Option
	usual := ""
	if t.opener() != "" && !paged {
		usual = whereMake
		options = append(options, bot.Option{Value: whereMake, Label: "In a channel that I make", Hint: "Whoever has a mail address on the line is invited into it"})
	}
	if t.pages(webAdapter) {
		options = append(options, bot.Option{Value: whereLink, Label: "In the browser, by link or mail"})
	}
	if paged {
		usual = whereLink
	}
	if others != "" {
		options = append(options, bot.Option{Value: whereCode, Label: "On " + others + ", by a code", Hint: "You pass it on, and are asked before anything stands in their channel or chat"})
	}
	where := bot.Field{Name: fieldWhere, Kind: bot.Choice, Label: "Where they take part", Value: t.filled(fieldWhere, usual), Options: options}
	if paged {
		return []bot.Field{where}
	}
	return []bot.Field{
		where,
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
	t.way = invitation{room: called, link: t.ev.Fields[fieldWhere] == whereLink, channel: t.ev.Fields[fieldWhere] == whereMake, code: t.ev.Fields[fieldWhere] == whereCode}
	if called != "" {
		t.way.link, t.way.channel, t.way.code = false, false, false
	}
	return true
}
