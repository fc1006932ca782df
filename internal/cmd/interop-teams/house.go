package main

import (
	"context"
	"net/http/httptest"
	"net/url"
	"os"

	"soundings/docs/sample"
	"soundings/internal/faketeams"
	"soundings/internal/servicetest"
)

// tidewell is the tenant that Ana is of.
const tidewell = "0a1b2c3d-0000-4000-8000-0000000000aa"

// house is the real service, behind the proxy that signs, and our stand-in, which
// publishes the keys, gives the tokens, and says who is where: Dana and her team have
// a channel, and the group chat with Ana is Tidewell's own room.
type house struct {
	proxy   *proxy
	teams   *faketeams.Teams
	server  *httptest.Server
	service *servicetest.Service
	folder  string
}

// openHouse starts the service, of that program.
func openHouse(ctx context.Context, program string) (*house, error) {
	h := &house{}
	h.teams, h.server = newTeams()
	h.proxy = newProxy(h.teams)
	h.proxy.rosters = true
	h.teams.AddPerson(faketeams.Person{ID: dana, Name: "Dana Ellery", Mail: "dana@westmere.example"})
	h.teams.AddPerson(faketeams.Person{ID: ana, Name: "Ana Whitlock", Tenant: tidewell, Mail: "ana@tidewell.example"})
	h.teams.AddConversation(faketeams.Conversation{ID: room, Team: room, Membership: faketeams.Private, Members: []string{dana}, Installed: true})
	h.teams.AddConversation(faketeams.Conversation{ID: chat, Kind: faketeams.GroupChat, Members: []string{dana, ana}, Installed: true})
	h.teams.Direct(dana)
	h.teams.Direct(ana)
	if err := h.start(ctx, program); err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

func (h *house) start(ctx context.Context, program string) error {
	var err error
	if h.folder, err = os.MkdirTemp("", "interop-teams"); err != nil {
		return err
	}
	connector, err := url.Parse(h.proxy.URL)
	if err != nil {
		return err
	}
	h.service, err = servicetest.New(ctx, program, []string{
		"SOUNDINGS_DATA=" + h.folder + "/data", "SOUNDINGS_CONTACT=" + sample.Contact, "SOUNDINGS_TEAMS_APP_ID=" + faketeams.App, "SOUNDINGS_TEAMS_APP_PASSWORD=" + h.teams.AppPassword(),
		"SOUNDINGS_TEAMS_TENANT_ID=" + faketeams.Home, "SOUNDINGS_TEAMS_OPENID_METADATA_URL=" + h.teams.MetadataURL(),
		"SOUNDINGS_TEAMS_TOKEN_URL=" + h.teams.TokenURL(), "SOUNDINGS_TEAMS_SERVICE_HOSTS=" + connector.Host,
	})
	if err != nil {
		return err
	}
	if err := h.service.Start(); err != nil {
		return err
	}
	h.proxy.connect(h.service.URL() + "/teams/messages")
	return nil
}

// client starts the client of somebody, with these conversations.
func (h *house) client(ctx context.Context, folder string, s seat, conversations ...string) (*playground, error) {
	p, err := startPlayground(ctx, folder, s, h.proxy.URL+"/bot", h.proxy.service())
	if err != nil {
		return p, err
	}
	return p, h.proxy.attach(p, conversations...)
}

func (h *house) close() {
	if h.service != nil {
		_ = h.service.Kill() // it may not have begun
	}
	h.teams.Stop()
	for _, s := range []*httptest.Server{h.proxy.Server, h.server} {
		s.CloseClientConnections()
		s.Close()
	}
	_ = os.RemoveAll(h.folder)
}
