package main

import (
	"slices"

	"soundings/internal/fakeslack"
)

// party is an organisation, or the team that buys.
type party struct {
	name, team string
	people     []string // Slack ids
}

// The people of the play.
const (
	dana, cole = "U0DANA", "U0COLE" // of the team
	ana, ben   = "U1ANA", "U1BEN"   // of Tidewell
	kim        = "U2KIM"            // of Kindred
	teamRoom   = "C0TEAM"
	kindred    = "C0KINDRED"
	bo         = "Bo Lund" // of Moor
)

// team buys; tidewell presses buttons and fills in windows; kindredTrust can write
// and nothing else; moor has a browser and no Slack.
func team() party         { return party{"the team", fakeslack.Home, []string{dana, cole}} }
func tidewell() party     { return party{"Tidewell", "T1TIDE", []string{ana, ben}} }
func kindredTrust() party { return party{"Kindred", "T2KIND", []string{kim}} }
func moor() party         { return party{"Moor Telecare", "", nil} }

// peopled puts them into Slack: the team in its private channel, and in another
// that somebody of the team has shared with Kindred by hand, with Slack's own
// default for that: permission to post only.
func (s *stage) peopled() {
	for _, p := range []party{tidewell(), kindredTrust()} {
		s.slack.AddTeam(p.team, p.name)
	}
	for _, u := range []fakeslack.User{
		{ID: dana, RealName: "Dana Ellery"},
		{ID: cole, RealName: "Cole Ash"},
		{ID: ana, RealName: "Ana Whitlock", Team: "T1TIDE", Mail: "ana@tidewell.example"},
		{ID: ben, RealName: "Ben Carr", Team: "T1TIDE", Mail: "ben@tidewell.example"},
		{ID: kim, RealName: "Kim Rowe", Team: "T2KIND", PostOnly: true},
	} {
		s.slack.AddUser(u)
	}
	s.slack.AddChannel(fakeslack.Channel{ID: teamRoom, Name: "care-team", Private: true, Members: []string{fakeslack.Bot, dana, cole}})
	s.slack.AddChannel(fakeslack.Channel{ID: kindred, Name: "kindred-and-us", Private: true, Members: []string{fakeslack.Bot, dana, kim}, Teams: []string{"T2KIND"}})
}

// privately are words that may be in the vault alone: whoever answers is a number
// in the record.
func privately() []string {
	return []string{"U0DANA", "U1ANA", "U1BEN", "Whitlock", "Carr", "Rowe", bo, "ana@tidewell.example", "ben@tidewell.example"}
}

// partyOf gives the party of a person.
func partyOf(user string) party {
	for _, p := range []party{team(), tidewell(), kindredTrust()} {
		if slices.Contains(p.people, user) {
			return p
		}
	}
	return moor()
}
