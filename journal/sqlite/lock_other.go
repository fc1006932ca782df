//go:build !unix

package sqlite

import (
	"errors"
	"os"
)

// lockFile refuses: without a lock that ends with its process, two services
// could write one journal.
func lockFile(*os.File) error {
	return errors.New("this system has no file locks that end with their process; use Redis as the journal")
}
