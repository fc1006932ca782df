package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"

	"soundings/internal/faketeams"
)

// stage is the client and our stand-in, with the same people and places in both, and
// a bot that hears of both.
type stage struct {
	playground *playground
	proxy      *proxy
	teams      *faketeams.Teams
	server     *httptest.Server // of our stand-in
	theirs     *recorder        // hears the client
	ours       *recorder        // hears our stand-in
	token      string           // of the bot, for our stand-in's connector
}

func open(ctx context.Context, folder string) (*stage, error) {
	st := &stage{theirs: newRecorder(), ours: newRecorder()}
	st.teams, st.server = newTeams()
	st.proxy = newProxy(st.teams)
	st.proxy.connect(st.theirs.URL)
	var err error
	if st.playground, err = startPlayground(ctx, folder, seat{dana, chat, room}, st.proxy.URL+"/bot", st.proxy.service()); err != nil {
		st.close()
		return nil, err
	}
	if err := st.proxy.attach(st.playground, ""); err != nil {
		st.close()
		return nil, err
	}
	st.teams.Connect(st.ours.URL)
	st.peopled()
	return st, st.admitted(ctx)
}

// newTeams starts our stand-in.
func newTeams() (*faketeams.Teams, *httptest.Server) {
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	teams := faketeams.New(faketeams.Options{URL: server.URL})
	handler = teams.Handler()
	return teams, server
}

// peopled puts into our stand-in who and what is in the client.
func (st *stage) peopled() {
	st.teams.AddPerson(faketeams.Person{ID: dana, Name: "Dana Ellery", Object: "object-dana", Mail: "dana@westmere.example"})
	st.teams.AddPerson(faketeams.Person{ID: ana, Name: "Ana Whitlock", Object: "object-ana", Mail: "ana@tidewell.example"})
	st.teams.Direct(dana)
	both := []string{dana, ana}
	st.teams.AddConversation(faketeams.Conversation{ID: chat, Name: "tidewell", Kind: faketeams.GroupChat, Members: both, Installed: true})
	st.teams.AddConversation(faketeams.Conversation{ID: room, Name: "Digital care", Team: room, Members: both, Installed: true})
	st.teams.AddConversation(faketeams.Conversation{ID: second, Name: "second", Team: room, Members: both, Installed: true})
}

// admitted gets the bot a token.
func (st *stage) admitted(ctx context.Context) error {
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {faketeams.App}, "client_secret": {st.teams.AppPassword()},
		"scope": {"https://api.botframework.com/.default"},
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, st.teams.TokenURL(), strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("get a token: %w", err)
	}
	defer response.Body.Close()
	answer, err := decoded(response.Body)
	if err != nil {
		return fmt.Errorf("get a token: %w", err)
	}
	st.token, _ = answer["access_token"].(string)
	return nil
}

func (st *stage) close() {
	if st.playground != nil {
		st.playground.stop()
	}
	st.teams.Stop()
	for _, s := range []*httptest.Server{st.proxy.Server, st.server, st.theirs.Server, st.ours.Server} {
		s.CloseClientConnections()
		s.Close()
	}
}

// call calls both connectors alike.
func (st *stage) call(ctx context.Context, method, path string, body any) (theirs, ours reaction, err error) {
	theirs.status, theirs.body, err = ask(ctx, method, st.proxy.service()+"/v3/"+path, body)
	if err == nil {
		ours.status, ours.body, err = ask(ctx, method, st.teams.ServiceURL()+"v3/"+path, body, "Authorization", "Bearer "+st.token)
	}
	return theirs, ours, err
}

// reaction is how a connector answered.
type reaction struct {
	status int
	body   any
}

func (a reaction) text(key string) string {
	o, _ := a.body.(obj)
	text, _ := o[key].(string)
	return text
}

// paths gives the fields of a JSON value, such as "conversation.id"; lists have
// those of all their members.
func paths(value any, at string) []string {
	var all []string
	switch v := value.(type) {
	case obj:
		for key, inner := range v {
			all = append(all, paths(inner, strings.TrimPrefix(at+"."+key, "."))...)
		}
	case []any:
		for _, inner := range v {
			all = append(all, paths(inner, at+"[]")...)
		}
	default:
		all = []string{at}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// alike gives an error unless both have the same fields, but for those that are
// excused.
func alike(theirs, ours any, excused ...string) error {
	here, there := paths(ours, ""), paths(theirs, "")
	var problems []string
	for _, p := range there {
		if !slices.Contains(here, p) && !slices.Contains(excused, p) {
			problems = append(problems, "the client alone has "+p)
		}
	}
	for _, p := range here {
		if !slices.Contains(there, p) && !slices.Contains(excused, p) {
			problems = append(problems, "our stand-in alone has "+p)
		}
	}
	if len(problems) > 0 {
		return errors.New(strings.Join(problems, "; "))
	}
	return nil
}
