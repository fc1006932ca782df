package conversations

import (
	"encoding/json"
	"testing"
	"time"

	"soundings/bot"
	"soundings/engagement"
)

// The facts of the team's talk and of a rehearsal, with the form in which each
// is stored for ever. In this order they fold to a rehearsal under way.
func TestStoredFormOfTheTeamsTalk(t *testing.T) {
	d := New("care", Settings{})
	at := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	apply := func(kind string, data []byte) {
		t.Helper()
		at = at.Add(time.Minute)
		if err := d.Apply(bot.Fact{Kind: kind, Time: at, Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	created, err := engagement.Encode(engagement.EngagementCreated{Slug: "care", Title: "Care", Room: "web:team", By: "P1"})
	if err != nil {
		t.Fatal(err)
	}
	apply("engagement.created", created)
	for _, test := range []struct {
		kind   string
		fact   any
		stored string
	}{
		{kindSettled, settled{Step: stepStanding, By: "P1"}, `{"step":"standing","by":"P1"}`},
		{kindAddressed, addressed{Name: "kindred", People: []engagement.Person{"P3"}}, `{"name":"kindred","people":["P3"]}`},
		{kindUnplaced, unplaced{Lines: []string{"Kindred"}}, `{"lines":["Kindred"]}`},
		{kindPreviewed, previewed{By: "P1", Hash: "8f3a"}, `{"by":"P1","hash":"8f3a"}`},
		{kindRehearsing, rehearsing{N: 1, Room: bot.Address{Adapter: "web", Room: "care.rehearsal-1"}, By: "P1"}, `{"n":1,"room":{"a":"web","r":"care.rehearsal-1"},"by":"P1"}`},
		{kindRehearsalOver, rehearsalOver{N: 1, By: "P1"}, `{"n":1,"by":"P1"}`},
		{kindRehearsing, rehearsing{N: 2, Room: bot.Address{Adapter: "web", Room: "care.rehearsal-2"}, By: "P1"}, `{"n":2,"room":{"a":"web","r":"care.rehearsal-2"},"by":"P1"}`},
		{kindRehearsed, rehearsed{Kind: "organisation.invited", Data: `{"id":"O1","name":"<Pretend>"}`}, `{"kind":"organisation.invited","data":"{\"id\":\"O1\",\"name\":\"\u003cPretend\u003e\"}"}`},
	} {
		got, err := json.Marshal(test.fact)
		if err != nil || string(got) != test.stored {
			t.Errorf("%s is stored as %s, want %s (%v)", test.kind, got, test.stored, err)
		}
		apply(test.kind, []byte(test.stored))
	}
	saved, err := d.Save()
	if err != nil {
		t.Fatal(err)
	}
	loaded := New("care", Settings{})
	if err := loaded.Load(saved); err != nil {
		t.Fatal(err)
	}
	again, err := loaded.Save()
	if err != nil || string(again) != string(saved) {
		t.Errorf("saved again it differs: %s, want %s (%v)", again, saved, err)
	}
	r := loaded.(*Domain).rehearsal
	if r == nil || r.N != 2 || len(r.inner.state.Organisations()) != 1 || r.inner.state.Organisations()[0].Name != "<Pretend>" {
		t.Fatalf("the rehearsal is %+v", r)
	}
	if n := len(loaded.(*Domain).state.Organisations()); n != 0 {
		t.Errorf("%d organisations have come out of the rehearsal", n)
	}
	if !loaded.(*Domain).rehearsedIn(bot.Address{Adapter: "web", Room: "care.rehearsal-1"}) {
		t.Error("the first rehearsal is forgotten")
	}
}
