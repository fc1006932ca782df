package teams

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/infracloudio/msbotbuilder-go/connector/client"
	"github.com/infracloudio/msbotbuilder-go/schema"
)

// mostAnswer bounds what the connector answers, such as a page of members.
const mostAnswer = 4 << 20

// connector calls the Bot Framework's connector with our token: only at addresses
// that are on the list, and without following where they send us.
type connector struct {
	http   *http.Client
	tokens *tokens
	hosts  []string
	heard  func(error) // every call's outcome
}

var _ client.Client = (*connector)(nil)

// receipt takes the id of what was posted: the library's calls do not give it.
type receipt struct{ id string }

type receiptKey struct{}

func withReceipt(ctx context.Context) (context.Context, *receipt) {
	r := &receipt{}
	return context.WithValue(ctx, receiptKey{}, r), r
}

// Post implements client.Client. The address is made anew, since the library's
// does not part an id from the path around it.
func (c *connector) Post(ctx context.Context, _ url.URL, activity schema.Activity) error {
	body, err := lean(activity)
	if err != nil {
		return err
	}
	var made schema.ResourceResponse
	if err := c.call(ctx, http.MethodPost, endpoint(activity.ServiceURL, "v3/conversations", activity.Conversation.ID, "activities"), body, &made); err != nil {
		return err
	}
	if r, ok := ctx.Value(receiptKey{}).(*receipt); ok {
		r.id = made.ID
	}
	return nil
}

// Put implements client.Client.
func (c *connector) Put(ctx context.Context, _ url.URL, activity schema.Activity) error {
	body, err := lean(activity)
	if err != nil {
		return err
	}
	return c.call(ctx, http.MethodPut, endpoint(activity.ServiceURL, "v3/conversations", activity.Conversation.ID, "activities", activity.ID), body, nil)
}

// Delete implements client.Client.
func (c *connector) Delete(ctx context.Context, target url.URL) error {
	return c.call(ctx, http.MethodDelete, target.String(), nil, nil)
}

// Get implements client.Client.
func (c *connector) Get(ctx context.Context, target url.URL) (json.RawMessage, error) {
	var answer json.RawMessage
	err := c.call(ctx, http.MethodGet, target.String(), nil, &answer)
	return answer, err
}

// look asks the connector for an object.
func (c *connector) look(ctx context.Context, address string) (object, error) {
	var answer object
	err := c.call(ctx, http.MethodGet, address, nil, &answer)
	return answer, err
}

// create begins a conversation, and gives its id.
func (c *connector) create(ctx context.Context, service string, p schema.ConversationParameters) (string, error) {
	body, err := lean(p)
	if err != nil {
		return "", err
	}
	var made schema.ConversationResourceResponse
	if err := c.call(ctx, http.MethodPost, endpoint(service, "v3/conversations"), body, &made); err != nil {
		return "", err
	}
	if made.ID == "" {
		return "", errors.New("begin conversation: it has no id")
	}
	return made.ID, nil
}

// endpoint gives the address of something of a service; the first part is a path,
// the others are ids and what stands between them.
func endpoint(service, path string, parts ...string) string {
	var out strings.Builder
	out.WriteString(strings.TrimRight(service, "/") + "/" + path)
	for _, p := range parts {
		out.WriteString("/" + url.PathEscape(p))
	}
	return out.String()
}

// errNotAllowed says that an address is none that may be given our token.
var errNotAllowed = errors.New("its address is none that we may write to")

// call makes one call, and once more with a new token if the first is refused. Of
// what comes back it reads into answer, which may be nil.
func (c *connector) call(ctx context.Context, method, address string, body []byte, answer any) error {
	if !allowed(c.hosts, address) {
		return errNotAllowed
	}
	err := c.once(ctx, method, address, body, answer)
	if status, ok := errors.AsType[*statusError](err); ok && status.code == http.StatusUnauthorized {
		err = c.once(ctx, method, address, body, answer)
	}
	c.heard(err)
	return err
}

func (c *connector) once(ctx context.Context, method, address string, body []byte, answer any) error {
	token, err := c.tokens.get(ctx)
	if err != nil {
		return &tokenError{err}
	}
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return plainError(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if body != nil {
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	response, err := c.http.Do(r)
	if err != nil {
		return plainError(err)
	}
	defer func() { _ = response.Body.Close() }() // what counts of it was read
	if response.StatusCode == http.StatusUnauthorized {
		c.tokens.refused(token)
	}
	if response.StatusCode/100 != 2 {
		return statusOf(response)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, mostAnswer))
	if err != nil {
		return plainError(err)
	}
	if answer == nil || len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	if err := json.Unmarshal(data, answer); err != nil {
		return errors.New("read answer: it is not what was expected")
	}
	return nil
}

// lean gives what the library makes of something without the fields that say
// nothing: it writes all of them, and an empty one can make a client drop the text
// of a message. What is in a card stays as it is.
func lean(v any) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write activity: %w", err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, fmt.Errorf("write activity: %w", err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(thin(fields)); err != nil {
		return nil, fmt.Errorf("write activity: %w", err)
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

// noTime is how the library writes that it knows no moment.
const noTime = "0001-01-01T00:00:00Z"

// thin takes fields that say nothing out of an object, and out of those in it.
func thin(fields map[string]any) map[string]any {
	for name, value := range fields {
		switch v := value.(type) {
		case map[string]any:
			if name != "content" && len(thin(v)) == 0 {
				delete(fields, name)
			}
		case []any:
			for _, one := range v {
				if inner, ok := one.(map[string]any); ok {
					thin(inner)
				}
			}
			if len(v) == 0 {
				delete(fields, name)
			}
		case string:
			if v == "" || v == noTime {
				delete(fields, name)
			}
		case nil:
			delete(fields, name)
		}
	}
	return fields
}
