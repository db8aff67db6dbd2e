package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Vehicles is what the operations need of the fleet feature.
type Vehicles interface {
	List(ctx context.Context, query, after string, limit int) (list []recycle.Vehicle, next string, err error)
	Find(ctx context.Context, id recycle.VehicleID) (recycle.Vehicle, error)
	Put(ctx context.Context, id recycle.VehicleID, f recycle.VehicleFacts) (v recycle.Vehicle, created bool, err error)
}

// VehicleBody is what a person enters of a vehicle.
type VehicleBody struct {
	Number      string              `json:"number" minLength:"1" maxLength:"50" doc:"The enterprise's own number"`
	Plate       string              `json:"plate,omitempty" maxLength:"20"`
	PlateColour recycle.PlateColour `json:"plateColour,omitempty"`
	Type        recycle.VehicleType `json:"type"`
	Use         recycle.VehicleUse  `json:"use"`
	Energy      recycle.Energy      `json:"energy"`
	Emission    recycle.Emission    `json:"emission"`
	GrossKg     int64               `json:"grossKg,omitempty" minimum:"0" maximum:"100000"`
	PayloadKg   int64               `json:"payloadKg,omitempty" minimum:"0" maximum:"100000"`
	TareKg      int64               `json:"tareKg,omitempty" minimum:"0" maximum:"100000"`
	VIN         string              `json:"vin,omitempty" maxLength:"17"`
	TerminalID  string              `json:"terminalId,omitempty" maxLength:"50"`
	OwnerName   string              `json:"ownerName,omitempty" maxLength:"200" doc:"Of a unit; a person's name never stands here"`
	Disabled    bool                `json:"disabled,omitempty"`
}

// VehicleRow is a vehicle of the acting organisation.
type VehicleRow struct {
	ID       recycle.VehicleID `json:"id"`
	Warnings []string          `json:"warnings" doc:"What is unlikely: vin.check"`
	VehicleBody
}

type (
	putVehicle struct {
		ID    recycle.VehicleID `path:"vehicleId"`
		Match string            `header:"If-Match" doc:"The ETag of what was read; asked of a change, not of a new vehicle"`
		Body  VehicleBody
	}
	oneVehicle struct {
		ID recycle.VehicleID `path:"vehicleId"`
	}
	vehicleAnswer struct {
		Status int
		ETag   string `header:"ETag"`
		Body   VehicleRow
	}
)

func registerVehicles(g huma.API, s Vehicles) {
	read := append(clerks(), recycle.Collector, recycle.YardOperator)
	huma.Register(g, op("listVehicles", http.MethodGet, "/vehicles", "The acting organisation's vehicles, by number", allow(OwnOrg, read...), 401, 403, 422),
		func(ctx context.Context, in *struct {
			Q      string `query:"q" maxLength:"50"`
			Cursor string `query:"cursor" maxLength:"400"`
			Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"200"`
		}) (*listAnswer[VehicleRow], error) {
			vehicles, next, err := s.List(ctx, in.Q, in.Cursor, in.Limit)
			if err != nil {
				return nil, fail(ctx, err)
			}
			items := []VehicleRow{}
			for i := range vehicles {
				items = append(items, vehicleRow(&vehicles[i]))
			}
			return &listAnswer[VehicleRow]{List[VehicleRow]{items, next}}, nil
		})
	huma.Register(g, op("getVehicle", http.MethodGet, "/vehicles/{vehicleId}", "A vehicle of the acting organisation", allow(OwnOrg, read...), 401, 403, 404),
		func(ctx context.Context, in *oneVehicle) (*vehicleAnswer, error) {
			v, err := s.Find(ctx, in.ID)
			if err != nil {
				return nil, fail(ctx, err)
			}
			return &vehicleAnswer{http.StatusOK, recycle.EditionOf(v.VehicleFacts), vehicleRow(&v)}, nil
		})
	put := op("putVehicle", http.MethodPut, "/vehicles/{vehicleId}", "Add or change a vehicle of the acting organisation",
		allow(OwnOrg, recycle.CompanyOperator), 401, 403, 409, 412, 422, 428, 503)
	put.DefaultStatus, put.Responses = http.StatusCreated, map[string]*huma.Response{}
	huma.Register(g, put, func(ctx context.Context, in *putVehicle) (*vehicleAnswer, error) {
		b := &in.Body
		v, created, err := s.Put(recycle.WithSeen(ctx, in.Match), in.ID, recycle.VehicleFacts{Number: b.Number, Plate: b.Plate, PlateColour: b.PlateColour, Type: b.Type, Use: b.Use, Energy: b.Energy,
			Emission: b.Emission, GrossKg: b.GrossKg, PayloadKg: b.PayloadKg, TareKg: b.TareKg, VIN: b.VIN, TerminalID: b.TerminalID, OwnerName: b.OwnerName, Disabled: b.Disabled})
		switch {
		case err != nil:
			return nil, fail(ctx, err)
		case created:
			return &vehicleAnswer{http.StatusCreated, recycle.EditionOf(v.VehicleFacts), vehicleRow(&v)}, nil
		}
		return &vehicleAnswer{http.StatusOK, recycle.EditionOf(v.VehicleFacts), vehicleRow(&v)}, nil
	})
	put.Responses["200"] = put.Responses["201"]
}

func vehicleRow(v *recycle.Vehicle) VehicleRow {
	return VehicleRow{v.ID, orEmpty(v.Warnings()), VehicleBody{v.Number, v.Plate, v.PlateColour, v.Type, v.Use, v.Energy, v.Emission, v.GrossKg, v.PayloadKg, v.TareKg, v.VIN, v.TerminalID, v.OwnerName, v.Disabled}}
}
