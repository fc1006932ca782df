package fakeslack

import "encoding/json"

// content is what a message says, checked.
type content struct {
	text                          string
	blocks, attachments, metadata json.RawMessage
}

// content reads and checks what a call wants to say. most is how many bytes its
// text may have.
func (s *Slack) content(c *call, most int) (content, error) {
	said := content{text: c.args["text"]}
	if markdown := c.args["markdown_text"]; markdown != "" {
		if said.text != "" || c.args["blocks"] != "" {
			return said, fail("markdown_text_conflict")
		}
		said.text = markdown
		most = 12000
	}
	blocks, ok := c.args.raw("blocks")
	if !ok {
		return said, fail("invalid_blocks_format")
	}
	if said.blocks = blocks; string(blocks) == "[]" {
		said.blocks = nil
	}
	if said.attachments, ok = c.args.raw("attachments"); !ok {
		return said, fail("invalid_attachments")
	}
	if said.metadata, ok = c.args.raw("metadata"); !ok {
		return said, fail("invalid_metadata_format")
	}
	if err := checkMetadata(said.metadata); err != nil {
		return said, err
	}
	if len(said.text) > most {
		return said, fail("msg_too_long")
	}
	if said.text == "" && said.blocks == nil && said.attachments == nil {
		return said, fail("no_text")
	}
	if said.blocks != nil {
		var err error
		if said.blocks, err = s.acceptBlocks(said.blocks); err != nil {
			return said, err
		}
	}
	s.alarms += alarming(c, said)
	return said, nil
}

// checkMetadata holds metadata to its shape.
func checkMetadata(raw json.RawMessage) error {
	if raw == nil {
		return nil
	}
	var metadata struct {
		Type    string                     `json:"event_type"`
		Payload map[string]json.RawMessage `json:"event_payload"`
	}
	if err := json.Unmarshal(raw, &metadata); err != nil || metadata.Type == "" || metadata.Payload == nil {
		return fail("invalid_metadata_schema")
	}
	if len(raw) > 16<<10 {
		return fail("metadata_too_large")
	}
	return nil
}
