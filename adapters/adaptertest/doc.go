// Package adaptertest holds what adapters are tested with: the suite that
// every adapter passes ([Run]), and a chat platform in memory that keeps its
// state and has faults to switch on ([Platform]). It knows no real platform
// and nothing of what the bot says.
package adaptertest
