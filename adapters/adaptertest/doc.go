// Package adaptertest holds what adapters are tested with: the suite that
// every adapter passes ([Run]), a chat platform in memory that keeps its state
// and has faults to switch on ([Platform]), and a line protocol for a service
// that is killed in the middle of its work ([Lines]). It knows no real
// platform and nothing of what the bot says.
package adaptertest
