package sqlite

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// ErrLocked says that another process holds the lock.
var ErrLocked = errors.New("another service is using this journal")

// Lock is held by the one process that may write. It is a lock of the
// operating system on a small file, so it ends with the process however that
// ends; the file's text says who holds it.
type Lock struct{ file *os.File }

// TakeLock takes the lock in the file at path, which it creates. If another
// process has it, the error is ErrLocked and says which.
func TakeLock(path string) (*Lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("take lock: %w", err)
	}
	if err := lockFile(file); err != nil {
		err = fmt.Errorf("%w: %s holds %s. Stop it first, or give this one a data folder of its own", err, holder(file), path)
		return nil, errors.Join(err, file.Close())
	}
	text := fmt.Sprintf("%d\nThe process of this number is the service that writes the journal beside this file.\n", os.Getpid())
	if err := errors.Join(file.Truncate(0), writeAt(file, text)); err != nil {
		return nil, fmt.Errorf("take lock %s: %w", path, errors.Join(err, file.Close()))
	}
	return &Lock{file: file}, nil
}

func writeAt(file *os.File, text string) error {
	_, err := file.WriteAt([]byte(text), 0)
	return err
}

// holder names the process that holds the lock, as its file does.
func holder(file *os.File) string {
	text, _ := io.ReadAll(io.LimitReader(file, 100))
	first, _, _ := strings.Cut(string(text), "\n")
	if _, err := strconv.Atoi(first); err != nil {
		return "a process"
	}
	return "process " + first
}

// Release gives the lock up. The file stays, empty: removing it could take
// the lock from under someone who has just opened it.
func (l *Lock) Release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}
