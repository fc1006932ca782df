// Package teams connects Microsoft Teams: activities in, over HTTP, Adaptive
// Cards and dialogs out. It knows conversations, people and cards, and nothing of
// sections or engagements.
//
// Package msbotbuilder-go gives the schema and the plumbing of the Bot Framework;
// who may speak to us, and how we speak to it, are ours. What Teams sends is read
// field by field, so that one that changes its type costs no more than itself.
//
// A message's id is that of its activity; that of a reply in a channel has the id
// of the thread's first message behind it, "id@root".
package teams
