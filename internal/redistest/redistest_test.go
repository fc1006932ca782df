package redistest_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"soundings/internal/redistest"
)

func TestServerKeepsWhatItAcknowledgedOverAKill(t *testing.T) {
	server := redistest.Start(t)
	if got := server.Do("SET place Suffolk"); got != "OK" {
		t.Fatalf("SET = %q", got)
	}
	server.Kill()
	if conn, err := net.DialTimeout("tcp", server.Addr, time.Second); err == nil {
		conn.Close()
		t.Error("a killed server answers")
	}
	server.Kill() // does nothing
	server.Restart()
	if got := server.Do("GET place"); got != "Suffolk" {
		t.Errorf("GET after kill and restart = %q, want Suffolk", got)
	}
	server.Stop()
	server.Stop()
}

func TestReplicaCopies(t *testing.T) {
	server := redistest.Start(t)
	server.Do("SET place Suffolk")
	replica := server.StartReplica()
	if got := replica.Do("GET place"); got != "Suffolk" {
		t.Errorf("GET from the replica = %q, want Suffolk", got)
	}
	if got := server.Do("ROLE"); !strings.HasPrefix(got, "master\n") {
		t.Errorf("ROLE = %q", got)
	}
}

func TestPauseAndContinue(t *testing.T) {
	server := redistest.Start(t)
	server.Pause()
	conn, err := net.Dial("tcp", server.Addr) // the operating system accepts
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	answered := make(chan bool)
	go func() {
		_, _ = conn.Write([]byte("PING\r\n"))
		n, _ := conn.Read(make([]byte, 16))
		answered <- n > 0
	}()
	select {
	case <-answered:
		t.Error("a paused server answers")
	case <-time.After(50 * time.Millisecond):
	}
	server.Continue()
	if !<-answered {
		t.Error("a server that goes on does not answer")
	}
}
