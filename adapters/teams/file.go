package teams

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"soundings/bot"
)

// What attachments are called that are files.
const (
	fileDownload  = "application/vnd.microsoft.teams.file.download.info" // one that we may read
	fileReference = "reference"                                          // one that stands where we may not look
)

// elsewhereFile is what people hear whose file we may not read.
const elsewhereFile = "Teams lets an app read files only in a chat with nobody else. Please paste its text, or hand it over in the browser, on the page of this room."

// attached gives the first file of a message; nil: there is none. One that we may not
// read is said to be there.
func (a *Adapter) attached(o object) *bot.File {
	var files []object
	for _, f := range o.list("attachments") {
		if kind := f.text("contentType"); kind == fileDownload || kind == fileReference {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		if hidden(o) {
			return &bot.File{Name: "the file", Problem: elsewhereFile}
		}
		return nil
	}
	f := files[0]
	file := &bot.File{Name: clean(f.text("name")), More: len(files) - 1}
	if f.text("contentType") == fileReference {
		file.Problem = elsewhereFile
		return file
	}
	address := f.in("content").text("downloadUrl")
	file.Open = func(ctx context.Context) (io.ReadCloser, error) { return a.download(ctx, address) }
	return file
}

// hidden says whether a message has a file of which Teams tells us nothing but where
// it stands in the text: there are more of these places than other things for them.
func hidden(o object) bool {
	places, things := 0, 0
	for _, f := range o.list("attachments") {
		if f.text("contentType") == "text/html" {
			places += strings.Count(f.text("content"), "<attachment ")
		} else {
			things++
		}
	}
	return places > things
}

// download gets a file, from where Teams keeps files alone, with no token of ours:
// its address is enough.
func (a *Adapter) download(ctx context.Context, address string) (io.ReadCloser, error) {
	if !a.keepsFiles(address) {
		return nil, fmt.Errorf("get file: Teams does not let us read it: %w", bot.ErrNoFile)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("get file: %w", plainError(err))
	}
	response, err := a.files.Do(r)
	if err != nil {
		return nil, fmt.Errorf("get file: %w", plainError(err))
	}
	switch response.StatusCode {
	case http.StatusOK:
		return response.Body, nil
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusGone:
		err = bot.ErrNoFile
	default:
		err = fmt.Errorf("status %d", response.StatusCode)
	}
	_ = response.Body.Close() // nothing of it is read
	return nil, fmt.Errorf("get file: %w", err)
}

// keepsFiles says whether an address is one at which Microsoft keeps people's
// files, or that of the service we call.
func (a *Adapter) keepsFiles(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	if allowed(a.o.ServiceHosts, address) {
		return true
	}
	host := strings.ToLower(u.Hostname())
	return u.Scheme == "https" && u.Port() == "" && (strings.HasSuffix(host, ".sharepoint.com") || strings.HasSuffix(host, ".sharepoint.us"))
}
