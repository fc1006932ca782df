package conversations

import (
	"fmt"
	"slices"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// A page that is reached by a link which somebody passes on can have everything and
// have been seen by nobody. So the first time that anybody opens one once it has the
// sections is kept: that it was, and when, never by whom.

// kindOpened is the fact of that.
const kindOpened = "talk.opened" // pageOpened

type pageOpened struct {
	Room string `json:"r"` // Address.Key
}

// asFarAsKnown is said where nobody is known to have opened a page: it tells of itself by
// script, and by what is done on it.
const asFarAsKnown = " (as far as the page can tell: a browser without script doesn't say)"

// pageUsed keeps that a page was opened where somebody pressed, wrote or sent something on
// it: a browser without script tells of it in no other way.
func (t *turn) pageUsed() {
	acts := t.ev.Kind == bot.Said || t.ev.Kind == bot.Pressed || t.ev.Kind == bot.Submitted
	if _, linked := t.firstOpened(t.org); linked && acts && !t.ev.Home && t.pages(t.ev.Room.Adapter) {
		t.pageSeen()
	}
}

// pageSeen keeps that somebody opened the page of the organisation.
func (t *turn) pageSeen() {
	if t.state.OpenedAt().IsZero() || t.state.Stage() == engagement.Preparing {
		return
	}
	if key := t.ev.Room.Key(); t.talk.opened[key].IsZero() && !t.ev.Again {
		t.remember(kindOpened, pageOpened{key})
	}
}

// firstOpened is when somebody first opened the page to which an organisation's link
// leads; zero: nobody has. It is asked of those alone who are reached by nothing else.
func (t *turn) firstOpened(o engagement.Organisation) (at time.Time, linked bool) {
	page, ok := t.pageOf(o)
	if !ok || t.reachedBy(o) != linkOnly {
		return time.Time{}, false
	}
	return t.talk.opened[page.Key()], true
}

// unopened are the organisations whose link nobody has opened, as far as that is how
// they are reached.
func (t *turn) unopened() []engagement.Organisation {
	return slices.DeleteFunc(slices.Clone(t.state.Organisations()), func(o engagement.Organisation) bool { return !t.neverOpened(o) })
}

func (t *turn) neverOpened(o engagement.Organisation) bool {
	at, linked := t.firstOpened(o)
	return linked && at.IsZero() && !t.spoke(o) && !o.SteppedBack()
}

// unopenedNames name them; empty: there are none.
func (t *turn) unopenedNames() string {
	var names []string
	for _, o := range t.unopened() {
		names = append(names, plain(o.Name))
	}
	return series(names)
}

// unopenedBlocks ask the team whether those links are passed on; nil: there are none.
func (t *turn) unopenedBlocks() []bot.Block {
	all := t.unopened()
	if len(all) == 0 || t.state.OpenedAt().IsZero() || t.state.Stage() == engagement.Closed {
		return nil
	}
	ask := "**Nobody has opened the link of " + t.unopenedNames() + "**" + asFarAsKnown + ". Is it passed on?"
	if len(all) > 1 {
		ask = "**Nobody has opened the links of " + t.unopenedNames() + "**" + asFarAsKnown + ". Are they passed on?"
	}
	return []bot.Block{bot.Say(ask), buttons(view("Links to pass on", "links"))}
}

// onPageWords say of a page that is reached by a link alone whether it was opened;
// empty: the room is none.
func (t *turn) onPageWords(a bot.Address) string {
	o, ok := t.organisationAt(a)
	if !ok || a.Adapter != webAdapter {
		return ""
	}
	at, linked := t.firstOpened(o)
	switch {
	case !linked:
		return ""
	case !at.IsZero():
		return "on its page, first opened " + t.moment(at, t.now)
	case t.neverOpened(o):
		return "on its page, not opened" + asFarAsKnown
	}
	return "on its page"
}

// arrivedAt says whether what was posted in a room can have been read there.
func (t *turn) arrivedAt(r bot.Receipt) bool {
	o, ok := t.organisationAt(r.Room)
	return r.State == bot.Sent && (!ok || r.Room.Adapter != webAdapter || !t.neverOpened(o))
}

// openedTitle heads what the team reads when it has opened: to how many it went, and
// whose links are still to be passed on.
func (t *turn) openedTitle() string {
	links := t.linkOnly()
	n := len(t.state.Organisations()) - len(t.unreached()) - links
	have := count(n, "organisation has", "organisations have") + " the welcome and the sections"
	pass := fmt.Sprintf("%s yours to pass on", count(links, "link is", "links are"))
	switch {
	case links == 0:
		return "Open: " + have
	case n == 0:
		return "Open: " + pass
	}
	return "Open: " + have + ", and " + pass
}
