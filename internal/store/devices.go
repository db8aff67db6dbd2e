package store

import (
	"context"

	"gorm.io/gorm/clause"

	"liangwang/internal/recycle"
)

// Devices keeps the browsers and phones that people signed in on.
type Devices struct{ DB *DB }

// Device returns a person's device, or NotFound.
func (s Devices) Device(ctx context.Context, person recycle.PersonID, id recycle.DeviceID) (d recycle.Device, err error) {
	return d, wrap("device", s.DB.across(ctx, signIn).Where("person_id = ? AND id = ?", person, id).Take(&d).Error)
}

// DevicesOf returns a person's devices that are not revoked, the last used first.
func (s Devices) DevicesOf(ctx context.Context, person recycle.PersonID) (list []recycle.Device, err error) {
	return list, wrap("device", s.DB.across(ctx, ownAccount).Where("person_id = ? AND revoked_at = 0", person).
		Order("last_contact_at DESC, id").Find(&list).Error)
}

// DevicesByID returns the device of everyone who signed in on it.
func (s Devices) DevicesByID(ctx context.Context, id recycle.DeviceID) (list []recycle.Device, err error) {
	return list, wrap("device", s.DB.across(ctx, ownAccount).Where("id = ?", id).Order("person_id").Find(&list).Error)
}

// SeeDevice adds a device, or writes the name, program and contact of a known one.
func (s Devices) SeeDevice(ctx context.Context, d *recycle.Device) error {
	return wrap("device", s.DB.register(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "person_id"}, {Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"name", "app", "last_contact_at"}),
	}).Create(d).Error)
}

// RevokeDevice writes when a person's device was revoked.
func (s Devices) RevokeDevice(ctx context.Context, person recycle.PersonID, id recycle.DeviceID, at recycle.Instant) error {
	return wrap("device", s.DB.register(ctx).Model(&recycle.Device{}).Where("person_id = ? AND id = ? AND revoked_at = 0", person, id).
		Update("revoked_at", at).Error)
}
