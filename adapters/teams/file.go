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

// attached gives the first file of a message; nil: there is none. Teams lets apps
// read those that somebody sends to them alone.
func (a *Adapter) attached(o object) *bot.File {
	var files []object
	for _, f := range o.list("attachments") {
		if kind := f.text("contentType"); kind == fileDownload || kind == fileReference {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return nil
	}
	f := files[0]
	address := f.in("content").text("downloadUrl")
	return &bot.File{
		Name: clean(f.text("name")), More: len(files) - 1,
		Open: func(ctx context.Context) (io.ReadCloser, error) { return a.download(ctx, address) },
	}
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
