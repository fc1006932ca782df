package slack

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"soundings/bot"
)

// attached gives the first file of a message or a field; nil: there is none.
func (a *Adapter) attached(m object) *bot.File {
	for _, f := range m.list("files") {
		id := f.text("id")
		size, _ := strconv.ParseInt(f.text("size"), 10, 64)
		return &bot.File{
			Name: f.first("name", "title"), Size: size,
			Open: func(ctx context.Context) (io.ReadCloser, error) {
				return a.open(ctx, id, f.first("url_private_download", "url_private"))
			},
		}
	}
	return nil
}

// open gets a file. A file of another organisation comes without its address,
// which has to be asked for.
func (a *Adapter) open(ctx context.Context, id, url string) (io.ReadCloser, error) {
	if url == "" {
		f, _, _, err := a.api.GetFileInfoContext(ctx, id, 0, 0)
		if err != nil {
			return nil, fmt.Errorf("ask for file: %w", plainError(err))
		}
		url = f.URLPrivateDownload
	}
	if !a.ours(url) {
		return nil, fmt.Errorf("get file: its address is not Slack's")
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("get file: %w", plainError(err))
	}
	r.Header.Set("Authorization", "Bearer "+a.o.BotToken.Reveal())
	response, err := a.o.HTTP.Do(r)
	if err != nil {
		return nil, fmt.Errorf("get file: %w", plainError(err))
	}
	if response.StatusCode != http.StatusOK {
		_ = response.Body.Close()
		return nil, fmt.Errorf("get file: status %d", response.StatusCode)
	}
	return response.Body, nil
}
