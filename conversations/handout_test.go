package conversations

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"soundings/bot"
	"soundings/draft"
	"soundings/engagement"
)

// The draft to take away: for whoever is asked, once it is open, and with what
// everybody has alone.
func TestHandout(t *testing.T) {
	at := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	closing := at.Add(24 * 25 * time.Hour)
	d := New("care", Settings{}).(*Domain)
	apply := func(facts ...engagement.Fact) {
		for _, f := range facts {
			d.state.Apply(at, f)
		}
	}
	tidewell, team := bot.Address{Adapter: "web", Room: "tidewell"}, bot.Address{Adapter: "web", Room: "team"}
	apply(
		engagement.EngagementCreated{Slug: "care", Title: "Care", Room: room(team)},
		engagement.EngagementSet{Closing: &closing},
		engagement.DraftImported{Sections: []engagement.ImportedSection{
			{ID: 1, Title: "Alarms", Text: "A person answers.", Standing: engagement.Fixed, Ask: "At night?"},
			{ID: 2, Title: "Money", Text: "- One\n- Two", Standing: engagement.Exploring},
		}},
		engagement.OrganisationInvited{ID: "O1", Name: "Tidewell", OfKind: engagement.SmallFirm, Room: room(tidewell)},
	)
	if _, ok := Handout(d.state, tidewell); ok {
		t.Error("a supplier has the draft before it opens")
	}
	apply(
		engagement.StageChanged{To: engagement.Talking},
		engagement.ResponseGiven{ID: "R1", Organisation: "O1", Person: "P7", Section: 1, Stance: engagement.Cautious, Words: "KEPT"},
	)
	for _, room := range []bot.Address{tidewell, team} {
		h, ok := Handout(d.state, room)
		if !ok {
			t.Fatalf("no draft in %+v", room)
		}
		var file bytes.Buffer
		if err := draft.WriteWord(&file, h); err != nil {
			t.Fatal(err)
		}
		document, err := draft.Parse(file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got := document.Propose(draft.Options{}).Sections
		if len(got) != 2 || got[0].Title != "Alarms" || got[0].Standing != "fixed" || got[0].Ask != "At night?" || got[1].Standing != "exploring" {
			t.Errorf("read back: %+v", got)
		}
		if strings.Contains(strings.Join(h.Intro, " ")+h.Sections[0].Markdown, "KEPT") || !strings.Contains(h.Intro[1], "Friday 26 June 2026") {
			t.Errorf("the introduction is %q", h.Intro)
		}
		if h.After.Title != "" {
			t.Errorf("behind the sections stands %+v, and nothing is answered", h.After)
		}
	}
	told := content([]bot.Block{{Quote: &bot.Quote{Words: "How many?"}}, bot.Say("2,412")})
	apply(
		engagement.QuestionAsked{ID: "Q1", Organisation: "O1", Person: "P7", Text: "How many do we at Tidewell serve?"},
		engagement.ReleaseMade{ID: "N1", Of: engagement.Answers, Text: "2,412", Questions: []string{"Q1"}, By: "P1"},
		engagement.QuestionAnswered{Questions: []string{"Q1"}, Text: "2,412", Release: "N1", By: "P1"},
		engagement.ReleaseApproved{ID: "N1", By: "P1", Enough: true, Why: "now"},
		engagement.ReleaseSent{ID: "N1", Content: told},
	)
	h, _ := Handout(d.state, tidewell)
	if want := "### Q1, answered on Mon 1 June\n\n\n> How many?\n\n2,412\n"; h.After.Markdown != want {
		t.Errorf("behind the sections stands %q, want %q", h.After.Markdown, want)
	}
	if h, _ := Handout(d.state, team); h.After.Title != "" {
		t.Errorf("the team's own draft has %+v behind the sections", h.After)
	}
}
