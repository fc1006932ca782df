package app

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"soundings/adapters/web"
	"soundings/journal"
	"soundings/journal/vault"
)

// accounts keeps the accounts of people with a browser in the cells beside the
// journal, each sealed under a key of the installation and bound to its cell.
// The names of the cells tell neither an id nor an address.
type accounts struct {
	cells  journal.Vault
	seal   cipher.AEAD
	lookup []byte // keys the names of cells
	random io.Reader
}

var _ web.Accounts = (*accounts)(nil)

// What a cell of an account begins with: the version of its form.
const accountVersion = 1

// Bounds on what is kept.
const (
	mostAccount = 64 << 10 // bytes
	mostSharing = 50       // accounts with one address; the first are kept
)

func newAccounts(cells journal.Vault, key vault.Key, random io.Reader) (*accounts, error) {
	block, err := aes.NewCipher(key.Subkey("web accounts"))
	if err != nil {
		return nil, fmt.Errorf("make key of accounts: %w", err)
	}
	seal, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("make key of accounts: %w", err)
	}
	return &accounts{cells: cells, seal: seal, lookup: key.Subkey("web account cells"), random: random}, nil
}

// Account implements web.Accounts.
func (a *accounts) Account(ctx context.Context, id string) (web.Account, error) {
	var account web.Account
	raw, err := a.read(ctx, a.cell("account", id), &account)
	if errors.Is(err, journal.ErrNotFound) {
		return account, web.ErrNoAccount
	}
	if err != nil {
		return web.Account{}, fmt.Errorf("read account: %w", err)
	}
	account.Version = raw
	return account, nil
}

// Save implements web.Accounts. The address leads to the account before the
// account has it: whoever looks compares the two.
func (a *accounts) Save(ctx context.Context, account web.Account) error {
	var before web.Account
	cell := a.cell("account", account.ID)
	if account.Version != nil {
		if err := a.open(cell, account.Version, &before); err != nil {
			return fmt.Errorf("save account: %w", err)
		}
	}
	if account.Contact != "" {
		if err := a.point(ctx, account.Contact, account.ID, true); err != nil {
			return fmt.Errorf("save account: %w", err)
		}
	}
	data, err := a.sealed(cell, account)
	if err != nil {
		return fmt.Errorf("save account: %w", err)
	}
	err = a.cells.Swap(ctx, cell, account.Version, data)
	if errors.Is(err, journal.ErrConflict) {
		return web.ErrChanged
	}
	if err == nil && before.Contact != "" && before.Contact != account.Contact {
		err = a.point(ctx, before.Contact, account.ID, false)
	}
	if err != nil {
		return fmt.Errorf("save account: %w", err)
	}
	return nil
}

// ByContact implements web.Accounts.
func (a *accounts) ByContact(ctx context.Context, address string) ([]string, error) {
	var ids []string
	_, err := a.read(ctx, a.cell("contact", address), &ids)
	if err != nil && !errors.Is(err, journal.ErrNotFound) {
		return nil, fmt.Errorf("look up address: %w", err)
	}
	return ids, nil
}

// point has an address lead to an account, or not any more.
func (a *accounts) point(ctx context.Context, address, id string, leads bool) error {
	cell := a.cell("contact", address)
	for {
		var ids []string
		raw, err := a.read(ctx, cell, &ids)
		if err != nil && !errors.Is(err, journal.ErrNotFound) {
			return err
		}
		if slices.Contains(ids, id) == leads || leads && len(ids) >= mostSharing {
			return nil
		}
		if leads {
			ids = append(ids, id)
		} else {
			ids = slices.DeleteFunc(ids, func(other string) bool { return other == id })
		}
		var data []byte // none: the cell goes
		if len(ids) > 0 {
			if data, err = a.sealed(cell, ids); err != nil {
				return err
			}
		}
		if err = a.cells.Swap(ctx, cell, raw, data); !errors.Is(err, journal.ErrConflict) {
			return err
		}
	}
}

// cell names the cell of something.
func (a *accounts) cell(kind, name string) string {
	mac := hmac.New(sha256.New, a.lookup)
	mac.Write([]byte(kind + "\x00" + name))
	return "web/" + kind + "/" + hex.EncodeToString(mac.Sum(nil)[:20])
}

// read opens a cell; raw is what it holds.
func (a *accounts) read(ctx context.Context, cell string, into any) (raw []byte, err error) {
	if raw, err = a.cells.Cell(ctx, cell); err != nil {
		return nil, err
	}
	return raw, a.open(cell, raw, into)
}

func (a *accounts) open(cell string, raw []byte, into any) error {
	n := a.seal.NonceSize()
	if len(raw) < 1+n || raw[0] != accountVersion {
		return fmt.Errorf("open %s: %w", cell, vault.ErrDamaged)
	}
	plain, err := a.seal.Open(nil, raw[1:1+n], raw[1+n:], []byte(cell))
	if err != nil || json.Unmarshal(plain, into) != nil {
		return fmt.Errorf("open %s: %w", cell, vault.ErrDamaged) // without err, which may quote what it read
	}
	return nil
}

func (a *accounts) sealed(cell string, what any) ([]byte, error) {
	plain, err := json.Marshal(what)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", cell, err)
	}
	if len(plain) > mostAccount {
		return nil, fmt.Errorf("seal %s: %d bytes: %w", cell, len(plain), vault.ErrTooMuch)
	}
	out := make([]byte, 1+a.seal.NonceSize(), 1+a.seal.NonceSize()+len(plain)+a.seal.Overhead())
	out[0] = accountVersion
	if _, err := io.ReadFull(a.random, out[1:]); err != nil {
		return nil, fmt.Errorf("read random bytes: %w", err)
	}
	return a.seal.Seal(out, out[1:], plain, []byte(cell)), nil
}
