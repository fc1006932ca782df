package conversations

import (
	"fmt"
	"strings"

	"soundings/bot"
	"soundings/digest"
	"soundings/engagement"
)

// attached is what became of a file: it is kept, or there is a reason why not,
// in Markdown.
type attached struct {
	kept engagement.SharedFile
	why  string
	told bool // an answer says so
}

// takeFile keeps the file of this event with a section, 0 with none in
// particular; home: it is the team's. It is kept whether or not anything could be
// made of it.
func (t *turn) takeFile(section int, home bool) {
	f := t.ev.File
	if f == nil || t.ev.Again || t.err != nil {
		return
	}
	if f.Blob == "" {
		t.attached.why = "It could not be read."
		if f.Problem != "" {
			t.attached.why = plain(f.Problem)
		}
		return
	}
	facts, refusal := t.state.ShareFile(t.now, engagement.FileShared{
		Organisation: t.org.ID, Person: t.person(), Home: home, Section: section, Name: fileName(f.Name), Blob: f.Blob, Size: int(f.Size),
	})
	if refusal != nil {
		t.attached.why = t.why(refusal)
		return
	}
	if t.take(facts, nil) {
		all := t.state.Files()
		t.attached.kept = all[len(all)-1]
	}
}

// fileName is the name of a file as people can read it on one line, without the
// folders that some send with it. One without a name gets one.
func fileName(name string) string {
	name = oneLine(strings.ReplaceAll(name, `\`, "/"))
	name = name[strings.LastIndex(name, "/")+1:]
	if strings.Trim(name, ". ") == "" {
		return "file without a name"
	}
	return name
}

// fileBlocks say what became of the file of this event.
func (t *turn) fileBlocks() []bot.Block {
	return append(t.fileKept(), t.moreFiles()...)
}

// moreFiles says that other files of the same message were not taken.
func (t *turn) moreFiles() []bot.Block {
	if t.ev.File == nil || t.ev.File.More <= 0 {
		return nil
	}
	return []bot.Block{bot.Aside(upperFirst(count(t.ev.File.More, "other file", "other files")) + " of the same message " + plural(t.ev.File.More, "was", "were") + " **not** kept: I take one at a time. Please send " + plural(t.ev.File.More, "it", "each") + " in a message of its own.")}
}

func (t *turn) fileKept() []bot.Block {
	t.attached.told = true
	switch {
	case t.attached.kept.ID != "":
		with := ""
		if s, ok := t.state.Section(t.attached.kept.Section); ok {
			with = " with " + name(s)
		}
		blocks := []bot.Block{bot.Aside("The file **" + plain(t.attached.kept.Name) + "** (" + bytesWords(t.attached.kept.Size) + ") is kept" + with + ". Only you and the buying team can open it. Please say in words, too, what matters in it.")}
		return append(blocks, t.fileRow(t.attached.kept)...)
	case t.attached.why != "":
		return []bot.Block{bot.Aside("The file was **not** kept. " + t.attached.why)}
	}
	return []bot.Block{bot.Aside(alreadyDone)}
}

// tellFile says what became of the file, where no answer to the event has.
func (t *turn) tellFile() {
	if t.ev.File == nil || t.attached.told || t.ev.Again || t.err != nil {
		return
	}
	if t.attached.kept.ID != "" {
		t.replyAs("file", "") // to which what became of it is added
		return
	}
	blocks := t.fileBlocks()
	if note := t.tx.last.Note; note != nil {
		blocks = append(note.Blocks, blocks...)
		t.noteTitled(note.Title, blocks...)
		return
	}
	t.note(blocks...)
}

// fileAbout is the section that a file belongs to: that of the thread, or the one
// that the words with it begin with.
func (t *turn) fileAbout(l line) int {
	if c := t.inHand(); c.inThread {
		return c.about
	}
	rest, n, ok := l.cutNumber()
	if _, known := t.state.Section(n); ok && known && (rest.empty() || answerLike(l) || l.hasColon()) {
		return n
	}
	return 0
}

// bytesWords writes a size.
func bytesWords(n int) string {
	switch {
	case n < 1000:
		return count(n, "byte", "bytes")
	case n < 1_000_000:
		return fmt.Sprintf("%d kB", (n+500)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// fileRow is the button that opens a file, where rooms are pages.
func (t *turn) fileRow(f engagement.SharedFile) []bot.Block {
	if t.ev.Room.Adapter != webAdapter {
		return nil
	}
	return []bot.Block{buttons(bot.Button{Label: "Open " + f.ID, URL: filePath(f)})}
}

// filePath is where the page of a room serves a file, seen from there. It names
// nothing: addresses stand in logs.
func filePath(f engagement.SharedFile) string { return "file/" + f.ID }

// FileIn gives the file that a page of a room serves under a name, and to whom
// alone; empty: to all in the room. In a group of people who use services what
// each shared is theirs. Not ok: there is none that this room may open.
func FileIn(state *engagement.State, room bot.Address, name string) (f engagement.SharedFile, to engagement.Person, ok bool) {
	if f, ok = releasedIn(state, engagement.Room(room.Key()), name); ok {
		return f, "", true
	}
	if f, ok = state.File(name); !ok {
		return engagement.SharedFile{}, "", false
	}
	key := engagement.Room(room.Key())
	if key == state.About().Room {
		return f, "", true
	}
	o, own := state.OrganisationIn(key)
	if !own || o.ID != f.Organisation {
		return engagement.SharedFile{}, "", false
	}
	if o.Users && !f.Home {
		to = f.Person
	}
	return f, to, true
}

// teamFiles lists all files to the team.
func (t *turn) teamFiles(line) {
	all, released := t.state.Files(), t.releasedToTeam()
	if len(all)+len(released) == 0 {
		t.note(bot.Say("No file was shared in a supplier's room yet, and none goes to everybody."))
		return
	}
	table := &bot.Table{Head: []string{"No.", "File", "From", "With", "When"}}
	var row []bot.Button
	for _, f := range all {
		from := t.organisationNamed(f.Organisation)
		if f.Home {
			from = named(f.Person) + ", to " + from + " only"
		}
		table.Rows = append(table.Rows, []string{f.ID, t.fileShown(f) + ", " + bytesWords(f.Size), from, t.fileWith(f), t.ago(f.At, t.now)})
		if !t.fileSensitive(f) {
			row = append(row, t.fileButton(f)...)
		}
	}
	for _, f := range released {
		to := "your team, to everybody"
		if f.At.IsZero() {
			to, f.At = "your team, not sent yet", t.now
		}
		table.Rows = append(table.Rows, []string{f.ID, cell(f.Name) + ", " + bytesWords(f.Size), to, "–", t.ago(f.At, t.now)})
		row = append(row, t.fileButton(f)...)
	}
	blocks := []bot.Block{{Table: table}}
	if len(row) > 0 {
		blocks = append(blocks, buttons(row...))
	}
	title := count(len(all), "file", "files") + " shared in suppliers' rooms"
	if len(released) > 0 {
		title += ", " + count(len(released), "file", "files") + " for everybody"
	}
	t.noteTitled(title, append(blocks, bot.Aside(t.whereFiles()))...)
}

// fileButton opens a file: from a page there, from anywhere else in the browser of
// whoever asks. It belongs in an answer to them alone.
func (t *turn) fileButton(f engagement.SharedFile) []bot.Button {
	switch {
	case t.ev.Room.Adapter == webAdapter:
		return []bot.Button{{Label: "Open " + f.ID, URL: filePath(f)}}
	case t.filesByLink():
		return []bot.Button{{Label: "Open " + f.ID, URL: bot.LinkToFile(t.ev.Room, t.ev.Person, f.ID)}}
	}
	return nil
}

// filesByLink says whether files of this room are opened by a link into pages.
func (t *turn) filesByLink() bool { return t.chats(t.ev.Room.Adapter) && t.pages(webAdapter) }

// whereFiles says where a file can be opened.
func (t *turn) whereFiles() string {
	if t.ev.Room.Adapter == webAdapter {
		return "Only your team and the organisation in whose room it was shared can open a file. They come from outside: open them as you would an attachment from a stranger."
	}
	if t.filesByLink() {
		return "A button opens one file, in your browser, for an hour; please don't pass it on. They come from outside: open them as you would an attachment from a stranger."
	}
	return "Each is kept as it was shared. I can't hand files out in this room: open it where it was shared."
}

// ourFiles lists to an organisation the files in its room.
func (t *turn) ourFiles(line) {
	var lines []string
	var row []bot.Button
	for _, f := range t.state.Files() {
		if f.Organisation != t.org.ID || t.org.Users && !f.Home && f.Person != t.person() {
			continue
		}
		from := "you"
		if f.Home {
			from = "the buying team"
		}
		lines = append(lines, "- **"+f.ID+"** "+plain(f.Name)+", "+bytesWords(f.Size)+", from "+from+", "+t.ago(f.At, t.now))
		row = append(row, t.fileButton(f)...)
	}
	sent, open := t.releasedHere()
	lines, row = append(lines, sent...), append(row, open...)
	if len(lines) == 0 {
		t.note(bot.Say("No file was shared here yet."))
		return
	}
	blocks := []bot.Block{bot.Say(strings.Join(lines, "\n"))}
	if len(row) > 0 {
		blocks = append(blocks, buttons(row...))
	}
	t.noteTitled("Files shared here", blocks...)
}

// filesSince counts the files that were shared in a period; nil: none were.
func (t *turn) filesSince(p digest.Period) []bot.Block {
	n := 0
	for _, f := range t.state.Files() {
		if f.At.After(p.From) && !f.At.After(p.To) {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []bot.Block{bot.Aside(upperFirst(count(n, "file was", "files were")) + " shared in suppliers' rooms. **files** lists them all.")}
}

// fileSensitive says whether a file came with an answer that is commercially
// sensitive now, or is of somebody whose words beside an answer are.
func (t *turn) fileSensitive(f engagement.SharedFile) bool {
	r := t.state.Response(f.Section, f.Organisation, f.Person)
	if r == nil || f.Home {
		return false
	}
	return r.Sensitive || r.Private != "" && (r.PrivateBy == f.Person || r.PrivateBy == "")
}

// fileShown is what a file is called where others of the team may look.
func (t *turn) fileShown(f engagement.SharedFile) string {
	if t.fileSensitive(f) {
		return "(with a commercially sensitive answer)"
	}
	return cell(f.Name)
}

func (t *turn) fileWith(f engagement.SharedFile) string {
	if s, ok := t.state.Section(f.Section); ok {
		return cell(label(s))
	}
	return "–"
}

// privateFiles are the files that came with a sensitive answer.
func (t *turn) privateFiles(r *engagement.Response) []bot.Block {
	var blocks []bot.Block
	for _, f := range t.state.Files() {
		if f.Organisation != r.Organisation || f.Section != r.Section || r.IsUser() && f.Person != r.Person || f.Home {
			continue
		}
		blocks = append(blocks, bot.Say("With it came the file **"+plain(f.Name)+"** ("+f.ID+", "+bytesWords(f.Size)+")."))
		if row := t.fileButton(f); row != nil {
			blocks = append(blocks, buttons(row...))
		}
	}
	return blocks
}

// organisationNamed is what an organisation is called; one that was taken out is
// only said to be that.
func (t *turn) organisationNamed(id string) string {
	if o, ok := t.state.Organisation(id); ok {
		return cell(o.Name)
	}
	return "one that was taken out"
}
