package faketeams_test

import (
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"soundings/internal/faketeams"
)

func TestTheBotHearsWhatMentionsIt(t *testing.T) {
	w := newWorld(t)
	ctx := bounded(t)
	w.Direct(dana)
	w.AddConversation(faketeams.Conversation{ID: "19:all@thread.tacv2", Members: []string{dana}, Installed: true, Consented: true})
	for _, c := range []struct {
		id, words string
		heard     int
	}{
		{room, "between us", 0},
		{room, "@Soundings 3 < 4 & so on", 1},
		{"a:dana", "hello", 1},
		{chat, "between us", 0},
		{"19:all@thread.tacv2", "between us", 1},
		{room, "mail dana@soundings.example", 0},
	} {
		before := len(w.heard())
		_, err := w.Say(ctx, dana, c.id, c.words)
		good(t, err)
		if got := len(w.heard()) - before; got != c.heard {
			t.Errorf("of %q in %s it heard %d, want %d", c.words, c.id, got, c.heard)
		}
	}
	if got := w.heard()[0]["text"]; got != "<at>Soundings</at> 3 &lt; 4 &amp; so on" {
		t.Errorf("text = %q", got)
	}
	if _, err := w.Say(ctx, ana, room, "@Soundings hello"); !errors.Is(err, faketeams.ErrRefused) {
		t.Errorf("somebody wrote where they are not: %v", err)
	}
}

func TestEditsDeletionsAndReactions(t *testing.T) {
	w := newWorld(t)
	ctx := bounded(t)
	id, err := w.Say(ctx, ana, shared, "@Soundings first")
	good(t, err)
	good(t, w.Edit(ctx, ana, shared, id, "@Soundings second"))
	if a := w.last(); a["type"] != "messageUpdate" || a["id"] != id || a["text"] != "<at>Soundings</at> second" || a["channelData"].(obj)["eventType"] != "editMessage" {
		t.Errorf("an edit is %v", a)
	}
	good(t, w.Delete(ctx, ana, shared, id))
	if a := w.last(); a["type"] != "messageDelete" || a["id"] != id {
		t.Errorf("a deletion is %v", a)
	}
	if err := w.Edit(ctx, ana, shared, id, "third"); !errors.Is(err, faketeams.ErrRefused) {
		t.Errorf("what was taken back was changed: %v", err)
	}
	post := w.posts(shared, text("a post"))
	good(t, w.React(ctx, ana, shared, post, "like", true))
	if a := w.last(); a["type"] != "messageReaction" || a["replyToId"] != post || a["reactionsAdded"].([]any)[0].(obj)["type"] != "like" {
		t.Errorf("a reaction is %v", a)
	}
}

func TestFilesReachTheBotInPersonalChatsOnly(t *testing.T) {
	w := newWorld(t)
	ctx := bounded(t)
	_, err := w.Say(ctx, dana, room, "@Soundings the draft", faketeams.WithFile("draft.md", []byte("# Care")))
	good(t, err)
	if a := w.last()["attachments"].([]any)[0].(obj); a["contentType"] != "text/html" {
		t.Errorf("in a channel a file is %v", a)
	}
	_, err = w.Say(ctx, dana, w.Direct(dana), "the draft", faketeams.WithFile("draft.md", []byte("# Care")))
	good(t, err)
	a := w.last()["attachments"].([]any)[0].(obj)
	response, err := http.Get(a["content"].(obj)["downloadUrl"].(string))
	good(t, err)
	defer response.Body.Close()
	if a["name"] != "draft.md" || response.StatusCode != http.StatusOK || response.ContentLength != 6 {
		t.Errorf("a file is %v, with %d bytes", a, response.ContentLength)
	}
}

func TestTheBotComesAndGoes(t *testing.T) {
	w := newWorld(t)
	ctx := bounded(t)
	good(t, w.Uninstall(ctx, dana, room))
	if status, o := w.call("POST", "conversations/"+room+"/activities", text("x")); status != http.StatusForbidden {
		t.Errorf("where it was taken out: %d %v, want 403", status, o)
	}
	good(t, w.Install(ctx, dana, room))
	w.posts(room, text("back again"))
	good(t, w.Happen(ctx, dana, room, "channelShared", tenant))
	if a := w.last()["channelData"].(obj); a["sharedWithTeams"].([]any)[0].(obj)["tenantId"] != tenant || a["channel"].(obj)["type"] != "shared" {
		t.Errorf("a channel that is shared is %v", a)
	}
	good(t, w.Leave(ctx, ana, shared))
	if a := w.last(); a["membersRemoved"].([]any)[0].(obj)["id"] != ana || a["channelData"].(obj)["eventType"] != "channelMemberRemoved" {
		t.Errorf("a departure is %v", a)
	}
}

func TestWhatIsNotAcknowledgedComesAgain(t *testing.T) {
	var timeouts atomic.Int32
	past := make(chan time.Time)
	close(past)
	w := newWorld(t, func(o *faketeams.Options) {
		o.After = func(time.Duration) <-chan time.Time {
			if timeouts.Add(1) == 1 {
				return past // it is over at once
			}
			return nil
		}
	})
	ctx := bounded(t)
	_, err := w.Say(ctx, dana, room, "@Soundings hello")
	good(t, err)
	if c := w.Counts(); c.Sent != 2 || c.Refused != 1 || c.Acknowledged != 1 {
		t.Errorf("counts = %+v, want it sent twice", c)
	}
	reply, err := w.Redeliver(ctx)
	good(t, err)
	all := w.heard()
	if reply.Status != http.StatusOK || len(all) < 2 || all[len(all)-1]["id"] != all[len(all)-2]["id"] {
		t.Errorf("what came again is another: %v", all)
	}
	w.answers(http.StatusServiceUnavailable, nil)
	if _, err := w.Say(ctx, dana, room, "@Soundings hello"); err == nil {
		t.Error("it was taken though the bot refused it")
	}
}
