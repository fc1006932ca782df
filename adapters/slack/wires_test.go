package slack_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"
)

// wires are a network in memory, so that a test can wait until nothing happens any
// more, and time passes in it at once.
type wires struct {
	mu    sync.Mutex
	hosts map[string]*plug // by address, such as "slack.test:80"
}

// plug is where a host listens.
type plug struct {
	calls chan net.Conn
	gone  chan struct{}
	once  sync.Once
}

func (p *plug) Accept() (net.Conn, error) {
	select {
	case c := <-p.calls:
		return c, nil
	case <-p.gone:
		return nil, net.ErrClosed
	}
}

func (p *plug) Close() error {
	p.once.Do(func() { close(p.gone) })
	return nil
}

func (*plug) Addr() net.Addr { return &net.TCPAddr{} }

var errNobody = errors.New("nobody listens there")

func (w *wires) dial(ctx context.Context, _, address string) (net.Conn, error) {
	w.mu.Lock()
	p := w.hosts[address]
	w.mu.Unlock()
	if p == nil {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errNobody}
	}
	here, there := net.Pipe()
	select {
	case p.calls <- there:
		return here, nil
	case <-p.gone:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errNobody}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serve lets a host answer until stop is called.
func (w *wires) serve(host string, h http.Handler) (stop func()) {
	p := &plug{calls: make(chan net.Conn), gone: make(chan struct{})}
	w.mu.Lock()
	w.hosts[host+":80"] = p
	w.mu.Unlock()
	server := &http.Server{Handler: h} //nolint:gosec // nobody is slow here
	ended := make(chan struct{})
	go func() {
		_ = server.Serve(p) // it ends when stopped
		close(ended)
	}()
	return func() {
		_ = server.Close()
		<-ended
	}
}

// client calls hosts on these wires until the test ends.
func (w *wires) client(t *testing.T) *http.Client {
	transport := &http.Transport{DialContext: w.dial}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// handler does something for each request, and says nothing.
func handler(do func()) http.Handler {
	return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { do() })
}
