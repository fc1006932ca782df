package slack

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// attached gives the first file of a message or a field; nil: there is none. A
// file of another organisation comes as an id alone, of which the rest has to be
// asked for.
func (a *Adapter) attached(ctx context.Context, m object) (*bot.File, error) {
	files := m.list("files")
	if len(files) == 0 {
		return nil, nil //nolint:nilnil // there is none, and that is no error
	}
	f := files[0]
	id, name, url := f.text("id"), f.first("name", "title"), f.first("url_private_download", "url_private")
	size, _ := strconv.ParseInt(f.text("size"), 10, 64) // 0 where Slack does not say
	if name == "" || url == "" {
		info, _, _, err := a.api.GetFileInfoContext(ctx, id, 0, 0)
		if taken(err) {
			return &bot.File{Name: name, Open: func(context.Context) (io.ReadCloser, error) { return nil, bot.ErrNoFile }, More: len(files) - 1}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("ask for file: %w", plainError(err))
		}
		name, size, url = cmp.Or(info.Name, info.Title), int64(info.Size), cmp.Or(info.URLPrivateDownload, info.URLPrivate)
	}
	return &bot.File{
		Name: name, Size: size, More: len(files) - 1,
		Open: func(ctx context.Context) (io.ReadCloser, error) {
			data, err := a.fetches.get(ctx, cmp.Or(id, url), func(ctx context.Context) ([]byte, error) { return a.download(ctx, url) })
			if err != nil {
				return nil, err
			}
			return io.NopCloser(bytes.NewReader(data)), nil
		},
	}, nil
}

// taken says whether Slack knows of a file no more.
func taken(err error) bool {
	refused, ok := errors.AsType[slack.SlackErrorResponse](err)
	return ok && (refused.Err == "file_not_found" || refused.Err == "file_deleted")
}

// download gets a file: from Slack alone, and no more of it than bot takes.
func (a *Adapter) download(ctx context.Context, url string) ([]byte, error) {
	if !a.ours(url) {
		return nil, fmt.Errorf("get file: its address is not Slack's: %w", bot.ErrNoFile)
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
	defer func() { _ = response.Body.Close() }() // it was only read
	switch status := response.StatusCode; {
	case status == http.StatusForbidden || status == http.StatusNotFound || status == http.StatusGone:
		return nil, fmt.Errorf("get file: status %d: %w", status, bot.ErrNoFile)
	case status != http.StatusOK:
		return nil, fmt.Errorf("get file: status %d", status)
	case response.Request.URL.String() != url:
		return nil, fmt.Errorf("get file: Slack asks to sign in: %w", bot.ErrNoFile)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, bot.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("get file: %w", plainError(err))
	}
	return data, nil
}

// How many files are kept, and how long, for when Slack sends the same event
// again: a large file takes longer than Slack waits for an answer.
const (
	mostFetched = 4
	keptFetched = 6 * time.Minute // Slack's last try comes after five
	fetchWithin = time.Minute
)

// fetches gets files that outlast the request that asks for them.
type fetches struct {
	stop chan struct{} // closed when nothing is fetched any more

	mu sync.Mutex
	by map[string]*fetch
}

type fetch struct {
	done chan struct{} // closed when data and err are settled
	data []byte
	err  error
}

func newFetches() *fetches {
	return &fetches{stop: make(chan struct{}), by: map[string]*fetch{}}
}

// get gives what get fetches under that name, or goes on fetching when ctx is done
// so that the next to ask finds it.
func (f *fetches) get(ctx context.Context, name string, do func(context.Context) ([]byte, error)) ([]byte, error) {
	one := f.begin(ctx, name, do)
	if one == nil {
		return do(ctx) // too many at once to keep
	}
	select {
	case <-one.done:
		return one.data, one.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (f *fetches) begin(ctx context.Context, name string, do func(context.Context) ([]byte, error)) *fetch {
	f.mu.Lock()
	defer f.mu.Unlock()
	if one := f.by[name]; one != nil {
		return one
	}
	if len(f.by) >= mostFetched {
		return nil
	}
	one := &fetch{done: make(chan struct{})}
	f.by[name] = one
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchWithin)
	go func() {
		select {
		case <-f.stop:
			cancel()
		case <-one.done:
		}
	}()
	go func() {
		defer cancel()
		one.data, one.err = do(ctx)
		close(one.done)
		if one.err != nil {
			f.forget(name)
			return
		}
		time.AfterFunc(keptFetched, func() { f.forget(name) })
	}()
	return one
}

func (f *fetches) forget(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.by, name)
}
