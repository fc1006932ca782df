package main

import "context"

// failing says something at which the app fails once: it answers 500, and the
// event comes again.
func failing(ctx context.Context, st *stage) error {
	before := st.slack.Counts()
	if _, err := st.slack.Say(ctx, "U1ANA", "C1", "fail once"); err != nil {
		return err
	}
	for _, retry := range []float64{0, 1} {
		r, err := st.child.await(ctx, "tried", nil)
		if err = first(err, want[any]("retry", r["retry"], retry)); err != nil {
			return err
		}
	}
	after := st.slack.Counts()
	_, err := st.posted(ctx, "tried 1")
	return first(err, want("retries", after.Retried-before.Retried, 1), want("refusals", after.Refused-before.Refused, 1))
}

// again delivers an event once more that the app has had.
func again(ctx context.Context, st *stage) error {
	if err := st.slack.Settle(ctx); err != nil {
		return err
	}
	if err := st.slack.Deliver(ctx, []byte(`{"type": "message", "text": "over and over", "user": "U1ANA", "ts": "1.2", "channel": "C1", "channel_type": "channel"}`)); err != nil {
		return err
	}
	if _, err := st.slack.Redeliver(ctx); err != nil {
		return err
	}
	for _, retry := range []float64{0, 1} {
		r, err := heard(ctx, st, "over and over")
		if err = first(err, want[any]("retry", r["retry"], retry)); err != nil {
			return err
		}
	}
	return nil
}

// heard waits until the app heard that text.
func heard(ctx context.Context, st *stage, text string) (report, error) {
	return st.child.await(ctx, "message", func(r report) bool { return r.text("text") == text })
}

// disconnected asks the app to open another connection.
func disconnected(ctx context.Context, st *stage) error {
	return renewed(ctx, st, "after the request", func() { st.slack.Disconnect("refresh_requested") })
}

// broken cuts the connection.
func broken(ctx context.Context, st *stage) error {
	return renewed(ctx, st, "after the break", st.slack.Break)
}

// renewed says something after the connection ended; it is not lost.
func renewed(ctx context.Context, st *stage, text string, end func()) error {
	before := st.slack.Counts().Calls["apps.connections.open"]
	end()
	err := st.slack.Wait(ctx, func() bool { return st.slack.Counts().Calls["apps.connections.open"] > before })
	if err != nil {
		return err
	}
	if _, err := st.slack.Say(ctx, "U1ANA", "C1", text); err != nil {
		return err
	}
	_, err = heard(ctx, st, text)
	return err
}
