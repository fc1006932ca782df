package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"soundings/bot"
	"soundings/internal/secret"
)

// most is how long a connection may be silent, unless the context ends before.
const most = 2 * time.Minute

// server is the mail server that takes our mail.
type server struct {
	host     string
	port     int
	implicit bool // TLS from the start
	user     string
	password secret.Text
	hello    string // what we call ourselves

	roots *x509.CertPool // nil: the system's
	dial  func(ctx context.Context, network, address string) (net.Conn, error)
}

func newServer(address secret.Text, ourHost string) (server, error) {
	parsed, err := url.Parse(address.Reveal())
	if err != nil || parsed.Hostname() == "" || parsed.Scheme != "smtp" && parsed.Scheme != "smtps" {
		return server{}, errors.New("mail.smtp_url is no address that begins with smtp:// or smtps://")
	}
	s := server{
		host: parsed.Hostname(), implicit: parsed.Scheme == "smtps", user: parsed.User.Username(),
		hello: ourHost, dial: (&net.Dialer{}).DialContext,
	}
	password, _ := parsed.User.Password()
	s.password = secret.New(password)
	usual := "587"
	if s.implicit {
		usual = "465"
	}
	if s.port, err = strconv.Atoi(cmp.Or(parsed.Port(), usual)); err != nil {
		return server{}, errors.New("mail.smtp_url has a port that is no number")
	}
	if ip := net.ParseIP(ourHost); ip != nil {
		s.hello = "[" + ourHost + "]"
	}
	return s, nil
}

// send hands a mail to the server.
func (s server) send(ctx context.Context, m *gomail.Msg) *bot.SendError {
	// go-mail minds the context while it connects, and not after. A closed
	// connection is what ends whatever it waits for.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client, err := s.client(func(dialling context.Context, network, address string) (net.Conn, error) {
		conn, err := s.connect(dialling, network, address)
		if err == nil {
			context.AfterFunc(ctx, func() { _ = conn.Close() })
		}
		return conn, err
	})
	if err != nil {
		return &bot.SendError{Reason: bot.Transient, Err: errors.New("the connection cannot be set up: " + err.Error())}
	}
	session, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return failure(ctx, err)
	}
	err = client.SendWithSMTPClient(session, m)
	if err != nil && !m.IsDelivered() {
		return failure(ctx, err)
	}
	_ = client.CloseWithSMTPClient(session) // what counts is that the server took it
	return nil
}

// connect opens the connection, with TLS if it is to be there from the start.
func (s server) connect(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := s.dial(ctx, network, address)
	if err != nil || !s.implicit {
		return conn, err
	}
	secured := tls.Client(conn, s.tls())
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close() // of no use
		return nil, err
	}
	return secured, nil
}

func (s server) tls() *tls.Config {
	return &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12, RootCAs: s.roots}
}

func (s server) client(dial gomail.DialContextFunc) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(s.port), gomail.WithHELO(s.hello), gomail.WithTimeout(most), gomail.WithTLSConfig(s.tls()),
		gomail.WithoutNoop(), gomail.WithoutRset(), gomail.WithDialContextFunc(dial),
	}
	open := !s.implicit && ownComputer(s.host)
	if s.implicit || open {
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS)) // there is TLS already, or nobody who could listen
	} else {
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.user != "" {
		ways := []gomail.SMTPAuthType{
			gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin, gomail.SMTPAuthCramMD5,
		}
		if open {
			ways[2], ways[3] = gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc
		}
		options = append(options, gomail.WithOpportunisticSMTPAuth(ways...),
			gomail.WithUsername(s.user), gomail.WithPassword(s.password.Reveal()))
	}
	return gomail.NewClient(strings.ToLower(s.host), options...)
}
