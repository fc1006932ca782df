package page

import (
	"log/slog"
	"net/http"
)

// trouble is what a page says when something went wrong: what happened, and
// what to do, as Markdown.
type trouble struct{ heading, body string }

// troubleFor is the one table of them, by status. The words suit a supplier, a
// commissioner and a person who uses services alike, and give away nothing.
func troubleFor(status int) trouble {
	switch status {
	case http.StatusBadRequest:
		return trouble{
			"That didn't reach us in one piece",
			"Something in what your browser sent could not be read. Nothing was recorded.\n\n" +
				"Go back, load the page again, and try once more. What you typed should still be there.",
		}
	case http.StatusForbidden:
		return trouble{
			"You can't do that from here",
			"Either you are no longer signed in, or this page is for somebody else. Nothing was recorded.\n\n" +
				"Open the link in your invitation again, then try once more. If it still doesn't work, " +
				"ask the person who invited you.",
		}
	case http.StatusNotFound:
		return trouble{
			"There is no page here",
			"The address may have been copied in part, or the page has moved.\n\n" +
				"Open the link in your invitation or your latest email again. It leads to everything you can see.",
		}
	case http.StatusMethodNotAllowed:
		return trouble{
			"This page can't be opened like that",
			"The page takes what a form sends, and nothing was sent. Go back and press the button on the form.",
		}
	case http.StatusRequestEntityTooLarge:
		return trouble{
			"That is too large to take",
			"The file or the text is larger than we can read. Nothing was recorded.\n\n" +
				"If it is a Word file, save a copy without pictures and try again. If it is an answer, " +
				"shorten it or send it in two parts.",
		}
	case http.StatusTooManyRequests:
		return trouble{
			"Please wait a moment",
			"We had many requests from your connection in a short time, so this one was not taken. " +
				"That can happen when several people share an office network.\n\n" +
				"Wait a minute, then load the page again. What you had saved is safe.",
		}
	case http.StatusServiceUnavailable:
		return trouble{
			"We can't take this just now",
			"Soundings is starting, or cannot reach where it keeps its record. What you had saved is safe; " +
				"what you sent just now was not recorded.\n\n" +
				"Wait a minute, then try again. What you typed stays in the form if you go back.",
		}
	default:
		return trouble{
			"Something went wrong on our side",
			"It is not your doing. What you had saved is safe, but what you sent just now may not have been recorded.\n\n" +
				"Wait a minute, go back and look. If it happens again, tell the person who invited you, " +
				"and give them the reference below.",
		}
	}
}

// Fail answers with the page for a status of 400 and above, in plain words and
// without err, which is only logged, beside the reference that the page shows.
// err may be nil. Where the script asked (WantsFragment) it is a fragment.
func (s *Site) Fail(w http.ResponseWriter, r *http.Request, status int, err error) {
	reference := s.reference()
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	// The path alone: a query may carry what somebody typed, and so may a path
	// that leads nowhere, which is why it stands at Debug.
	s.log.Log(r.Context(), level, "page answered with an error",
		"status", status, "reference", reference, "method", r.Method, "err", err)
	s.log.DebugContext(r.Context(), "page that answered with an error", "reference", reference, "path", r.URL.Path)

	t := troubleFor(status)
	told := []Part{Text{Markdown: t.body}, Text{Markdown: "Reference: **" + reference + "**", Small: true}}
	if WantsFragment(r) {
		s.renderFragment(w, r, status, []Part{Message{Title: t.heading, Parts: told, Quiet: true}})
		return
	}
	s.render(w, r, status, View{Title: t.heading, Body: told})
}

// NotFound is the handler of addresses that lead nowhere.
func (s *Site) NotFound() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.Fail(w, r, http.StatusNotFound, nil) })
}
