package digest

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
)

// labelled are questions and a person's word on which are one.
type labelled struct {
	questions []Asked
	says      map[[2]int]string // "yes" or "part"; every other pair is "no"
	topics    [][]int           // the questions, in sets that have no pair across
}

// readReal reads the real questions and their labels, or skips the test where
// they are absent.
func readReal(t *testing.T) labelled {
	t.Helper()
	data, err := os.ReadFile("../../shared/data/feedback/devdesign-questions.jsonl")
	if err != nil {
		t.Skipf("real questions are not here: %v", err)
	}
	l := labelled{says: make(map[[2]int]string)}
	for line := range strings.Lines(string(data)) {
		var q struct {
			N int
			Q string
		}
		if err := json.Unmarshal([]byte(line), &q); err != nil {
			t.Fatalf("read question: %v", err)
		}
		l.questions = append(l.questions, Asked{ID: strconv.Itoa(q.N), Text: q.Q})
	}
	for line := range labelLines(t, "testdata/devdesign-duplicates.txt") {
		head, _, _ := strings.Cut(line, " - ")
		word, rest, _ := strings.Cut(head, " ")
		var numbers []int
		for field := range strings.FieldsSeq(rest) {
			n, err := strconv.Atoi(field)
			if err != nil || n < 1 || n > len(l.questions) {
				t.Fatalf("label %q: %v", line, err)
			}
			numbers = append(numbers, n-1)
		}
		l.label(t, word, numbers)
	}
	l.sort()
	return l
}

// label takes one line: all of a group are one; "part" is of the first and
// each of the others.
func (l *labelled) label(t *testing.T, word string, numbers []int) {
	t.Helper()
	for i := range numbers {
		for _, other := range numbers[i+1:] {
			pair := [2]int{min(numbers[i], other), max(numbers[i], other)}
			if word == "part" && i > 0 {
				continue
			}
			if l.says[pair] != "" {
				t.Fatalf("%d and %d are labelled twice", pair[0]+1, pair[1]+1)
			}
			l.says[pair] = word
		}
	}
}

// readInvented reads pairs of invented questions.
func readInvented(t *testing.T, file string) labelled {
	t.Helper()
	l := labelled{says: make(map[[2]int]string)}
	for line := range labelLines(t, file) {
		parts := strings.Split(line, " | ")
		if len(parts) != 3 || parts[0] != "yes" && parts[0] != "no" {
			t.Fatalf("%s: %q is no pair", file, line)
		}
		n := len(l.questions)
		for i, text := range parts[1:] {
			l.questions = append(l.questions, Asked{ID: strconv.Itoa(n + i + 1), Text: text})
		}
		if parts[0] == "yes" {
			l.says[[2]int{n, n + 1}] = "yes"
		}
		l.topics = append(l.topics, []int{n, n + 1})
	}
	return l
}

func labelLines(t *testing.T, file string) func(yield func(string) bool) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(string) bool) {
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if line != "" && !strings.HasPrefix(line, "#") && !yield(line) {
				return
			}
		}
	}
}

// sort puts questions that any label joins into one topic.
func (l *labelled) sort() {
	topic := make([]int, len(l.questions))
	for i := range topic {
		topic[i] = i
	}
	for range l.questions {
		for pair := range l.says {
			lower := min(topic[pair[0]], topic[pair[1]])
			topic[pair[0]], topic[pair[1]] = lower, lower
		}
	}
	at := make(map[int]int)
	for i, n := range topic {
		if _, ok := at[n]; !ok {
			at[n] = len(l.topics)
			l.topics = append(l.topics, nil)
		}
		l.topics[at[n]] = append(l.topics[at[n]], i)
	}
}
