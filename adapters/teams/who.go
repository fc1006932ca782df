package teams

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"soundings/bot"
)

// How long what Teams says of somebody is believed, and how many people are
// remembered.
const (
	believed  = 10 * time.Minute
	mostKnown = 20_000
)

// people asks Teams who somebody is, and remembers it for a while.
type people struct {
	calls  *connector
	tenant string // ours
	now    func() time.Time

	mu    sync.Mutex
	known map[string]knownPerson
}

type knownPerson struct {
	bot.Sender
	until time.Time
}

func newPeople(c *connector, o Options) *people {
	return &people{calls: c, tenant: o.TenantID, now: o.Now, known: map[string]knownPerson{}}
}

// direct is how to write to one person alone. It is kept with them, sealed: add
// fields, never change one.
type direct struct {
	Service string `json:"s"`
	User    string `json:"u"`
	Tenant  string `json:"t,omitempty"` // of the conversation in which we met
}

// sender says who somebody is, as events name them: account is what the activity
// says of them. An error means that nobody knows whether they are of the home
// organisation. Nobody is a person without an id.
func (p *people) sender(ctx context.Context, at whereabouts, account object) (bot.Sender, error) {
	id := account.text("id")
	if id == "" {
		return bot.Sender{}, nil
	}
	now := p.now()
	p.mu.Lock()
	known, ok := p.known[id]
	p.mu.Unlock()
	if ok && now.Before(known.until) {
		return known.Sender, nil
	}
	s, err := p.ask(ctx, at, account)
	if unseen(err) && !ok { // they may be another time
		return s, nil
	}
	if err != nil {
		if ok { // better what was true a while ago than nothing
			return known.Sender, nil
		}
		return bot.Sender{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) >= mostKnown {
		clear(p.known)
	}
	p.known[id] = knownPerson{Sender: s, until: now.Add(believed)}
	return s, nil
}

// ask asks Teams. Whom it does not show us, which is an error, too, is of some other
// organisation.
func (p *people) ask(ctx context.Context, at whereabouts, account object) (bot.Sender, error) {
	id := account.text("id")
	to, err := json.Marshal(direct{Service: at.ref.Service, User: id, Tenant: p.tenant})
	if err != nil {
		return bot.Sender{}, fmt.Errorf("keep how to reach somebody: %w", err)
	}
	s := bot.Sender{ID: id, Name: clean(account.text("name")), Direct: string(to)}
	m, err := p.calls.look(ctx, endpoint(at.ref.Service, "v3/conversations", at.room.Room, "members", id))
	if unseen(err) {
		return s, err
	}
	if err != nil {
		return bot.Sender{}, fmt.Errorf("ask who somebody is: %w", err)
	}
	s.Name = cmp.Or(clean(m.text("name")), s.Name)
	s.Contact = clean(cmp.Or(m.text("email"), m.text("userPrincipalName")))
	s.Team, s.Home = p.belongs(m)
	return s, nil
}

// belongs says to which organisation a member belongs, "" for guests of ours and
// where nobody can tell, and whether that is the home organisation.
func (p *people) belongs(m object) (team string, home bool) {
	tenant := m.text("tenantId")
	if tenant == "" || guest(m) {
		return "", false
	}
	return strings.ToLower(tenant), strings.EqualFold(tenant, p.tenant)
}

// guest says whether somebody is no full member of the organisation that lets them
// in.
func guest(m object) bool {
	role := strings.ToLower(m.text("userRole"))
	return role == "guest" || role == "anonymous" || strings.Contains(strings.ToUpper(m.text("userPrincipalName")), "#EXT#")
}

// outside gives the organisation of a member who is none of ours: a tenant, or of
// guests what their mail address ends in; "": they are at home.
func (p *people) outside(m object) string {
	team, home := p.belongs(m)
	if home {
		return ""
	}
	_, domain, _ := strings.Cut(m.text("email"), "@")
	return cmp.Or(team, "@"+strings.ToLower(domain))
}

// unseen says whether that is the answer that Teams gives about people whom it
// does not show us.
func unseen(err error) bool {
	e, ok := errors.AsType[*statusError](err)
	return ok && (e.code == http.StatusNotFound || e.code == http.StatusForbidden)
}
