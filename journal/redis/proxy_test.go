package redis_test

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"
)

// proxy passes connections on to a server, and can lose an answer.
type proxy struct {
	addr string

	mu   sync.Mutex
	lose []byte // the command whose answer is lost next
}

func startProxy(t *testing.T, to string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{addr: listener.Addr().String()}
	var wait sync.WaitGroup
	t.Cleanup(func() {
		listener.Close()
		wait.Wait()
	})
	wait.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", to)
			if err != nil {
				client.Close()
				continue
			}
			wait.Go(func() { p.pass(client, server) })
		}
	})
	return p
}

// loseAnswer lets the next command of that name be executed and then cuts the
// connection instead of passing the answer on.
func (p *proxy) loseAnswer(command string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lose = []byte(command)
}

// loses says whether the answer to these bytes is to be lost, once.
func (p *proxy) loses(sent []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lose == nil || !bytes.Contains(bytes.ToLower(sent), p.lose) {
		return false
	}
	p.lose = nil
	return true
}

func (p *proxy) pass(client, server net.Conn) {
	defer client.Close()
	defer server.Close()
	lost := make(chan struct{})
	go func() {
		buffer := make([]byte, 64<<10)
		for {
			n, err := server.Read(buffer)
			if err != nil {
				client.Close()
				return
			}
			select {
			case <-lost:
				client.Close()
				return
			default:
			}
			if _, err := client.Write(buffer[:n]); err != nil {
				return
			}
		}
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if p.loses(buffer[:n]) {
			close(lost)
		}
		if _, err := io.Copy(server, bytes.NewReader(buffer[:n])); err != nil {
			return
		}
	}
}
