package config

import (
	"fmt"
	"strings"

	"soundings/internal/secret"
)

// fileSuffix ends the variable that names the file which holds a secret.
const fileSuffix = "_FILE"

// maxSecret bounds a file that holds a secret.
const maxSecret = 64 << 10

// fromEnvironment sets what the environment says.
func fromEnvironment(lookup Lookup, readFile ReadFile, table []*setting, faults *Error) {
	for _, s := range table {
		name := s.variable()
		direct, _ := lookup(name)
		var path string
		if s.secret() {
			path, _ = lookup(name + fileSuffix)
		}
		fault := ""
		switch {
		case direct != "" && path != "":
			faults.add(name, s.key, "both it and "+name+fileSuffix+" are set: keep one", "")
		case direct != "":
			s.source = name
			fault = s.value.set(direct)
		case path != "":
			s.source = name + fileSuffix
			fault = setFromFile(s, path, readFile)
		}
		if fault != "" {
			faults.add(s.source, s.key, fault, "")
		}
	}
}

// setFromFile sets a secret to what its file holds, without the line break at
// its end.
func setFromFile(s *setting, path string, readFile ReadFile) string {
	data, err := readFile(path)
	held := strings.TrimRight(string(data), "\r\n")
	switch {
	case err != nil:
		return fmt.Sprintf("the file cannot be read: %v", err)
	case len(data) > maxSecret:
		return fmt.Sprintf("the file %s is too long for a secret", path)
	case held == "":
		return fmt.Sprintf("the file %s is empty", path)
	}
	*s.value.(*hidden) = hidden(secret.New(held))
	return ""
}
