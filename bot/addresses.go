package bot

import (
	"context"
	"regexp"
	"strings"
)

// MailAdapter is the name of the adapter on which people have mail addresses.
const MailAdapter = "mail"

// mailAddress is an address as people write it in a line. It need not be
// right; it must not take in what stands around it.
var mailAddress = regexp.MustCompile(`(?i)<?\b[a-z0-9][a-z0-9._%+'-]{0,63}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?\.[a-z]{2,24}\b>?`)

// addresses puts our numbers in the place of people's mail addresses, which are
// then in no record.
func (b *Bot) addresses(ctx context.Context, ev *Event) error {
	wanted := false
	if b.options.Addresses != nil {
		// A rule that panics must not let an address through: all are taken out.
		wanted = true
		_ = safely(func() error { wanted = b.options.Addresses(*ev); return nil })
	}
	if !wanted {
		return nil
	}
	var failed error
	replace := func(text string) string {
		return mailAddress.ReplaceAllStringFunc(text, func(found string) string {
			person, err := b.options.People.Person(ctx, MailAdapter, mailSender(found))
			if err != nil {
				failed = err
				return found
			}
			return personOpen + person + "}"
		})
	}
	ev.Text, ev.Value = replace(ev.Text), replace(ev.Value)
	for name, value := range ev.Fields {
		ev.Fields[name] = replace(value)
	}
	return failed
}

// mailSender is the person who has a mail address.
func mailSender(found string) Sender {
	address := strings.ToLower(strings.Trim(found, "<>"))
	return Sender{ID: address, Contact: address, Direct: address}
}
