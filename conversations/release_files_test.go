package conversations_test

import (
	"testing"
	"time"

	"soundings/bot"
	"soundings/conversations"
	"soundings/engagement"
)

// What went to all bidders opens in rooms of the dialogue alone, and nothing opens
// before it was sent; another file has to be agreed to anew.
func TestFilesOfReleasesOpenForThoseWhoHadThem(t *testing.T) {
	var s engagement.State
	now := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	happen := func(all ...engagement.Fact) {
		for _, f := range all {
			now = now.Add(time.Minute)
			s.Apply(now, f)
		}
	}
	file := []engagement.ReleasedFile{{Name: "plan.pdf", Blob: "sha256:ab", Size: 3}}
	opens := func(room, name string) bool {
		_, _, ok := conversations.FileIn(&s, bot.Address{Adapter: "console", Room: room}, name)
		return ok
	}
	happen(
		engagement.EngagementCreated{Slug: "care", Room: "console:team"}, engagement.DraftImported{Sections: []engagement.ImportedSection{{ID: 1, Title: "One"}}},
		engagement.OrganisationInvited{ID: "O1", Name: "Alder", OfKind: engagement.SmallFirm, Room: "console:alder"},
		engagement.OrganisationInvited{ID: "O2", Name: "Birch", OfKind: engagement.SmallFirm, Room: "console:birch"},
		engagement.StageChanged{To: engagement.Talking},
		engagement.ReleaseMade{ID: "N1", Of: engagement.News, Text: "x", By: "P1"}, engagement.ReleaseFiles{Release: "N1", Files: file, By: "P1"},
		engagement.ReleaseApproved{ID: "N1", By: "P1", Enough: true},
	)
	if !opens("team", "N1-1") || opens("alder", "N1-1") {
		t.Error("before it is sent it opens for others than the team")
	}
	again, refusal := s.AttachFiles(engagement.ReleaseFiles{Release: "N1", Files: append(file, file...), By: "P2"})
	if refusal != nil {
		t.Fatal(refusal)
	}
	happen(again...)
	if r, _ := s.Release("N1"); r.Ready() || len(r.Files) != 2 {
		t.Errorf("with another file it is ready: %t, with %d", r.Ready(), len(r.Files))
	}
	happen(
		engagement.ReleaseSent{ID: "N1", Content: "[]"}, engagement.StageChanged{To: engagement.Dialogue}, engagement.DialogueRoom{Organisation: "O1", Room: "console:bid", On: true},
		engagement.ReleaseMade{ID: "N2", Of: engagement.News, Text: "x", By: "P1"}, engagement.ReleaseFiles{Release: "N2", Files: file, By: "P1"}, engagement.ReleaseSent{ID: "N2", Content: "[]"},
	)
	for room, want := range map[string][2]bool{"team": {true, true}, "alder": {true, false}, "birch": {true, false}, "bid": {true, true}, "elsewhere": {}} {
		if got := [2]bool{opens(room, "N1-2"), opens(room, "N2-1")}; got != want {
			t.Errorf("in %s what went before the dialogue and in it opens: %v, want %v", room, got, want)
		}
	}
	if _, refusal := s.AttachFiles(engagement.ReleaseFiles{Release: "N2", Files: file, By: "P1"}); refusal == nil {
		t.Error("a file goes with what was sent already")
	}
}
