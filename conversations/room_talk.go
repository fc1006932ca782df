package conversations

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// The kinds of fact about rooms that this package folds. They are kept for ever:
// add kinds, never change one; a field may be added if a fact without it means
// what it always did.
const (
	kindChannel = "talk.channel" // channel
	kindOpening = "talk.opening" // opening
	kindHome    = "talk.home"    // homeTeam
	kindMember  = "talk.member"  // member
	kindOutside = "talk.outside" // outside
	kindResumed = "talk.resumed" // resumed
	kindHeld    = "talk.held"    // held
	kindWaiting = "talk.waiting" // waiting
)

// channel is what is known of a room: all of it, in the place of what was known
// before.
type channel struct {
	Room    string `json:"room"`              // bot.Address.Key
	Name    string `json:"name,omitempty"`    // as the platform shows it
	Shut    string `json:"shut,omitempty"`    // the bot.Room… that keeps anything from reaching the organisation there
	Invited string `json:"invited,omitempty"` // how far its invitation is
	Fails   string `json:"fails,omitempty"`   // why the last message could not be posted
	Refuses bool   `json:"refuses,omitempty"` // it was that message, not the room
	Caught  string `json:"caught,omitempty"`  // the Key of the message that made up for what it missed
	// Others are the teams that came into an organisation's own room and had not
	// been said to speak for it: keyed hashes, a blank between two.
	Others string `json:"others,omitempty"`
	// With is the organisation that could read along while it was the only one, Left the
	// only one left in a room that was crowded, as long as nobody says whose it is; as in
	// bot.Event.Onlookers.
	With string `json:"with,omitempty"`
	Left string `json:"left,omitempty"`
}

// channelNow is a channel and since when that is so.
type channelNow struct {
	channel
	ShutAt    time.Time `json:"shut_at,omitzero"`
	CaughtAt  time.Time `json:"caught_at,omitzero"`
	InvitedAt time.Time `json:"invited_at,omitzero"`
}

// opening is a room that was asked for, and what became of that.
type opening struct {
	Organisation string      `json:"o"`
	Room         bot.Address `json:"room"` // what stands for it until it is there
	Message      string      `json:"m"`    // the Key of the message that asks for it
	Failed       string      `json:"failed,omitempty"`
	Made         bool        `json:"made,omitempty"`
}

// homeTeam is how a platform calls the organisation that installed us: a keyed
// hash.
type homeTeam struct {
	Team string `json:"team"`
}

// member is somebody who did something in the commissioning room.
type member struct {
	Person engagement.Person `json:"p"`
}

// outside is somebody in the commissioning room who may not read it, a person or
// a whole team, who came (In) or went.
type outside struct {
	Team   string            `json:"team,omitempty"`
	Person engagement.Person `json:"p,omitempty"`
	In     bool              `json:"in"`
}

// resumed says that the commissioning room is posted in again.
type resumed struct {
	By engagement.Person `json:"by"`
}

// held is a message that was not posted in the commissioning room.
type held struct {
	Key   string `json:"key"`
	Title string `json:"title,omitempty"`
}

// waiting is what somebody wrote of whom nobody has said yet that they speak for
// the organisation. The same message once more takes its place; Gone: it is not
// waited with any more.
type waiting struct {
	Organisation string    `json:"o"`
	Event        bot.Event `json:"ev"`
	Gone         bool      `json:"gone,omitempty"`
}

// channelTalk is the fold of those facts.
type channelTalk struct {
	channels map[string]channelNow
	openings map[string]opening // by organisation, the last
	homes    map[string]bool
	members  map[engagement.Person]bool
	inside   map[engagement.Person]bool // who was seen to come, or to go
	unread   []unread
	stopped  bool // nothing is posted in the commissioning room
	outsides []outside
	held     []held // since it stopped
	waits    []waiting
	codes    []code // in the order in which they were made
}

// mostHeld is how many messages that were held back are named later.
const mostHeld = 100

func newChannelTalk() channelTalk {
	return channelTalk{
		channels: map[string]channelNow{}, openings: map[string]opening{}, homes: map[string]bool{}, members: map[engagement.Person]bool{}, inside: map[engagement.Person]bool{},
	}
}

// apply folds one fact; false: it is of no kind about rooms.
func (t *channelTalk) apply(f bot.Fact) (bool, error) {
	switch f.Kind {
	case kindChannel:
		return true, into(f, func(c channel) { t.put(c, f.Time) })
	case kindOpening:
		return true, into(f, func(o opening) { t.openings[o.Organisation] = o })
	case kindHome:
		return true, into(f, func(h homeTeam) { t.homes[h.Team] = true })
	case kindMember:
		return true, into(f, func(m member) { t.members[m.Person] = true })
	case kindInside:
		return true, into(f, func(i inside) { t.inside[i.Person] = i.In })
	case kindUnread:
		return true, into(f, func(u unread) { t.unread = append(t.unread, u) })
	case kindOutside:
		return true, into(f, t.passes)
	case kindResumed:
		return true, into(f, func(resumed) { t.stopped, t.outsides, t.held = false, nil, nil })
	case kindHeld:
		return true, into(f, func(h held) {
			if len(t.held) < mostHeld {
				t.held = append(t.held, h)
			}
		})
	case kindWaiting:
		return true, into(f, t.wait)
	case kindCode:
		return true, into(f, t.keepCode)
	}
	return false, nil
}

func (t *channelTalk) put(c channel, at time.Time) {
	before := t.channels[c.Room]
	now := channelNow{channel: c, ShutAt: before.ShutAt, CaughtAt: before.CaughtAt, InvitedAt: before.InvitedAt}
	if c.Invited != before.Invited {
		now.InvitedAt = at
	}
	if c.Shut != before.Shut {
		now.ShutAt = at
	}
	if c.Caught != before.Caught {
		now.CaughtAt = at
	}
	t.channels[c.Room] = now
}

// passes notes who came into the commissioning room, or went. With a team its
// people go, too.
func (t *channelTalk) passes(o outside) {
	t.outsides = slices.DeleteFunc(slices.Clone(t.outsides), func(known outside) bool {
		if o.Person == "" {
			return known.Team == o.Team && (known.Person == "" || !o.In && o.Team != "")
		}
		return known.Person == o.Person
	})
	if o.In {
		t.stopped = true
		t.outsides = append(t.outsides, o)
		return
	}
	// That it is shared a platform may tell from both sides, and name no team
	// once: without any other, that was the one that left.
	named := func(known outside) bool { return known.Person == "" && known.Team != "" }
	if o.Person == "" && !slices.ContainsFunc(t.outsides, named) {
		t.outsides = slices.DeleteFunc(t.outsides, func(known outside) bool { return known == outside{In: true} })
	}
}

func (t *channelTalk) wait(w waiting) {
	same := func(known waiting) bool {
		if w.Event.Message != "" {
			return known.Event.Message == w.Event.Message && known.Event.Room.Key() == w.Event.Room.Key()
		}
		return known.Event.ID == w.Event.ID
	}
	i := slices.IndexFunc(t.waits, same)
	switch {
	case w.Gone:
		t.waits = slices.DeleteFunc(slices.Clone(t.waits), same)
	case i >= 0:
		t.waits = slices.Clone(t.waits)
		t.waits[i] = w
	default:
		t.waits = append(t.waits, w)
	}
}

// savedChannelTalk is the stored form of the fold.
type savedChannelTalk struct {
	Channels []channelNow        `json:"channels"`
	Openings []opening           `json:"openings"`
	Homes    []string            `json:"homes"`
	Members  []engagement.Person `json:"members"`
	Inside   []inside            `json:"inside,omitempty"`
	Unread   []unread            `json:"unread,omitempty"`
	Stopped  bool                `json:"stopped"`
	Outsides []outside           `json:"outsides"`
	Held     []held              `json:"held"`
	Waits    []waiting           `json:"waits"`
	Codes    []code              `json:"codes,omitempty"`
}

func (t *channelTalk) save() savedChannelTalk {
	s := savedChannelTalk{
		Channels: slices.Collect(maps.Values(t.channels)), Openings: slices.Collect(maps.Values(t.openings)),
		Homes: slices.Sorted(maps.Keys(t.homes)), Members: slices.Sorted(maps.Keys(t.members)),
		Stopped: t.stopped, Outsides: t.outsides, Held: t.held, Waits: t.waits, Codes: t.codes, Unread: t.unread,
	}
	for _, p := range slices.Sorted(maps.Keys(t.inside)) {
		s.Inside = append(s.Inside, inside{Person: p, In: t.inside[p]})
	}
	slices.SortFunc(s.Channels, func(a, b channelNow) int { return cmp.Compare(a.Room, b.Room) })
	slices.SortFunc(s.Openings, func(a, b opening) int { return cmp.Compare(a.Organisation, b.Organisation) })
	return s
}

func (t *channelTalk) load(s savedChannelTalk) {
	*t = newChannelTalk()
	for _, c := range s.Channels {
		t.channels[c.Room] = c
	}
	for _, o := range s.Openings {
		t.openings[o.Organisation] = o
	}
	for _, team := range s.Homes {
		t.homes[team] = true
	}
	for _, p := range s.Members {
		t.members[p] = true
	}
	for _, i := range s.Inside {
		t.inside[i.Person] = i.In
	}
	t.stopped, t.outsides, t.held, t.waits, t.codes, t.unread = s.Stopped, s.Outsides, s.Held, s.Waits, s.Codes, s.Unread
}
