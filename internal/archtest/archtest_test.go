package archtest_test

import (
	"fmt"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"soundings/internal/archtest"
)

// tree makes a module of files: path and content in turn.
func tree(t *testing.T, files ...string) archtest.Tree {
	t.Helper()
	fsys := fstest.MapFS{"go.mod": {Data: []byte("module soundings\n\ngo 1.26.0\n")}}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	loaded, err := archtest.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func texts(faults []archtest.Fault) []string {
	var all []string
	for _, fault := range faults {
		all = append(all, fault.String())
	}
	return all
}

func TestImports(t *testing.T) {
	tests := []struct {
		name, file, imports, want string
	}{
		{"allowed", "bot/x.go", "soundings/journal", ""},
		{"a standard package", "journal/x.go", "net/http", ""},
		{"another module", "journal/x.go", "soundings.example/journal", ""},
		{"a test may import any", "journal/x_test.go", "soundings/app", ""},
		{"nothing of ours", "journal/x.go", "soundings/internal/secret", "journal may not import internal/secret: it may import nothing"},
		{"not in the row", "digest/x.go", "soundings/bot", "digest may not import bot: it may import engagement"},
		{"an adapter, another", "adapters/slack/x.go", "soundings/adapters/teams", "adapters/slack may not import adapters/teams: it may import bot, internal/secret, internal/chat"},
		{"page is for web only", "adapters/slack/x.go", "soundings/internal/page", "adapters/slack may not import internal/page: it may import bot, internal/secret, internal/chat"},
		{"page is for web", "adapters/web/x.go", "soundings/internal/page", ""},
		{"a store", "journal/sqlite/x.go", "soundings/journal", ""},
		{"a store, another", "journal/sqlite/x.go", "soundings/journal/redis", "journal/sqlite may not import journal/redis: it may import journal, internal/secret"},
		{"app may import what is above", "app/x.go", "soundings/adapters/slack", ""},
		{"app, the vault", "app/x.go", "soundings/journal/vault", ""},
		{"app, not what is below", "app/x.go", "soundings/cmd/soundings", "app may not import cmd/soundings: it may import everything above"},
		{"app, not the suites", "app/x.go", "soundings/journal/journaltest", "app may not import journal/journaltest: that is for tests"},
		{"app, not the fakes", "app/x.go", "soundings/internal/fakeslack", "app may not import internal/fakeslack: that is for tests"},
		{"cmd imports app", "cmd/soundings/x.go", "soundings/app", ""},
		{"cmd imports only app", "cmd/soundings/x.go", "soundings/config", "cmd/soundings may not import config: it may import app"},
		{"a suite may import any", "adapters/adaptertest/x.go", "soundings/journal", ""},
		{"a fake may import any", "internal/fakeslack/x.go", "soundings/internal/redistest", ""},
		{"a helper of the house may import any", "internal/cmd/bench/x.go", "soundings/app", ""},
		{"the root", "bot/x.go", "soundings", "bot may not import .: it may import journal, internal/secret"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := texts(tree(t, test.file, fmt.Sprintf("package x\n\nimport %q\n", test.imports)).Imports(archtest.Soundings()))
			var want []string
			if test.want != "" {
				want = []string{test.file + ":3: " + test.want}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Imports (-want +got):\n%s", diff)
			}
		})
	}
}

func TestImportsForEffect(t *testing.T) {
	got := texts(tree(t, "bot/x.go", "package bot\n\nimport _ \"soundings/journal\"\n").Imports(archtest.Soundings()))
	want := []string{"bot/x.go:3: bot imports journal only for its effects: call it"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Imports (-want +got):\n%s", diff)
	}
}

func TestStrangerIsNamedOnce(t *testing.T) {
	for _, pkg := range []string{"scoring", "adapters/slack/blocks", "internal/util", "cmd/other", "."} {
		module := tree(t, path.Join(pkg, "a.go"), "package x", path.Join(pkg, "b.go"), "package x")
		want := []string{pkg + ": this package is not in the import table: add a row to internal/archtest/table.go"}
		if diff := cmp.Diff(want, texts(module.Imports(archtest.Soundings()))); diff != "" {
			t.Errorf("Imports with package %s (-want +got):\n%s", pkg, diff)
		}
	}
}

func TestLeftOut(t *testing.T) {
	module := tree(t,
		"bot/testdata/x.go", "package wrong",
		"_old/x.go", "package wrong",
		".git/x.go", "package wrong",
		"vendor/y/x.go", "package wrong",
		"tools/go.mod", "module soundings/tools",
		"tools/x.go", "package wrong",
		"docs/x.md", "package wrong",
	)
	if got := texts(module.Imports(archtest.Soundings())); got != nil {
		t.Errorf("Imports = %q, want none", got)
	}
}

func TestHabits(t *testing.T) {
	table := archtest.Soundings()
	comments := archtest.Tree.Comments
	sizes := archtest.Tree.Sizes
	globals := archtest.Tree.Globals
	clocks := func(t archtest.Tree) []archtest.Fault { return t.Clocks(table) }
	interfaces := func(t archtest.Tree) []archtest.Fault { return t.Interfaces(table) }
	long := "package x\n\nfunc long() {\n" + strings.Repeat("\tprintln()\n", 40) + "}\n"
	short := "func %c() {}\n"
	nine := long
	for c := 'a'; c < 'a'+9; c++ {
		nine += fmt.Sprintf(short, c)
	}
	tests := []struct {
		name  string
		check func(archtest.Tree) []archtest.Fault
		file  string
		text  string
		want  string
	}{
		{"a comment", comments, "bot/x.go", "// Package bot is.\npackage bot", ""},
		{"no comment", comments, "bot/x.go", "package bot", "bot: no package comment"},
		{"a comment on another", comments, "bot/x.go", "// Package botany is.\npackage bot", "bot: no package comment"},
		{"a comment that stands apart", comments, "bot/x.go", "// Package bot is.\n\npackage bot", "bot: no package comment"},
		{"a program", comments, "cmd/soundings/x.go", "// Soundings is.\npackage main", ""},
		{"a program without", comments, "cmd/soundings/x.go", "// Package main is.\npackage main", "cmd/soundings: no package comment"},
		{"tests only", comments, "internal/speedtest/x_test.go", "// Package speedtest is.\npackage speedtest_test", ""},
		{"tests only, none", comments, "internal/speedtest/x_test.go", "package speedtest_test", "internal/speedtest: no package comment"},

		{"600 lines", sizes, "bot/x.go", "package x" + strings.Repeat("\n", 600), ""},
		{"601 lines", sizes, "bot/x.go", "package x" + strings.Repeat("\n", 601), "bot/x.go: 601 lines, more than 600"},
		{"601 lines of test", sizes, "bot/x_test.go", "package x" + strings.Repeat("\n", 601), "bot/x_test.go: 601 lines, more than 600"},
		{"601 lines written by a program", sizes, "bot/x.go", "// Code generated by x. DO NOT EDIT.\n\npackage x" + strings.Repeat("\n", 600), ""},
		{"one long function in ten", sizes, "bot/x.go", nine, ""},
		{"all functions long", sizes, "bot/x.go", long, "bot/x.go:3: long has 42 lines"},

		{"init", globals, "bot/x.go", "package x\n\nfunc init() {}", "bot/x.go:3: init()"},
		{"init in a test", globals, "bot/x_test.go", "package x\n\nfunc init() {}", "bot/x_test.go:3: init()"},
		{"a method named init", globals, "bot/x.go", "package x\n\ntype a int\n\nfunc (a) init() {}", ""},
		{"a variable", globals, "bot/x.go", "package x\n\nvar Default = 1", "bot/x.go:3: var Default can be changed by anyone"},
		{"a variable in a block", globals, "bot/x.go", "package x\n\nvar (\n\ta = 1\n\tB, C = 2, 3\n)", "bot/x.go:5: var B can be changed by anyone"},
		{"an error", globals, "bot/x.go", "package x\n\nvar ErrGone error", ""},
		{"an interface kept", globals, "bot/x.go", "package x\n\nvar _ = 1", ""},
		{"a constant", globals, "bot/x.go", "package x\n\nconst Default = 1", ""},
		{"a local variable", globals, "bot/x.go", "package x\n\nfunc a() { var B int; _ = B }", ""},

		{"now", clocks, "bot/x.go", "package x\n\nimport \"time\"\n\nvar a = time.Now()", "bot/x.go:5: time.Now"},
		{"now as a value", clocks, "bot/x.go", "package x\n\nimport \"time\"\n\nvar a = time.Now", "bot/x.go:5: time.Now"},
		{"since, under another name", clocks, "bot/x.go", "package x\n\nimport t \"time\"\n\nvar a = t.Since(b)", "bot/x.go:5: time.Since"},
		{"sleep", clocks, "journal/redis/x.go", "package x\n\nimport \"time\"\n\nfunc a() { time.Sleep(1) }", "journal/redis/x.go:5: time.Sleep"},
		{"until", clocks, "bot/x.go", "package x\n\nimport \"time\"\n\nvar a = time.Until(b)", "bot/x.go:5: time.Until"},
		{"a timer", clocks, "bot/x.go", "package x\n\nimport \"time\"\n\nvar a = time.NewTimer(1)", ""},
		{"another now", clocks, "bot/x.go", "package x\n\nvar a = time.Now()", ""},
		{"now in app", clocks, "app/x.go", "package x\n\nimport \"time\"\n\nvar a = time.Now()", ""},
		{"now in a test", clocks, "bot/x_test.go", "package x\n\nimport \"time\"\n\nvar a = time.Now()", ""},
		{"now in a suite", clocks, "journal/journaltest/x.go", "package x\n\nimport \"time\"\n\nvar a = time.Now()", ""},

		{"five methods", interfaces, "bot/x.go", "package x\n\ntype A interface {\n\tB()\n\tC()\n\tD()\n\tE()\n\tF()\n\tg\n}", ""},
		{"six methods", interfaces, "bot/x.go", "package x\n\ntype A interface {\n\tB()\n\tC()\n\tD()\n\tE()\n\tF()\n\tG()\n}", "bot/x.go:3: interface A asks for 6 methods"},
		{"six methods, within", interfaces, "bot/x.go", "package x\n\ntype a interface {\n\tB()\n\tC()\n\tD()\n\tE()\n\tF()\n\tG()\n}", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := texts(test.check(tree(t, test.file, test.text)))
			switch {
			case test.want == "" && got != nil:
				t.Errorf("got %q, want no fault", got)
			case test.want != "" && (len(got) == 0 || !strings.HasPrefix(got[0], test.want)):
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestLoadFails(t *testing.T) {
	for name, fsys := range map[string]fstest.MapFS{
		"no go.mod":      {"a.go": {Data: []byte("package a")}},
		"no module line": {"go.mod": {Data: []byte("go 1.26.0\n")}},
		"not Go":         {"go.mod": {Data: []byte("module a\n")}, "a.go": {Data: []byte("package")}},
	} {
		if _, err := archtest.Load(fsys); err == nil {
			t.Errorf("%s: Load gave no error", name)
		}
	}
}
