package conversations

import (
	"slices"
	"strings"
	"time"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// openAbout asks who is asking, and whom suppliers can turn to.
func (t *turn) openAbout() {
	about := t.state.About()
	contact := bot.Field{
		Name: fieldContact, Kind: bot.Line, Label: "Whom suppliers can turn to", Hint: "A name, and a mail address or telephone number that somebody looks after.", Max: engagement.MostShort,
		Value: t.filled(fieldContact, t.aboutToBe(engagement.AboutContact, about.Contact)),
	}
	if !t.state.OpenedAt().IsZero() {
		t.showForm(bot.Form{
			Action: actionAbout, Title: "Whom to turn to, and what for", Submit: "Show me how it reads", Typed: "contact Dana Ellery, dana@example.gov.uk",
			Blocks: []bot.Block{bot.Say("Everybody has read this in the first message. What you change goes to everybody, and says what it was before. A number to ring does not wait for that. Who asks, and the title, stay.")},
			Fields: append([]bot.Field{contact}, t.purposeFields()...),
		})
		return
	}
	t.showForm(bot.Form{
		Action: actionAbout, Title: "Who asks, and what for", Submit: "Save", Typed: "buyer Westmere County Council or contact Dana Ellery, dana@example.gov.uk",
		Blocks: []bot.Block{bot.Say("Every supplier reads this in the first message.")},
		Fields: append([]bot.Field{
			{Name: fieldBuyer, Kind: bot.Line, Label: "Who is asking", Hint: "The council or health body, for example Westmere County Council.", Value: t.filled(fieldBuyer, about.Buyer), Max: engagement.MostShort},
			contact,
			{Name: fieldTitle, Kind: bot.Line, Label: "What it is about", Value: t.filled(fieldTitle, about.Title), Required: true, Max: engagement.MostTitle},
		}, t.purposeFields()...),
	})
}

// sendAbout sets what the form changes.
func (t *turn) sendAbout() {
	about := t.state.About()
	set := engagement.EngagementSet{By: t.person()}
	opened := !t.state.OpenedAt().IsZero()
	var changes []bot.Pair
	change := func(field, label, before string, to **string) {
		if _, there := t.ev.Fields[field]; opened && !there {
			return // who asks, and the title, stay: see openAbout
		}
		if value := t.entry(field); value != before {
			*to = &value
			changes = append(changes, bot.Pair{Label: label, Value: blankAs(value, "not said")})
		}
	}
	change(fieldBuyer, "Who is asking", about.Buyer, &set.Buyer)
	change(fieldContact, "A person to ask", t.aboutToBe(engagement.AboutContact, about.Contact), &set.Contact)
	change(fieldTitle, "What it is about", about.Title, &set.Title)
	change(fieldPrivacy, "Your data", t.aboutToBe(engagement.AboutPrivacy, about.Privacy), &set.Privacy)
	change(fieldSafetyLine, "A number to ring", about.SafetyLine, &set.SafetyLine)
	if chosen := t.chosenPurposes(); len(chosen) > 0 && !slices.Equal(chosen, t.purposesToBe()) {
		set.Purposes = chosen
		changes = append(changes, bot.Pair{Label: "What it is for", Value: strings.Join(wordsOfPurposes(chosen), "; ")})
	}
	if problem := badLink(t.entry(fieldPrivacy)); t.entry(fieldPrivacy) != "" && problem != "" {
		t.wrongIn(fieldPrivacy, problem)
		return
	}
	if len(changes) == 0 {
		t.asBefore("That is what suppliers read already.")
		return
	}
	refused := func(r *engagement.Refusal) {
		t.refuseIn(r, map[engagement.Field]string{
			engagement.FieldBuyer: fieldBuyer, engagement.FieldContact: fieldContact, engagement.FieldTitle: fieldTitle,
			engagement.FieldPrivacy: fieldPrivacy, engagement.FieldSafetyLine: fieldSafetyLine,
		})
	}
	if opened && set.Buyer == nil && set.Title == nil {
		t.tellAbout(set, refused)
		return
	}
	facts, refusal := t.state.Set(t.now, set)
	if refusal != nil {
		refused(refusal)
		return
	}
	if t.take(facts, nil) {
		t.done("", bot.Say("Suppliers will read:"), bot.Block{Facts: changes})
	}
}

func blankAs(value, instead string) string {
	if value == "" {
		return instead
	}
	return value
}

// openClosing asks until when answers are taken.
func (t *turn) openClosing() {
	day, hour := "", "17:00"
	if closing := t.state.About().Closing; !closing.IsZero() {
		if m, ok := t.state.ClosingOf(strings.ToUpper(t.ev.Value)); ok {
			closing = m.To
		}
		closing = closing.In(t.zone())
		day, hour = closing.Format(time.DateOnly), closing.Format("15:04")
	}
	form := bot.Form{
		Action: actionClosing, Title: "Closing date", Submit: "Save", Typed: "closes 27 June 17:00",
		Fields: []bot.Field{
			{Name: fieldDay, Kind: bot.Date, Label: "Answers are taken until", Hint: "Three or four weeks are usual. Suppliers have other work: a week is too short for most.", Value: t.filled(fieldDay, day), Required: true},
			{Name: fieldTime, Kind: bot.Line, Label: "At", Hint: "For example 17:00 or 5pm. Time zone: " + t.zone().String() + ".", Value: t.filled(fieldTime, hour), Max: 20},
		},
	}
	if !t.state.OpenedAt().IsZero() {
		form.Value, form.Submit, form.Typed = t.ev.Value, "Show me how it reads", closesTyped
		form.Fields[0].Hint = "Everybody was told the time that stands here. Nothing goes out before you have read it as they will."
		form.Fields = append(form.Fields, bot.Field{Name: fieldReason, Kind: bot.Words, Label: "Why it is moved", Hint: "Everybody reads it.", Value: t.filled(fieldReason, t.whyOf(engagement.Closings)), Required: true, Max: engagement.MostReason})
	}
	t.showForm(form)
}

// sendClosing sets the closing time.
func (t *turn) sendClosing() {
	day := t.entry(fieldDay)
	if day == "" {
		t.wrongIn(fieldDay, "Please choose a day.")
		return
	}
	if _, ok := readMoment(day, t.now, t.zone()); !ok {
		t.wrongIn(fieldDay, "I could not read a day in that. Write it for example as 27 June.")
		return
	}
	at, ok := readMoment(day+" "+t.entry(fieldTime), t.now, t.zone())
	switch {
	case !ok:
		t.wrongIn(fieldTime, "I could not read a time in that. Write it for example as 17:00 or 5pm.")
	case !at.After(t.now):
		t.wrongIn(fieldDay, "That is "+t.moment(at, t.now)+", which is already past.")
	case !t.state.OpenedAt().IsZero() && t.entered(fieldReason) == "":
		t.wrongIn(fieldReason, "Please say why: everybody reads it.")
	default:
		t.moveClosing(at, t.entered(fieldReason), func(r *engagement.Refusal) {
			t.refuseIn(r, map[engagement.Field]string{engagement.FieldReason: fieldReason})
		})
	}
}

// openSchedule asks when the digest comes.
func (t *turn) openSchedule() {
	t.showForm(bot.Form{
		Action: actionSchedule, Title: "When the digest comes", Submit: "Save", Typed: "schedule fridays 16:00",
		Blocks: []bot.Block{bot.Say("What suppliers said arrives in this room by itself. At weekends and on bank holidays in England and Wales there is none.")},
		Fields: []bot.Field{{
			Name: fieldWhen, Kind: bot.Line, Label: "When", Value: t.filled(fieldWhen, t.state.Schedule().Digest), Max: engagement.MostShort,
			Hint: "For example fridays 16:00, mon thu 10:30, weekdays 9:00 or daily 17:00. Leave it empty for none.",
		}},
	})
}

// sendSchedule sets when the digest comes.
func (t *turn) sendSchedule() {
	spec := t.entry(fieldWhen)
	if spec == "" {
		spec = "off"
	}
	l := readLine(spec)
	set := t.state.Schedule()
	switch off := l.is("off", "none", "stop", "never"); {
	case off && set.Digest == "", !off && strings.EqualFold(clockwork(l.norm), set.Digest):
		t.asBefore("That is the plan already.")
		return
	case !off:
		if _, err := digest.ParseSchedule(clockwork(l.norm), t.state.About().Zone, digest.Options{WorkingDays: true, Except: set.Except}); err != nil {
			t.wrongIn(fieldWhen, sentence(err.Error()))
			return
		}
	}
	t.schedule(l)
}
