package vault

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// What people read where there is no name.
const (
	Unnamed = "a participant"        // unknown, or without a usable name
	Former  = "a former participant" // erased
)

const (
	placeholderStart = "{person:"
	placeholderEnd   = '}'
)

// Resolve puts names where text says {person:P7}, for the eyes of those it is
// sent to; see [Neutral] for how a name may look. Unknown people are
// [Unnamed], erased ones [Former]; everything else stays as it is. A name is
// not resolved again.
//
// On an error the text is whole but says [Unnamed] for whom the store could
// not answer: show it if it is fleeting, try again if it is to last.
func (v *Vault) Resolve(ctx context.Context, text string) (string, error) {
	var out strings.Builder
	var failed error
	for {
		at := strings.Index(text, placeholderStart)
		if at < 0 {
			break
		}
		out.WriteString(text[:at])
		text = text[at:]
		person, rest, ok := cutPlaceholder(text)
		if !ok {
			out.WriteString(placeholderStart)
			text = text[len(placeholderStart):]
			continue
		}
		name, err := v.name(ctx, person)
		failed = errors.Join(failed, err)
		out.WriteString(name)
		text = rest
	}
	out.WriteString(text)
	if failed != nil {
		return out.String(), fmt.Errorf("resolve names: %w", failed)
	}
	return out.String(), nil
}

// cutPlaceholder reads the placeholder that text begins with.
func cutPlaceholder(text string) (person, rest string, ok bool) {
	text = text[len(placeholderStart):]
	end := strings.IndexByte(text, placeholderEnd)
	if end < 0 || !isPerson(text[:end]) {
		return "", "", false
	}
	return text[:end], text[end+1:], true
}

// Names gives each person's name as Resolve would. The map has all that were
// asked for, after an error too.
func (v *Vault) Names(ctx context.Context, people ...string) (map[string]string, error) {
	names := make(map[string]string, len(people))
	var failed error
	for _, person := range people {
		name, err := v.name(ctx, person)
		failed = errors.Join(failed, err)
		names[person] = name
	}
	if failed != nil {
		return names, fmt.Errorf("look up names: %w", failed)
	}
	return names, nil
}

// name gives a person's name as it may be shown; after an error it is Unnamed.
func (v *Vault) name(ctx context.Context, person string) (string, error) {
	if name, ok := v.names.get(person); ok {
		return name, nil
	}
	generation := v.names.generation()
	profile, _, err := v.load(ctx, person)
	switch {
	case err == nil:
		name := Neutral(profile.Name)
		v.names.put(person, name, generation)
		return name, nil
	case errors.Is(err, ErrErased):
		v.names.put(person, Former, generation)
		return Former, nil
	case errors.Is(err, ErrUnknown):
		return Unnamed, nil // not kept: the person may be created at any moment
	default:
		return Unnamed, fmt.Errorf("look up %s: %w", person, err)
	}
}
