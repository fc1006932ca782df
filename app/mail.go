package app

import (
	"context"
	"fmt"
	"net/http"

	"soundings/adapters/mail"
	"soundings/bot"
	"soundings/config"
)

// Mail is what an installation needs to send mail beside its Parts.
type Mail struct {
	config.Mail

	URL string // where people find the service, without a slash at its end
}

// mailParts are those of the settings; nil: no mail is sent.
func mailParts(c config.Config) *Mail {
	if c.Mail.SMTPURL.Empty() {
		return nil
	}
	return &Mail{Mail: c.Mail, URL: c.PublicURL}
}

// newMail makes the adapter for mail. A person's address is asked of the vault
// when something is sent.
func newMail(p Parts, deliver bot.Deliver, known people) (*mail.Adapter, error) {
	a, err := mail.New(mail.Options{
		SMTPURL: p.Mail.SMTPURL, From: p.Mail.From, PublicURL: p.Mail.URL, ReportSecret: p.Mail.ReportSecret,
		Key: p.Key.Subkey("mail"), Deliver: deliver, Link: p.Links, Now: p.Now, Log: p.Log,
		Recipient: func(ctx context.Context, person string) (string, error) {
			return known.Direct(ctx, bot.MailAdapter, person)
		},
	})
	if err != nil {
		return nil, fmt.Errorf("set up mail: %w", err)
	}
	return a, nil
}

// withMail serves what comes back by mail before the pages.
func withMail(a *mail.Adapter, pages http.Handler) http.Handler {
	if a == nil {
		return pages
	}
	mux := http.NewServeMux()
	mux.Handle("/mail/", a.Handler())
	if pages != nil {
		mux.Handle("/", pages)
	}
	return mux
}
