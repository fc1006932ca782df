package conversations

import (
	"fmt"
	"strconv"
	"strings"

	"soundings/bot"
	"soundings/engagement"
)

// Files go to everybody with news: the message names them, with what each is known by,
// and whoever reads it opens them on the page of their room, or by a link of their own
// that *files* gives.

// releasedFiles are the files of a release as everybody reads of them.
func releasedFiles(r engagement.Release) []bot.Block {
	if len(r.Files) == 0 {
		return nil
	}
	lines := make([]string, len(r.Files))
	for i, f := range r.Files {
		lines[i] = "- **" + plain(f.Name) + "** (" + releasedName(r, i) + ", " + bytesWords(f.Size) + ", hash " + shortRoot(strings.TrimPrefix(f.Blob, "sha256:")) + ")"
	}
	return []bot.Block{bot.Say("With it " + plural(len(lines), "comes this file", "come these files") + ":\n\n" + strings.Join(lines, "\n")), buttons(view("Open "+plural(len(lines), "it", "them"), "files"))}
}

// releasedName is by what a file of a release is asked for.
func releasedName(r engagement.Release, i int) string { return fmt.Sprintf("%s-%d", r.ID, i+1) }

// releasedAs is such a file as those are known that were shared in rooms.
func releasedAs(r engagement.Release, i int) engagement.SharedFile {
	f := r.Files[i]
	return engagement.SharedFile{FileShared: engagement.FileShared{ID: releasedName(r, i), Home: true, Name: f.Name, Blob: f.Blob, Size: f.Size}, At: r.Sent}
}

// releasedIn gives a file of a release by its name, to the team and, once it was sent,
// to those to whom it went; not ok: there is none that this room may open.
func releasedIn(state *engagement.State, key engagement.Room, name string) (f engagement.SharedFile, ok bool) {
	id, n, cut := strings.Cut(name, "-")
	r, known := state.Release(id)
	i, err := strconv.Atoi(n)
	if !cut || !known || err != nil || i < 1 || i > len(r.Files) || releasedName(r, i-1) != name {
		return f, false
	}
	if key == state.About().Room {
		return releasedAs(r, i-1), true
	}
	o, own := state.OrganisationIn(key)
	return releasedAs(r, i-1), own && haveReleased(state, r, o, key)
}

// haveReleased says whether what went out with a release may be opened in a room of an
// organisation: what went to all bidders, in rooms of the dialogue alone.
func haveReleased(state *engagement.State, r engagement.Release, o engagement.Organisation, key engagement.Room) bool {
	switch {
	case r.Sent.IsZero() || o.Users && r.Plain == "":
		return false
	case state.SentIn(r) == engagement.Dialogue:
		return o.BidsIn(key)
	}
	return true
}

// releasedHere are the files that went to everybody, as this room may open them.
func (t *turn) releasedHere() (lines []string, row []bot.Button) {
	for _, r := range t.state.Sent() {
		for i := range r.Files {
			if f, ok := releasedIn(t.state, room(t.ev.Room), releasedName(r, i)); ok {
				lines = append(lines, "- **"+f.ID+"** "+plain(f.Name)+", "+bytesWords(f.Size)+", to everybody, "+t.ago(f.At, t.now))
				row = append(row, t.fileButton(f)...)
			}
		}
	}
	return lines, row
}

// releasedToTeam are the files that went to everybody, or wait to.
func (t *turn) releasedToTeam() []engagement.SharedFile {
	var all []engagement.SharedFile
	for _, r := range t.state.Releases() {
		for i := range r.Files {
			if r.Dropped.IsZero() {
				all = append(all, releasedAs(r, i))
			}
		}
	}
	return all
}

// attachTo has files go with news that was just put forward. Problem, in Markdown: not
// that of this event, and why.
func (t *turn) attachTo(id string, files []engagement.ReleasedFile) (problem string) {
	if f := t.ev.File; f != nil {
		if f.Blob == "" {
			return "**The file does not go with it:** it could not be read."
		}
		files = append(files, engagement.ReleasedFile{Name: fileName(f.Name), Blob: f.Blob, Size: int(f.Size)})
	}
	if len(files) == 0 {
		return ""
	}
	facts, refusal := t.state.AttachFiles(engagement.ReleaseFiles{Release: id, Files: files, By: t.person()})
	if refusal != nil {
		return "**The file does not go with it.** " + t.why(refusal)
	}
	t.take(facts, nil)
	return ""
}
