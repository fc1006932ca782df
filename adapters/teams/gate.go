package teams

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/infracloudio/msbotbuilder-go/connector/auth"
	"github.com/infracloudio/msbotbuilder-go/schema"
)

// issuer is who signs what the Bot Framework sends, channel the one channel that
// we take it from.
const (
	issuer  = "https://api.botframework.com"
	channel = "msteams"
)

// skew is how far the clocks of Microsoft and of this machine may be apart.
const skew = 5 * time.Minute

// errNoToken says that a token is missing or does not hold.
var errNoToken = errors.New("no token that holds")

// refusal says that a token holds and the activity is not to be taken all the
// same: by which of the rules, for the log and the counts.
type refusal string

// Error says so.
func (r refusal) Error() string { return "refused: " + string(r) }

// gate says who may send us activities.
type gate struct {
	app    string
	tenant string // ours
	hosts  []string
	keys   *keys
	parser *jwt.Parser
}

var _ auth.TokenValidator = (*gate)(nil)

func newGate(o Options, k *keys) *gate {
	return &gate{
		app: o.AppID, tenant: o.TenantID, hosts: o.ServiceHosts, keys: k,
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}), jwt.WithIssuer(issuer), jwt.WithAudience(o.AppID),
			jwt.WithExpirationRequired(), jwt.WithLeeway(skew), jwt.WithTimeFunc(o.Now),
		),
	}
}

// passport is what a token that holds says.
type passport struct {
	serviceURL string
	ends       []string // the channels for which its key may sign
}

// token reads the token of a request. It returns errNoToken if it does not hold,
// and errNoKeys (or the context's error) if nobody can tell.
func (g *gate) token(ctx context.Context, header string) (passport, error) {
	scheme, raw, _ := strings.Cut(strings.TrimSpace(header), " ")
	if !strings.EqualFold(scheme, "Bearer") || raw == "" || g.app == "" {
		return passport{}, errNoToken
	}
	var p passport
	var unknown error
	claims := jwt.MapClaims{}
	_, err := g.parser.ParseWithClaims(strings.TrimSpace(raw), claims, func(t *jwt.Token) (any, error) {
		id, _ := t.Header["kid"].(string)
		s, ok, err := g.keys.find(ctx, id)
		if err != nil {
			unknown = err
			return nil, err
		}
		if !ok {
			return nil, errNoToken
		}
		p.ends = s.ends
		return s.key, nil
	})
	if unknown != nil {
		return passport{}, unknown
	}
	if err != nil {
		return passport{}, fmt.Errorf("%w: %w", errNoToken, err)
	}
	p.serviceURL = cmp.Or(textOf(claims["serviceurl"]), textOf(claims["serviceUrl"]))
	return p, nil
}

type passportKey struct{}

// AuthenticateRequest implements the library's auth.TokenValidator. The token was
// read before the activity was: what it says stands in ctx.
func (g *gate) AuthenticateRequest(ctx context.Context, activity schema.Activity, header string, _ auth.CredentialProvider, _ string) (auth.ClaimsIdentity, error) {
	p, ok := ctx.Value(passportKey{}).(passport)
	if !ok {
		var err error
		if p, err = g.token(ctx, header); err != nil {
			return nil, err
		}
	}
	if err := g.admits(p, activity); err != nil {
		return nil, err
	}
	return auth.NewClaimIdentity(map[string]any{"serviceurl": p.serviceURL}, true), nil
}

// admits says why an activity does not belong to its token, or is not for us; nil:
// it does and is.
func (g *gate) admits(p passport, activity schema.Activity) error {
	switch {
	case activity.ChannelID != channel:
		return refusal("channel")
	case !slices.Contains(p.ends, activity.ChannelID):
		return refusal("endorsement")
	case p.serviceURL == "" || !sameURL(p.serviceURL, activity.ServiceURL):
		return refusal("service address")
	case !allowed(g.hosts, activity.ServiceURL):
		return refusal("service host")
	}
	told, _ := activity.ChannelData["tenant"].(map[string]any)
	if tenant := textOf(told["id"]); g.tenant == "" || !strings.EqualFold(g.tenant, activity.Conversation.TenantID) && !strings.EqualFold(g.tenant, tenant) {
		return refusal("tenant")
	}
	return nil
}

func sameURL(a, b string) bool {
	return strings.EqualFold(strings.TrimRight(a, "/"), strings.TrimRight(b, "/"))
}

// allowed says whether a service's address is one that we may write to, with our
// token.
func allowed(hosts []string, service string) bool {
	u, err := url.Parse(service)
	if err != nil || u.User != nil || !secure(service) {
		return false
	}
	return slices.ContainsFunc(hosts, func(host string) bool {
		return strings.EqualFold(host, u.Host) || strings.EqualFold(host, u.Hostname()) && u.Port() == ""
	})
}

// secure says whether nobody on the way can listen to what goes to an address.
func secure(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	own := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && own
}

// microsoftHosts are those of Teams for everybody, and for American public bodies.
func microsoftHosts() []string {
	return []string{"smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"}
}

// What of Microsoft's is used where the settings name nothing else.
const (
	microsoftMetadata = "https://login.botframework.com/v1/.well-known/openidconfiguration"
	microsoftScope    = "https://api.botframework.com/.default"
)

// microsoftToken is where an app of one tenant gets its token.
func microsoftToken(tenant string) string {
	return "https://login.microsoftonline.com/" + url.PathEscape(tenant) + "/oauth2/v2.0/token"
}
