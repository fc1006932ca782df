package archtest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"soundings/internal/archtest"
)

// TestSoundings holds this module to its own rules.
func TestSoundings(t *testing.T) {
	tree, err := archtest.Load(os.DirFS(root(t)))
	if err != nil {
		t.Fatal(err)
	}
	table := archtest.Soundings()
	for name, faults := range map[string][]archtest.Fault{
		"imports":    tree.Imports(table),
		"comments":   tree.Comments(),
		"sizes":      tree.Sizes(),
		"globals":    tree.Globals(),
		"clocks":     tree.Clocks(table),
		"interfaces": tree.Interfaces(table),
	} {
		t.Run(name, func(t *testing.T) {
			for _, fault := range faults {
				t.Error(fault)
			}
		})
	}
}

// root is the folder of go.mod, found by walking up.
func root(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		_, err := os.Stat(filepath.Join(dir, "go.mod"))
		if err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if !errors.Is(err, fs.ErrNotExist) || parent == dir {
			t.Fatalf("find go.mod above %s: %v", dir, err)
		}
		dir = parent
	}
}
