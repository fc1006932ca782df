package teams_test

import (
	"errors"
	"io"
	"testing"

	"soundings/bot"
)

// A file that we may not read is not passed over: whoever handed it over hears what
// to do. A message that is quoted is no file.
func TestFilesThatWeMayNotRead(t *testing.T) {
	html := func(content string) map[string]any {
		return map[string]any{"contentType": "text/html", "content": content}
	}
	for name, c := range map[string]struct {
		attachments []any
		file        bool
	}{
		"named":    {[]any{map[string]any{"contentType": "reference", "name": "draft.docx"}}, true},
		"hidden":   {[]any{html(`<p>import</p><attachment id="1"></attachment>`)}, true},
		"a quote":  {[]any{html(`<attachment id="1"></attachment><p>import</p>`), map[string]any{"contentType": "messageReference"}}, false},
		"no file":  {[]any{html("<p>import</p>")}, false},
		"nonsense": {[]any{7, map[string]any{"contentType": 7}}, false},
	} {
		inside(t, func(t *testing.T, h *house) {
			o := h.says(dana, teamRoom, "import")
			o["attachments"] = c.attachments
			h.post(o)
			f := h.last(t).File
			if (f != nil) != c.file || f != nil && (f.Open != nil || f.Problem == "") {
				t.Errorf("%s: %+v", name, f)
			}
		})
	}
}

// Files come from where Microsoft keeps them, and from nowhere else; those that we
// may not read are said to be there.
func TestFiles(t *testing.T) {
	const info = "application/vnd.microsoft.teams.file.download.info"
	cases := []struct {
		name, kind, address, want string
	}{
		{"in a chat with us", info, "https://tidewell.sharepoint.com/file/draft", "# The draft"},
		{"elsewhere", info, "https://evil.example/file/draft", ""},
		{"at an address that only looks right", info, "https://tidewell.sharepoint.com.evil.example/file/draft", ""},
		{"without TLS", info, "http://tidewell.sharepoint.com/file/draft", ""},
		{"gone", info, "https://tidewell.sharepoint.com/nothing", ""},
	}
	for _, c := range cases {
		inside(t, func(t *testing.T, h *house) {
			h.files["draft"] = []byte("# The draft")
			h.post(h.activity("message", dana, danaChat, map[string]any{"text": "import", "attachments": []any{
				map[string]any{"contentType": "text/html", "content": "import"},
				map[string]any{"contentType": c.kind, "name": "draft.md", "content": map[string]any{"downloadUrl": c.address}},
				map[string]any{"contentType": c.kind, "name": "other.md"},
			}}))
			f := h.last(t).File
			if f == nil || f.Name != "draft.md" || f.More != 1 {
				t.Fatalf("%s: %+v", c.name, f)
			}
			if f.Open == nil {
				t.Fatalf("%s: %+v", c.name, f)
			}
			from, err := f.Open(t.Context())
			if c.want == "" {
				if !errors.Is(err, bot.ErrNoFile) {
					t.Errorf("%s: %v, want that it can't be had", c.name, err)
				}
				return
			}
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			data, err := io.ReadAll(from)
			if string(data) != c.want || err != nil {
				t.Errorf("%s: %q, %v", c.name, data, err)
			}
		})
	}
}
