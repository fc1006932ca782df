package conversations

import (
	"encoding/json"
	"fmt"
	"time"

	"soundings/bot"
)

// amongThemselves says whether people in a channel may be talking to each other:
// what makes sense as an answer is taken as one all the same.
func (t *turn) amongThemselves() bool { return t.ev.Overheard && t.chats(t.ev.Room.Adapter) }

// askedUnread: that something which was said in the channel was not taken.
const askedUnread = "unread"

// unreadAgain is how long somebody is left in peace who was told that what they
// said to others was not taken as an answer. Said once, they know; said never,
// an answer could be lost unseen.
const unreadAgain = 7 * 24 * time.Hour

// firstUnread says whether somebody should be told, and notes that they are.
func (t *turn) firstUnread() bool {
	told := asked{Organisation: t.org.ID, Person: t.person(), What: askedUnread}
	before, ok := t.talk.asked[told]
	if ok && t.now.Sub(before.Last) < unreadAgain {
		return false
	}
	if t.ev.Again || t.ev.Kind == bot.Looked {
		return true
	}
	data, err := json.Marshal(told)
	if err == nil {
		err = t.tx.Note(kindAsked, data)
	}
	if err != nil {
		t.fail(fmt.Errorf("note what was asked: %w", err))
	}
	return true
}
