package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"soundings/docs/sample"
	"soundings/draft"
)

// realDraft is a draft of a real specification, where it lies beside this project.
const realDraft = "../shared/data/specs/fedramp-dashboard/draft.docx"

// draftFrom reads the draft to upload: the file that is named, else the real one
// where it is there, else the sample as a Word file.
func draftFrom(from string) (file, error) {
	if from == "" {
		if _, err := os.Stat(realDraft); err == nil {
			from = realDraft
		}
	}
	if from == "" {
		return sampleInWord()
	}
	data, err := os.ReadFile(from) //nolint:gosec // whoever runs this names it
	if err != nil {
		return file{}, fmt.Errorf("read the draft: %w", err)
	}
	return file{filepath.Base(from), data}, nil
}

// sampleInWord is the sample as somebody would have it, in Word.
func sampleInWord() (file, error) {
	data, err := fs.ReadFile(sample.Files(), sample.Draft)
	if err != nil {
		return file{}, fmt.Errorf("read the sample: %w", err)
	}
	d, err := draft.ParseMarkdown(data)
	if err != nil {
		return file{}, fmt.Errorf("read the sample: %w", err)
	}
	h := draft.Handout{Title: title}
	for _, s := range d.Propose(draft.Options{}).Sections {
		h.Sections = append(h.Sections, draft.HandoutSection{Number: s.Number, Title: s.Title, Markdown: s.Text})
	}
	var word bytes.Buffer
	if err := draft.WriteWord(&word, h); err != nil {
		return file{}, fmt.Errorf("write the sample in Word: %w", err)
	}
	return file{"digital-care.docx", word.Bytes()}, nil
}
