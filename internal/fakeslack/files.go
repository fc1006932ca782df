package fakeslack

import (
	"io"
	"net/http"
	"strings"
)

// storedFile is a file that Slack keeps.
type storedFile struct {
	File
	length   int  // announced
	uploaded bool // the content is there
	complete bool
	created  int64
	in       []string // channels
}

// Files gives the files that are complete, by no order.
func (s *Slack) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []File
	for _, f := range s.files {
		if f.complete {
			all = append(all, f.File)
		}
	}
	return all
}

// keep stores a file that somebody shares. The lock is held.
func (s *Slack) keep(f File, user string) File {
	f.ID, f.User = s.id("F"), user
	if f.Title == "" {
		f.Title = f.Name
	}
	s.files[f.ID] = &storedFile{File: f, length: len(f.Content), uploaded: true, complete: true, created: s.o.Now().Unix()}
	return f
}

// fileJSON is a file as the Web API shows it; in messages of people from other
// workspaces only that there is one.
func (s *Slack) fileJSON(id string) obj {
	f := s.files[id]
	if f == nil {
		return obj{"id": id, "mode": "tombstone"}
	}
	if s.external(f.User) {
		return obj{"id": id, "created": 0, "timestamp": 0, "user": "", "mode": "file_access", "file_access": "check_file_info"}
	}
	return s.wholeFile(f)
}

func (s *Slack) wholeFile(f *storedFile) obj {
	extension := f.Name[strings.LastIndex(f.Name, ".")+1:]
	link := s.o.URL + "/files-pri/" + f.ID + "/" + f.Name
	return obj{
		"id": f.ID, "created": f.created, "timestamp": f.created, "name": f.Name, "title": f.Title, "alt_txt": f.Alt,
		"mimetype": http.DetectContentType(f.Content), "filetype": extension, "pretty_type": strings.ToUpper(extension),
		"user": f.User, "user_team": s.teamOf(f.User), "editable": false, "size": f.length, "mode": "hosted",
		"is_external": false, "external_type": "", "is_public": false, "display_as_bot": false,
		"url_private": link, "url_private_download": link + "?download=1", "permalink": s.o.URL + "/files/" + f.ID,
		"file_access": "visible", "channels": f.in,
	}
}

// serveUpload takes the content of a file: the body, or a part of a form.
func (s *Slack) serveUpload(w http.ResponseWriter, r *http.Request) {
	fault := s.takeFault("upload")
	if fault != nil && (!s.hold(r, fault) || !fault.passes()) {
		s.applyFault(w, fault)
		return
	}
	content, err := uploaded(r)
	s.mu.Lock()
	f := s.files[r.PathValue("id")]
	good := err == nil && f != nil && !f.uploaded && len(content) == f.length
	if good {
		f.Content, f.uploaded = content, true
		s.touch()
	}
	s.mu.Unlock()
	if !good {
		http.Error(w, "upload failed", http.StatusBadRequest)
		return
	}
	_, _ = io.WriteString(w, "OK - "+r.PathValue("id"))
}

func uploaded(r *http.Request) ([]byte, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return io.ReadAll(io.LimitReader(r.Body, maxBody))
	}
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	for {
		part, err := reader.NextPart()
		if err != nil {
			return nil, err
		}
		if part.FileName() != "" {
			return io.ReadAll(io.LimitReader(part, maxBody))
		}
	}
}

// serveDownload gives the content of a file to who has the bot's token, and a
// page to sign in to anybody else, as Slack does.
func (s *Slack) serveDownload(w http.ResponseWriter, r *http.Request) {
	fault := s.takeFault("download")
	if fault != nil && (!s.hold(r, fault) || !fault.passes()) {
		s.applyFault(w, fault)
		return
	}
	s.mu.Lock()
	f := s.files[r.PathValue("id")]
	known := r.Header.Get("Authorization") == "Bearer "+s.o.BotToken && s.revoked == "" && s.has("files:read")
	s.mu.Unlock()
	switch {
	case !known:
		http.Redirect(w, r, "/login", http.StatusFound)
	case f == nil:
		http.NotFound(w, r)
	default:
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write(f.Content)
	}
}

func serveLogin(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>")
}
