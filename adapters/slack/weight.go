package slack

import (
	"encoding/json"

	"github.com/slack-go/slack"
)

// What Slack takes in one message is nowhere written down; measured were 13,200
// characters in all, of which each further block costs 125.
const (
	mostWeight  = 12_800
	blockWeight = 125
	mostBlocks  = 50
)

// fitsMessage says whether Slack takes the blocks in one message.
func fitsMessage(blocks []slack.Block) bool {
	data, err := json.Marshal(blocks)
	if err != nil {
		return false
	}
	var all any
	return json.Unmarshal(data, &all) == nil && len(blocks) <= mostBlocks && weight(all)+blockWeight*len(blocks) <= mostWeight
}

// weight counts the characters that people read in a value.
func weight(value any) int {
	n := 0
	switch v := value.(type) {
	case []any:
		for _, inner := range v {
			n += weight(inner)
		}
	case map[string]any:
		for name, inner := range v {
			if text, ok := inner.(string); ok && name == "text" {
				n += units(text)
				continue
			}
			n += weight(inner)
		}
	}
	return n
}
