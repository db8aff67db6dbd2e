package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"liangwang/internal/recycle"
)

// LoginLimits counts failed sign-ins per account and per address. It lives in the database, so that a restart forgives nothing.
type LoginLimits struct{ DB *DB }

// LoginFailures returns the counts of keys; what has none is left out.
func (s LoginLimits) LoginFailures(ctx context.Context, keys []string) (list []recycle.LoginFailure, err error) {
	return list, wrap("login", s.DB.across(ctx, signIn).Where("key IN ?", keys).Find(&list).Error)
}

// CountLoginFailure adds one to the count of key. A count that began before since begins anew; rows that were last counted
// before it are forgotten.
func (s LoginLimits) CountLoginFailure(ctx context.Context, key string, at, since recycle.Instant) error {
	tx := s.DB.across(ctx, signIn)
	if err := tx.Where("last_at < ?", since).Delete(&recycle.LoginFailure{}).Error; err != nil {
		return wrap("login", err)
	}
	row := recycle.LoginFailure{Key: key, N: 1, Since: at, LastAt: at}
	return wrap("login", s.DB.across(ctx, signIn).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "key"}}, DoUpdates: clause.Assignments(map[string]any{
		"n":       gorm.Expr("CASE WHEN login_failures.since < ? THEN 1 ELSE login_failures.n + 1 END", since),
		"since":   gorm.Expr("CASE WHEN login_failures.since < ? THEN ? ELSE login_failures.since END", since, at),
		"last_at": at,
	})}).Create(&row).Error)
}

// ForgetLoginFailures removes the count of key.
func (s LoginLimits) ForgetLoginFailures(ctx context.Context, key string) error {
	return wrap("login", s.DB.across(ctx, signIn).Where("key = ?", key).Delete(&recycle.LoginFailure{}).Error)
}
