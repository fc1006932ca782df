package mail

import (
	"path/filepath"
	"strings"
	"testing"

	"soundings/internal/gallerytest"
)

// TestGallery keeps what goes to suppliers and to people who use services as
// mails say it.
func TestGallery(t *testing.T) {
	files := map[string][]byte{}
	for name, p := range gallerytest.Pictures(t, filepath.Join("..", "..")) {
		if p.Form != nil || strings.HasPrefix(name, "team-") || strings.HasPrefix(name, "round-table") {
			continue // a mail has no form, and none goes to the team or to a table
		}
		_, text, _ := sent(t, part(name, p.Title, p.Blocks...))
		files[name+".txt"] = []byte(text)
	}
	gallerytest.Keep(t, filepath.Join("testdata", "gallery"), files, *update)
}
