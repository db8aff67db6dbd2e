package crashtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// kept says what is wrong with the pictures of a data directory, whose database the file at path is a copy of: one that was
// acknowledged is known, and each that is known stands whole under the hash of its content.
func kept(ctx context.Context, path, blobs string, acknowledged map[string]bool) (faults []string, err error) {
	files, faults, err := blobsIn(blobs)
	if err != nil {
		return nil, err
	}
	known, err := pairs(ctx, path, "SELECT hash, stored_hash FROM photos")
	if err != nil {
		return nil, err
	}
	sent, err := pairs(ctx, path, "SELECT hash, person_id FROM photo_authors")
	if err != nil {
		return nil, err
	}
	for hash, file := range known {
		if !files[file] {
			faults = append(faults, "photo: "+hash+" is known and its file is gone")
		}
	}
	for line := range acknowledged {
		if what, hash, _ := strings.Cut(line, " "); what == "photo" && (known[hash] == "" || sent[hash] == "") {
			faults = append(faults, "photo: "+hash+" was acknowledged and is not known")
		}
	}
	return faults, nil
}

// blobsIn returns the hashes that files below dir are named by, and a fault for each that has other content.
func blobsIn(dir string) (names map[string]bool, faults []string, err error) {
	names = map[string]bool{}
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if path == dir && errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		name := filepath.Base(path)
		if err != nil || entry.IsDir() || len(name) != 64 {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		names[name] = true
		if hashOf(data) != name {
			faults = append(faults, fmt.Sprintf("photo: the file %s has other content, %d bytes", name, len(data)))
		}
		return nil
	})
	return names, faults, err
}

// pairs returns the rows of a query for two texts.
func pairs(ctx context.Context, path, query string) (all map[string]string, err error) {
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(path)+"?mode=ro&immutable=1")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	all = map[string]string{}
	for err == nil && rows.Next() {
		var a, b string
		err = rows.Scan(&a, &b)
		all[a] = b
	}
	return all, errors.Join(err, rows.Err(), rows.Close())
}

// sound says what is wrong with the database file at path as it stands, beside a server: a copy would have new indexes and new pages.
func sound(ctx context.Context, path string) (faults []string, err error) {
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(path)+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil || said != "ok" {
		return []string{fmt.Sprintf("file: %s, %v", said, err)}, nil
	}
	return nil, nil
}

// older says what is wrong with a data directory that a backup was restored into: its books, and what was acknowledged before the
// backup began and is not there. Its records may stand as they stood then.
func older(ctx context.Context, data string, acknowledged map[string]bool) (faults []string, err error) {
	path := filepath.Join(data, "liangwang.db")
	faults, err = books(ctx, path)
	if err != nil {
		return nil, err
	}
	photos, err := kept(ctx, path, filepath.Join(data, "blobs"), acknowledged)
	if err != nil {
		return nil, err
	}
	have, err := readStored(ctx, path)
	if err != nil {
		return nil, err
	}
	faults = append(faults, photos...)
	for _, line := range slices.Sorted(maps.Keys(acknowledged)) {
		if what, id, _ := strings.Cut(line, " "); what == "pickup" && (have[id] == nil || have[id].state == "") {
			faults = append(faults, "lost: pickup "+id)
		}
	}
	return faults, nil
}
