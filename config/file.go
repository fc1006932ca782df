package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxFile bounds a settings file, so that a wrong path is told as such.
const maxFile = 1 << 20

var (
	lineNumber = regexp.MustCompile(`line \d+`)
	plainName  = regexp.MustCompile(`^[A-Za-z_]{1,40}$`)
)

// fromFile sets what the file says.
func fromFile(name string, readFile ReadFile, table []*setting, faults *Error) {
	data, err := readFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		faults.add(name, "", "there is no such file", "")
		return
	case err != nil:
		faults.add(name, "", err.Error(), "")
		return
	case len(data) > maxFile:
		faults.add(name, "", fmt.Sprintf("it is longer than %d bytes, too long for settings", maxFile), "")
		return
	}
	var document, further yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	err = decoder.Decode(&document)
	if errors.Is(err, io.EOF) {
		return // empty, or comments only
	}
	if err == nil {
		switch again := decoder.Decode(&further); {
		case again == nil:
			faults.add(fmt.Sprintf("%s:%d", name, further.Line), "", "a second document begins: keep all settings in one", "")
			return
		case !errors.Is(again, io.EOF):
			err = again
		}
	}
	if err != nil {
		faults.add(name, "", notYAML(err), `listen: ":8080"`)
		return
	}
	r := reader{name: name, table: table, faults: faults}
	r.section("", document.Content[0])
}

// notYAML tells where the library stumbled, without the words it stumbled
// over, which may be a secret.
func notYAML(err error) string {
	line := lineNumber.FindString(err.Error())
	if line != "" {
		line = " near " + line
	}
	return "it is not YAML" + line
}

// reader walks the file by its keys.
type reader struct {
	name   string
	table  []*setting
	faults *Error
}

func (r reader) at(node *yaml.Node) string { return fmt.Sprintf("%s:%d", r.name, node.Line) }

// section reads the keys under prefix, which is "" or ends in a dot.
func (r reader) section(prefix string, node *yaml.Node) {
	if node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
		return
	}
	if node.Kind != yaml.MappingNode {
		r.faults.add(r.at(node), strings.TrimSuffix(prefix, "."), "settings stand below each other, a name, a colon and a value each",
			r.sample(prefix))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		key := prefix + name.Value
		setting := find(r.table, key)
		switch {
		case name.Kind == yaml.ScalarNode && seen[key]:
			r.faults.add(r.at(name), key, "it stands here twice: keep one", "")
		case name.Kind == yaml.ScalarNode && setting != nil:
			r.set(setting, value)
		case name.Kind == yaml.ScalarNode && r.isSection(key+"."):
			r.section(key+".", value)
		default:
			r.faults.add(r.at(name), shown(name, prefix), unknown(r.table, key), "")
		}
		seen[key] = true
	}
}

func (r reader) set(s *setting, node *yaml.Node) {
	fault := ""
	switch {
	case node.Kind == yaml.ScalarNode && node.Tag == "!!null":
		return
	case node.Kind == yaml.ScalarNode && strings.TrimSpace(node.Value) == "":
		return
	case node.Kind == yaml.ScalarNode:
		fault = s.value.set(node.Value)
	case node.Kind == yaml.SequenceNode:
		scalars := []string{}
		for _, one := range node.Content {
			if one.Kind != yaml.ScalarNode {
				fault = "one value in it is a list or a section of its own"
			}
			scalars = append(scalars, one.Value)
		}
		if fault == "" {
			fault = s.value.setAll(scalars)
		}
	case node.Kind == yaml.AliasNode:
		fault = "write the value out: references within the file are not followed"
	default:
		fault = "it has a value, no settings of its own"
	}
	s.source = r.at(node)
	if fault != "" {
		r.faults.add(s.source, s.key, fault, s.example)
	}
}

func (r reader) isSection(prefix string) bool {
	for _, s := range r.table {
		if strings.HasPrefix(s.key, prefix) {
			return true
		}
	}
	return false
}

// sample is one setting as it may stand under prefix.
func (r reader) sample(prefix string) string {
	for _, s := range r.table {
		if name, ok := strings.CutPrefix(s.key, prefix); ok {
			return name + ": " + s.example
		}
	}
	return ""
}

// shown is a key as an error may show it: one that is none could be a secret
// that slipped.
func shown(name *yaml.Node, prefix string) string {
	if name.Kind == yaml.ScalarNode && plainName.MatchString(name.Value) {
		return prefix + name.Value
	}
	return strings.TrimSuffix(prefix, ".")
}

func find(table []*setting, key string) *setting {
	for _, s := range table {
		if s.key == key {
			return s
		}
	}
	return nil
}
