// Package page is what all pages of Soundings have in common: the look, the
// layout, the components, the headers that keep a browser safe, signed tokens,
// and pages for when something goes wrong. It knows nothing of engagements,
// conversations or platforms: who calls it says what stands on a page.
//
// Everything works without script. What the script adds (a draft kept while
// typing, messages that appear by themselves, an answer in place) is asked for
// with fields of the components, and lost without harm.
package page
