package conversations

import (
	"slices"
	"time"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// The digest for suppliers is a release like any other: it waits, somebody reads
// it, and it goes with the second slot of a week. What it says is composed when it
// is put forward, and kept: a day later it may not say anything else than what was
// read.

// The clock brings when it is put forward. The name stands in records: never
// change it.
const dueOutDigest = "outdigest"

// outDigest is what it says beside its introduction. Release is empty where there
// was nothing to say for the slot.
type outDigest struct {
	Slot    time.Time      `json:"slot"`
	Release string         `json:"n,omitempty"`
	At      time.Time      `json:"at,omitzero"` // it says how things stood then
	Content string         `json:"content,omitempty"`
	Plain   string         `json:"plain,omitempty"`
	Counts  []digest.Shown `json:"counts,omitempty"`
	Quotes  []outQuote     `json:"quotes,omitempty"`
}

// secondSlot is the next slot after a moment that is the last of its week; zero:
// there is none.
func (d *Domain) secondSlot(after time.Time) time.Time {
	slots := d.weekSlots(after)
	for i, slot := range slots {
		last := i+1 == len(slots)
		if !last {
			year, week := slot.ISOWeek()
			nextYear, next := slots[i+1].ISOWeek()
			last = year != nextYear || week != next
		}
		if last && slot.After(after) {
			return slot
		}
	}
	return time.Time{}
}

// previewAt is when the digest of a slot is put forward: a working day before, at
// the same hour.
func (d *Domain) previewAt(slot time.Time) time.Time {
	at := slot.AddDate(0, 0, -1)
	for !digest.WorkingDay(at) || slices.Contains(d.state.Schedule().Except, at.Format(time.DateOnly)) {
		at = at.AddDate(0, 0, -1)
	}
	return at
}

// outDigestDue adds when the next digest for suppliers is put forward. One whose
// slot was missed is not made up: the next tells of the longer time.
func (d *Domain) outDigestDue(now time.Time, add func(what string, at time.Time)) {
	since := d.state.OpenedAt()
	if since.IsZero() {
		return
	}
	slot := d.secondSlot(now)
	if slot.IsZero() || !slot.Before(d.closing(slot)) {
		return
	}
	if at := d.previewAt(slot); at.After(since) && !slot.Equal(d.releases.outSlot) {
		add(dueOutDigest, at)
		return
	}
	if next := d.secondSlot(slot); !next.IsZero() && next.Before(d.closing(next)) {
		add(dueOutDigest, d.previewAt(next))
	}
}

// putOutDigest puts the digest for suppliers forward, if there is anything to say.
func (t *turn) putOutDigest() {
	slot := t.secondSlot(t.now)
	if slot.IsZero() || slot.Equal(t.releases.outSlot) {
		return
	}
	if r, ok := t.outDigestWaits(); ok {
		kept := t.releases.out[r.ID]
		kept.Slot, kept.Release = slot, r.ID
		t.remember(kindOutDigest, kept)
		t.remakeOutDigest(r, "It was not sent last week, so it tells of the longer time.")
		return
	}
	if !t.makeOutDigest(slot, "**Please read it before "+t.moment(slot, t.now)+".** It goes then if you agree, and otherwise waits.") {
		t.remember(kindOutDigest, outDigest{Slot: slot})
	}
}

// outDigestNow puts it forward because somebody asked.
func (t *turn) outDigestNow() {
	if r, ok := t.outDigestWaits(); ok {
		t.remakeOutDigest(r, "")
		return
	}
	slot := t.secondSlot(t.now)
	if t.state.OpenedAt().IsZero() || slot.IsZero() || !t.makeOutDigest(slot, "") {
		t.note(bot.Say(t.numbered("There is nothing to tell suppliers yet: nothing changed, and you have said of no section what came of it. **kept 4: why** or **thinking 10: what about** says that. With nothing to say, no digest goes to them.")))
	}
}

// outDigestWaits gives the digest for suppliers that waits.
func (t *turn) outDigestWaits() (engagement.Release, bool) {
	for _, r := range t.state.Waits() {
		if r.Of == engagement.DigestForAll {
			return r, true
		}
	}
	return engagement.Release{}, false
}

func (t *turn) outDigestWords() string {
	slot := t.secondSlot(t.now)
	if slot.IsZero() {
		return "with the second slot of the week"
	}
	return "with the slot on " + t.moment(slot, t.now)
}

// makeOutDigest composes the digest and puts it forward; false: there is nothing
// to say.
func (t *turn) makeOutDigest(slot time.Time, lead string) bool {
	said, ok := t.composeOutDigest()
	if !ok {
		return false
	}
	id, refusal := t.makeRelease(engagement.ReleaseMade{Of: engagement.DigestForAll, Due: slot, By: t.digestBy()})
	switch {
	case refusal != nil:
		t.refuse(refusal)
	case id != "":
		said.Slot, said.Release = slot, id
		t.remember(kindOutDigest, said)
		t.offer(id, lead)
	}
	return true
}

// digestBy is who puts a digest forward: whoever asks, else the owner, in whose
// name it goes.
func (t *turn) digestBy() engagement.Person {
	if p := t.person(); p != "" {
		return p
	}
	return t.state.About().Owner
}

// remakeOutDigest composes anew a digest that waits, as things stand now; false: there
// is nothing to say any more.
func (t *turn) remakeOutDigest(r engagement.Release, lead string) bool {
	said, ok := t.composeOutDigest()
	if !ok {
		return false
	}
	said.Slot, said.Release = t.secondSlot(t.now), r.ID
	before := t.releases.out[r.ID]
	if before.Content != said.Content || before.Plain != said.Plain {
		t.remember(kindOutDigest, said)
		t.take([]engagement.Fact{engagement.ReleaseEdited{ID: r.ID, Title: r.Title, Text: r.Text, By: t.digestBy()}}, nil)
		r, _ = t.state.Release(r.ID)
	}
	t.offerRelease(r, lead)
	return true
}

// outOf is the digest as it goes: the introduction, and what was kept.
func (d *Domain) outOf(r engagement.Release) composed {
	kept := d.releases.out[r.ID]
	var c composed
	said, err := contentOf(kept.Content)
	plain, errPlain := contentOf(kept.Plain)
	if err != nil || errPlain != nil {
		return c
	}
	if r.Waiting() {
		said = d.withoutOutdated(said, kept.Quotes)
	}
	intro := d.newsBlocks(r)
	c.Blocks = append(slices.Clone(intro), said...)
	if len(plain) > 0 {
		c.Plain = append(slices.Clone(intro), plain...)
	}
	return c
}

// outdatedCounts says whether a figure of the digest is about a text that is
// another now.
func (t *turn) outdatedCounts(r engagement.Release) bool {
	kept := t.releases.out[r.ID]
	return slices.ContainsFunc(kept.Counts, func(c digest.Shown) bool {
		s, ok := t.state.Section(c.Section)
		asked, again := s.AskedAgain()
		return !ok || again && asked.After(c.At)
	})
}

// shownCounts are the counts that suppliers were last shown, of each section.
func (t *turn) shownCounts() []digest.Shown {
	last := map[int]digest.Shown{}
	var order []int
	for _, r := range t.state.Sent() {
		for _, c := range t.releases.out[r.ID].Counts {
			if _, known := last[c.Section]; !known {
				order = append(order, c.Section)
			}
			last[c.Section] = c
		}
	}
	var shown []digest.Shown
	for _, section := range order {
		shown = append(shown, last[section])
	}
	return shown
}
