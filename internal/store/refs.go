package store

import (
	"context"

	"gorm.io/gorm/clause"

	"liangwang/internal/recycle"
)

// SourceRefs keeps what the sources of imports call the things of the register.
type SourceRefs struct{ DB *DB }

// Refs returns what a source of the acting organisation has brought, by key.
func (s SourceRefs) Refs(ctx context.Context, kind recycle.ImportKind, source string) ([]recycle.Ref, error) {
	list, after := []recycle.Ref{}, ""
	for {
		var page []recycle.Ref
		err := s.DB.own(ctx).Where("kind = ? AND source = ? AND key > ?", kind, source, after).
			Order("key").Limit(versionPage).Find(&page).Error
		if err != nil {
			return nil, wrap("ref", err)
		}
		list = append(list, page...)
		if len(page) < versionPage {
			return list, nil
		}
		after = page[len(page)-1].Key
	}
}

// RefsOfKind returns, by the id of the thing, what the sources of the acting organisation call the things of a kind.
func (s SourceRefs) RefsOfKind(ctx context.Context, kind recycle.ImportKind) (map[string]recycle.Ref, error) {
	found, source, key := map[string]recycle.Ref{}, "", ""
	for {
		var page []recycle.Ref
		err := s.DB.own(ctx).Where("kind = ? AND (source > ? OR (source = ? AND key > ?))", kind, source, source, key).
			Order("source, key").Limit(versionPage).Find(&page).Error
		if err != nil {
			return nil, wrap("ref", err)
		}
		for _, r := range page {
			found[r.ID] = r
		}
		if len(page) < versionPage {
			return found, nil
		}
		last := page[len(page)-1]
		source, key = last.Source, last.Key
	}
}

// putRefs adds refs of the acting organisation, or replaces the hash of those that are there.
func (s SourceRefs) putRefs(ctx context.Context, refs []recycle.Ref) error {
	if len(refs) == 0 {
		return nil
	}
	tx, err := s.DB.owned(ctx, refs[0].OrgID)
	if err != nil {
		return err
	}
	upsert := clause.OnConflict{
		Columns:   []clause.Column{{Name: "org_id"}, {Name: "kind"}, {Name: "source"}, {Name: "key"}},
		DoUpdates: clause.AssignmentColumns([]string{"hash"}),
	}
	return wrap("ref", tx.Clauses(upsert).CreateInBatches(refs, 500).Error)
}
