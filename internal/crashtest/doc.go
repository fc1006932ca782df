// Package crashtest kills the service again and again while many engagements
// take events, and compares its record with a ledger, kept outside it, of
// what was acknowledged and of what was posted. Its platform is a line
// protocol on the loopback, for tests alone.
package crashtest
