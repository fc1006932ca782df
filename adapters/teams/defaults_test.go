package teams

import (
	"slices"
	"testing"
)

// Where the settings name nothing else it is Microsoft's that is used: the token is
// that of the one tenant, since the authority that is common to all takes no new bot.
func TestDefaults(t *testing.T) {
	o := Options{TenantID: "72f988bf-86f1-41af-91ab-2d7cd011db47"}
	o.setDefaults()
	if want := "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/oauth2/v2.0/token"; o.TokenURL != want {
		t.Errorf("tokens come from %s, want %s", o.TokenURL, want)
	}
	if o.OpenIDMetadataURL != microsoftMetadata || o.HTTP == nil || o.HTTP.Timeout == 0 {
		t.Errorf("defaults %+v", o)
	}
	if !slices.Equal(o.ServiceHosts, microsoftHosts()) || !allowed(o.ServiceHosts, o.ServiceURL) {
		t.Errorf("hosts %v, and %s", o.ServiceHosts, o.ServiceURL)
	}
}

// An address that we may write to is one of the hosts on the list, whole, by TLS
// unless nobody else can listen.
func TestAllowed(t *testing.T) {
	hosts := []string{"smba.trafficmanager.net", "127.0.0.1:4711"}
	for address, want := range map[string]bool{
		"https://smba.trafficmanager.net/emea/": true, "https://SMBA.trafficmanager.net": true, "http://127.0.0.1:4711/connector/": true,
		"http://smba.trafficmanager.net/emea/": false, "https://smba.trafficmanager.net:8443/": false, "http://127.0.0.1:4712/": false,
		"https://smba.trafficmanager.net.evil.example/": false, "https://evil.example/smba.trafficmanager.net": false,
		"https://smba.trafficmanager.net@evil.example/": false, "https://user@smba.trafficmanager.net/": false, "": false, "//smba.trafficmanager.net": false, "%": false,
	} {
		if got := allowed(hosts, address); got != want {
			t.Errorf("allowed(%q) = %v, want %v", address, got, want)
		}
	}
}
