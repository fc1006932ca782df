package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// What a window holds: blocks, and bytes, of which Slack takes 250,000.
const (
	mostInWindow = 100
	mostOfWindow = 240_000
)

// windowCaps is what a window can show.
func windowCaps() bot.Caps {
	return bot.Caps{Buttons: true, Tables: true, Items: true, MaxText: 2800, MaxButtons: 5}
}

// inside makes blocks for a window.
func inside(engagement, title string, blocks []bot.Block) []slack.Block {
	r := &rendering{engagement: engagement, window: true}
	for _, piece := range bot.Fit(title, blocks, windowCaps()) {
		r.title(piece.Title)
		r.all(piece.Blocks)
	}
	return r.blocks
}

// window makes a window of a form. An error says that it does not fit in one.
func (a *Adapter) window(ev bot.Event, f bot.Form) (slack.ModalViewRequest, error) {
	heading := f.Heading
	if heading == f.Title {
		heading = ""
	}
	if heading == "" && units(f.Title) > mostOfTitle {
		heading = f.Title
	}
	kept, ok := memoOf(ev, f.Action, f.Value).text()
	fields := asked(f)
	before := squeeze(inside(ev.Engagement, heading, f.Blocks), mostInWindow-len(fields))
	view := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: cut(cmp.Or(f.Action, "form"), 255), PrivateMetadata: kept,
		Title: plainText(cmp.Or(f.Title, "Soundings"), mostOfTitle), Submit: plainText(cmp.Or(f.Submit, "Save"), 24), Close: plainText("Cancel", 24),
		Blocks: slack.Blocks{BlockSet: append(before, fields...)},
	}
	if !ok || !fits(view) {
		return view, errors.New("the form does not fit in a window")
	}
	return view, nil
}

// mostOfTitle is how long the title of a window may be.
const mostOfTitle = 24

// noteWindow makes a window of a note; whole says whether all of it fits.
func (a *Adapter) noteWindow(ev bot.Event, note bot.Message) (view slack.ModalViewRequest, whole bool) {
	title, heading := note.Title, ""
	if units(title) > mostOfTitle {
		title, heading = "", note.Title
	}
	kept, _ := memoOf(ev, "", "").text()
	view = slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "note", Title: plainText(cmp.Or(title, "Soundings"), mostOfTitle), Close: plainText("Close", 24),
		PrivateMetadata: kept, Blocks: slack.Blocks{BlockSet: squeeze(inside(ev.Engagement, heading, note.Blocks), mostInWindow)},
	}
	return view, fits(view)
}

func fits(view slack.ModalViewRequest) bool {
	data, err := json.Marshal(view)
	return err == nil && len(data) <= mostOfWindow && len(view.Blocks.BlockSet) <= mostInWindow
}

// squeeze puts rich text that follows rich text into the same block, if there are
// more blocks than fit.
func squeeze(blocks []slack.Block, most int) []slack.Block {
	if len(blocks) <= most {
		return blocks
	}
	var all []slack.Block
	for _, b := range blocks {
		if text, rich := b.(*slack.RichTextBlock); rich && len(all) > 0 {
			if before, rich := all[len(all)-1].(*slack.RichTextBlock); rich {
				apart := section(plainRun("\n"))
				all[len(all)-1] = slack.NewRichTextBlock("", slices.Concat(before.Elements, []slack.RichTextElement{apart}, text.Elements)...)
				continue
			}
		}
		all = append(all, b)
	}
	return all
}

// mostReplied is how large what goes back at once may be: by socket Slack drops
// larger ones without a word.
const mostReplied = 18 << 10

// settleWithin is how long Slack may need to show what went back at once: nothing
// tells when it has, and what comes earlier would be covered by it.
const settleWithin = 500 * time.Millisecond

// replace puts another window in the place of the one that was sent. A large one
// follows a small one, since what goes back at once is bounded.
func (a *Adapter) replace(to place, view slack.ModalViewRequest) reply {
	answer := &slack.ViewSubmissionResponse{ResponseAction: slack.RAUpdate, View: &view}
	if small(answer) {
		return reply{status: http.StatusOK, body: answer}
	}
	first := placeholder(view)
	return reply{
		status: http.StatusOK, body: &slack.ViewSubmissionResponse{ResponseAction: slack.RAUpdate, View: &first},
		then: func(ctx context.Context) {
			a.later(ctx, "window", func(ctx context.Context) error {
				if err := a.pause(ctx, settleWithin); err != nil {
					return err
				}
				_, err := a.api.UpdateViewContext(ctx, view, "", "", to.view)
				return err
			})
		},
	}
}

// small says whether something may go back at once.
func small(answer any) bool {
	data, err := json.Marshal(answer)
	return err == nil && len(data) <= mostReplied
}

// wrong shows what is wrong in a window, beside the fields. What is wrong with a
// field that is not asked here stands beside the first.
func (a *Adapter) wrong(view object, errs map[string]string) reply {
	shown := map[string]string{}
	var rest []string
	for _, name := range slices.Sorted(maps.Keys(errs)) {
		if hasField(view, name) {
			shown[fieldBlock(name)] = cut(errs[name], 2000)
			continue
		}
		rest = append(rest, errs[name])
	}
	if len(rest) == 0 {
		return reply{status: http.StatusOK, body: &slack.ViewSubmissionResponse{ResponseAction: slack.RAErrors, Errors: shown}}
	}
	return a.inWindow(view, strings.Join(rest, " "), shown)
}

// inWindow says something at the first field of a window, which stays open with
// all that was typed. Where there is no field it lies on top.
func (a *Adapter) inWindow(view object, text string, errs map[string]string) reply {
	for _, b := range view.list("blocks") {
		if id := b.text("block_id"); b.text("type") == "input" && id != "" {
			if errs == nil {
				errs = map[string]string{}
			}
			errs[id] = strings.TrimSpace(errs[id] + " " + text)
			return reply{status: http.StatusOK, body: &slack.ViewSubmissionResponse{ResponseAction: slack.RAErrors, Errors: errs}}
		}
	}
	m := readMemo(view.text("private_metadata"))
	top, _ := a.noteWindow(bot.Event{Room: at(m.Room), Thread: m.Thread, Engagement: m.Engagement}, bot.Message{Blocks: []bot.Block{bot.Say(text)}})
	return reply{status: http.StatusOK, body: &slack.ViewSubmissionResponse{ResponseAction: slack.RAPush, View: &top}}
}

func hasField(view object, name string) bool {
	for _, b := range view.list("blocks") {
		if b.text("type") == "input" && b.text("block_id") == fieldBlock(name) {
			return true
		}
	}
	return false
}
