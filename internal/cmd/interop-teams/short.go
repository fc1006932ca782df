package main

import (
	"context"
	"time"
)

// short is what has to hold in the pages each time.
func short() []act {
	return []act{
		{"an engagement is made, and opened", opened},
		{"the welcome and the list of sections are there", welcomed},
		{"a supplier answers in words, and the list changes where it stands", answeredInWords},
		{"a view is chosen by Action.Execute, and the list changes where it stands", chosen},
		{"a form on a card is filled in, and taken", filledIn},
		{"the digest is there", digestRead},
	}
}

// all takes steps one after another.
func all(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// opened is Dana's way from a bare channel to what suppliers get.
func opened(ctx context.Context, p *pages) error {
	for _, turn := range []struct{ says, answered string }{
		{"new Digital care at home", "nothing has been sent to anyone yet"},
		{"import\n" + draft, "3 sections from your draft"},
		{"buyer Westmere County Council", "Westmere County Council"},
		{"closes " + time.Now().AddDate(0, 0, 28).Format("2 January 2006"), "Answers are taken until"},
	} {
		if err := p.says(ctx, p.dana, turn.says, turn.answered); err != nil {
			return err
		}
	}
	return all(
		func() error { return p.invites(ctx) },
		func() error { return p.says(ctx, p.dana, "preview", "Open to 1 supplier") },
		func() error { return p.shot(p.dana, "preview", "Open to 1 supplier") },
		func() error { return p.says(ctx, p.dana, "open now", "Open: 1 organisation has the welcome") },
	)
}

// invites is Dana asking Tidewell, in the group chat that is to be its own room.
func (p *pages) invites(ctx context.Context) error {
	return all(
		func() error { return p.dana.goes(ctx, "tidewell") },
		func() error { return p.writes(ctx, p.dana, "invite Tidewell, small firm") },
		func() error { return p.dana.goes(ctx, care) },
		func() error { return p.dana.reads(ctx, "the channel of Tidewell") },
	)
}

// welcomed is what Ana then has.
func welcomed(ctx context.Context, p *pages) error {
	return all(
		func() error { return p.ana.reads(ctx, "would like your view on a draft") },
		func() error { return p.ana.reads(ctx, "0 of 3 answered") },
		func() error { return p.shot(p.ana, "welcome", "would like your view") },
		func() error { return p.shot(p.ana, "list", "0 of 3 answered") },
	)
}

// answeredInWords is Ana's first answer, and Dana saying that she speaks for Tidewell.
func answeredInWords(ctx context.Context, p *pages) error {
	return all(
		func() error { return p.writes(ctx, p.ana, "1 works: we do this in two towns") },
		func() error { return p.dana.reads(ctx, "Who speaks for Tidewell") },
		func() error { return p.shot(p.dana, "who speaks", "Who speaks for Tidewell") },
		func() error { return p.dana.press(ctx, "Who speaks for Tidewell", "They speak for Tidewell") },
		func() error { return p.ana.reads(ctx, "Recorded for Tidewell: 1 ") },
		func() error { return p.ana.reads(ctx, "1 of 3 answered") },
		func() error { return p.shot(p.ana, "recorded", "Recorded for Tidewell: 1 ") },
	)
}

// chosen is Ana opening a section, and pressing a view.
func chosen(ctx context.Context, p *pages) error {
	const next = "Next: 2 When an alarm is raised"
	return all(
		func() error { return p.ana.press(ctx, next, next) },
		func() error { return p.ana.reads(ctx, "What is your view") },
		func() error { return p.shot(p.ana, "section", "What is your view") },
		func() error { return p.ana.press(ctx, "within 60 seconds", "Possible, with a risk") },
		func() error { return p.ana.reads(ctx, "2 of 3 answered") },
		func() error { return p.shot(p.ana, "list changed", "2 of 3 answered") },
	)
}

// filledIn is Ana filling in a form on a card, and sending it.
func filledIn(ctx context.Context, p *pages) error {
	const next, write, form = "Next: 3 How we pay", "Write an answer", "In your words"
	const words = "which measure, and who counts?"
	return all(
		func() error { return p.ana.press(ctx, "2 of 3 answered", next) },
		func() error { return p.ana.reads(ctx, "Part of the payment depends") },
		func() error { return p.submits(ctx, p.clients[1], ana, "Part of the payment depends", write) },
		func() error { return p.ana.choose(ctx, form, "Not clear") },
		func() error { return p.ana.fills(ctx, form, form, words) },
		func() error { return p.shot(p.ana, "form", form) },
		func() error { return p.ana.press(ctx, form, "Save") },
		func() error { return p.ana.reads(ctx, "Not clear, with your words") },
		func() error { return p.ana.reads(ctx, "Not clear (Ana Whitlock)") },
		func() error { return p.shot(p.ana, "list after the form", "Not clear (Ana Whitlock)") },
	)
}

// digestRead is Dana asking for the digest, which she may read once she has said
// whether she has a link to any supplier.
func digestRead(ctx context.Context, p *pages) error {
	return all(
		func() error { return p.writes(ctx, p.dana, "digest") },
		func() error { return p.dana.goes(ctx, "Personal Chat") },
		func() error { return p.dana.reads(ctx, noLink) },
		func() error { return p.shot(p.dana, "declaration", noLink) },
		func() error { return p.dana.press(ctx, noLink, noLink) },
		func() error { return p.dana.goes(ctx, care) },
		func() error { return p.says(ctx, p.dana, "digest", "what suppliers said") },
		func() error { return p.shot(p.dana, "digest", "what suppliers said") },
	)
}
