package store

import (
	"context"

	"gorm.io/gorm"

	"liangwang/internal/recycle"
)

// Vehicles keeps what organisations carry material in.
type Vehicles struct{ DB *DB }

// Vehicle returns a vehicle of the acting organisation, or NotFound.
func (s Vehicles) Vehicle(ctx context.Context, id recycle.VehicleID) (v recycle.Vehicle, err error) {
	return v, wrap("vehicle", s.DB.own(ctx).Where("id = ?", id).Take(&v).Error)
}

// InsertVehicle adds a vehicle; an id or a number that its organisation has already is a Conflict.
func (s Vehicles) InsertVehicle(ctx context.Context, v *recycle.Vehicle) error {
	tx, err := s.DB.owned(ctx, v.OrgID)
	if err != nil {
		return err
	}
	return wrap("vehicle", tx.Create(v).Error)
}

// InsertVehicles adds vehicles of one organisation.
func (s Vehicles) InsertVehicles(ctx context.Context, rows []recycle.Vehicle) error {
	if len(rows) == 0 {
		return nil
	}
	for i := range rows {
		if err := s.DB.mayWrite(ctx, rows[i].OrgID); err != nil {
			return err
		}
	}
	return wrap("vehicle", s.DB.conn(ctx).Create(rows).Error)
}

// UpdateVehicle stores what a person entered of a vehicle, or returns NotFound.
func (s Vehicles) UpdateVehicle(ctx context.Context, v *recycle.Vehicle) error {
	if err := s.DB.mayWrite(ctx, v.OrgID); err != nil {
		return err
	}
	res := s.DB.own(ctx).Model(&recycle.Vehicle{}).Where("id = ?", v.ID).
		Select("number", "plate", "plate_colour", "type", "use", "energy", "emission", "gross_kg", "payload_kg", "tare_kg", "vin",
			"terminal_id", "owner_name", "owner_org_id", "disabled", "changed_at").Updates(v)
	if res.Error == nil && res.RowsAffected != 1 {
		res.Error = gorm.ErrRecordNotFound
	}
	return wrap("vehicle", res.Error)
}

// OwnVehicles returns the vehicles of the acting organisation whose number or plate contains query, by number, behind the number
// after; at most limit.
func (s Vehicles) OwnVehicles(ctx context.Context, query, after string, limit int) (rows []recycle.Vehicle, err error) {
	tx := s.DB.own(ctx).Where("number > ?", after)
	if query != "" {
		like := s.DB.containing(query)
		tx = tx.Where(`(lower(number) LIKE ? ESCAPE '\' OR lower(plate) LIKE ? ESCAPE '\')`, like, like)
	}
	return rows, wrap("vehicle", tx.Order("number").Limit(limit).Find(&rows).Error)
}
