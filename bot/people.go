package bot

import (
	"context"
	"errors"
	"slices"
)

// People keeps who is behind "P7", apart from the record. Package
// journal/vault implements it; the app wires the two.
type People interface {
	// Person gives the number of the person whom the adapter knows under
	// s.ID, new or known, and keeps what else s says of them.
	Person(ctx context.Context, adapter string, s Sender) (person string, err error)
	// Known is Person for somebody who has done nothing: it keeps nothing, and
	// gives "" for whom it does not know.
	Known(ctx context.Context, adapter string, s Sender) (person string, err error)
	// Hash gives a keyed hash of an id, the same for the same id.
	Hash(id string) string
	// Resolve puts names in the place of "{person:P7}", and links and codes in the
	// place of what LinkTo and CodeTo give. On an error the text is
	// whole but names nobody where the name could not be had just now.
	Resolve(ctx context.Context, text string) (string, error)
	// Direct is how to write to that person alone, as the adapter gave it;
	// "" if it is not known.
	Direct(ctx context.Context, adapter, person string) (string, error)
}

// namer puts names into one message, and keeps why it could not.
type namer struct {
	ctx    context.Context //nolint:containedctx // of the one call that it serves
	people People
	err    error
}

func (n *namer) name(text string) string {
	named, err := n.people.Resolve(n.ctx, text)
	n.err = errors.Join(n.err, err)
	return named
}

// blocks is blocks with names in them; what it is given stays as it is.
func (n *namer) blocks(blocks []Block) []Block {
	named := make([]Block, len(blocks))
	for i, b := range blocks {
		named[i] = resolveBlock(b, n.name)
	}
	return named
}

func resolveBlock(b Block, name func(string) string) Block {
	if b.Text != nil {
		b.Text = &Text{Markdown: name(b.Text.Markdown), Small: b.Text.Small}
	}
	if b.Quote != nil {
		// Somebody's words are theirs to the letter: a name is never put in.
		b.Quote = &Quote{Words: b.Quote.Words, By: name(b.Quote.By)}
	}
	b.Facts = slices.Clone(b.Facts)
	for i := range b.Facts {
		b.Facts[i] = Pair{Label: name(b.Facts[i].Label), Value: name(b.Facts[i].Value)}
	}
	if b.Table != nil {
		table := Table{Head: b.Table.Head, Rows: make([][]string, len(b.Table.Rows))}
		for i, row := range b.Table.Rows {
			table.Rows[i] = slices.Clone(row)
			for k := range row {
				table.Rows[i][k] = name(row[k])
			}
		}
		b.Table = &table
	}
	b.Items = slices.Clone(b.Items)
	for i, item := range b.Items {
		b.Items[i].Label, b.Items[i].Hint, b.Items[i].Status = name(item.Label), name(item.Hint), name(item.Status)
		if item.Button != nil {
			button := resolveButton(*item.Button, name)
			b.Items[i].Button = &button
		}
	}
	b.Buttons = slices.Clone(b.Buttons)
	for i := range b.Buttons {
		b.Buttons[i] = resolveButton(b.Buttons[i], name)
	}
	return b
}

func resolveButton(b Button, name func(string) string) Button {
	b.Label, b.URL = name(b.Label), name(b.URL)
	return b
}

// resolveAnswer is a with names in it; what it says is fleeting, so that a
// name which cannot be had just now is left out.
func resolveAnswer(ctx context.Context, people People, a Answer) Answer {
	n := &namer{ctx: ctx, people: people}
	if a.Note != nil {
		note := *a.Note
		note.Title, note.Blocks = n.name(note.Title), n.blocks(note.Blocks)
		a.Note = &note
	}
	if a.Form != nil {
		form := *a.Form
		form.Title, form.Heading, form.Blocks = n.name(form.Title), n.name(form.Heading), n.blocks(form.Blocks)
		a.Form = &form
	}
	return a
}
