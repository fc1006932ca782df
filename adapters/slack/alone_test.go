package slack_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"soundings/bot"
	"soundings/internal/fakeslack"
)

// What one person alone may see is whispered, or is not shown at all: then
// something is said that anybody may read.
func TestWhatNobodyElseMaySee(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		h.always(bot.Answer{Note: &bot.Message{Title: "For you alone", Blocks: []bot.Block{bot.Say("Our margin is ten per cent.")}, Key: "reading:1", Instead: "I could not show you that alone."}}, nil)
		h.posted(teamRoom, bot.Say("One answer is sensitive."), showButton("Read privately", false))
		if _, err := h.Press(t.Context(), dana, teamRoom, "", "Read privately"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		wantOne(t, h.whispered(teamRoom, dana), "For you alone", "Our margin is ten per cent.")
		for _, ev := range h.heard() {
			if ev.Kind == bot.Unshown {
				t.Errorf("it was shown, and the record gets %+v", ev)
			}
		}

		for name, user := range map[string]string{"of the team": dana, "of another organisation": ana} {
			h.AddUser(fakeslack.User{ID: dana, RealName: "Dana Ellery", Unreachable: true})
			h.AddUser(fakeslack.User{ID: ana, Team: tidewell, RealName: "Ana Whitlock", Unreachable: true})
			room := map[string]string{dana: teamRoom, ana: tidewellRoom}[user]
			if _, err := h.Say(t.Context(), user, room, "read privately 6"); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			said := strings.Join(h.said(room), "\n")
			if strings.Contains(said, "margin") || strings.Contains(said, "For you alone") || !strings.Contains(said, "I could not show you that alone.") {
				t.Errorf("%s, who can't be whispered to: everybody reads %q", name, said)
			}
			if last := h.heard()[len(h.heard())-1]; last.Kind != bot.Unshown || last.Value != "reading:1" || last.Sender.ID != user || last.Room.Room != room {
				t.Errorf("%s, who can't be whispered to: the record gets %+v", name, last)
			}
		}
		if strings.Contains(h.log.String(), "margin") {
			t.Error("it stands in the log")
		}
	})
}
