package app

import (
	"strings"
	"testing"
	"time"

	"soundings/adapters/adaptertest"
	"soundings/adapters/web"
	"soundings/bot"
	"soundings/internal/fakeslack"
)

// A team on Slack asks suppliers on Slack, in Teams and in the browser. They hear the
// same at the same time, and one digest has what they say; Slack being out of order
// keeps nobody else from anything.
func TestOneEngagementOnEveryPlatform(t *testing.T) {
	t.Parallel()
	b := newBoth(t)
	b.dana("new Care", "nothing has been sent")
	if _, err := b.slack.Say(t.Context(), slackDana, slackTeam, "@soundings import\n# What we hope for\nPeople stay safe.\n# Alarms\nWithin 60 seconds.\n# Payment\nBy result."); err != nil {
		t.Fatal(err)
	}
	b.onSlack(slackTeam, "3 sections from your draft")
	b.dana("closes 26 June 17:00", "Answers are taken until")
	b.dana("invite Tidewell, small firm in <#"+slackTide+"|tidewell>", "#tidewell")
	b.dana("invite Kindred, charity, link", "link only")
	code := aCode.FindString(b.dana("invite Alder, large firm, on Teams", "A code for Alder"))
	if code == "" {
		t.Fatal("there is no code to pass on")
	}

	// Nobody but the team lets a place in, and what it is asked says who is there.
	b.ada("join " + strings.Replace(code, "care", "carp", 1))
	b.inTeams("I don't know that code")
	if _, err := b.teams.Say(b.ctx, teamsAda, teamsAll, "@Soundings join "+code); err != nil {
		t.Fatal(err)
	}
	if _, err := b.teams.WaitMessage(b.ctx, teamsAll, "Several organisations read this place"); err != nil {
		t.Fatal(err)
	}
	b.ada("hello")
	b.adaFills("I have a code", "f-code", code, "Join")
	b.onSlack(slackTeam, "wrote the code for Alder in #Alder and the council (Teams)")
	b.onSlack(slackTeam, "1 member of your organisation and 1 person of another organisation, with mail addresses at alder.example")
	b.ada("sections")
	b.inTeams("has not said so yet")
	b.restart()
	b.danaPresses("Yes, it is theirs", "Alder takes part in #Alder and the council (Teams)")
	b.inTeams("The buying team says that this is the place of Alder")

	b.dana("preview", "It goes to 3 organisations")
	b.dana("open now", "Open: 2 organisations have the welcome and the sections, and 1 link is yours to pass on")
	b.enters(b.service.Link(bot.Address{Adapter: web.Name, Room: "care.kindred"}, ""))
	b.everywhere("would like your view on a draft: Care")
	b.onSlack(slackTide, "Care: your list")
	b.inTeams("Care: your list")

	b.dana("I declare: no interest", "Noted: you have no link")
	b.ana("2 can't: our partner won't sign at night")
	b.danaPresses("They speak for Tidewell", "Noted: they speak for Tidewell")
	b.ada("2 risk: a minute at night is short")
	b.inTeams("Recorded for Alder")
	b.kim("1 works: we do this in two towns")
	b.ada("ask: Does a recorded voice count?")
	b.onSlack(slackTeam, "Does a recorded voice count?")
	b.restart()

	// What goes to everybody goes in one slot, to all, while Slack takes nothing.
	b.dana("answer Q1: No, a person.", "Could they show who it is?")
	b.dana("as it is Q1", "Waits to go to everybody: N1")
	b.dana("change 2 because one firm alone has nobody at night: Within 90 seconds, and two firms may share a night centre.", "Waits to go to everybody: N2")
	b.dana("send N1", "N1 goes on")
	b.dana("send N2", "N2 goes on")
	b.slack.Fail("chat.postMessage", -1, fakeslack.Fault{Status: 503})
	sent := b.until("2026-06-02 10:00")
	b.inTeams("may share a night centre")
	b.onPage("may share a night centre")
	b.onPage("No, a person.")
	b.ada("3 works")
	b.inTeams("3 Payment: Works for us")
	for _, m := range b.slack.Messages(slackTide) {
		if strings.Contains(m.Words(), "night centre") {
			t.Error("Slack takes nothing, and something stands there")
		}
	}
	b.slack.Heal("chat.postMessage")
	sent()
	b.onSlack(slackTide, "may share a night centre")

	// Everybody has what everybody has, once.
	b.everywhere("No, a person.")
	b.dana("digest", "too few to rank")
	for _, words := range []string{"our partner won't sign at night", "a minute at night is short", "we do this in two towns"} {
		b.onSlack(slackTeam, words)
	}
	b.sameForAll()
}

// sameForAll says that what went to everybody reads the same in each room, and that
// it became due for all of them at once.
func (b *both) sameForAll() {
	b.t.Helper()
	said := map[string]string{}
	for _, room := range []bot.Address{{Adapter: "slack", Room: slackTide}, {Adapter: "teams", Room: teamsAlder}, {Adapter: web.Name, Room: "care.kindred"}} {
		shown, err := b.service.Bot().Messages(b.ctx, room, 0, 0)
		if err != nil {
			b.t.Fatal(err)
		}
		for _, m := range shown {
			if m.Class == bot.Release {
				text, _, _ := strings.Cut(adaptertest.TextOf(m.Title, m.Blocks), "Can't press buttons?") // which is said in chats alone
				text, _, _ = strings.Cut(text, "Whoever is in this channel reads")                       // in a channel alone
				text, _, _ = strings.Cut(text, "What came of what you said")                             // which is for each alone
				said[room.Adapter] += m.Time.Format(time.RFC3339) + " " + strings.TrimSpace(text) + "\n"
			}
		}
	}
	if said["slack"] == "" || said["slack"] != said["teams"] || said["slack"] != said[web.Name] {
		b.t.Errorf("what went to everybody differs: %q", said)
	}
}
