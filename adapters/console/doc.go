// Package console is the platform of the terminal: one person plays everybody,
// in any room that is named. It keeps the rooms in memory, numbers what is
// posted, and gives it as plain text. It reads and writes no terminal itself,
// and knows nothing of transcripts.
package console
