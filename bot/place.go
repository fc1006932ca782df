package bot

import (
	"context"
	"slices"
	"strings"
)

// codeOpen begins what stands in a message for a code.
const (
	codeOpen  = "{code:"
	codeWidth = 90 // characters of a code at most
	codeMax   = len(codeOpen) + 120
)

// CodeTo stands in a message for the code by which a room on any platform can be
// brought to an engagement, which calls it id. A code is a key, as a link is: it is
// made when the message is sent and is in no record.
func CodeTo(engagement, id string) string { return codeOpen + engagement + " " + id + "}" }

// PutCodes puts codes in the place of what CodeTo gave. Without a way to make one, a
// code is "(no code)".
func PutCodes(text string, code func(engagement, id string) string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(text, codeOpen)
		out.WriteString(before)
		if !found {
			return out.String()
		}
		what, rest, closed := strings.Cut(after, "}")
		engagement, id, spaced := strings.Cut(what, " ")
		switch {
		case !closed || !spaced:
			out.WriteString(codeOpen)
			text = after
			continue
		case code == nil:
			out.WriteString("(no code)")
		default:
			out.WriteString(code(engagement, id))
		}
		text = rest
	}
}

// Place is who is in a room, and what it is called, as far as the platform tells.
type Place struct {
	Name    string `json:"name,omitempty"`
	Alone   bool   `json:"alone,omitempty"` // a conversation of one person with us
	Home    int    `json:"home,omitempty"`  // full members of the home organisation
	Guests  int    `json:"guests,omitempty"`
	Outside int    `json:"outside,omitempty"` // people of other organisations, as many as are seen
	// Teams are the other organisations in it, known by as much of them as
	// Sender.Team; bot makes keyed hashes of them, as Event.Team is. Mails are what the
	// mail addresses of guests and people of others end in, "tidewell.example".
	Teams []string `json:"teams,omitempty"`
	Mails []string `json:"mails,omitempty"`
}

// Surveyor is an adapter that can say who is in a room.
type Surveyor interface {
	// Place looks into a room. On an error nobody knows.
	Place(ctx context.Context, room Address) (Place, error)
}

// code takes the code out of an event that brings one, and keeps what it proves: of
// which engagement it is, and who is in the room that is brought to it. A code that
// proves nothing stays what it is, words.
func (b *Bot) code(ctx context.Context, ev *Event) {
	if b.options.CodeIn == nil || b.options.ReadCode == nil || !answered(ev.Kind) {
		return
	}
	var code string
	if err := safely(func() error { code = b.options.CodeIn(*ev); return nil }); err != nil || code == "" {
		return
	}
	engagement, id, ok := b.options.ReadCode(code)
	if !ok || !b.directory.knows(engagement) {
		return
	}
	ev.Engagement, ev.Code = engagement, id
	ev.Text, ev.Value = strings.ReplaceAll(ev.Text, code, "…"), strings.ReplaceAll(ev.Value, code, "…")
	for name, value := range ev.Fields {
		ev.Fields[name] = strings.ReplaceAll(value, code, "…")
	}
	_, open := b.directory.engagements(ev.Room)
	ev.Elsewhere = slices.ContainsFunc(open, func(other string) bool { return other != engagement })
	ev.Place = b.place(ctx, ev.Room)
}

// place looks who is in a room; nil: nobody can tell.
func (b *Bot) place(ctx context.Context, room Address) *Place {
	surveyor, ok := b.sender.adapters[room.Adapter].(Surveyor)
	if !ok {
		return nil
	}
	p, err := surveyor.Place(ctx, room)
	if err != nil {
		b.options.Log.WarnContext(ctx, "nobody could tell who is in the room", "adapter", room.Adapter, "error", err)
		return nil
	}
	p.Name = tidy(p.Name)
	p.Teams, p.Mails = slices.Clone(p.Teams), slices.Clone(p.Mails)
	for i, mail := range p.Mails {
		p.Mails[i] = tidy(strings.ToLower(mail))
	}
	slices.Sort(p.Mails)
	p.Mails = slices.DeleteFunc(slices.Compact(p.Mails), func(mail string) bool { return mail == "" })
	for i, team := range p.Teams {
		p.Teams[i] = b.options.People.Hash(room.Adapter + ":" + team)
	}
	slices.Sort(p.Teams)
	p.Teams = slices.Compact(p.Teams)
	return &p
}
