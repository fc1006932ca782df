package mail

import (
	"context"
	"errors"
	netmail "net/mail"
	"strings"

	"soundings/bot"
)

// Letter sends something that is in no room to one address at once, such as a
// link that its owner asked for: a subject, and plain text in paragraphs, of
// which one that is an address becomes a link. Failure is a *bot.SendError; it
// is not tried again.
func (a *Adapter) Letter(ctx context.Context, address, subject, text string) error {
	to, err := netmail.ParseAddress(address)
	if err != nil {
		return &bot.SendError{Reason: bot.Rejected, Err: errors.New("that is no mail address")} // the error would tell it
	}
	l := letter{Subject: short(line(subject)), Title: line(subject), Sender: a.sender(), Why: askedWords}
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		if at := link(strings.TrimSpace(paragraph)); at != "" {
			l.Sections = append(l.Sections, section{Paragraphs: []bot.Paragraph{{Spans: []bot.Span{{Text: at, Link: at}}}}})
			continue
		}
		l.Sections = append(l.Sections, section{Paragraphs: paragraphs(bot.EscapeMarkdown(paragraph))})
	}
	m, err := a.envelope(l, &netmail.Address{Address: to.Address}, a.signer.sum("letter", to.Address, subject, text)+".letter@"+a.domain)
	if err != nil {
		return &bot.SendError{Reason: bot.Rejected, Err: err}
	}
	return a.hand(ctx, m)
}
