package slack_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"soundings/bot"
	"soundings/internal/gallerytest"
)

// TestGallery keeps each kind of message as Slack gets it. What is in the files
// is looked at, and checked against Slack's own types by make interop.
func TestGallery(t *testing.T) {
	files := map[string][]byte{}
	inside(t, byHTTP, func(t *testing.T, h *house) {
		pictures := gallerytest.Pictures(t, filepath.Join("..", ".."))
		for _, name := range slices.Sorted(maps.Keys(pictures)) {
			if p := pictures[name]; p.Form != nil {
				files[name+".json"] = tidy(t, "view", viewOf(t, h.openForm(dana, teamRoom, *p.Form)))
				continue
			}
			for i, piece := range bot.Fit(pictures[name].Title, pictures[name].Blocks, h.Caps()) {
				part := bot.Part{Key: fmt.Sprint(name, i), Engagement: "care", To: at(teamRoom), Title: piece.Title, Blocks: piece.Blocks}
				if _, err := h.Send(t.Context(), part); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				all := h.Messages(teamRoom)
				m := all[len(all)-1]
				key := name + ".json"
				if i > 0 {
					key = fmt.Sprintf("%s-%d.json", name, i+1)
				}
				files[key] = tidy(t, "message", map[string]any{"text": m.Text, "blocks": m.Blocks})
			}
		}
	})
	gallerytest.Keep(t, filepath.Join("testdata", "gallery"), files, *update)
}
