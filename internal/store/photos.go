package store

import (
	"context"

	"gorm.io/gorm/clause"

	"liangwang/internal/recycle"
)

// Photos keeps what is known of pictures, and who sent them.
type Photos struct{ DB *DB }

// photoAuthor says that a person has sent a picture.
type photoAuthor struct {
	OrgID    recycle.OrgID     `gorm:"primaryKey"`
	Hash     recycle.PhotoHash `gorm:"primaryKey"`
	PersonID recycle.PersonID  `gorm:"primaryKey"`
}

// KeepPhoto adds p, unless it is there, and its author, and sets p to what is stored then.
func (s Photos) KeepPhoto(ctx context.Context, p *recycle.Photo) error {
	tx, err := s.DB.owned(ctx, p.OrgID)
	if err != nil {
		return err
	}
	once := clause.OnConflict{DoNothing: true}
	if err := tx.Clauses(once).Create(p).Error; err != nil {
		return wrap("photo", err)
	}
	if err := tx.Clauses(once).Create(&photoAuthor{p.OrgID, p.Hash, p.AuthorID}).Error; err != nil {
		return wrap("photo", err)
	}
	if *p, err = s.Photo(ctx, p.Hash); err != nil {
		return err
	}
	return s.authors(ctx, []*recycle.Photo{p})
}

// authors loads who sent each of photos, which are of the acting organisation.
func (s Photos) authors(ctx context.Context, photos []*recycle.Photo) error {
	at, hashes := map[recycle.PhotoHash]*recycle.Photo{}, make([]recycle.PhotoHash, len(photos))
	for i, p := range photos {
		at[p.Hash], hashes[i] = p, p.Hash
	}
	var rows []photoAuthor
	if err := s.DB.own(ctx).Where("hash IN ?", hashes).Order("hash, person_id").Find(&rows).Error; err != nil {
		return wrap("photo", err)
	}
	for _, r := range rows {
		if at[r.Hash] == nil { // an index and its table do not agree
			return errDamaged("authors of a photo that was not asked for")
		}
		at[r.Hash].Authors = append(at[r.Hash].Authors, r.PersonID)
	}
	return nil
}

// Photo returns what is known of a picture of the acting organisation, or NotFound.
func (s Photos) Photo(ctx context.Context, hash recycle.PhotoHash) (p recycle.Photo, err error) {
	return p, wrap("photo", s.DB.own(ctx).Where("hash = ?", hash).Take(&p).Error)
}

// PhotoBytes returns what the pictures of the acting organisation take, as they are stored.
func (s Photos) PhotoBytes(ctx context.Context) (bytes int64, err error) {
	err = s.DB.own(ctx).Model(&recycle.Photo{}).Select("CAST(COALESCE(sum(bytes), 0) AS bigint)").Scan(&bytes).Error
	return bytes, wrap("photo", err)
}

// SentPhotos returns which of hashes which of authors have sent for the acting organisation.
func (s Photos) SentPhotos(ctx context.Context, authors []recycle.PersonID, hashes []recycle.PhotoHash) (sent []recycle.SentPhoto, err error) {
	if len(hashes) == 0 || len(authors) == 0 {
		return nil, nil
	}
	err = s.DB.own(ctx).Model(&photoAuthor{}).Select("person_id, hash").Where("person_id IN ? AND hash IN ?", authors, hashes).Scan(&sent).Error
	return sent, wrap("photo", err)
}
