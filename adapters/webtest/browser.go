package webtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
)

// Browser keeps cookies and the page that it is on.
type Browser struct {
	Base   string // of the service, without a slash at its end
	Client *http.Client
	Page   *Page // nil before the first
}

// Page is what a request was answered with.
type Page struct {
	URL    *url.URL
	Status int
	Header http.Header
	Body   string
	root   *node
}

// New makes a browser without cookies.
func New(base string) *Browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // cannot be without options
	}
	return &Browser{Base: base, Client: &http.Client{Jar: jar}}
}

// Open goes to an address, of the service where it begins with a slash.
func (b *Browser) Open(ctx context.Context, address string) (*Page, error) {
	return b.do(ctx, http.MethodGet, address, nil, "")
}

// Follow follows the link of that label.
func (b *Browser) Follow(ctx context.Context, label string) (*Page, error) {
	for _, l := range b.Page.Links("") {
		if l.Label == label {
			return b.Open(ctx, l.URL)
		}
	}
	return nil, fmt.Errorf("there is no link %q on %s", label, b.Page.URL)
}

// Submit sends a form with what it has and values in place of that, and a file
// in its field "file" if it has a name.
func (b *Browser) Submit(ctx context.Context, f Form, values map[string]string, file string, data []byte) (*Page, error) {
	filled := url.Values{}
	for _, field := range f.Fields {
		if value, ok := values[field.Name]; ok && field.Type != "hidden" {
			switch field.Type {
			case "radio", "checkbox":
				if strings.Contains(","+value+",", ","+field.Value+",") {
					filled.Add(field.Name, field.Value)
				}
			default:
				filled.Set(field.Name, value)
			}
			continue
		}
		if field.Type == "file" || (field.Type == "radio" || field.Type == "checkbox") && !field.Checked {
			continue
		}
		filled.Add(field.Name, field.Value)
	}
	if f.Multipart {
		return b.multipart(ctx, f, filled, file, data)
	}
	return b.Post(ctx, f.Action, filled)
}

// Post sends a form that stands on no page.
func (b *Browser) Post(ctx context.Context, address string, values url.Values) (*Page, error) {
	return b.do(ctx, http.MethodPost, address, strings.NewReader(values.Encode()), "application/x-www-form-urlencoded")
}

func (b *Browser) multipart(ctx context.Context, f Form, values url.Values, file string, data []byte) (*Page, error) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, all := range values {
		for _, value := range all {
			if err := w.WriteField(name, value); err != nil {
				return nil, err
			}
		}
	}
	for _, field := range f.Fields {
		if field.Type != "file" {
			continue
		}
		part, err := w.CreateFormFile(field.Name, file)
		if err == nil {
			_, err = part.Write(data)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.do(ctx, http.MethodPost, f.Action, &body, w.FormDataContentType())
}

func (b *Browser) do(ctx context.Context, method, address string, body io.Reader, contentType string) (*Page, error) {
	if strings.HasPrefix(address, "/") {
		address = b.Base + address
	}
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
		req.Header.Set("Origin", b.Base)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	resp, err := b.Client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }() // it was read
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	page := &Page{URL: resp.Request.URL, Status: resp.StatusCode, Header: resp.Header, Body: string(data)}
	page.root = &node{}
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		if page.root, err = parse(page.Body); err != nil {
			return nil, fmt.Errorf("read %s: %w", address, err)
		}
	}
	b.Page = page
	return page, nil
}
