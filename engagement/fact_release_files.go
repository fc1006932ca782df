package engagement

import "time"

// ReleaseFiles says which files go with a release that waits, in place of those that
// did. What is in each is kept under its hash, once and for all.
type ReleaseFiles struct {
	Release string
	Files   []ReleasedFile
	By      Person
}

// ReleasedFile is one of them.
type ReleasedFile struct {
	Name string
	Blob string // hash of what is in it
	Size int    // bytes
	File string // the FileShared that it was, if one organisation has had it alone
}

func (f *ReleasedFile) fields(c *codec) {
	text(c, "name", &f.Name)
	text(c, "blob", &f.Blob)
	c.number("size", &f.Size)
	text(c, "file", &f.File)
}

// Kind is the kind of the fact.
func (ReleaseFiles) Kind() string { return "release.files" }

func (f ReleaseFiles) fields(c *codec) Fact {
	text(c, "release", &f.Release)
	list(c, "files", &f.Files, braced((*ReleasedFile).fields))
	text(c, "by", &f.By)
	return f
}

func (f ReleaseFiles) apply(s *State, at time.Time) {
	r := s.releaseAt(f.Release)
	if r == nil || !r.Waiting() || r.Of != News {
		return
	}
	r.Files, r.Edited, r.Editor = f.Files, at, f.By
	r.Wanted, r.Approved, r.Approver, r.Why = "", time.Time{}, "", ""
}

// MostReleaseFiles is how many files may go with one release.
const MostReleaseFiles = 5

// AttachFiles says which files go with news that waits, in place of those that did.
// Whoever agreed to it agreed to other files.
func (s *State) AttachFiles(f ReleaseFiles) ([]Fact, *Refusal) {
	r, refusal := s.waiting(f.Release)
	if refusal != nil {
		return nil, refusal
	}
	if r.Of != News {
		return nil, &Refusal{Code: Invalid, Field: FieldRelease}
	}
	if n := len(f.Files); n > MostReleaseFiles {
		return nil, &Refusal{Code: TooMany, Field: FieldFiles, Have: n, Most: MostReleaseFiles}
	}
	for i := range f.Files {
		file := &f.Files[i]
		file.Name = shortened(file.Name, MostFileName)
		if r := firstOf(filled(FieldFile, file.Name, MostFileName), filled(FieldFile, file.Blob, MostShort)); r != nil {
			return nil, r
		}
	}
	if r := named(f.By); r != nil {
		return nil, r
	}
	return []Fact{f}, nil
}

// SentIn gives the stage in which a release was sent; of one that was not, the first.
func (s *State) SentIn(r Release) Stage {
	now := Preparing
	for _, change := range s.changes {
		if !change.At.After(r.Sent) {
			now = change.To
		}
	}
	return now
}
