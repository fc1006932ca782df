package conversations

import (
	"context"
	"encoding/json"
	"fmt"

	"soundings/draft"
	"soundings/engagement"
)

// proposal is what intake makes of a file: the sections that a draft could be
// put to suppliers in.
type proposal struct {
	Title    string     `json:"title"`
	Sections []proposed `json:"sections"`
	Minutes  int        `json:"minutes"`
	Long     bool       `json:"long"`
	Notes    []string   `json:"notes"`
}

type proposed struct {
	Number   string   `json:"number"`
	Title    string   `json:"title"`
	Path     []string `json:"path"`
	Text     string   `json:"text"`
	Standing string   `json:"standing"`
	Ask      string   `json:"ask"`
	Minutes  int      `json:"minutes"`
	Plain    string   `json:"plain,omitempty"`
}

// Intake makes sections of an attached file, outside the desks; it is made for
// bot.Options. The problem, if any, is in plain words.
func Intake(_ context.Context, name string, data []byte) (content json.RawMessage, problem string) {
	p, problem := propose(name, data)
	if problem != "" {
		return nil, problem
	}
	content, err := json.Marshal(p)
	if err != nil {
		return nil, "The file was read, but what is in it could not be kept. Please try a plain text version."
	}
	return content, ""
}

// propose reads a draft.
func propose(_ string, data []byte) (proposal, string) {
	document, err := draft.Parse(data)
	if err != nil {
		return proposal{}, sentence(err.Error())
	}
	found := document.Propose(draft.Options{})
	if len(found.Sections) == 0 {
		return proposal{}, "There is no text in it that suppliers could be asked about."
	}
	p := proposal{Title: found.Title, Minutes: found.Minutes, Long: found.Long()}
	for _, s := range found.Sections {
		p.Sections = append(p.Sections, proposed{
			Number: s.Number, Title: s.Title, Path: s.Path, Text: s.Text,
			Standing: s.Standing, Ask: s.Ask, Minutes: s.Minutes, Plain: s.Plain,
		})
	}
	for _, n := range found.Notes {
		p.Notes = append(p.Notes, n.Text)
	}
	return p, ""
}

// sections gives the proposal as the engagement takes it.
func (p proposal) sections() []engagement.ImportedSection {
	all := make([]engagement.ImportedSection, len(p.Sections))
	for i, s := range p.Sections {
		all[i] = engagement.ImportedSection{
			Number: s.Number, Title: s.Title, Path: s.Path, Text: s.Text,
			Standing: engagement.Standing(s.Standing), Ask: s.Ask, Minutes: s.Minutes, Plain: s.Plain,
		}
	}
	return all
}

// read takes a proposal back out of an event.
func readProposal(content json.RawMessage) (proposal, error) {
	var p proposal
	if err := json.Unmarshal(content, &p); err != nil {
		return proposal{}, fmt.Errorf("read proposed sections: %w", err)
	}
	return p, nil
}
