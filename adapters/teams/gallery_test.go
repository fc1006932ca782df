package teams_test

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"

	"soundings/bot"
	"soundings/internal/gallerytest"
)

// TestGallery keeps each kind of message and dialog as Teams gets it, beside those
// of the other platforms, and holds all of it to the schema of Adaptive Cards.
func TestGallery(t *testing.T) {
	files := map[string][]byte{}
	pictures := gallerytest.Pictures(t, filepath.Join("..", ".."))
	synctest.Test(t, func(t *testing.T) {
		var form *bot.Form
		w := newWorld(t, func(context.Context, bot.Event) (bot.Answer, error) { return bot.Answer{Form: form}, nil })
		for _, name := range slices.Sorted(maps.Keys(pictures)) {
			if form = pictures[name].Form; form != nil {
				w.send(name, bot.Piece{Title: name, Blocks: []bot.Block{{Buttons: []bot.Button{{Label: "Open " + name, Action: "open", Typed: "open", View: true}}}}})
				if _, _, err := w.Press(t.Context(), dana, teamRoom, "", "Open "+name); err != nil {
					t.Fatal(err)
				}
				d, ok := w.Dialog(dana)
				if !ok {
					t.Fatalf("%s: no dialog opened", name)
				}
				files[name+".json"] = tidy(t, "dialog", map[string]any{"title": d.Title, "card": d.Card})
				continue
			}
			for i, piece := range bot.Fit(pictures[name].Title, pictures[name].Blocks, w.Caps()) {
				key := name
				if i > 0 {
					key = fmt.Sprintf("%s-%d", name, i+1)
				}
				files[key+".json"] = tidy(t, "message", w.send(key, piece))
			}
		}
		if n := w.Alarms(); n > 0 {
			t.Errorf("Teams obeyed %d marks", n)
		}
	})
	gallerytest.Keep(t, filepath.Join("testdata", "gallery"), files, *update)
	t.Run("schema", func(t *testing.T) { validate(t, files) })
}

// send posts to the team and gives what was posted.
func (w *world) send(key string, p bot.Piece) map[string]any {
	w.t.Helper()
	part := bot.Part{Key: key, Engagement: "care", To: w.subject().Room, Title: p.Title, Blocks: p.Blocks}
	part.To.Room = teamRoom
	if _, err := (paced{w.Adapter}).Send(w.t.Context(), part); err != nil {
		w.t.Fatalf("%s: %v", key, err)
	}
	synctest.Wait()
	all := w.Messages(teamRoom)
	return all[len(all)-1].Activity
}
