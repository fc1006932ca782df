// Package gallerytest has one of each kind of message that people are shown, as an
// adapter gets it, for tests of what each platform makes of it. The pictures come
// from the transcripts of conversations, whose test keeps them true.
package gallerytest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"soundings/bot"
)

// Picture is a message or, with Form, a form.
type Picture struct {
	Title  string      `json:"title,omitempty"`
	Blocks []bot.Block `json:"blocks,omitempty"`
	Form   *bot.Form   `json:"form,omitempty"`
}

// Pictures gives all of them by name. Root leads to the project's root, such as
// "../..".
func Pictures(tb testing.TB, root string) map[string]Picture {
	tb.Helper()
	all := map[string]Picture{}
	for name, data := range files(tb, filepath.Join(root, "conversations", "testdata", "gallery")) {
		var p Picture
		if err := json.Unmarshal(data, &p); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		all[strings.TrimSuffix(name, ".json")] = p
	}
	if len(all) == 0 {
		tb.Fatal("there are no pictures")
	}
	return all
}

// Keep compares what is shown now, by the names of its files, with what the
// folder has, or with update writes it there and removes all else.
func Keep(tb testing.TB, folder string, want map[string][]byte, update bool) {
	tb.Helper()
	had := files(tb, folder)
	for name, data := range want {
		if bytes.Equal(had[name], data) {
			continue
		}
		path := filepath.Join(folder, name)
		if !update {
			tb.Errorf("%s: it reads otherwise now; with -update it is written, and a person reads the difference", path)
			continue
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	for name := range had {
		if want[name] != nil {
			continue
		}
		if !update {
			tb.Errorf("%s is nothing any more", filepath.Join(folder, name))
		} else if err := os.Remove(filepath.Join(folder, name)); err != nil {
			tb.Fatal(err)
		}
	}
}

// files reads a folder; one that is not there has none.
func files(tb testing.TB, folder string) map[string][]byte {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		tb.Fatal(err)
	}
	all := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		all[filepath.Base(path)] = data
	}
	return all
}
