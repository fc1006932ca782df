package app

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"soundings/bot"
)

// readyWithin bounds a readiness check: a store that takes longer is away.
const readyWithin = 2 * time.Second

// check is one thing that has to be in order for the service to be ready.
type check struct {
	name string
	run  func(ctx context.Context) error
}

// newMux serves what every installation has, whatever its platforms; the rest
// is for pages, if there are any.
func newMux(checks []check, stats *bot.Stats, pages http.Handler) *http.ServeMux {
	mux := http.NewServeMux()
	if pages != nil {
		mux.Handle("/", pages)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "alive"})
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		status, body := ready(r.Context(), checks)
		writeJSON(w, status, body)
	})
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), statsCollector{stats})
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return mux
}

// ready runs the checks. What is wrong is named, never why: the reason is in
// the log, and a stranger may read this page.
func ready(ctx context.Context, checks []check) (int, map[string]string) {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	status, body := http.StatusOK, map[string]string{"status": "ready"}
	for _, c := range checks {
		body[c.name] = "works"
		if err := c.run(ctx); err != nil {
			status = http.StatusServiceUnavailable
			body["status"], body[c.name] = "not ready", "does not work"
		}
	}
	return status, body
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client may be gone
}

// statsCollector gives the bot's counts to Prometheus.
type statsCollector struct{ stats *bot.Stats }

func (statsCollector) Describe(chan<- *prometheus.Desc) {} // unchecked: labels come with the counts

func (c statsCollector) Collect(out chan<- prometheus.Metric) {
	for count, n := range c.stats.Counts() {
		desc := prometheus.NewDesc("soundings_"+count.Name+"_total",
			"What the bot did since it started.", []string{"adapter", "outcome"}, nil)
		out <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, float64(n), count.Adapter, count.Outcome)
	}
}
