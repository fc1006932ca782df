package slack_test

import (
	"testing"
	"time"

	"soundings/adapters/slack"
	"soundings/bot"
	"soundings/internal/fakeslack"
)

// The clock: a signature holds for five minutes, so one that is off is told of
// before they are refused.
func TestClockThatIsOff(t *testing.T) {
	for off, want := range map[time.Duration]bool{0: true, time.Minute: true, -time.Minute: true, 3 * time.Minute: false, -3 * time.Minute: false} {
		t.Run(off.String(), func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				h.posted(teamRoom, bot.Say("Hello."))
				if err := h.Healthy(); (err == nil) != want {
					t.Errorf("Healthy = %v", err)
				}
			}, func(_ *fakeslack.Options, o *slack.Options) { o.Now = func() time.Time { return time.Now().Add(off) } })
		})
	}
}

func TestMentionsAndMarkup(t *testing.T) {
	cases := []struct{ text, want string }{
		{"<@U0BOT> status", "status"},
		{"<@U0BOT|soundings> status", "status"},
		{"please, <@U0BOT>, status", "please, , status"},
		{"ask <@U0DANA> about it", "ask @Dana Ellery about it"},
		{"ask <@U0DANA|dana> about it", "ask @Dana Ellery about it"},
		{"ask <@U0NOBODY> about it", "ask @somebody about it"},
		{"in <#C0TEAM|digital-care>", "in <#C0TEAM|digital-care>"},
		{"<!channel> hear, <!here|here>, <!subteam^S1|@buyers>", "@channel hear, @here, @buyers"},
		{"<!date^1^{date}|9 June>", "9 June"},
		{"see <https://x.example/a|the report>", "see the report (https://x.example/a)"},
		{"see <https://x.example/a>", "see https://x.example/a"},
		{"see <http://x.example|x.example>", "see x.example"},
		{"<mailto:a@x.example|a@x.example>", "a@x.example"},
		{"is 60 &lt; 90 &amp; true?", "is 60 < 90 & true?"},
		{"&lt;!channel&gt; as text", "<!channel> as text"},
		{"a < b", "a < b"},
		{"&amp;lt;", "&lt;"},
		{"", ""},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			inside(t, byHTTP, func(t *testing.T, h *house) {
				w := h.post("/slack/commands", "user_id=U0DANA&team_id=T0HOME&channel_id=C0TEAM&trigger_id=1&text="+escaped(c.text), signing, time.Now())
				if got := h.last(t).Text; w.Code != 200 || got != c.want {
					t.Errorf("status %d, %q was read as %q, want %q", w.Code, c.text, got, c.want)
				}
			})
		})
	}
}
