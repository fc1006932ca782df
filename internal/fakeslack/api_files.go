package fakeslack

import (
	"encoding/json"
	"slices"
)

func (s *Slack) filesInfo(c *call) (obj, error) {
	f := s.files[c.args["file"]]
	if f == nil || !f.complete {
		return nil, fail("file_not_found")
	}
	return obj{"file": s.wholeFile(f), "comments": []any{}}, nil
}

func (s *Slack) uploadURL(c *call) (obj, error) {
	name, length := c.args["filename"], c.args.number("length", 0)
	if name == "" || length < 1 {
		return nil, fail("invalid_arguments")
	}
	f := &storedFile{File: File{ID: s.id("F"), Name: name, Title: name, Alt: c.args["alt_txt"], User: Bot}, length: length, created: s.o.Now().Unix()}
	s.files[f.ID] = f
	return obj{"upload_url": "http://" + c.host + "/upload/" + f.ID, "file_id": f.ID}, nil
}

func (s *Slack) completeUpload(c *call) (obj, error) {
	var wanted []struct{ ID, Title string }
	if json.Unmarshal([]byte(c.args["files"]), &wanted) != nil || len(wanted) == 0 {
		return nil, fail("invalid_arguments")
	}
	var files []File
	var shown []any
	for _, want := range wanted {
		f := s.files[want.ID]
		if f == nil || !f.uploaded {
			return nil, fail("file_not_found")
		}
		if want.Title != "" {
			f.Title = want.Title
		}
		files, shown = append(files, f.File), append(shown, obj{"id": f.ID, "title": f.Title})
	}
	targets := c.args.list("channels")
	if id := c.args["channel_id"]; id != "" {
		targets = append(targets, id)
	}
	for _, id := range targets {
		if err := s.shareFiles(c, id, files); err != nil {
			return nil, err
		}
	}
	for _, f := range files {
		s.files[f.ID].complete = true
	}
	return obj{"files": shown}, nil
}

// shareFiles posts files of the bot in a channel.
func (s *Slack) shareFiles(c *call, id string, files []File) error {
	c.args["channel"] = id
	channel, err := s.writable(c)
	if err != nil {
		return err
	}
	thread, err := threadOf(channel, c.args["thread_ts"])
	if err != nil {
		return err
	}
	said := content{text: c.args["initial_comment"]}
	if raw, _ := c.args.raw("blocks"); raw != nil && said.text == "" {
		if said.blocks, err = s.acceptBlocks(raw); err != nil {
			return err
		}
	}
	m := &Message{Channel: id, TS: s.ts(), ThreadTS: thread, User: Bot, BotID: BotID, Text: said.text, Blocks: said.blocks, Files: files, Subtype: "file_share"}
	for _, f := range files {
		if kept := s.files[f.ID]; !slices.Contains(kept.in, id) {
			kept.in = append(kept.in, id)
		}
	}
	s.counts.Posts++
	s.add(channel, m)
	c.events = append(c.events, s.messageEvent(channel, m))
	return nil
}
