// Package crashtest kills the service again and again while many engagements
// take events, and compares its record with a ledger, kept outside it, of
// what was acknowledged and of what was posted. It knows the line protocol of
// package adaptertest and nothing of what is said.
package crashtest
