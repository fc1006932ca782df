package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// mostInWindow is how many blocks a window has.
const mostInWindow = 100

// window makes a window of a form.
func (a *Adapter) window(ev bot.Event, f bot.Form) slack.ModalViewRequest {
	r := &rendering{engagement: ev.Engagement, window: true}
	if f.Heading != "" && f.Heading != f.Title {
		r.title(f.Heading)
	}
	r.all(f.Blocks)
	before := r.blocks
	fields := asked(f)
	if spare := mostInWindow - len(fields); len(before) > spare {
		before = before[:max(spare, 0)] // no form has as many fields
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: cut(cmp.Or(f.Action, "form"), 255),
		Title: plainText(cmp.Or(f.Title, "Soundings"), 24), Submit: plainText(cmp.Or(f.Submit, "Save"), 24), Close: plainText("Cancel", 24),
		PrivateMetadata: memoOf(ev, f.Action, f.Value).String(), Blocks: slack.Blocks{BlockSet: append(before, fields...)},
	}
}

// noteWindow makes a window of a note.
func (a *Adapter) noteWindow(ev bot.Event, note bot.Message) slack.ModalViewRequest {
	r := &rendering{engagement: ev.Engagement, window: true}
	title := note.Title
	if units(title) > 24 {
		r.title(title)
		title = ""
	}
	for _, piece := range bot.Fit("", note.Blocks, windowCaps()) {
		r.all(piece.Blocks)
	}
	if len(r.blocks) > mostInWindow {
		r.blocks = append(r.blocks[:mostInWindow-1], slack.NewContextBlock("", plainText("There is more than fits here. Type the same in the channel to read all of it.", 2000)))
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "note", Title: plainText(cmp.Or(title, "Soundings"), 24), Close: plainText("Close", 24),
		PrivateMetadata: memoOf(ev, "", "").String(), Blocks: slack.Blocks{BlockSet: r.blocks},
	}
}

// windowCaps is what a window can show.
func windowCaps() bot.Caps {
	return bot.Caps{Buttons: true, Tables: true, Items: true, MaxText: 2800, MaxButtons: 10}
}

// mostReplied is how large an answer by socket may be; Slack drops larger ones
// without a word.
const mostReplied = 18 << 10

// replace puts another window in the place of the one that was sent. A large one
// follows a small one, since what goes back at once is bounded.
func (a *Adapter) replace(ctx context.Context, to place, view slack.ModalViewRequest) reply {
	answer := &slack.ViewSubmissionResponse{ResponseAction: slack.RAUpdate, View: &view}
	if data, err := json.Marshal(answer); err == nil && len(data) <= mostReplied {
		return reply{status: http.StatusOK, body: answer}
	}
	small := view
	small.Submit = nil
	small.Blocks = slack.Blocks{BlockSet: []slack.Block{slack.NewSectionBlock(plainText("One moment, please.", 100), nil, nil)}}
	a.later(ctx, "window", func(ctx context.Context) error {
		_, err := a.api.UpdateViewContext(ctx, view, "", "", to.view)
		return err
	})
	return reply{status: http.StatusOK, body: &slack.ViewSubmissionResponse{ResponseAction: slack.RAUpdate, View: &small}}
}

// wrong shows what is wrong in a window, beside the fields.
func (a *Adapter) wrong(view object, errs map[string]string) reply {
	shown := map[string]string{}
	var rest []string
	for name, why := range errs {
		if hasField(view, name) {
			shown[fieldBlock(name)] = cut(why, 2000)
			continue
		}
		rest = append(rest, why)
	}
	if len(rest) > 0 {
		return inWindow(view, strings.Join(rest, " "))
	}
	return reply{status: http.StatusOK, body: &slack.ViewSubmissionResponse{ResponseAction: slack.RAErrors, Errors: shown}}
}

// inWindow says something at the first field of a window, which stays open with
// all that was typed.
func inWindow(view object, text string) reply {
	for _, b := range view.list("blocks") {
		if b.text("type") == "input" && b.text("block_id") != "" {
			errs := map[string]string{b.text("block_id"): text + " What you typed is still here."}
			return reply{status: http.StatusOK, body: &slack.ViewSubmissionResponse{ResponseAction: slack.RAErrors, Errors: errs}}
		}
	}
	return reply{status: http.StatusInternalServerError} // Slack then says so, and keeps the window
}

func hasField(view object, name string) bool {
	for _, b := range view.list("blocks") {
		if b.text("type") == "input" && b.text("block_id") == fieldBlock(name) {
			return true
		}
	}
	return false
}
