package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
)

// bounce is what a mail that came back says.
type bounce struct {
	failed bool     // for good: a warning that it takes longer is none
	status string   // 5.1.1 (RFC 3463), or ""
	ids    []string // what may be ids of ours, as they stand there, each once
}

// How much of a report is looked at.
const (
	maxParts = 20
	maxDepth = 4
	maxIDs   = 20
)

// readBounce reads a delivery report (RFC 3464), or what a server sends that
// does not write those. An error says that it is no mail, or why it could not
// be read to its end.
func readBounce(from io.Reader) (bounce, error) {
	data, err := io.ReadAll(from)
	if err != nil {
		return bounce{}, err
	}
	if bytes.HasPrefix(data, []byte("From ")) { // put before it when it is handed to a program
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	m, err := netmail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return bounce{}, fmt.Errorf("read mail: %w", err)
	}
	w := walk{parts: maxParts}
	kind, _, _ := mime.ParseMediaType(m.Header.Get("Content-Type"))
	w.message(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body, maxDepth)
	if kind != "multipart/report" && !w.reported && byServer(m.Header) {
		w.plain(m.Header.Get("X-Failed-Recipients") != "")
	}
	return w.bounce, nil
}

// byServer says whether a mail was written by a mail server: what people and
// their out-of-office notes write is no report, whatever it quotes.
func byServer(h netmail.Header) bool {
	from, err := netmail.ParseAddress(h.Get("From"))
	if err != nil {
		from = &netmail.Address{Address: h.Get("From")}
	}
	name, _, _ := strings.Cut(strings.ToLower(from.Address), "@")
	return strings.TrimSpace(h.Get("Return-Path")) == "<>" || h.Get("X-Failed-Recipients") != "" ||
		strings.Contains(name, "mailer-daemon") || strings.Contains(name, "postmaster")
}

// walk goes through the parts of a mail.
type walk struct {
	bounce
	parts    int
	reported bool   // there is a part for programs
	words    []byte // of the parts for people
}

func (w *walk) message(contentType, encoding string, body io.Reader, depth int) {
	if w.parts--; w.parts < 0 || depth < 0 {
		return
	}
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err != nil {
				return // the end, or what cannot be read: what was found counts
			}
			w.message(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part, depth-1)
		}
	}
	data, _ := io.ReadAll(decoded(encoding, body)) // as far as it can be read
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		w.reported = true
		w.deliveries(string(data))
	case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
		w.returned(data)
	default:
		w.words = append(append(w.words, data...), '\n')
	}
	w.find(data)
}

func decoded(encoding string, from io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, from)
	case "quoted-printable":
		return quotedprintable.NewReader(from)
	}
	return from
}

// returned takes the id out of the head of the mail that came back: it counts
// before any that stands elsewhere.
func (w *walk) returned(data []byte) {
	m, err := netmail.ReadMessage(bytes.NewReader(append(slices.Clone(data), "\r\n\r\n"...)))
	if err != nil {
		return
	}
	if id := anID.FindString(m.Header.Get("Message-ID")); id != "" {
		w.ids = slices.Insert(w.ids, 0, id)
	}
}

func (w *walk) find(data []byte) {
	for _, id := range anID.FindAll(data, maxIDs) {
		if len(w.ids) < maxIDs && !slices.Contains(w.ids, string(id)) {
			w.ids = append(w.ids, string(id))
		}
	}
}

// deliveries reads the fields for each recipient. Each mail of ours has one, so
// that one failure is enough.
func (w *walk) deliveries(text string) {
	action, status := "", ""
	group := func() {
		if action == "failed" && !w.failed {
			w.failed, w.status = true, status
		}
		action, status = "", ""
	}
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			group()
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.ToLower(strings.TrimSpace(value))
		switch strings.ToLower(name) {
		case "action":
			action, _, _ = strings.Cut(value, " ")
		case "status":
			status = aStatus.FindString(value)
		}
	}
	group()
}

var (
	// aFailure is a status that says for good, in a sentence; not part of an
	// address of four numbers. aCode is an answer of SMTP that does.
	aFailure = regexp.MustCompile(`(?:^|[^0-9.])(5\.[0-9]{1,3}\.[0-9]{1,3})(?:[^0-9.]|\.?\s|$)`)
	aCode    = regexp.MustCompile(`(?:^|[^0-9.])55[0-4][ -]`)
	// lostForGood is how servers without codes say it.
	lostForGood = regexp.MustCompile(`(?i)permanent (?:fatal )?error|given up|unrouteable address|user unknown|unknown user|no such user|does not exist`)
	// copied begins the copy of our mail.
	copied = regexp.MustCompile(`(?im)^-+.*(?:copy of|original|returned) .*|^(?:received|return-path|message-id):`)
)

// plain makes sense of a report that is for people alone.
func (w *walk) plain(named bool) {
	words := w.words
	if at := copied.FindIndex(words); at != nil {
		words = words[:at[0]]
	}
	if m := aFailure.FindSubmatch(words); m != nil {
		w.failed, w.status = true, string(m[1])
		return
	}
	w.failed = aCode.Match(words) || lostForGood.Match(words) || named && !bytes.Contains(bytes.ToLower(words), []byte("delayed"))
}

// reasons say what a status means, the first that begins it.
func reasons() []reason {
	return []reason{
		{"5.1.2", "there is no such mail server"},
		{"5.1.8", "the mail server there does not take mail from our address"},
		{"5.1.7", "the mail server there does not take mail from our address"},
		{"5.1", "the address does not exist"},
		{"5.2.2", "the mailbox is full"},
		{"5.2.3", "the message is too large for the mailbox"},
		{"5.2", "the mailbox is closed"},
		{"5.3.4", "the message is too large for the mail server there"},
		{"5.4.4", "there is no such mail server"},
		{"5.7", "the mail server there does not take mail from us"},
		{"4", "the mail server there could not be reached for days"},
	}
}

type reason struct{ status, words string }

// why is the account that people and the record get. It is made of our own
// words: those of a report may hold anything.
func (b bounce) why() string {
	words := "the mail server there sent it back"
	for _, r := range reasons() {
		if b.status == r.status || strings.HasPrefix(b.status, r.status+".") {
			words = r.words
			break
		}
	}
	if b.status == "" {
		return words
	}
	return words + " (" + b.status + ")"
}
