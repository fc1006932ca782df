package web_test

import (
	"flag"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"soundings/bot"
	"soundings/internal/gallerytest"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	mainPart = regexp.MustCompile(`(?s)<main.*</main>`)
	spaces   = regexp.MustCompile(`\n\s*\n+`)
	// ours and kept are what differs from run to run.
	ours = regexp.MustCompile(`(name="(?:token|event|asked|ask)" value=")[^"]*`)
	kept = regexp.MustCompile(`(data-keep="(?:acme|team-care)/)[a-z0-9]+`)
)

// TestGallery keeps each kind of message as a page shows it.
func TestGallery(t *testing.T) {
	h := newHouse(t, nil)
	pictures := gallerytest.Pictures(t, filepath.Join("..", ".."))
	h.answers(func(ev bot.Event) (bot.Answer, error) {
		p, ok := pictures[ev.Value]
		if !ok {
			return bot.Answer{}, nil
		}
		if p.Form != nil {
			return bot.Answer{Form: p.Form}, nil
		}
		return bot.Answer{Note: &bot.Message{Title: p.Title, Blocks: p.Blocks}}, nil
	})
	supplier, team := h.supplier("acme"), h.supplier("team-care")
	files := map[string][]byte{}
	for name := range pictures {
		b, room := supplier, "acme"
		if strings.HasPrefix(name, "team-") {
			b, room = team, "team-care"
		}
		page := h.open(b, h.server.URL+"/r/"+room+"/see?"+url.Values{"a": {"say"}, "v": {name}}.Encode(), http.StatusOK)
		shown := ours.ReplaceAllString(mainPart.FindString(page.Body), "${1}…")
		shown = kept.ReplaceAllString(shown, "${1}…")
		files[name+".html"] = []byte(spaces.ReplaceAllString(shown, "\n") + "\n")
	}
	gallerytest.Keep(t, filepath.Join("testdata", "gallery"), files, *update)
}
