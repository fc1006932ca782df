package engagement

// releaseFields visits what goes to everybody, and what is prepared for that.
func (s *State) releaseFields(c *codec) {
	c.object("slots", func() {
		text(c, "slots", &s.slots.Slots)
		text(c, "zone", &s.slots.Zone)
		c.instant("set", &s.slots.Set)
		text(c, "by", &s.slots.By)
	})
	list(c, "releases", &s.releases, braced((*Release).fields))
	list(c, "prepared", &s.prepared, braced((*Prepared).fields))
	list(c, "plainly", &s.plainly, braced(func(f *PlainPrepared, c *codec) { *f = f.fields(c).(PlainPrepared) }))
	list(c, "gone", &s.gone, braced((*Section).fields))
	s.goneVoiceFields(c)
	list(c, "replies", &s.replies, braced((*Reply).snapshot))
	c.number("released", &s.released)
	c.number("sent", &s.sent)
	c.number("highest", &s.highest)
}

func (r *Release) fields(c *codec) {
	text(c, "id", &r.ID)
	text(c, "of", &r.Of)
	text(c, "title", &r.Title)
	text(c, "text", &r.Text)
	list(c, "sections", &r.Sections, numberElement)
	list(c, "questions", &r.Questions, textElement)
	list(c, "files", &r.Files, braced((*ReleasedFile).fields))
	c.instant("due", &r.Due)
	text(c, "by", &r.By)
	c.instant("made", &r.Made)
	c.instant("edited", &r.Edited)
	text(c, "editor", &r.Editor)
	text(c, "wanted", &r.Wanted)
	c.instant("approved", &r.Approved)
	text(c, "approver", &r.Approver)
	text(c, "why", &r.Why)
	c.truth("held", &r.Held)
	text(c, "users", &r.Users)
	c.instant("dropped", &r.Dropped)
	text(c, "corrects", &r.Corrects)
	c.instant("sent", &r.Sent)
	c.instant("slot", &r.Slot)
	text(c, "hash", &r.Hash)
	text(c, "content", &r.Content)
	text(c, "plain", &r.Plain)
	c.number("nth", &r.Nth)
}

func (r *Revision) fields(c *codec) {
	c.number("revision", &r.Revision)
	text(c, "title", &r.Title)
	text(c, "text", &r.Text)
	text(c, "standing", &r.Standing)
	text(c, "ask", &r.Ask)
	c.number("minutes", &r.Minutes)
	text(c, "reason", &r.Reason)
	list(c, "because", &r.Because, textElement)
	list(c, "sources", &r.Sources, braced((*Source).fields))
	c.truth("material", &r.Material)
	text(c, "rule", &r.Rule)
	text(c, "release", &r.Release)
	c.instant("at", &r.At)
	text(c, "plainReason", &r.PlainReason)
}

func (p *Prepared) fields(c *codec) {
	text(c, "how", &p.How)
	c.number("section", &p.Section)
	text(c, "number", &p.Number)
	list(c, "path", &p.Path, textElement)
	c.number("after", &p.After)
	c.object("revision", func() { p.Revision.fields(c) })
	text(c, "release", &p.Release)
	c.instant("prepared", &p.Prepared)
	text(c, "by", &p.By)
	text(c, "plain", &p.Plain)
}

func (r *Reply) snapshot(c *codec) {
	r.ReplySaid = r.fields(c).(ReplySaid)
	c.instant("at", &r.At)
}
