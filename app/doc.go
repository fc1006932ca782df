// Package app puts the program together: it reads the settings, opens the
// store, wires the bot to the adapters and the conversation, and runs it as a
// service or as a play in the terminal. It is the one place that reads the
// clock and the environment and that lists the adapters.
//
// The life of a [Service]: Start, use, Stop. Stop is bounded, may be called
// again, and undoes Start in reverse order.
package app
