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

// KeepPhoto adds p, unless it is there, and its author.
func (s Photos) KeepPhoto(ctx context.Context, p *recycle.Photo) error {
	tx, err := s.DB.owned(ctx, p.OrgID)
	if err != nil {
		return err
	}
	once := clause.OnConflict{DoNothing: true}
	if err := tx.Clauses(once).Create(p).Error; err != nil {
		return wrap("photo", err)
	}
	return wrap("photo", tx.Clauses(once).Create(&photoAuthor{p.OrgID, p.Hash, p.AuthorID}).Error)
}

// Photo returns what is known of a picture of the acting organisation, or NotFound.
func (s Photos) Photo(ctx context.Context, hash recycle.PhotoHash) (p recycle.Photo, err error) {
	return p, wrap("photo", s.DB.own(ctx).Where("hash = ?", hash).Take(&p).Error)
}

// SentPhotos returns which of hashes which of authors have sent for the acting organisation.
func (s Photos) SentPhotos(ctx context.Context, authors []recycle.PersonID, hashes []recycle.PhotoHash) (sent []recycle.SentPhoto, err error) {
	if len(hashes) == 0 || len(authors) == 0 {
		return nil, nil
	}
	err = s.DB.own(ctx).Model(&photoAuthor{}).Select("person_id, hash").Where("person_id IN ? AND hash IN ?", authors, hashes).Scan(&sent).Error
	return sent, wrap("photo", err)
}
