package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed assets/soundings.css assets/soundings.js assets/icon.svg
var assetFiles embed.FS

// asset is a file under a name that changes with what is in it.
type asset struct {
	name string // "soundings.css"
	url  string // "/assets/soundings-5f2a9c1b.css"
	data []byte
}

// assets are the embedded files by their names. Read once: the program does
// not change while it runs.
var assets = sync.OnceValue(func() map[string]asset { //nolint:gochecknoglobals // set once, never changed
	found := make(map[string]asset)
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic(err) // cannot be: it is embedded
	}
	for _, e := range entries {
		data, err := assetFiles.ReadFile("assets/" + e.Name())
		if err != nil {
			panic(err) // as above
		}
		sum := sha256.Sum256(data)
		ext := path.Ext(e.Name())
		url := "/assets/" + strings.TrimSuffix(e.Name(), ext) + "-" + base64.RawURLEncoding.EncodeToString(sum[:9]) + ext
		found[e.Name()] = asset{name: e.Name(), url: url, data: data}
	}
	return found
})

// Asset gives the address of one of the files that all pages use,
// "soundings.css" for instance, or "" if there is none of that name.
func Asset(name string) string { return assets()[name].url }

// Assets serves those files, for "/assets/". They may be kept for good, as
// their names change with them.
func (s *Site) Assets() http.Handler {
	byURL := make(map[string]asset)
	for _, a := range assets() {
		byURL[a.url] = a
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := byURL[r.URL.Path]
		if !ok {
			s.Fail(w, r, http.StatusNotFound, nil)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		http.ServeContent(w, r, a.name, time.Time{}, bytes.NewReader(a.data))
	})
}
