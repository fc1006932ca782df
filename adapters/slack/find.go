package slack

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"soundings/bot"
)

// How far Find looks back: longer than a message is tried for. A thread may have
// begun long before, so what is older is looked through for threads that were
// added to since, as far as that many pages of 200.
const (
	lookBack  = 48 * time.Hour
	mostPages = 25
)

// Find implements bot.Finder: it reads what was posted in the room, and in the
// threads that were added to, within the last two days. What went to one person
// alone is not found.
func (a *Adapter) Find(ctx context.Context, to bot.Address, key string) (string, bool, error) {
	if a.gone.Load() {
		return "", false, gone()
	}
	id, ok, err := a.find(ctx, to.Room, key, a.o.Now().Add(-lookBack))
	if err != nil {
		return "", false, a.failed(err)
	}
	return id, ok, nil
}

func (a *Adapter) find(ctx context.Context, channel, key string, since time.Time) (string, bool, error) {
	if root, known := a.roots.of(key); known && root != "" {
		return a.findReply(ctx, channel, root, key, since)
	}
	for page, cursor := 0, ""; ; page++ {
		history, err := a.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
			ChannelID: channel, Cursor: cursor, Limit: 200, IncludeAllMetadata: true,
		})
		if err != nil {
			return "", false, err
		}
		for i := range history.Messages {
			m := &history.Messages[i]
			if hasKey(m, key) {
				return messageID(m.Timestamp, m.ThreadTimestamp), true, nil
			}
			if m.ReplyCount == 0 || m.LatestReply != "" && moment(m.LatestReply).Before(since) {
				continue
			}
			if id, ok, err := a.findReply(ctx, channel, m.Timestamp, key, since); ok || err != nil {
				return id, ok, err
			}
		}
		if cursor = history.ResponseMetaData.NextCursor; cursor == "" || !history.HasMore || page >= mostPages {
			return "", false, nil
		}
	}
}

func (a *Adapter) findReply(ctx context.Context, channel, root, key string, since time.Time) (string, bool, error) {
	for cursor := ""; ; {
		messages, more, next, err := a.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: root, Cursor: cursor, Limit: 200, Oldest: strconv.FormatInt(since.Unix(), 10), IncludeAllMetadata: true,
		})
		if err != nil {
			return "", false, err
		}
		for i := range messages {
			if hasKey(&messages[i], key) {
				return messageID(messages[i].Timestamp, root), true, nil
			}
		}
		if cursor = next; cursor == "" || !more {
			return "", false, nil
		}
	}
}

func hasKey(m *slack.Message, key string) bool {
	return m.Metadata.EventType == keyEvent && m.Metadata.EventPayload["key"] == key
}

// moment reads a timestamp; the zero time where it is none.
func moment(ts string) time.Time {
	seconds, err := strconv.ParseFloat(ts, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0)
}

// roots remembers in which thread a message was to stand of which nobody knows
// whether it does.
type roots struct {
	mu sync.Mutex
	by map[string]string
}

// mostDoubts bounds what is remembered; without it a message is found, too, with
// more to read.
const mostDoubts = 1000

func (r *roots) doubt(p bot.Part, root string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !failure(err).Unsure || root == "" {
		return
	}
	if len(r.by) >= mostDoubts || r.by == nil {
		r.by = map[string]string{}
	}
	r.by[p.Key] = root
}

func (r *roots) of(key string) (string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	root, ok := r.by[key]
	return root, ok
}
