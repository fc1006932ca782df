package vault_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"soundings/journal/vault"
)

func TestLoadKeyCreatesOneForAllWhoStartAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "key")
	got := make(chan string)
	for range 8 {
		go func() {
			key, err := vault.LoadKey(path, true)
			if err != nil {
				got <- err.Error()
				return
			}
			got <- fmt.Sprintf("%x", key.Subkey("session"))
		}()
	}
	want := <-got
	for range 7 {
		if again := <-got; again != want || len(again) != 64 {
			t.Errorf("two who start at once have keys %s and %s", want, again)
		}
	}
	info := must(t, first(os.Stat(path)), nil)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the key file = %o, want 600", info.Mode().Perm())
	}
	if left := must(t, first(os.ReadDir(filepath.Dir(path))), nil); len(left) != 1 {
		t.Errorf("beside the key file stand %v", left)
	}
	key, err := vault.LoadKey(path, false)
	if err != nil || fmt.Sprintf("%x", key.Subkey("session")) != want {
		t.Errorf("LoadKey again: another key, %v", err)
	}
}

func TestLoadKeyRefuses(t *testing.T) {
	right := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0xA7}, 32))
	tests := []struct {
		name, content string
		mode          fs.FileMode
		want          string
	}{
		{"others may read it", right, 0o604, "can be used by others (mode 0604): run chmod 600 on it"},
		{"the group may write it", right, 0o660, "can be used by others"},
		{"too short", right[:40], 0o600, "holds 30 bytes, want 32; make one with"},
		{"raw bytes", "\x01\x02\x03", 0o600, "is not base64; make one with"},
		{"empty", "", 0o600, "the file is empty"},
		{"as it should be", right + "\n", 0o600, ""},
		{"handed to a container", right, 0o440, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "key")
			must(t, 0, os.WriteFile(path, []byte(test.content), 0o600))
			must(t, 0, os.Chmod(path, test.mode))
			_, err := vault.LoadKey(path, true)
			if test.want == "" {
				if err != nil {
					t.Errorf("LoadKey: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("LoadKey: %v, want %q and the path", err, test.want)
			}
			if err != nil && test.content != "" && strings.Contains(err.Error(), test.content) {
				t.Errorf("LoadKey: the error shows the key: %v", err)
			}
		})
	}
	_, err := vault.LoadKey(filepath.Join(t.TempDir(), "key"), false)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "restore it") {
		t.Errorf("LoadKey of a missing file: %v, want what to do", err)
	}
}

func TestSubkeysDiffer(t *testing.T) {
	key := testKey(t, 7)
	if !bytes.Equal(key.Subkey("session"), testKey(t, 7).Subkey("session")) || len(key.Subkey("session")) != 32 {
		t.Error("Subkey is not the same for the same key and use")
	}
	if bytes.Equal(key.Subkey("session"), key.Subkey("link")) || bytes.Equal(key.Subkey("session"), testKey(t, 8).Subkey("session")) {
		t.Error("Subkey is the same for another key or use")
	}
	// Sessions and links stay valid over releases: these bytes never change.
	if got, want := fmt.Sprintf("%x", key.Subkey("session")[:8]), "497d2b529d1541de"; got != want {
		t.Errorf("Subkey(session) begins %s, want %s", got, want)
	}
	if got := fmt.Sprintf("%v %+v %#v", key, key, struct{ k vault.Key }{key}); strings.Contains(got, string(rune(7))) {
		t.Errorf("a printed key shows its bytes: %q", got)
	}
	if _, err := vault.NewKey([]byte("short")); err == nil {
		t.Error("NewKey of 5 bytes: no error")
	}
}
