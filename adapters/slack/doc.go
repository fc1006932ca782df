// Package slack connects Slack: events, commands and interactions in, by HTTP
// or Socket Mode, messages and windows out. It knows channels, people and Block
// Kit, and nothing of sections or engagements.
//
// What Slack sends is read field by field, so that one that changes its type
// costs no more than itself; package slack-go/slack does the calls, the
// signatures, the blocks and the socket.
//
// A message's id is its timestamp; that of a reply in a thread has the
// timestamp of the thread's first message behind it, "ts@root".
package slack
