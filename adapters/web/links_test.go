package web

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"soundings/bot"
)

// Whatever an engagement is called, the link of an organisation lets nobody in
// as one of the team.
func TestOnlyATeamsRoomHasATeamsLink(t *testing.T) {
	l := NewLinks(bytes.Repeat([]byte{1}, 32), "https://soundings.example", func() time.Time { return time.Unix(0, 0) })
	for room, want := range map[string]string{
		"team-x": "/t/", "team-alarms.tidewell": "/j/", "care.tidewell": "/j/", "care.team-x": "/j/",
	} {
		if got := l.To(bot.Address{Adapter: Name, Room: room}, ""); !strings.HasPrefix(got, "https://soundings.example"+want) {
			t.Errorf("the link into %s is %s, want one with %s", room, got, want)
		}
	}
}
