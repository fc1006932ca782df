package teams_test

import (
	"errors"
	"io"
	"testing"

	"soundings/bot"
)

// Files come from where Microsoft keeps them, and from nowhere else; those that we
// may not read are said to be there.
func TestFiles(t *testing.T) {
	const info = "application/vnd.microsoft.teams.file.download.info"
	cases := []struct {
		name, kind, address, want string
	}{
		{"in a chat with us", info, "https://tidewell.sharepoint.com/file/draft", "# The draft"},
		{"in a channel", "reference", "", ""},
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
