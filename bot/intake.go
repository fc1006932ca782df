package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"unicode/utf8"
)

// identify puts our number in the place of the platform's person.
func (b *Bot) identify(ctx context.Context, ev *Event) error {
	ev.Time = b.options.Now().UTC()
	ev.Came = ev.Sender.Came
	if ev.Sender.Team != "" {
		ev.Team = b.options.People.Hash(ev.Room.Adapter + ":" + ev.Sender.Team)
	}
	if ev.Sender.ID == "" {
		ev.Sender = Sender{}
		return nil
	}
	find := b.options.People.Person
	if ev.Kind == Looked {
		find = b.options.People.Known // whoever only reads leaves no trace
	}
	person, err := find(ctx, ev.Room.Adapter, ev.Sender)
	if err != nil {
		return err
	}
	ev.Person, ev.Home = person, ev.Sender.Home
	if address := ev.Sender.Mail; mailAddress.FindString(address) == address && address != "" && ev.Kind != Looked {
		if ev.Mail, err = b.options.People.Person(ctx, MailAdapter, mailSender(address)); err != nil {
			return err
		}
	}
	ev.Opener = ev.Sender.Opener || b.options.Opener != nil && b.options.Opener(ev.Room.Adapter, ev.Sender)
	ev.Sender = Sender{}
	return nil
}

// intake reads an attached file, keeps it, and has it made sense of.
func (b *Bot) intake(ctx context.Context, ev *Event) error {
	if ev.File == nil || ev.File.Open == nil {
		return nil
	}
	file := *ev.File
	file.Open = nil
	from, err := ev.File.Open(ctx)
	if errors.Is(err, ErrNoFile) {
		file.Problem = "It could not be had from where you put it. Please attach it again."
		ev.File = &file
		return nil
	}
	if err != nil {
		return fmt.Errorf("open attached file: %w", errors.Join(ErrNotNow, err))
	}
	defer func() { _ = from.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(from, MaxFile+1))
	if err != nil {
		return fmt.Errorf("read attached file: %w", errors.Join(ErrNotNow, err))
	}
	file.Size = int64(len(data))
	ev.File = &file
	if len(data) > MaxFile {
		file.Problem = fmt.Sprintf("The file is over %d MB, which is the most. Please split it or leave the pictures out.", MaxFile>>20)
		return nil
	}
	hash, err := b.options.Store.PutBlob(ctx, data)
	if err != nil {
		return fmt.Errorf("keep attached file: %w", errors.Join(ErrNotNow, err))
	}
	file.Blob = hash.String()
	if b.options.Intake != nil {
		err := safely(func() error {
			file.Content, file.Problem = b.options.Intake(ctx, file.Name, data)
			return nil
		})
		if err != nil {
			b.options.Log.ErrorContext(ctx, "attached file could not be read", "blob", file.Blob, "error", err)
			file.Content, file.Problem = nil, "I could not read that file. Please save it afresh, or paste its text."
		}
		file.Content = json.RawMessage(disarm(string(file.Content)))
	}
	return nil
}

// clean makes valid UTF-8 without NUL of all that came in, and takes the
// meaning from what looks like one of our own placeholders.
func clean(ev Event) Event {
	ev.Text, ev.Value, ev.Action = tidy(ev.Text), tidy(ev.Value), tidy(ev.Action)
	ev.Message, ev.Thread, ev.Original = tidy(ev.Message), tidy(ev.Thread), tidy(ev.Original)
	ev.ID, ev.Room.Room = tidy(ev.ID), tidy(ev.Room.Room)
	ev.Fields = maps.Clone(ev.Fields)
	for name, value := range ev.Fields {
		ev.Fields[name] = tidy(value)
	}
	if ev.File != nil {
		file := *ev.File
		file.Name = tidy(file.Name)
		ev.File = &file
	}
	return ev
}

func tidy(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return disarm(strings.ReplaceAll(s, "\x00", ""))
}

// disarm keeps text that people wrote from naming anybody: a person stands in
// our messages as "{person:P7}", and only where we put it.
// Nor may it make a link or a code, which are keys.
func disarm(s string) string {
	return strings.NewReplacer(personOpen, "{person :", linkOpen, "{link :", codeOpen, "{code :").Replace(s)
}
