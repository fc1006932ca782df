// Package bot is what every chat platform has in common: events come in,
// are decided one after another by the desk of their engagement, become facts
// in one durable commit, and only then are answered; messages that fell due
// go out through the sender. It knows no platform, no engagement and no word
// of what the bot says: platforms are adapters, and what the facts mean is
// the [Domain]'s part.
//
// A fact's kind says whose it is. Kinds that begin with "message.", "room.",
// "event." or "record." are folded here; every other kind is the domain's.
package bot
