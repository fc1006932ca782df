package main

import (
	"fmt"
	"strings"
	"time"

	"soundings/digest"
	"soundings/internal/fakeslack"
)

// workingZone gives a time zone in which it is a working day for the next minutes,
// since digests come on no other; London's if it can. False: there is none now.
func workingZone(now time.Time) (string, bool) {
	const usual = "Europe/London"
	for _, zone := range []string{usual, "Pacific/Pago_Pago", "Pacific/Kiritimati"} {
		if comesAt(now, zone) && comesAt(now.Add(10*time.Minute), zone) {
			return zone, true
		}
	}
	return usual, false
}

// comesAt says whether a digest planned for that minute comes in it.
func comesAt(at time.Time, zone string) bool {
	where, err := time.LoadLocation(zone)
	if err != nil {
		return false
	}
	at = at.Truncate(time.Minute)
	plan, err := digest.ParseSchedule("daily "+at.In(where).Format("15:04"), zone, digest.Options{WorkingDays: true})
	if err != nil {
		return false
	}
	next, ok := plan.Next(at.Add(-time.Second))
	return ok && next.Equal(at)
}

// soonest is how long before its minute a digest is planned, at the least.
const soonest = 20 * time.Second

// digests is what the team reads of all that: by its schedule, or where there is
// none today because somebody asks for it. The service is killed while it is
// posted.
func (s *stage) digests() {
	s.tell("== The digest.")
	ask := func() { s.command(dana, teamRoom, "digest") }
	if s.scheduled {
		where, err := time.LoadLocation(s.zone)
		if err != nil {
			s.fail(err)
			return
		}
		at := time.Now().Add(soonest).Truncate(time.Minute).Add(time.Minute)
		s.command(dana, teamRoom, "schedule daily "+at.In(where).Format("15:04"))
		s.posted(teamRoom, "The next digest comes")
		s.quiet()
		s.tell("   Dana plans it for %s in the engagement's time zone, %s, where it is a working day: in %d seconds.", at.In(where).Format("Mon 15:04"), s.zone, int(time.Until(at).Seconds()))
		ask = func() {}
	} else {
		if s.restDay {
			s.tell("   Digests come by themselves on working days, and it is none now.")
		}
		s.tell("   Dana asks for it.")
		s.quiet()
	}
	s.holdingFor(digestWithin, "chat.postMessage", "while the digest stands in Slack and the service has not heard so", ask, func(c fakeslack.Counts) int { return c.Posts })
	s.digest = s.posted(teamRoom, "what suppliers said,").Words()
	s.quiet()
}

// digestWithin is how long the digest may take, with the wait for its minute.
const digestWithin = 2*time.Minute + patience

// quiet waits until nothing is posted any more.
func (s *stage) quiet() {
	if s.err != nil {
		return
	}
	for {
		before := s.slack.Counts()
		pause := time.After(calm)
		select {
		case <-pause:
		case <-s.ctx.Done():
			s.fail(s.ctx.Err())
			return
		}
		after := s.slack.Counts()
		if before.Posts == after.Posts && before.Updates == after.Updates && before.Limited == after.Limited {
			return
		}
	}
}

// calm is how long nothing happens before it counts as the end.
const calm = 1500 * time.Millisecond

// beginning gives the first lines of a text, set in.
func beginning(text string, lines int) string {
	all := strings.Split(strings.TrimSpace(text), "\n")
	var out strings.Builder
	for _, line := range all[:min(lines, len(all))] {
		fmt.Fprintf(&out, "   | %s\n", line)
	}
	return strings.TrimSuffix(out.String(), "\n")
}
