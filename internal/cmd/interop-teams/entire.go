package main

import (
	"context"
	"time"
)

// entire is a whole engagement in the pages, with a picture of each step.
func entire() []act {
	return []act{
		{"the team begins and prepares", prepared},
		{"it reads what suppliers will see, and opens", opensIt},
		{"a supplier has the welcome and the list", welcomed},
		{"it answers in words, and somebody says for whom it speaks", answeredInWords},
		{"it says who it is", declared},
		{"it chooses a view, and adds words", addsWords},
		{"it fills in a form", filledIn},
		{"it asks, and looks at what it said", asksBack},
		{"the team reads what was said", teamReads},
		{"it answers the question, for everybody", answersAll},
		{"it changes a section because of what was said", changesIt},
		{"the supplier looks again", looksAgain},
		{"the digest is there", digestAgain},
		{"suppliers read what became of what they said", theirDigest},
		{"it is closed, with thanks", closesIt},
	}
}

// shown is what somebody writes, and the card that answers it, with a picture of it.
// Alone: it comes to Dana alone, in her own chat.
type shown struct {
	says, answered, picture string
	alone                   bool
}

// takes lets somebody write one thing after another.
func (p *pages) takes(ctx context.Context, at *page, turns ...shown) error {
	for _, t := range turns {
		err := all(
			func() error { return p.writes(ctx, at, t.says) },
			func() error { return p.lookFor(ctx, at, t) },
		)
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *pages) lookFor(ctx context.Context, at *page, t shown) error {
	if t.alone {
		if err := at.goes(ctx, "Personal Chat"); err != nil {
			return err
		}
	}
	if err := at.reads(ctx, t.answered); err != nil {
		return err
	}
	if t.picture != "" {
		if err := p.shot(at, t.picture, t.answered); err != nil {
			return err
		}
	}
	if t.alone {
		return at.goes(ctx, care)
	}
	return nil
}

func prepared(ctx context.Context, p *pages) error {
	return p.takes(ctx, p.dana,
		shown{"new Digital care at home", "nothing has been sent to anyone yet", "new", false},
		shown{"import\n" + draft, "3 sections from your draft", "imported", false},
		shown{"fixed 2", "Fixed", "fixed", false},
		shown{"don't know 3", "We don't know yet", "", false},
		shown{"buyer Westmere County Council", "Westmere County Council is asking", "buyer", false},
		shown{"contact Dana Ellery, dana@westmere.example", "dana@westmere.example", "", false},
		shown{"matters most 3", "At the top of every supplier", "matters", false},
		shown{"closes " + time.Now().AddDate(0, 0, 28).Format("2 January 2006"), "Answers are taken until", "", false},
		shown{"status", "Stage being prepared", "status before", true},
		shown{"help", "Nothing goes to suppliers before", "help", true},
	)
}

func opensIt(ctx context.Context, p *pages) error {
	return all(
		func() error { return p.invites(ctx) },
		func() error { return p.shot(p.dana, "invited", "the channel of Tidewell") },
		func() error {
			return p.takes(ctx, p.dana, shown{"preview", "What suppliers will see", "preview 1", false})
		},
		func() error { return p.dana.reads(ctx, "Open to 1 supplier") },
		func() error { return p.shot(p.dana, "preview 2", "Open to 1 supplier") },
		func() error { return p.dana.press(ctx, "Open to 1 supplier", "Open to 1 supplier") },
		func() error { return p.dana.reads(ctx, "Open: 1 organisation has the welcome") },
		func() error { return p.shot(p.dana, "open", "Open: 1 organisation has the welcome") },
	)
}

func declared(ctx context.Context, p *pages) error {
	const say = "Say who you are"
	return all(
		func() error { return p.submits(ctx, p.clients[1], ana, say, say) },
		func() error { return p.ana.fills(ctx, "I may speak for", "Your role", "operations manager") },
		func() error { return p.ana.choose(ctx, "I may speak for", "I may speak for") },
		func() error { return p.ana.choose(ctx, "I may speak for", "None that I know of") },
		func() error { return p.shot(p.ana, "who you are", "I may speak for") },
		func() error { return p.ana.press(ctx, "I may speak for", "Save") },
		func() error { return p.ana.reads(ctx, "operations manager") },
		func() error { return p.shot(p.ana, "declared", "operations manager") },
	)
}

func addsWords(ctx context.Context, p *pages) error {
	return all(
		func() error { return chosen(ctx, p) },
		func() error {
			return p.takes(ctx, p.ana, shown{"2 risk: sixty seconds is too short at three in the morning", "2 When an alarm is raised: Possible, with a risk, with your words", "words added", false})
		},
		func() error {
			return p.takes(ctx, p.ana, shown{"sensitive 1", "marked commercially sensitive", "sensitive", false})
		},
	)
}

func asksBack(ctx context.Context, p *pages) error {
	return all(
		func() error {
			return p.takes(ctx, p.ana,
				shown{"ask 2: Does a recorded voice count as an answer?", "is with the buying team. The answer comes here", "asked", false},
				shown{"our answers", "What Tidewell has said so far", "our answers", false},
				shown{"help", "fewer messages", "supplier help", false},
				shown{"show 1", "Your answer so far", "show", false},
			)
		},
		func() error { return p.dana.reads(ctx, "Does a recorded voice count") },
		func() error { return p.shot(p.dana, "question", "Does a recorded voice count") },
	)
}

func teamReads(ctx context.Context, p *pages) error {
	return all(
		func() error {
			return p.takes(ctx, p.dana, shown{"I declare: no interest", "has no link to anybody", "declared", true})
		},
		func() error {
			return p.takes(ctx, p.dana,
				shown{"status", "suppliers asked", "status", true},
				shown{"worries", "Too few to rank", "worries", true},
				shown{"questions", "1 question waits", "questions", true},
				shown{"show 2", "sixty seconds", "section-answers", true},
			)
		},
	)
}

func answersAll(ctx context.Context, p *pages) error {
	return all(
		func() error {
			return p.takes(ctx, p.dana,
				shown{"answer Q1: No. A person has to speak.", "Waits to go to everybody", "answer waits", false},
				shown{"as it is Q1", "Q1 goes out as it was asked", "answer as asked", false},
				shown{"send now N1: it is short", "Sent to everybody", "answer sent", false},
			)
		},
		func() error { return p.ana.reads(ctx, "A person has to speak") },
		func() error { return p.shot(p.ana, "answer", "A person has to speak") },
	)
}

func changesIt(ctx context.Context, p *pages) error {
	return all(
		func() error {
			return p.takes(ctx, p.dana,
				shown{"change 2 because a minute at night asks for more than one firm has: A person answers within 90 seconds, day and night. Two firms may share a night centre.", "Waits to go to everybody: N2", "change waits", false},
				shown{"send now N2: it is ready", "a change to section 2", "change sent", false},
			)
		},
		func() error { return p.ana.reads(ctx, "the draft has changed") },
		func() error { return p.shot(p.ana, "changed", "the draft has changed") },
		func() error { return p.ana.reads(ctx, "look again") },
		func() error { return p.shot(p.ana, "list look again", "home: your list") },
	)
}

func looksAgain(ctx context.Context, p *pages) error {
	return all(
		func() error {
			return p.takes(ctx, p.ana, shown{"show 2", "90 seconds", "section changed", false})
		},
		func() error {
			return p.takes(ctx, p.ana, shown{"2 works: two of us share one already", "2 When an alarm is raised: Works for us, with your words", "answered again", false})
		},
		func() error {
			return p.takes(ctx, p.dana, shown{"show 2", "Since the text of", "how answers moved", true})
		},
	)
}

func digestAgain(ctx context.Context, p *pages) error {
	return p.takes(ctx, p.dana, shown{"digest", "what suppliers said", "digest", false})
}

func theirDigest(ctx context.Context, p *pages) error {
	return p.takes(ctx, p.dana,
		shown{"kept 1: it is what we are for", "Suppliers read it in their next digest", "kept", false},
		shown{"thinking 3: we are rewriting how we pay, by Christmas", "Suppliers read it in their next digest", "", false},
		shown{"suppliers' digest", "what changed because of them", "their digest", false},
		shown{"waiting", "to go to everybody", "waiting", true},
	)
}

func closesIt(ctx context.Context, p *pages) error {
	return all(
		func() error {
			return p.takes(ctx, p.dana, shown{"close", "Nothing more can be answered then", "close", true})
		},
		func() error { return p.dana.goes(ctx, "Personal Chat") },
		func() error { return p.dana.press(ctx, "Close it now", "Close it now") },
		func() error { return p.dana.goes(ctx, care) },
		func() error { return p.ana.reads(ctx, "Thank you") },
		func() error { return p.shot(p.ana, "thanks", "worth") },
		func() error { return p.shot(p.ana, "list closed", "home: your list") },
		func() error {
			return p.takes(ctx, p.ana, shown{"how was it: worth yes; same chance yes; next time start sooner", "recorded without your name", "how it was", false})
		},
		func() error { return p.dana.reads(ctx, "Closed") },
		func() error { return p.shot(p.dana, "closed", "Closed") },
		func() error { return p.takes(ctx, p.dana, shown{"status", "Stage closed", "status closed", true}) },
	)
}
