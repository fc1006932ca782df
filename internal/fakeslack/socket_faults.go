package fakeslack

// Sockets says how many connections the app has open.
func (s *Slack) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets.open)
}

// Opened says how many connections the app ever opened. One that it has closed may stand
// among Sockets a little longer.
func (s *Slack) Opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sockets.opened
}

// Disconnect asks the app to leave all its connections, for a reason such as
// "warning" or "refresh_requested". Slack goes on to use them until they close.
func (s *Slack) Disconnect(reason string) {
	for _, link := range s.links() {
		_ = link.send(obj{"type": "disconnect", "reason": reason, "debug_info": obj{"host": "applink-1"}})
	}
}

// Break cuts all connections without a word.
func (s *Slack) Break() {
	for _, link := range s.links() {
		_ = link.conn.NetConn().Close()
	}
}

// Deafen loses all that is sent over the connections open now, as one does that
// broke unnoticed. They stay open.
func (s *Slack) Deafen() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, link := range s.sockets.open {
		link.deaf = true
	}
}

func (s *Slack) links() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*socket(nil), s.sockets.open...)
}

// closeSockets ends all connections for good.
func (s *Slack) closeSockets() {
	for _, link := range s.links() {
		_ = link.conn.Close()
	}
}
