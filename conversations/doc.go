// Package conversations is what the bot asks and says: the commands, the steps
// between them, and every word that people read. [Domain] decides what somebody
// said into facts, messages and an answer, and folds where each participant
// stands. It is pure: no IO, no clock, no chance. What the facts mean is
// package engagement's part, what the market said package digest's, and how a
// platform shows it the adapters'.
//
// One room is the commissioning room, where home members prepare, read and
// close; each organisation has a room of its own, where it answers. What was
// recorded is answered with a message that stands in the room; views, help and
// refusals go back to one person and are not recorded.
package conversations
