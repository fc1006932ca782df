package slack_test

import (
	"errors"
	"strings"
	"testing"

	"soundings/bot"
)

// wantFailure checks that an error is a SendError for that reason, with those
// words for people.
func wantFailure(t *testing.T, what string, err error, reason bot.Reason, plain string) {
	t.Helper()
	failure, ok := errors.AsType[*bot.SendError](err)
	if !ok || failure.Reason != reason || !strings.Contains(failure.Plain, plain) {
		t.Errorf("%s = %v, want it %s with %q", what, err, reason, plain)
		if ok {
			t.Errorf("people are told %q", failure.Plain)
		}
	}
}
