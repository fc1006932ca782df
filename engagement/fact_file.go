package engagement

import "time"

// FileShared is a file that somebody shared in an organisation's own room. The
// file itself is kept beside the record, under its hash.
type FileShared struct {
	ID           string // "F1"
	Organisation string
	Person       Person
	Home         bool // the person is of the buying team
	Section      int  // 0: none in particular
	Name         string
	Blob         string // hash of what is in it
	Size         int    // bytes
}

// Kind is the kind of the fact.
func (FileShared) Kind() string { return "file.shared" }

func (f FileShared) fields(c *codec) Fact {
	text(c, "id", &f.ID)
	text(c, "org", &f.Organisation)
	text(c, "person", &f.Person)
	c.truth("home", &f.Home)
	c.number("section", &f.Section)
	text(c, "name", &f.Name)
	text(c, "blob", &f.Blob)
	c.number("size", &f.Size)
	return f
}

func (f FileShared) apply(s *State, at time.Time) {
	if f.Organisation == "" || f.Blob == "" || !takeID(&s.apart.lastFile, 'F', f.ID) {
		return
	}
	s.apart.files = append(s.apart.files, SharedFile{FileShared: f, At: at})
}

// SharedFile is a file and when it was shared.
type SharedFile struct {
	FileShared
	At time.Time
}

// snapshot is its form in a snapshot.
func (f *SharedFile) snapshot(c *codec) {
	f.FileShared = f.fields(c).(FileShared)
	c.instant("at", &f.At)
}

// Files gives the files that were shared in own rooms, in their order. Those of an
// organisation that was taken out again, before anything was sent, are in the record
// alone.
func (s *State) Files() []SharedFile {
	var files []SharedFile
	for _, f := range s.apart.files {
		if _, there := s.Organisation(f.Organisation); there {
			files = append(files, f)
		}
	}
	return files
}

// File gives the file with the id.
func (s *State) File(id string) (SharedFile, bool) {
	for _, f := range s.apart.files {
		if f.ID == id {
			return f, true
		}
	}
	return SharedFile{}, false
}

// apart is what is kept of an engagement beside the answers: who read what is
// sensitive, what was told to one supplier alone, and files.
type apart struct {
	readings           []Reading
	told               []Told
	files              []SharedFile
	lastTold, lastFile int
	confided           []Confided
	lastConfided       int
}

func (a *apart) toldOf(id string) *Told {
	for i := range a.told {
		if a.told[i].ID == id {
			return &a.told[i]
		}
	}
	return nil
}

// fields is its form in a snapshot.
func (a *apart) fields(c *codec) {
	list(c, "readings", &a.readings, braced((*Reading).snapshot))
	list(c, "told", &a.told, braced((*Told).snapshot))
	list(c, "files", &a.files, braced((*SharedFile).snapshot))
	c.number("lastTold", &a.lastTold)
	c.number("lastFile", &a.lastFile)
	list(c, "confided", &a.confided, braced((*Confided).snapshot))
	c.number("lastConfided", &a.lastConfided)
}
