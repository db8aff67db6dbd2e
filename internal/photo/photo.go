// Package photo takes in the pictures that belong to records (照片): checked, re-encoded without EXIF, kept by hash. A picture is
// known by the hash of what was sent, and seen only through a record that names it.
package photo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/jpeg"
	_ "image/png" // decoders of what phones send
	"io"
	"net/http"
	"slices"
	"time"

	_ "golang.org/x/image/webp"

	"liangwang/internal/recycle"
)

const (
	maxPixels = 40_000_000 // 40 megapixels: more than a phone takes, less than a bomb
	quality   = 85
)

// Store is what the service needs of the database.
type Store interface {
	// InTx runs fn in one write transaction, which fn's context carries. fn may run again after a rollback.
	InTx(ctx context.Context, fn func(ctx context.Context) error) error
	KeepPhoto(ctx context.Context, p *recycle.Photo) error
	Photo(ctx context.Context, hash recycle.PhotoHash) (recycle.Photo, error)
	PhotoBytes(ctx context.Context) (int64, error)
	SentPhotos(ctx context.Context, authors []recycle.PersonID, hashes []recycle.PhotoHash) ([]recycle.SentPhoto, error)
	AppendAudit(ctx context.Context, e recycle.Entry) error
}

// Blobs keeps the bytes.
type Blobs interface {
	Put(data []byte) (hash string, err error)
	Get(hash string) (io.ReadCloser, error)
}

// Records finds the record that a picture belongs to, for those who may see it.
type Records interface {
	Find(ctx context.Context, id recycle.PickupID) (recycle.Pickup, error)
}

// Service keeps photos.
type Service struct {
	Store   Store
	Blobs   Blobs
	Records Records
	Now     func() time.Time
	Quota   int64 // bytes that the pictures of one organisation may take; 0: any
	slots   chan struct{}
}

// New returns a service that decodes two pictures at a time: each may take hundreds of megabytes.
func New(s Store, b Blobs, r Records, now func() time.Time) *Service {
	return &Service{Store: s, Blobs: b, Records: r, Now: now, slots: make(chan struct{}, 2)}
}

// Put keeps a picture that the actor sends under the hash of its bytes. Invalid: photo.hash (the bytes have another hash),
// photo.type (no JPEG, PNG or WebP), photo.size (too many pixels), photo.damaged. Full: photo.quota (the organisation's pictures take all
// that they may; one that it has already is no other).
func (s *Service) Put(ctx context.Context, hash recycle.PhotoHash, data []byte) (recycle.Photo, error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return recycle.Photo{}, err
	}
	sum := sha256.Sum256(data)
	if hex.EncodeToString(sum[:]) != string(hash) {
		return recycle.Photo{}, invalid("photo.hash")
	}
	p := recycle.Photo{OrgID: actor.OrgID, Hash: hash, AuthorID: actor.PersonID, ReceivedAt: recycle.At(s.Now()), Type: "image/jpeg"}
	if err := s.room(ctx, actor, hash); err != nil {
		return recycle.Photo{}, err
	}
	clean, err := s.clean(ctx, data, &p)
	if err != nil {
		return recycle.Photo{}, err
	}
	stored, err := s.Blobs.Put(clean)
	if err != nil {
		return recycle.Photo{}, err
	}
	p.StoredHash, p.Bytes = recycle.PhotoHash(stored), int64(len(clean))
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		sent, err := s.Store.SentPhotos(ctx, []recycle.PersonID{actor.PersonID}, []recycle.PhotoHash{hash})
		if err != nil || len(sent) > 0 {
			return err
		}
		kept := p
		if err := s.Store.KeepPhoto(ctx, &kept); err != nil {
			return err
		}
		return s.Store.AppendAudit(ctx, recycle.Entry{OrgID: p.OrgID, At: p.ReceivedAt, PersonID: p.AuthorID, Action: "photo.keep",
			ObjectID: string(p.Hash), ObjectHash: kept.ObjectHash(), Body: []byte(`{}`)})
	})
	return p, err
}

// room reports whether the organisation may keep another picture. Those that come at the same moment may go over the quota together.
func (s *Service) room(ctx context.Context, a recycle.Actor, hash recycle.PhotoHash) error {
	if s.Quota == 0 {
		return nil
	}
	used, err := s.Store.PhotoBytes(ctx)
	if err != nil || used < s.Quota {
		return err
	}
	sent, err := s.Store.SentPhotos(ctx, []recycle.PersonID{a.PersonID}, []recycle.PhotoHash{hash})
	if err != nil || len(sent) > 0 {
		return err
	}
	return &recycle.Error{Kind: recycle.Full, Code: "photo.quota"}
}

// clean re-encodes a picture, which drops EXIF with its positions, and whatever else hides in the file.
func (s *Service) clean(ctx context.Context, data []byte, p *recycle.Photo) ([]byte, error) {
	if !slices.Contains([]string{"image/jpeg", "image/png", "image/webp"}, http.DetectContentType(data)) {
		return nil, invalid("photo.type")
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, invalid("photo.damaged")
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width > maxPixels/cfg.Height {
		return nil, invalid("photo.size")
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return nil, &recycle.Error{Kind: recycle.Unavailable, Code: "server.busy", Err: ctx.Err()}
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, invalid("photo.damaged")
	}
	img = upright(img, orientation(data))
	p.Width, p.Height = img.Bounds().Dx(), img.Bounds().Dy()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, invalid("photo.damaged")
	}
	return out.Bytes(), nil
}

// Has reports whether the actor has sent the picture; that somebody else has says nothing.
func (s *Service) Has(ctx context.Context, hash recycle.PhotoHash) (bool, error) {
	actor, err := recycle.ActorFrom(ctx)
	if err != nil {
		return false, err
	}
	sent, err := s.Store.SentPhotos(ctx, []recycle.PersonID{actor.PersonID}, []recycle.PhotoHash{hash})
	return len(sent) > 0, err
}

// Of returns a picture of a pickup that the actor may see, or NotFound: also while its own author has not sent it, whoever else has
// the same picture.
func (s *Service) Of(ctx context.Context, id recycle.PickupID, hash recycle.PhotoHash) (p recycle.Photo, data []byte, err error) {
	record, err := s.Records.Find(ctx, id)
	if err != nil {
		return p, nil, err
	}
	none := &recycle.Error{Kind: recycle.NotFound, Code: "photo.not_found"}
	authors := record.PhotoAuthors()
	if !slices.Contains(record.Photos, hash) {
		i := slices.IndexFunc(record.Papers, func(d recycle.Paper) bool { return d.Photo == hash })
		if i < 0 {
			return p, nil, none
		}
		if record.Replaces == "" {
			authors = nil
		}
		authors = append(authors, record.Papers[i].AddedBy) // a correction keeps the older version's papers under whoever entered it
	}
	sent, err := s.Store.SentPhotos(ctx, authors, []recycle.PhotoHash{hash})
	if err != nil {
		return p, nil, err
	}
	if len(sent) == 0 {
		return p, nil, none
	}
	if p, err = s.Store.Photo(ctx, hash); err != nil {
		return p, nil, err
	}
	f, err := s.Blobs.Get(string(p.StoredHash))
	if err != nil {
		return p, nil, err
	}
	defer f.Close()
	if data, err = io.ReadAll(f); err != nil {
		return p, nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != string(p.StoredHash) { // the disk has changed it
		return p, nil, &recycle.Error{Kind: recycle.Unavailable, Code: "storage.damaged", Err: errors.New("photo " + string(p.StoredHash))}
	}
	return p, data, nil
}

func invalid(code string) error { return &recycle.Error{Kind: recycle.Invalid, Code: code} }
