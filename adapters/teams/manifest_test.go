package teams_test

import (
	"archive/zip"
	"bytes"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"soundings/adapters/teams"
)

const publicURL = "https://soundings.example.gov.uk"

// unpacked gives the files of the package that an administrator uploads.
func unpacked(t *testing.T) map[string][]byte {
	t.Helper()
	data, err := teams.Package(appID, publicURL)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := teams.Package(appID, publicURL); err != nil || !bytes.Equal(data, again) {
		t.Errorf("made again it is another: %v", err)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// ahead is what Go's expressions do not know: a look at what follows.
var ahead = regexp.MustCompile(`\(\?![^()]*(?:\([^()]*\)[^()]*)*\)`)

func TestManifest(t *testing.T) {
	data := unpacked(t)["manifest.json"]
	golden(t, filepath.Join("manifest", "manifest.json"), data)
	schema := filepath.Join("..", "..", "..", "shared", "data", "schemas", "teams-manifest-1.26.json")
	if _, err := os.Stat(schema); err != nil {
		t.Skipf("the schema of Teams is not here: %v", err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		return regexp.Compile(ahead.ReplaceAllString(pattern, "")) // of custom functions and the like, of which there are none
	})
	valid, err := compiler.Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := valid.Validate(manifest); err != nil {
		t.Errorf("the schema of Teams does not hold: %v", err)
	}
	if manifest.(map[string]any)["teapot"] = true; valid.Validate(manifest) == nil {
		t.Error("the schema holds of anything")
	}
}

func TestAManifestNeedsAnAddress(t *testing.T) {
	for _, address := range []string{"", "http://soundings.example.gov.uk", "soundings.example.gov.uk", "https://"} {
		if _, err := teams.Package(appID, address); err == nil {
			t.Errorf("there is one for %q", address)
		}
	}
}

// The pictures are of the sizes that Teams takes, and there is something on them; the
// outline is white alone.
func TestPictures(t *testing.T) {
	files := unpacked(t)
	for name, width := range map[string]int{"color.png": 192, "outline.png": 32} {
		picture, err := png.Decode(bytes.NewReader(files[name]))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if b := picture.Bounds(); b.Dx() != width || b.Dy() != width {
			t.Errorf("%s is %v, want %d by %[3]d", name, b, width)
		}
		white, clear := 0, 0
		for y := range width {
			for x := range width {
				r, g, b, a := picture.At(x, y).RGBA()
				if a == 0 {
					clear++
					continue
				}
				if r == 0xffff && g == 0xffff && b == 0xffff {
					white++
				} else if name == "outline.png" && (r != a || g != a || b != a) {
					t.Fatalf("%s is not white at %d, %d", name, x, y)
				}
			}
		}
		if all := width * width; white < all/20 || name == "outline.png" && clear < all/3 {
			t.Errorf("of %s %d of %d points are white, %d clear", name, white, all, clear)
		}
	}
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		change      func(*stub, *teams.Options)
		token, keys string
	}{
		"all is well":        {func(*stub, *teams.Options) {}, "", ""},
		"another secret":     {func(s *stub, _ *teams.Options) { s.noToken = 401 }, "get token: invalid_client", ""},
		"nobody gives keys":  {func(_ *stub, o *teams.Options) { o.OpenIDMetadataURL = "https://teams.test/none" }, "", "fetch metadata: status 404"},
		"nobody gives token": {func(_ *stub, o *teams.Options) { o.TokenURL = "https://nowhere.test/token" }, "get token: no such host", ""},
	} {
		inside(t, func(t *testing.T, h *house) {
			c.change(h.stub, &h.o)
			got := teams.Check(t.Context(), h.o)
			if textOf(got.TokenErr) != c.token || textOf(got.KeysErr) != c.keys {
				t.Errorf("%s: %+v, want %q, %q", name, got, c.token, c.keys)
			}
		})
	}
}

func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
