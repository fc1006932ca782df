package redis

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	goredis "github.com/redis/go-redis/v9"

	"soundings/journal"
)

// An entry of a log is one append, since only what is one write to Redis is
// there whole or not at all after a crash. Its id is the place of its last
// record, and its first field that record's hash.
const (
	fieldHash  = "h" // of the last record
	fieldData  = "d" // of the only record
	fieldBatch = "b" // several records, as packEntry puts them
)

func entryID(seq journal.Seq) string { return strconv.FormatUint(uint64(seq), 10) + "-0" }

// packEntry gives what an entry holds beside its id and hash, in bytes that
// are nobody else's: the data of one record as it is, so that it can be read
// with Redis's own tools; of several, for each its hash, the length of its data
// and the data.
func packEntry(recs []journal.Record) (field string, data []byte) {
	if len(recs) == 1 {
		return fieldData, append([]byte{}, recs[0].Data...)
	}
	size := 0
	for _, r := range recs {
		size += len(r.Hash) + binary.MaxVarintLen64 + len(r.Data)
	}
	data = make([]byte, 0, size)
	for _, r := range recs {
		data = append(data, r.Hash[:]...)
		data = binary.AppendUvarint(data, uint64(len(r.Data)))
		data = append(data, r.Data...)
	}
	return fieldBatch, data
}

// readEntries gives the records of entries, after the given place.
func readEntries(entries []goredis.XMessage, after journal.Seq) ([]journal.Record, error) {
	records := make([]journal.Record, 0, len(entries))
	for _, entry := range entries {
		unpacked, ok := unpackEntry(entry)
		if !ok {
			return nil, fmt.Errorf("entry %s is not one of ours: %w", entry.ID, errDamaged)
		}
		for _, r := range unpacked {
			if r.Seq > after {
				records = append(records, r)
			}
		}
	}
	return records, nil
}

func unpackEntry(entry goredis.XMessage) (records []journal.Record, ok bool) {
	number, tail, _ := strings.Cut(entry.ID, "-")
	last, err := strconv.ParseUint(number, 10, 64)
	hash, isHash := entry.Values[fieldHash].(string)
	if err != nil || tail != "0" || !isHash || len(hash) != len(journal.Hash{}) {
		return nil, false
	}
	if data, alone := entry.Values[fieldData].(string); alone {
		return []journal.Record{{Seq: journal.Seq(last), Hash: journal.Hash([]byte(hash)), Data: []byte(data)}}, true
	}
	packed, isBatch := entry.Values[fieldBatch].(string)
	if !isBatch {
		return nil, false
	}
	records, ok = unpackBatch([]byte(packed))
	if !ok || uint64(len(records)) > last || string(records[len(records)-1].Hash[:]) != hash {
		return nil, false
	}
	for i := range records {
		records[i].Seq = journal.Seq(last - uint64(len(records)-1-i))
	}
	return records, true
}

// unpackBatch gives the records of a batch, at least one, without their places.
func unpackBatch(packed []byte) (records []journal.Record, ok bool) {
	for len(packed) > 0 {
		var r journal.Record
		if len(packed) < len(r.Hash) {
			return nil, false
		}
		packed = packed[copy(r.Hash[:], packed):]
		length, width := binary.Uvarint(packed)
		if width <= 0 || length > uint64(len(packed)-width) {
			return nil, false
		}
		end := width + int(length)
		r.Data = packed[width:end:end]
		packed = packed[end:]
		records = append(records, r)
	}
	return records, len(records) > 0
}
