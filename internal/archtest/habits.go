package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

// The sizes that keep a file and a function readable in one go.
const (
	maxLines     = 600 // of a file
	longFunction = 40  // lines; at most one function in ten is longer
	maxMethods   = 5   // of an exported interface
)

// Comments gives every package without a comment that says what it is. A
// package of test files only may have it in one of those.
func (t Tree) Comments() []Fault {
	var faults []Fault
	for pkg, files := range t.packages() {
		if !slices.ContainsFunc(files, hasComment) {
			faults = append(faults, Fault{File: pkg, Text: fmt.Sprintf(
				"no package comment: say what it is and what it knows nothing about, beginning %q", opening(files[0]))})
		}
	}
	return inOrder(faults)
}

// packages groups the files by package, with a package's test files only
// where it has no others.
func (t Tree) packages() map[string][]*file {
	product, tests := map[string][]*file{}, map[string][]*file{}
	for _, f := range t.files {
		if f.test {
			tests[f.pkg] = append(tests[f.pkg], f)
		} else {
			product[f.pkg] = append(product[f.pkg], f)
		}
	}
	for pkg, files := range tests {
		if product[pkg] == nil {
			product[pkg] = files
		}
	}
	return product
}

func hasComment(f *file) bool {
	return f.syntax.Doc != nil && strings.HasPrefix(f.syntax.Doc.Text(), opening(f))
}

// opening is how the comment of the package begins: with its name, and for a
// program with that of its folder.
func opening(f *file) string {
	name := strings.TrimSuffix(f.syntax.Name.Name, "_test")
	if name == "main" {
		folder := path.Base(f.pkg)
		return strings.ToUpper(folder[:1]) + folder[1:] + " "
	}
	return "Package " + name + " "
}

// Sizes gives the files that are too long, and the long functions where more
// than one in ten is. What a program wrote may have any length.
func (t Tree) Sizes() []Fault {
	var faults, long []Fault
	functions := 0
	for _, f := range t.files {
		if f.generated {
			continue
		}
		if f.lines > maxLines {
			faults = append(faults, Fault{File: f.path, Text: fmt.Sprintf("%d lines, more than %d: split it", f.lines, maxLines)})
		}
		for function := range functionsOf(f) {
			functions++
			from, to := f.positions.Position(function.Pos()).Line, f.positions.Position(function.End()).Line
			if lines := to - from + 1; lines > longFunction {
				long = append(long, f.fault(function.Pos(), "%s has %d lines, and more than one function in ten has over %d",
					function.Name.Name, lines, longFunction))
			}
		}
	}
	if len(long)*10 > functions {
		faults = append(faults, long...)
	}
	return inOrder(faults)
}

func functionsOf(f *file) func(yield func(*ast.FuncDecl) bool) {
	return func(yield func(*ast.FuncDecl) bool) {
		for _, declaration := range f.syntax.Decls {
			if function, ok := declaration.(*ast.FuncDecl); ok && !yield(function) {
				return
			}
		}
	}
}

// Globals gives every init function, and every exported variable of a package
// that is not an error: anyone could change it under everyone else.
func (t Tree) Globals() []Fault {
	var faults []Fault
	for _, f := range t.files {
		for function := range functionsOf(f) {
			if function.Name.Name == "init" && function.Recv == nil {
				faults = append(faults, f.fault(function.Pos(), "init(): do it in a constructor, where it can fail and be read"))
			}
		}
		if !f.test {
			faults = append(faults, exportedVariables(f)...)
		}
	}
	return inOrder(faults)
}

func exportedVariables(f *file) []Fault {
	var faults []Fault
	for _, declaration := range f.syntax.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok || general.Tok != token.VAR {
			continue
		}
		for _, spec := range general.Specs {
			for _, name := range spec.(*ast.ValueSpec).Names {
				if name.IsExported() && !strings.HasPrefix(name.Name, "Err") {
					faults = append(faults, f.fault(name.Pos(), "var %s can be changed by anyone: make it a function", name.Name))
				}
			}
		}
	}
	return faults
}

// Clocks gives every place outside app, cmd and the packages for tests that
// reads the machine's clock or waits for it, even as a default.
func (t Tree) Clocks(table Table) []Fault {
	var faults []Fault
	for _, f := range t.files {
		if f.test || f.pkg == "app" || strings.HasPrefix(f.pkg, "cmd/") || table.helper(f.pkg) {
			continue
		}
		name := localName(f, "time")
		ast.Inspect(f.syntax, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok || name == "" {
				return true
			}
			of, ok := selector.X.(*ast.Ident)
			if ok && of.Name == name && slices.Contains([]string{"Now", "Since", "Until", "Sleep"}, selector.Sel.Name) {
				faults = append(faults, f.fault(selector.Pos(),
					"time.%s: take the time, or now func() time.Time, as an argument", selector.Sel.Name))
			}
			return true
		})
	}
	return inOrder(faults)
}

// localName is what f calls the standard package, or "".
func localName(f *file, standard string) string {
	for _, spec := range f.syntax.Imports {
		if spec.Path.Value != `"`+standard+`"` {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return standard
	}
	return ""
}

// Interfaces gives every exported interface outside the packages for tests
// that asks for more than five methods, embedded ones not counted.
func (t Tree) Interfaces(table Table) []Fault {
	var faults []Fault
	for _, f := range t.files {
		if f.test || table.helper(f.pkg) {
			continue
		}
		ast.Inspect(f.syntax, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			if !ok || !spec.Name.IsExported() {
				return true
			}
			asked, ok := spec.Type.(*ast.InterfaceType)
			if methods := 0; ok {
				for _, field := range asked.Methods.List {
					methods += len(field.Names)
				}
				if methods > maxMethods {
					faults = append(faults, f.fault(spec.Pos(), "interface %s asks for %d methods, more than %d: split it",
						spec.Name.Name, methods, maxMethods))
				}
			}
			return true
		})
	}
	return inOrder(faults)
}
