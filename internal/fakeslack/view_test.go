package fakeslack_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"soundings/internal/fakeslack"
)

func plainText(words string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, words, false, false)
}

// window is a form with a stance, words that must be there, and a button.
func window(title string) slack.ModalViewRequest {
	words := slack.NewPlainTextInputBlockElement(nil, "words")
	words.MaxLength = 20
	stance := slack.NewRadioButtonsBlockElement("stance",
		slack.NewOptionBlockObject("works", plainText("Works for us"), nil),
		slack.NewOptionBlockObject("risk", plainText("Possible, with a risk"), nil))
	choose := slack.NewInputBlock("stance", plainText("Where you stand"), nil, stance)
	choose.DispatchAction = true
	choose.Optional = true
	help := slack.NewActionBlock("foot", slack.NewButtonBlockElement("help", "1", plainText("Help")))
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainText(title), Submit: plainText("Save"), Close: plainText("Cancel"), CallbackID: "answer",
		PrivateMetadata: "S6", NotifyOnClose: true,
		Blocks: slack.Blocks{BlockSet: []slack.Block{choose, slack.NewInputBlock("words", plainText("In your words"), nil, words), help}},
	}
}

// opened is a world in which Ana has the window open.
func opened(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	_, err := w.Command(t.Context(), "U1ANA", "C1", "/soundings", "")
	good(t, err)
	_, err = w.api.OpenView(w.app.last("").Form.Get("trigger_id"), window("Section 6"))
	good(t, err)
	return w
}

func TestAWindowIsFilledInAndSent(t *testing.T) {
	w := opened(t)
	if views := w.Views("U1ANA"); len(views) != 1 || views[0].Title != "Section 6" || views[0].PrivateMetadata != "S6" {
		t.Fatalf("views = %+v", views)
	}
	sent, err := w.Submit(t.Context(), "U1ANA", "")
	good(t, err)
	if sent.Sent || sent.Errors["words"] == "" || len(w.app.heard("view_submission")) != 0 {
		t.Errorf("an empty form: %+v", sent)
	}
	good(t, w.Fill("U1ANA", "", "In your words", "far longer than the twenty characters"))
	if sent, err = w.Submit(t.Context(), "U1ANA", ""); err != nil || sent.Sent {
		t.Errorf("too long a text: %+v, %v", sent, err)
	}
	good(t, w.Fill("U1ANA", "", "In your words", "fine"))
	good(t, w.Fill("U1ANA", "", "Where you stand", "Possible, with a risk"))
	w.app.answers(func(heard) (int, string) {
		return http.StatusOK, `{"response_action": "errors", "errors": {"words": "Say more, please"}}`
	})
	sent, err = w.Submit(t.Context(), "U1ANA", "")
	good(t, err)
	if sent.Action != "errors" || w.Views("U1ANA")[0].Errors["words"] != "Say more, please" {
		t.Errorf("errors of the app: %+v", sent)
	}
	if want := "Section 6\nWhere you stand: Possible, with a risk\n[Works for us] [Possible, with a risk]\n" +
		"In your words: fine\n! Say more, please\n[Help]\n[Save]\n[Cancel]"; w.Views("U1ANA")[0].Words() != want {
		t.Errorf("Words() = %s", cmp.Diff(want, w.Views("U1ANA")[0].Words()))
	}
	w.app.answers(nil)
	sent, err = w.Submit(t.Context(), "U1ANA", "")
	good(t, err)
	if !sent.Sent || sent.Top != nil || len(w.Views("U1ANA")) != 0 {
		t.Errorf("a good answer: %+v", sent)
	}
	view := callback(t, w.app.last("view_submission")).View
	if got := view.State.Values["stance"]["stance"].SelectedOption.Value; got != "risk" {
		t.Errorf("stance = %q", got)
	}
	if got := view.State.Values["words"]["words"].Value; got != "fine" || view.AppInstalledTeamID != fakeslack.Home || view.Hash == "" {
		t.Errorf("view = %+v", view)
	}
}

func TestAnswersThatSlackCannotUse(t *testing.T) {
	for _, body := range []string{
		`ok`, `{"response_action": "dance"}`, `{"response_action": "errors", "errors": {"foot": "no input"}}`,
		`{"response_action": "errors"}`, `{"response_action": "update", "view": {"type": "home", "blocks": []}}`,
	} {
		w := opened(t)
		good(t, w.Fill("U1ANA", "", "words", "fine"))
		w.app.answers(func(heard) (int, string) { return http.StatusOK, body })
		if sent, err := w.Submit(t.Context(), "U1ANA", ""); err == nil || !sent.Trouble || !w.Views("U1ANA")[0].Trouble {
			t.Errorf("answer %s: %+v, %v, want trouble", body, sent, err)
		}
	}
}

func TestUpdatesKeepWhatWasFilledIn(t *testing.T) {
	w := opened(t)
	view := w.Views("U1ANA")[0]
	good(t, w.Fill("U1ANA", "", "In your words", "mine"))
	_, err := w.Choose(t.Context(), "U1ANA", "", "Where you stand", "Works for us")
	good(t, err)
	parsed := callback(t, w.app.last("block_actions"))
	if parsed.View.ID != view.ID || parsed.View.State.Values["words"]["words"].Value != "mine" || parsed.Container.ViewID != view.ID {
		t.Errorf("callback = %+v", parsed.View)
	}
	next := window("Section 7")
	_, err = w.api.UpdateView(next, "", view.Hash, view.ID)
	good(t, err)
	_, err = w.api.UpdateView(next, "", view.Hash, view.ID)
	code(t, "update with an old hash", err, "hash_conflict")
	if got := w.Views("U1ANA")[0].Words(); got[:9] != "Section 7" || !contains(got, "In your words: mine") {
		t.Errorf("after the update: %s", got)
	}
	_, err = w.PressIn(t.Context(), "U1ANA", "", "Help")
	good(t, err)
	if got := callback(t, w.app.last("block_actions")).ActionCallback.BlockActions[0]; got.ActionID != "help" {
		t.Errorf("action = %+v", got)
	}
}

func TestWindowsStack(t *testing.T) {
	w := opened(t)
	for n := range 3 {
		_, err := w.PressIn(t.Context(), "U1ANA", "", "Help")
		good(t, err)
		_, err = w.api.PushView(callback(t, w.app.last("block_actions")).TriggerID, window(fmt.Sprint("Help ", n)))
		if n < 2 {
			good(t, err)
		} else {
			code(t, "a fourth window", err, "push_limit_reached")
		}
	}
	good(t, w.Close(t.Context(), "U1ANA", ""))
	if closed := callback(t, w.app.last("view_closed")); closed.View.Title.Text != "Help 1" || closed.IsCleared {
		t.Errorf("closed = %+v", closed.View)
	}
	w.app.answers(func(h heard) (int, string) { return http.StatusOK, `{"response_action": "clear"}` })
	good(t, w.Fill("U1ANA", "", "words", "x"))
	_, err := w.Submit(t.Context(), "U1ANA", "")
	good(t, err)
	if left := w.Views("U1ANA"); len(left) != 0 {
		t.Errorf("%d windows are left", len(left))
	}
}

func TestTriggersOpenOnceAndSoon(t *testing.T) {
	w := opened(t)
	trigger := w.app.last("").Form.Get("trigger_id")
	_, err := w.api.OpenView(trigger, window("Again"))
	code(t, "a second time", err, "exchanged_trigger_id")
	_, err = w.Command(t.Context(), "U1ANA", "C1", "/soundings", "")
	good(t, err)
	w.clock.add(4 * time.Second)
	_, err = w.api.OpenView(w.app.last("").Form.Get("trigger_id"), window("Late"))
	code(t, "after four seconds", err, "expired_trigger_id")
	_, err = w.api.OpenView("1.2.3", window("Never"))
	code(t, "an invented trigger", err, "invalid_trigger_id")
}

func TestHome(t *testing.T) {
	w := newWorld(t)
	good(t, w.OpenHome(t.Context(), "U1ANA"))
	if got := w.app.last("app_home_opened").event(); got["user"] != "U1ANA" || got["tab"] != "home" {
		t.Errorf("event = %v", got)
	}
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
		slack.NewActionBlock("", slack.NewButtonBlockElement("list", "1", plainText("Show"))),
	}}}
	published, err := w.api.PublishView("U1ANA", home, "")
	good(t, err)
	_, err = w.api.PublishView("U1ANA", home, published.Hash)
	good(t, err)
	_, err = w.api.PublishView("U1ANA", home, published.Hash)
	code(t, "publish with an old hash", err, "hash_conflict")
	shown, _ := w.Home("U1ANA")
	_, err = w.PressIn(t.Context(), "U1ANA", shown.ID, "Show")
	good(t, err)
	if parsed := callback(t, w.app.last("block_actions")); parsed.View.Type != slack.VTHomeTab || parsed.TriggerID == "" {
		t.Errorf("callback = %+v", parsed.View)
	}
}
