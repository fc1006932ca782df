package archtest

import (
	"go/ast"
	"strconv"
	"strings"
)

// Imports gives every import that the table does not allow, and every package
// that has no row in it.
func (t Tree) Imports(table Table) []Fault {
	var faults []Fault
	strangers := map[string]bool{}
	for _, f := range t.files {
		row := table.row(f.pkg)
		if row < 0 {
			if !strangers[f.pkg] {
				faults = append(faults, Fault{File: f.pkg, Text: "this package is not in the import table: " +
					"add a row to internal/archtest/table.go"})
			}
			strangers[f.pkg] = true
			continue
		}
		if !f.test {
			faults = append(faults, t.imports(f, table, row)...)
		}
	}
	return inOrder(faults)
}

func (t Tree) imports(f *file, table Table, row int) []Fault {
	var faults []Fault
	for _, spec := range f.syntax.Imports {
		target, ours := t.ours(spec)
		switch {
		case !ours:
		case !table.may(row, target):
			faults = append(faults, f.fault(spec.Pos(), "%s may not import %s: %s", f.pkg, target, table.why(row, target)))
		case spec.Name != nil && spec.Name.Name == "_":
			faults = append(faults, f.fault(spec.Pos(), "%s imports %s only for its effects: call it", f.pkg, target))
		}
	}
	return faults
}

// ours gives the package that spec imports, from the root of the module.
func (t Tree) ours(spec *ast.ImportSpec) (string, bool) {
	name, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return "", false
	}
	if name == t.module {
		return ".", true
	}
	return strings.CutPrefix(name, t.module+"/")
}

func (t Table) why(row int, target string) string {
	if t.helper(target) {
		return "that is for tests"
	}
	return "it may import " + t[row].Imports
}
