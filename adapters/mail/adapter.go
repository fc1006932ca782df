package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	netmail "net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"soundings/bot"
	"soundings/internal/secret"
)

// Options is what an adapter is made of. All but ReportSecret and Link are
// needed.
type Options struct {
	// SMTPURL is the server that takes the mail: smtps://user:password@host:465
	// with TLS from the start, or smtp://user:password@host:587, which has to
	// offer STARTTLS unless it is on this computer. User and password may be
	// left out.
	SMTPURL secret.Text
	// From is whom the mail is from, such as "Soundings <soundings@example.org>".
	From string
	// PublicURL is where people reach our own pages, without a slash at its end.
	PublicURL string
	// Key signs the ids of messages and the links for fewer messages; at least
	// 16 bytes.
	Key []byte
	// ReportSecret is what the mail server shows with a report; empty: none are
	// taken.
	ReportSecret secret.Text
	// Recipient gives a person's mail address; "" where there is none (any more).
	Recipient func(ctx context.Context, person string) (address string, err error)
	// Link makes the link that lets a person into a room; nil: there are none.
	Link    func(room bot.Address, person string) string
	Deliver bot.Deliver
	Now     func() time.Time
	Log     *slog.Logger
}

// Adapter sends mail. Its addresses have the person as their room and, as their
// Ref, the key of the organisation's own room ("web:digital-care.tidewell"),
// which the link in each mail leads to.
type Adapter struct {
	options Options
	server  server
	from    *netmail.Address
	domain  string // of From: what message ids end in
	signer  signer
	pages   pages
}

var _ bot.Adapter = (*Adapter)(nil)

// New makes an adapter. An error names the setting that is wrong, without what
// it holds.
func New(o Options) (*Adapter, error) {
	from, err := netmail.ParseAddress(o.From)
	if err != nil {
		return nil, fmt.Errorf("mail.from is no mail address: %w", err)
	}
	if len(o.Key) < leastKey {
		return nil, fmt.Errorf("key for mail of %d bytes, want at least %d", len(o.Key), leastKey)
	}
	public, err := url.Parse(o.PublicURL)
	if err != nil || public.Host == "" {
		return nil, errors.New("public_url is no address")
	}
	s, err := newServer(o.SMTPURL, public.Hostname())
	if err != nil {
		return nil, err
	}
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	_, domain, _ := strings.Cut(from.Address, "@")
	return &Adapter{options: o, server: s, from: from, domain: domain, signer: signer{o.Key}, pages: newPages()}, nil
}

// Name implements bot.Adapter.
func (*Adapter) Name() string { return bot.MailAdapter }

// Caps implements bot.Adapter. Pictures are left to their words: mail programs
// block them or tell on whoever looks. A message stays well below the 100 KB
// at which some programs cut it off.
func (*Adapter) Caps() bot.Caps {
	return bot.Caps{
		Buttons: true, Tables: true, Items: true, Private: true,
		MaxChars: 30_000,
		Every:    time.Second, Concurrent: 4, Timeout: 2 * time.Minute,
	}
}

// Run implements bot.Adapter: what comes back comes over HTTP.
func (*Adapter) Run(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

// person is what our numbers of people look like.
var person = regexp.MustCompile(`^P[0-9]{1,12}$`)

// Send implements bot.Adapter. The id is the message's Message-ID without its
// angle brackets.
func (a *Adapter) Send(ctx context.Context, p bot.Part) (string, error) {
	to, err := a.recipient(ctx, p)
	if err != nil {
		return "", err
	}
	id := a.signer.messageID(p.To.Room, p.Key, a.domain)
	m, err := a.compose(p, to, id)
	if err != nil {
		return "", &bot.SendError{Reason: bot.Rejected, Err: err}
	}
	if err := a.hand(ctx, m); err != nil {
		return "", err
	}
	return id, nil
}

// hand gives a mail to the server.
func (a *Adapter) hand(ctx context.Context, m *gomail.Msg) error {
	err := a.server.send(ctx, m)
	if err == nil {
		return nil // and not a nil pointer that is an error
	}
	if err.Reason == bot.Transient && err.Wait >= waitForSettings {
		a.options.Log.ErrorContext(ctx, "mail server does not let us send: check mail.smtp_url and mail.from", "error", err.Err)
	}
	return err
}

// recipient gives the address that a part goes to. One for somebody else alone
// goes nowhere.
func (a *Adapter) recipient(ctx context.Context, p bot.Part) (*netmail.Address, error) {
	denied := func(why string) error { return &bot.SendError{Reason: bot.Denied, Err: errors.New(why)} }
	if !person.MatchString(p.To.Room) {
		return nil, denied("the room is not a person")
	}
	address, err := a.options.Recipient(ctx, p.To.Room)
	if err != nil {
		return nil, &bot.SendError{Reason: bot.Transient, Err: fmt.Errorf("find out the address of %s: %w", p.To.Room, err)}
	}
	switch to, err := netmail.ParseAddress(address); {
	case address == "":
		return nil, denied("nobody knows how to reach that person")
	case err != nil:
		return nil, denied("what is kept of that person is no mail address") // the error would tell it
	case p.For != "" && !strings.EqualFold(p.For, to.Address):
		return nil, denied("it is for another person alone")
	default:
		return &netmail.Address{Address: to.Address}, nil // no name: it may be anything
	}
}

// ownComputer says whether nobody else can listen in on what goes to host.
func ownComputer(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || (ip != nil && ip.IsLoopback())
}
