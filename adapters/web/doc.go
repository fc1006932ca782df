// Package web is the platform that is ours: rooms as pages in a browser. What
// stands in a room is what the record says; who may come in is what accounts
// and signed links say. It knows messages, forms and answers, and nothing of
// sections or engagements.
//
// Everything can be read and answered without script. Whoever follows a link
// leaves no trace until they do something.
package web
