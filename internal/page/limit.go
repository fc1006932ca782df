package page

import (
	"container/list"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxSources bounds the sources that a Limiter remembers, about 200 bytes each.
const maxSources = 10_000

// Limiter lets each source do something so often. When there are more sources
// than it remembers, it forgets those that were quiet the longest. It is safe
// for use by several goroutines.
type Limiter struct {
	every rate.Limit
	burst int
	now   func() time.Time

	mu      sync.Mutex
	sources map[string]*list.Element // of *source
	recent  *list.List               // the most recent first
}

type source struct {
	name   string
	bucket *rate.Limiter
}

// NewLimiter allows perSecond on average and burst at once, each at least a
// little above zero.
func NewLimiter(perSecond float64, burst int, now func() time.Time) *Limiter {
	return &Limiter{
		every: rate.Limit(perSecond), burst: max(burst, 1), now: now,
		sources: make(map[string]*list.Element), recent: list.New(),
	}
}

// Allow says whether a source may go on, and if not, how long it has to wait.
func (l *Limiter) Allow(name string) (wait time.Duration, ok bool) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.bucket(name)
	if bucket.AllowN(now, 1) {
		return 0, true
	}
	missing := 1 - bucket.TokensAt(now)
	return time.Duration(missing / float64(l.every) * float64(time.Second)), false
}

func (l *Limiter) bucket(name string) *rate.Limiter {
	if at, known := l.sources[name]; known {
		l.recent.MoveToFront(at)
		return at.Value.(*source).bucket
	}
	if len(l.sources) >= maxSources {
		oldest := l.recent.Back()
		delete(l.sources, l.recent.Remove(oldest).(*source).name)
	}
	s := &source{name: name, bucket: rate.NewLimiter(l.every, l.burst)}
	l.sources[name] = l.recent.PushFront(s)
	return s.bucket
}

// Limit answers requests from sources that l holds back with the page that
// asks to wait, and passes the others to next.
func (s *Site) Limit(l *Limiter, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wait, ok := l.Allow(s.Source(r))
		if !ok {
			w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(wait.Seconds())))))
			s.Fail(w, r, http.StatusTooManyRequests, nil)
			return
		}
		next.ServeHTTP(w, r)
	})
}
