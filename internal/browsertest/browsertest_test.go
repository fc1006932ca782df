package browsertest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/chromedp"
)

// Only what was replaced under the hand is tried again: any other fault is one.
func TestStepsAreSteady(t *testing.T) {
	replaced := fmt.Errorf("click: %w", &cdproto.Error{Code: -32000, Message: gone})
	other := &cdproto.Error{Code: -32000, Message: "Node does not have a layout object"}
	for name, c := range map[string]struct {
		fails []error
		taken int
		want  error
	}{
		"at once":          {nil, 1, nil},
		"replaced twice":   {[]error{replaced, replaced}, 3, nil},
		"another fault":    {[]error{other}, 1, other},
		"first the one":    {[]error{replaced, other}, 2, other},
		"nothing of ours":  {[]error{context.Canceled}, 1, context.Canceled},
		"replaced at last": {[]error{replaced, replaced, replaced}, 4, nil},
	} {
		taken := 0
		step := func(context.Context, *chromedp.Target) (int, error) {
			taken++
			if taken <= len(c.fails) {
				return 0, c.fails[taken-1]
			}
			return taken, nil
		}
		got, err := steady(step)(t.Context(), nil)
		if taken != c.taken || !errors.Is(err, c.want) || err == nil && got != taken {
			t.Errorf("%s: taken %d times, gives %d, %v", name, taken, got, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	forever := func(context.Context, *chromedp.Target) (int, error) { cancel(); return 0, replaced }
	if _, err := steady(forever)(ctx, nil); !errors.Is(err, replaced) {
		t.Errorf("when its time has run out it gives %v", err)
	}
}
