package fakeslack

// endpoints are where the app is, in whole URLs; all empty means Socket Mode.
type endpoints struct{ events, commands, interactions string }

// Connect says where the app is: events go to app+"/slack/events", commands and
// interactions likewise. The empty app is one that uses Socket Mode.
func (s *Slack) Connect(app string) {
	if app == "" {
		s.ConnectTo("", "", "")
		return
	}
	s.ConnectTo(app+"/slack/events", app+"/slack/commands", app+"/slack/interactions")
}

// ConnectTo is Connect with a whole URL for each kind of request.
func (s *Slack) ConnectTo(events, commands, interactions string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.app = endpoints{events, commands, interactions}
	s.touch()
}

// reachable says whether there is an app to send to. The lock is held.
func (s *Slack) reachable() bool { return s.app.events != "" || s.sockets.opened > 0 }
