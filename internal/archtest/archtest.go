// Package archtest holds the code to the shape it was designed in: which
// package may import which, and the habits that a compiler does not check. It
// reads source files and nothing else, in the process of the test, so that no
// cached answer of another program can go stale. It knows nothing of what the
// packages do.
package archtest

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Fault is one place where the code breaks a rule.
type Fault struct {
	File string // from the root of the module, with slashes
	Line int    // 0 where the fault is the whole file's or package's
	Text string // what is wrong, and what to do instead
}

// String gives the fault as compilers give theirs.
func (f Fault) String() string {
	if f.Line == 0 {
		return f.File + ": " + f.Text
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text)
}

// Tree is the source of one module.
type Tree struct {
	module string
	files  []*file
}

// file is one parsed source file.
type file struct {
	path      string // internal/secret/secret.go
	pkg       string // internal/secret; "." at the root
	test      bool
	generated bool
	lines     int
	syntax    *ast.File
	positions *token.FileSet
}

// Load parses every Go file of the module at the root of fsys, whatever its
// build tags. Folders named testdata or vendor, those whose names begin with a
// dot or an underscore, and modules within the module are left out, as the go
// command leaves them out.
func Load(fsys fs.FS) (Tree, error) {
	module, err := moduleName(fsys)
	if err != nil {
		return Tree{}, err
	}
	tree := Tree{module: module}
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && leftOut(fsys, name):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		parsed, err := parse(fsys, name)
		if err == nil {
			tree.files = append(tree.files, parsed)
		}
		return err
	})
	if err != nil {
		return Tree{}, fmt.Errorf("load module %s: %w", module, err)
	}
	return tree, nil
}

// leftOut says whether the go command would not look into the folder.
func leftOut(fsys fs.FS, name string) bool {
	if name == "." {
		return false
	}
	base := path.Base(name)
	if base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return true
	}
	_, err := fs.Stat(fsys, path.Join(name, "go.mod"))
	return err == nil
}

func moduleName(fsys fs.FS) (string, error) {
	data, err := fs.ReadFile(fsys, "go.mod")
	if err != nil {
		return "", fmt.Errorf("find module: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "module "); ok {
			return strings.Trim(strings.TrimSpace(name), `"`), nil
		}
	}
	return "", fmt.Errorf("find module: go.mod has no module line")
}

func parse(fsys fs.FS, name string) (*file, error) {
	source, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	positions := token.NewFileSet()
	syntax, err := parser.ParseFile(positions, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return &file{
		path:      name,
		pkg:       path.Dir(name),
		test:      strings.HasSuffix(name, "_test.go"),
		generated: ast.IsGenerated(syntax),
		lines:     strings.Count(string(source), "\n"),
		syntax:    syntax,
		positions: positions,
	}, nil
}

// fault makes a fault at a place in the file.
func (f *file) fault(at token.Pos, format string, args ...any) Fault {
	return Fault{File: f.path, Line: f.positions.Position(at).Line, Text: fmt.Sprintf(format, args...)}
}

// inOrder sorts faults as a reader would go through them.
func inOrder(faults []Fault) []Fault {
	slices.SortStableFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return faults
}
