package page_test

import (
	"html/template"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"soundings/internal/page"
)

func TestMarkdown(t *testing.T) {
	for md, want := range map[string]string{
		"one\n\ntwo":                `<p class="govuk-body">one</p>` + "\n" + `<p class="govuk-body">two</p>`,
		"- a\n- b":                  "<ul class=\"govuk-list govuk-list--bullet\">\n<li>a</li>\n<li>b</li>\n</ul>",
		"## Two\n#### Four":         "<h3 class=\"govuk-heading-s\">Two</h3>\n<h5 class=\"govuk-heading-s\">Four</h5>",
		"[a](https://b.example/c)":  `<p class="govuk-body"><a href="https://b.example/c" class="govuk-link" rel="noopener noreferrer">a</a></p>`,
		"[a](javascript:alert(1))":  `<p class="govuk-body">a</p>`,
		"[a](/relative)":            `<p class="govuk-body">a</p>`,
		"[a](data:text/html,x)":     `<p class="govuk-body">a</p>`,
		"<javascript:alert(1)>":     `<p class="govuk-body">javascript:alert(1)</p>`,
		"<ana@b.example>":           `<p class="govuk-body"><a href="mailto:ana@b.example" class="govuk-link" rel="noopener noreferrer">ana@b.example</a></p>`,
		"![a *picture*](http://b)":  `<p class="govuk-body">a <em>picture</em></p>`,
		"[![a](x)](https://b.c)":    `<p class="govuk-body"><a href="https://b.c" class="govuk-link" rel="noopener noreferrer">a</a></p>`,
		"<script>alert(1)</script>": `<p class="govuk-body">&lt;script&gt;alert(1)&lt;/script&gt;</p>`,
		"    indented":              "<pre><code>indented\n</code></pre>",
		"\xff":                      `<p class="govuk-body">` + "\uFFFD</p>",
		"":                          "",
	} {
		if got := string(page.Markdown(md)); got != want {
			t.Errorf("Markdown(%q) =\n%s\nwant\n%s", md, got, want)
		}
	}
	for md, want := range map[string]string{
		"**6** risk:\n it":      "<strong>6</strong> risk: it",
		"# 6 risk":              "# 6 risk",
		"- a":                   "- a",
		"<b>x</b> [a](ftp://b)": "&lt;b&gt;x&lt;/b&gt; a",
	} {
		if got := string(page.MarkdownInline(md)); got != want {
			t.Errorf("MarkdownInline(%q) = %q, want %q", md, got, want)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{"# a\n- b", "[x](javascript:y)", "<img src=x onerror=y>", "| a |\n|---|\n| b |", "![[a](b)](c)", "```\n<b>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, md string) {
		for _, got := range []template.HTML{page.Markdown(md), page.MarkdownInline(md)} {
			low := strings.ToLower(string(got))
			for _, bad := range []string{"<script", "<img", "<iframe", "<svg", "href=\"javascript", "href=\"data", "href=\"vbscript", "<style"} {
				if strings.Contains(low, bad) {
					t.Errorf("of %q came %q", md, got)
				}
			}
		}
	})
}

const hostile = `"><script>alert(1)</script>'><img src=x onerror=alert(1)>`

// Whatever stands in whatever field of a page, it is shown and does nothing.
func TestHostileText(t *testing.T) {
	site := newSite(t, page.Options{})
	for name, view := range gallery() {
		w := httptest.NewRecorder()
		site.Render(w, httptest.NewRequest(http.MethodGet, "/", nil), http.StatusOK, poisoned(view))
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(body, "alert") {
			t.Fatalf("%s: %d\n%s", name, w.Code, body)
		}
		for _, bad := range []string{"<script>", "<img src=x", `href="javascript`, `action="javascript`} {
			if at := strings.Index(body, bad); at >= 0 {
				t.Errorf("%s has %s: …%s…", name, bad, body[max(0, at-200):at+50])
			}
		}
	}
}

func poisoned(v page.View) page.View { return poison(reflect.ValueOf(v)).Interface().(page.View) }

// poison gives a copy in which every text that is not a kind of field or
// button is hostile, and every address a script.
func poison(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() { //nolint:exhaustive // the kinds that the parts of a page are made of
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			out.SetString(hostile)
		} else {
			out.Set(v)
		}
	case reflect.Struct:
		out.Set(v)
		for i := range v.NumField() {
			switch field := v.Type().Field(i); {
			case !field.IsExported():
			case field.Name == "URL" || field.Name == "Action" && field.Type.Kind() == reflect.String:
				out.Field(i).SetString("javascript:alert(1)//" + hostile)
			default:
				out.Field(i).Set(poison(v.Field(i)))
			}
		}
	case reflect.Slice:
		out = reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(poison(v.Index(i)))
		}
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return v
		}
		inner := poison(v.Elem())
		if v.Kind() == reflect.Pointer {
			out = reflect.New(v.Type().Elem())
			out.Elem().Set(inner)
			return out
		}
		out.Set(inner)
	default:
		out.Set(v)
	}
	return out
}

func TestRender(t *testing.T) {
	site := newSite(t, page.Options{})
	r := httptest.NewRequest(http.MethodHead, "/", nil)
	w := httptest.NewRecorder()
	site.Render(w, r, http.StatusTeapot, listPage())
	if w.Code != http.StatusTeapot || w.Body.Len() != 0 || w.Header().Get("Content-Length") == "0" {
		t.Errorf("HEAD: %d, %d bytes, %v", w.Code, w.Body.Len(), w.Header())
	}
	w = httptest.NewRecorder()
	site.Render(w, httptest.NewRequest(http.MethodGet, "/", nil), http.StatusOK, wrongPage())
	body := w.Body.String()
	for _, want := range []string{
		"<title>Something to put right: Before your first answer – Digital care at home – Soundings</title>",
		`<a href="#who-name">Write your name`, `<a href="#who-since-day">June has 30 days`, `aria-invalid="true"`,
		`name="since-month" type="text" inputmode="numeric" value="6"`, `autocomplete="email"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page is without %s", want)
		}
	}
	// A broken page is not sent in half.
	w = httptest.NewRecorder()
	site.Render(w, httptest.NewRequest(http.MethodGet, "/", nil), http.StatusOK, page.View{Title: "x", Body: []page.Part{
		page.TaskList{Items: []page.Task{{Label: "never"}}}, nil, page.Form{},
	}})
	if w.Code != http.StatusOK {
		t.Errorf("empty parts: %d", w.Code)
	}
}

func TestFormDate(t *testing.T) {
	for _, c := range []struct{ day, month, year, want string }{
		{"27", "6", "2026", "2026-06-27"},
		{" 7", "06 ", "2026", "2026-06-07"},
		{"31", "6", "2026", "2026-6-31"},
		{"9", "Dec", "2026", "2026-12-09"},
		{"9", "december ", "2026", "2026-12-09"},
		{"1", "MAY", "2026", "2026-05-01"},
		{"1", "Sept.", "2026", "2026-09-01"},
		{"31", "june", "2026", "2026-june-31"},
		{"1", "Decem", "2026", "2026-Decem-1"},
		{"", "", "", ""},
		{"27", "", "", "--27"},
		{"x", "y", "z", "z-y-x"},
	} {
		form := url.Values{"d-day": {c.day}, "d-month": {c.month}, "d-year": {c.year}}
		if got := page.FormDate(form, "d"); got != c.want {
			t.Errorf("FormDate(%q %q %q) = %q, want %q", c.day, c.month, c.year, got, c.want)
		}
	}
}
