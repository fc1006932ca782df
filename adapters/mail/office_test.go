package mail

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"html"
	"io"
	"log/slog"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"soundings/bot"
	"soundings/internal/secret"
)

// The words that may stand in no error and no log.
const (
	password = "hunter2-password"
	ana      = "ana@tidewell.example"
)

// noon is what the adapter's clock says.
var noon = time.Date(2026, 6, 9, 12, 0, 0, 0, time.UTC)

// letterbox is a mail that the office took.
type letterbox struct {
	from, to string
	raw      []byte
}

// office is a mail server in this process, with faults to switch on.
type office struct {
	t        testing.TB
	listener net.Listener

	mu    sync.Mutex
	mails []letterbox
	fault func(stage, argument string) error // nil: none; errDrop closes the connection
	hang  chan struct{}
	user  string // who signed in last
	dials int
}

// errDrop lets the connection break.
// smtpServer is the server before it starts.
type smtpServer = smtp.Server

var errDrop = errors.New("drop")

// openOffice starts a server; change sets it up before.
func openOffice(t testing.TB, change func(*smtp.Server)) *office {
	t.Helper()
	o := &office{t: t}
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &visit{office: o, conn: c}, nil }))
	s.Domain, s.AllowInsecureAuth, s.ErrorLog = "mail.example", true, slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	if change != nil {
		change(s)
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.listener = listener
	if s.TLSConfig != nil && s.TLSConfig.NextProtos != nil { // the mark for TLS from the start
		s.TLSConfig.NextProtos = nil
		listener = tls.NewListener(listener, s.TLSConfig)
	}
	served := make(chan struct{})
	go func() { defer close(served); _ = s.Serve(listener) }()
	t.Cleanup(func() { _ = s.Close(); _ = o.listener.Close(); <-served }) // Serve may not have begun
	return o
}

func (o *office) fail(fault func(stage, argument string) error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.fault = fault
}

// at gives what goes wrong at a stage.
func (o *office) at(c *smtp.Conn, stage, argument string) error {
	o.mu.Lock()
	fault, hang := o.fault, o.hang
	o.mu.Unlock()
	if hang != nil {
		<-hang
	}
	if fault == nil {
		return nil
	}
	err := fault(stage, argument)
	if errors.Is(err, errDrop) {
		_ = c.Conn().Close()
	}
	return err
}

func (o *office) all() []letterbox {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]letterbox(nil), o.mails...)
}

// signedIn gives who signed in last.
func (o *office) signedIn() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.user
}

// visit is one connection.
type visit struct {
	office   *office
	conn     *smtp.Conn
	from, to string
}

func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, pass string) error {
		if err := v.office.at(v.conn, "AUTH", user); err != nil {
			return err
		}
		if pass != password {
			return smtp.ErrAuthFailed
		}
		v.office.mu.Lock()
		defer v.office.mu.Unlock()
		v.office.user = user
		return nil
	}), nil
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	v.from = from
	return v.office.at(v.conn, "MAIL", from)
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.to = to
	return v.office.at(v.conn, "RCPT", to)
}

func (v *visit) Data(r io.Reader) error {
	if err := v.office.at(v.conn, "DATA", ""); err != nil {
		return err
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := v.office.at(v.conn, "END", string(raw)); err != nil {
		return err
	}
	v.office.mu.Lock()
	v.office.mails = append(v.office.mails, letterbox{v.from, v.to, raw})
	v.office.mu.Unlock()
	return v.office.at(v.conn, "AFTER", "")
}

func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }

// message reads a mail as a mail program does: its head, and both forms.
func (l letterbox) message(t testing.TB) (head netmail.Header, text, htm string) {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(l.raw))
	if err != nil {
		t.Fatalf("read mail: %v\n%s", err, l.raw)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("the mail is %q, %v; want multipart/alternative", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	var bodies []string
	for _, want := range []string{"text/plain", "text/html"} {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		kind, params, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil || kind != want || !strings.EqualFold(params["charset"], "utf-8") {
			t.Errorf("a part is %q %v, %v; want %s in UTF-8", kind, params, err, want)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, strings.ReplaceAll(string(body), "\r\n", "\n"))
	}
	return m.Header, bodies[0], bodies[1]
}

var (
	tag      = regexp.MustCompile(`<[^>]*>`)
	headPart = regexp.MustCompile(`(?s)<head>.*</head>`)
	acts     = regexp.MustCompile(`(?i)^<(?:script|img|svg|iframe|object|embed|form|input|link|base)\b|\son[a-z]+\s*=|(?:href|src)\s*=\s*"?(?:javascript|data|vbscript):`)
)

// seen is what people read of HTML.
func seen(page string) string {
	return html.UnescapeString(tag.ReplaceAllString(headPart.ReplaceAllString(page, ""), ""))
}

// alarms counts what would act on whoever opens a page.
func alarms(page string) int {
	n := 0
	for _, t := range tag.FindAllString(page, -1) {
		if acts.MatchString(t) {
			n++
		}
	}
	return n
}

// certificate makes one for mail.example, and the pool that trusts it.
func certificate(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"mail.example"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(made)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// diary keeps what is logged.
type diary struct {
	mu sync.Mutex
	bytes.Buffer
}

func (d *diary) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.Buffer.Write(p)
}

func (d *diary) text() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.String()
}

// testOptions are those of an adapter that knows Ana, P12.
func testOptions(deliver bot.Deliver, to *diary) Options {
	if deliver == nil {
		deliver = func(context.Context, bot.Event) (bot.Answer, error) { return bot.Answer{}, nil }
	}
	return Options{
		SMTPURL: secret.New("smtp://localhost:2525"), From: "Westmere Soundings <soundings@westmere.example>",
		PublicURL: "https://soundings.westmere.example", Key: []byte("a key of the tests alone"),
		ReportSecret: secret.New("a secret of the tests"),
		Recipient: func(_ context.Context, person string) (string, error) {
			if person == "P66" {
				return "", errors.New("the vault is away")
			}
			return map[string]string{"P12": ana, "P13": "no address", "P14": "José <josé@kindred.example>"}[person], nil
		},
		Link: func(room bot.Address, person string) string {
			return "https://soundings.westmere.example/j/" + room.Room + "." + person
		},
		Deliver: deliver, Now: func() time.Time { return noon }, Log: slog.New(slog.NewTextHandler(to, nil)),
	}
}

// toOffice makes an adapter whose mail goes to the office.
func toOffice(t testing.TB, o *office, options Options) *Adapter {
	t.Helper()
	a, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	a.server.dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		o.mu.Lock()
		o.dials++
		o.mu.Unlock()
		return (&net.Dialer{}).DialContext(ctx, network, o.listener.Addr().String())
	}
	return a
}

var anasRoom = bot.Address{Adapter: "mail", Room: "P12", Ref: "web:digital-care.tidewell"}

// part is a part for Ana.
func part(key, title string, blocks ...bot.Block) bot.Part {
	return bot.Part{
		Key: "digital-care/" + key + "/0.0", Class: bot.Release, Engagement: "digital-care", To: anasRoom,
		Number: 1, Of: 1, Title: title, Blocks: blocks,
	}
}
