package digest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"soundings/engagement"
)

// large is an engagement of 500 organisations × 40 sections, all answered:
// 20,000 responses of the given length, in a vocabulary of 3,000 words.
func large(b *testing.B, length int) *engagement.State {
	m := newMarket(b, 40, 3, 6)
	for i := range 500 {
		m.invite(engagement.OrganisationKinds()[i%6], 1)
	}
	chance := rand.New(rand.NewPCG(1, 2))
	for i := range 500 {
		for section := 1; section <= 40; section++ {
			var words strings.Builder
			for j := range length {
				fmt.Fprintf(&words, "w%dings ", int(float64(3000)*chance.Float64()*chance.Float64()))
				if j%15 == 14 {
					words.WriteString("end. Then ")
				}
			}
			stance := engagement.Stances()[(chance.IntN(3)+section/7)%6]
			m.say(fmt.Sprintf("O%d P%d", i+1, i), section, stance, words.String())
		}
	}
	m.later(time.Hour)
	return &m.state
}

func BenchmarkMake(b *testing.B) {
	for _, length := range []int{40, 400} {
		b.Run(fmt.Sprintf("words=%d", length), func(b *testing.B) {
			s := large(b, length)
			period := PeriodOf(s, s.Last().Add(time.Hour), false)
			for b.Loop() {
				if d := Make(s, period); len(d.Worries) != MostWorries {
					b.Fatalf("%d worries", len(d.Worries))
				}
			}
		})
	}
}

func BenchmarkNext(b *testing.B) {
	s := parse(b, "fridays 16:00", "Europe/London", Options{WorkingDays: true})
	after := time.Date(2026, 6, 8, 0, 0, 0, 0, time.UTC)
	for b.Loop() {
		s.Next(after)
	}
}
