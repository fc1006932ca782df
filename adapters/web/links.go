package web

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"soundings/bot"
	"soundings/internal/page"
)

// How long links are good for.
const (
	signInFirst = 24 * time.Hour
	signInMail  = time.Hour
	forTeam     = 30 * 24 * time.Hour
	forRoom     = 90 * 24 * time.Hour
	forFile     = time.Hour // it is asked for when it is needed
)

// The purposes of tokens: a token for one is none for another. They stand in
// links that people keep: add, never change.
const (
	purposeIn      = "sign-in"
	purposeTeam    = "team"
	purposeRoom    = "room"
	purposeSession = "session"
	purposeForm    = "form"
	purposePicture = "picture"
	purposeFile    = "file"
)

// teamPrefix begins the ids of the rooms of buying teams.
const teamPrefix = "team-"

// firstAccount is who follows the link that the service prints.
const firstAccount = "first"

// ticket is what a link says. Its form stands in links that people keep: add,
// never change.
type ticket struct {
	Account string `json:"a,omitempty"`
	Home    bool   `json:"h,omitempty"`
	Opener  bool   `json:"o,omitempty"`
	Room    string `json:"r,omitempty"`
	Person  string `json:"p,omitempty"` // whom it was meant for: "P7"
	Made    int64  `json:"m,omitempty"` // of a link into a room: when it was made, in Unix milliseconds
	// Of a link to a file: its name, and the platform of the room.
	File    string `json:"f,omitempty"`
	Adapter string `json:"d,omitempty"`
}

// Links makes the links by which people come in. It is safe for use by several
// goroutines.
type Links struct {
	signer *page.Signer
	base   string
	now    func() time.Time
}

// NewLinks makes links under a secret key of 32 bytes; base is where browsers
// find the service, without a slash at its end.
func NewLinks(key []byte, base string, now func() time.Time) *Links {
	return &Links{signer: page.NewSigner(key), base: strings.TrimRight(base, "/"), now: now}
}

// To gives the link into a room, for person ("P7", or "" for whoever has it):
// into the room of a team as one of the team. The link of a room on another
// platform is the front page. Where the Ref of a room on any platform names a file,
// the link opens that and nothing else.
func (l *Links) To(room bot.Address, person string) string {
	switch {
	case room.Ref != "":
		return l.make("/f/", purposeFile, ticket{Room: room.Room, Person: person, File: room.Ref, Adapter: room.Adapter}, forFile)
	case room.Adapter != Name:
		return l.base + "/"
	case strings.HasPrefix(room.Room, teamPrefix) && !strings.Contains(room.Room, "."):
		// The room of an organisation has a dot in it, whatever its engagement is called.
		return l.make("/t/", purposeTeam, ticket{Room: room.Room, Person: person, Made: l.now().UnixMilli()}, forTeam)
	default:
		return l.make("/j/", purposeRoom, ticket{Room: room.Room, Person: person, Made: l.now().UnixMilli()}, forRoom)
	}
}

// into says whether a text is, by its looks, a link that To made into a room of
// ours.
func (l *Links) into(text string) bool {
	return strings.HasPrefix(text, l.base+"/t/") || strings.HasPrefix(text, l.base+"/j/")
}

// First gives the link that signs the first commissioner in.
func (l *Links) First() string {
	return l.make("/in/", purposeIn, ticket{Account: firstAccount, Home: true, Opener: true}, signInFirst)
}

// signIn gives a link that is mailed to whom it signs in.
func (l *Links) signIn(t ticket) string { return l.make("/in/", purposeIn, t, signInMail) }

func (l *Links) make(path, purpose string, t ticket, valid time.Duration) string {
	data, err := json.Marshal(t)
	if err != nil {
		return l.base + "/" // cannot be: it is text
	}
	return l.base + path + l.signer.Sign(purpose, data, l.now().Add(valid))
}

// read gives what a link says. The error is page.ErrBad, or page.ErrExpired
// with what it said.
func (l *Links) read(purpose, token string) (ticket, error) {
	data, verified := l.signer.Verify(purpose, token, l.now())
	var t ticket
	if verified != nil && !errors.Is(verified, page.ErrExpired) {
		return t, page.ErrBad
	}
	if err := json.Unmarshal(data, &t); err != nil {
		return ticket{}, page.ErrBad
	}
	return t, verified
}
