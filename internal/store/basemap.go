package store

import (
	"context"

	"liangwang/internal/recycle"
)

// Basemap keeps the zone's own vector layers.
type Basemap struct{ DB *DB }

// ReplaceBasemap puts features in the place of all that were there.
func (s Basemap) ReplaceBasemap(ctx context.Context, features []recycle.BasemapFeature) error {
	if err := s.DB.takeRegister(ctx); err != nil {
		return err
	}
	if err := s.DB.register(ctx).Where("id <> ?", "").Delete(&recycle.BasemapFeature{}).Error; err != nil || len(features) == 0 {
		return wrap("basemap", err)
	}
	return wrap("basemap", s.DB.register(ctx).CreateInBatches(features, 500).Error)
}

// BasemapFeatures returns all features, by layer and id.
func (s Basemap) BasemapFeatures(ctx context.Context) (list []recycle.BasemapFeature, err error) {
	return list, wrap("basemap", s.DB.register(ctx).Order("layer, id").Find(&list).Error)
}
