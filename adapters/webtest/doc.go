// Package webtest is a person with a browser, for tests: it opens pages, reads
// what stands on them, follows links, presses buttons and fills in forms as
// they are found there. It runs no script and knows nothing of what the pages
// are about.
package webtest
