package mail

import (
	"cmp"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"soundings/bot"
)

// longSubject is the most characters of a subject line. The whole title stands
// in the mail.
const longSubject = 120

// longHints is how much a link may say beside the id: it stands in the head of
// the mail, where a line has at most 998 characters and a link cannot be broken.
const longHints = 300

// compose makes the mail. The same part makes the same mail but for its date
// and the links in it.
func (a *Adapter) compose(p bot.Part, to *netmail.Address, id string) (*gomail.Msg, error) {
	l := a.letter(p, id)
	m, err := a.envelope(l, to, id)
	if err != nil {
		return nil, err
	}
	thread := "<" + a.signer.threadID(p.Engagement, p.To.Key(), a.domain) + ">"
	m.SetGenHeader(gomail.HeaderInReplyTo, thread)
	m.SetGenHeader(gomail.HeaderReferences, thread)
	m.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+l.Fewer+">")
	m.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	return m, nil
}

// envelope puts a letter into what every mail of ours has.
func (a *Adapter) envelope(l letter, to *netmail.Address, id string) (*gomail.Msg, error) {
	html, err := a.pages.html(l)
	if err != nil {
		return nil, fmt.Errorf("write the mail: %w", err)
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(a.signer.sum("boundary", id)))
	m.FromMailAddress(a.from)
	m.ToMailAddress(to)
	m.Subject(l.Subject)
	m.SetDateWithValue(a.options.Now())
	m.SetMessageIDWithValue(id)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	// Not "All": that would have Exchange keep back the reports we need.
	m.SetGenHeader("X-Auto-Response-Suppress", "OOF, AutoReply, RN, NRN")
	m.SetBodyString(gomail.TypeTextPlain, l.text())
	m.AddAlternativeString(gomail.TypeTextHTML, html)
	return m, nil
}

// letter is what a mail says.
type letter struct {
	Subject  string
	Title    string
	Sections []section
	Page     string // the link to the reader's own page, or ""
	Sender   string // whom it is from
	Why      string // it went to the reader
	Fewer    string // the link for fewer messages, or ""
}

func (a *Adapter) letter(p bot.Part, id string) letter {
	l := letter{Title: line(p.Title), Sender: a.sender(), Why: whyWords}
	linked := false
	for _, b := range p.Blocks {
		s := sectionOf(b)
		l.Sections = append(l.Sections, s)
		linked = linked || s.linksTo(a.options.PublicURL)
		l.Page = cmp.Or(l.Page, s.needsPage())
	}
	if l.Page != "" || !linked {
		l.Page = a.page(p.To)
	}
	l.Subject = short(cmp.Or(l.Title, l.firstLine(), l.Sender+" has written to you"))
	if p.Of > 1 {
		l.Subject += fmt.Sprintf(" (part %d of %d)", p.Number, p.Of)
	}
	w := wish{ID: id, Ref: p.To.Ref, Engagement: p.Engagement}
	if len(w.Ref)+len(w.Engagement) > longHints {
		w.Ref, w.Engagement = "", "" // they only help to find what the id names
	}
	l.Fewer = a.options.PublicURL + fewerPath + "?t=" + url.QueryEscape(a.signer.token(w))
	return l
}

func (a *Adapter) sender() string { return line(cmp.Or(a.from.Name, a.from.Address)) }

// page is the link to the reader's own page, or "".
func (a *Adapter) page(to bot.Address) string {
	adapter, room, ok := strings.Cut(to.Ref, ":")
	if !ok || a.options.Link == nil {
		return ""
	}
	return link(a.options.Link(bot.Address{Adapter: adapter, Room: room}, to.Room))
}

// firstLine is how the words begin.
func (l letter) firstLine() string {
	for _, s := range l.Sections {
		for _, p := range s.Paragraphs {
			if words := line(p.Words()); words != "" {
				return words
			}
		}
	}
	return ""
}

// short cuts a subject between two words.
func short(subject string) string {
	runes := []rune(subject)
	if len(runes) <= longSubject {
		return subject
	}
	cut := string(runes[:longSubject])
	if at := strings.LastIndex(cut, " "); at > longSubject/2 {
		cut = cut[:at]
	}
	return cut + "…"
}

// clean leaves out what nobody reads and what acts on whoever does: control
// characters, and those that turn the direction of text.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029:
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// line is clean text in one line.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// link gives an address that a mail may link to, or "".
func link(to string) string {
	parsed, err := url.Parse(to)
	if err != nil || strings.ContainsFunc(to, unicode.IsSpace) {
		return ""
	}
	switch parsed.Scheme {
	case "https", "http", "mailto":
		return to
	}
	return ""
}
