package recycle

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
)

// VehicleType is what a vehicle is (DOMAIN §10).
type VehicleType string

// VehicleTypes lists every VehicleType in display order.
func VehicleTypes() []VehicleType {
	return []VehicleType{"TRUCK_BOX", "TRUCK_OPEN", "TRUCK_SPECIAL", "VAN", "MOTOR_TRICYCLE", "E_TRICYCLE", "PEDAL_TRICYCLE", "E_BIKE", "OTHER"}
}

// VehicleUse says whether a vehicle carries for hire.
type VehicleUse string

// VehicleUses lists every VehicleUse.
func VehicleUses() []VehicleUse { return []VehicleUse{"OPERATING", "NON_OPERATING"} }

// Energy is what drives a vehicle.
type Energy string

// Energies lists every Energy in display order.
func Energies() []Energy {
	return []Energy{"GASOLINE", "DIESEL", "CNG", "LNG", "HEV", "PHEV", "BEV", "FCEV", "HUMAN"}
}

// NEV reports whether e counts as new energy (PHEV, BEV, FCEV).
func (e Energy) NEV() bool { return slices.Contains([]Energy{"PHEV", "BEV", "FCEV"}, e) }

// Emission is the emission stage of a vehicle.
type Emission string

// Emissions lists every Emission.
func Emissions() []Emission {
	return []Emission{"NONE", "CN0", "CN1", "CN2", "CN3", "CN4", "CN5", "CN6", "UNKNOWN"}
}

// PlateColour is the colour of a plate (JT/T 697.7).
type PlateColour string

// PlateColours lists every PlateColour; empty is a vehicle without a plate.
func PlateColours() []PlateColour {
	return []PlateColour{"", "BLUE", "YELLOW", "BLACK", "WHITE", "GREEN", "FARM_YELLOW", "FARM_GREEN", "YELLOW_GREEN", "GRADIENT_GREEN", "OTHER"}
}

// Vehicle is what an organisation carries material in. Tricycles often have no plate: the enterprise's own number names them.
type Vehicle struct {
	OrgID        OrgID     `gorm:"primaryKey"`
	ID           VehicleID `gorm:"primaryKey"`
	VehicleFacts `gorm:"embedded"`
	CreatedAt    Instant
	ChangedAt    Instant
}

// Hash returns the SHA-256 of the stored object, for the audit log.
func (v *Vehicle) Hash() []byte {
	data, _ := json.Marshal(v) // a struct of texts and integers always encodes
	sum := sha256.Sum256(data)
	return sum[:]
}

// VehicleFacts is what a person enters of a vehicle.
type VehicleFacts struct {
	Number      string // enterprise_vehicle_no, unique in its organisation
	Plate       string // normalised; empty without one
	PlateColour PlateColour
	Type        VehicleType
	Use         VehicleUse
	Energy      Energy
	Emission    Emission
	GrossKg     int64 // 总质量; 0 if not known, as the next two
	PayloadKg   int64
	TareKg      int64
	VIN         string `gorm:"column:vin"`
	TerminalID  string
	OwnerName   string // of a unit; a person's name never stands here
	OwnerOrgID  OrgID
	Disabled    bool
}

// Warnings returns codes of what is unlikely about f and refuses nothing: "vin.check" if the VIN does not have its check digit.
func (f *VehicleFacts) Warnings() []string {
	if w := VIN(f.VIN).Warning(); w != "" {
		return []string{w}
	}
	return nil
}

// Validate reports every field that cannot be true.
func (f *VehicleFacts) Validate() error {
	var c Check
	c.That(f.Number != "" && IsText(f.Number, 50), "number", "text")
	if f.Plate != "" {
		_, err := ParsePlate(f.Plate)
		c.That(err == nil, "plate", "plate")
	}
	c.That(isKnown(f.PlateColour, PlateColours()), "plateColour", "oneOf")
	c.That(isKnown(f.Type, VehicleTypes()), "type", "oneOf")
	c.That(isKnown(f.Use, VehicleUses()), "use", "oneOf")
	c.That(isKnown(f.Energy, Energies()), "energy", "oneOf")
	c.That(isKnown(f.Emission, Emissions()), "emission", "oneOf")
	for path, kg := range map[string]int64{"grossKg": f.GrossKg, "payloadKg": f.PayloadKg, "tareKg": f.TareKg} {
		c.That(kg >= 0 && kg <= 100_000, path, "range")
	}
	if f.VIN != "" {
		_, err := ParseVIN(f.VIN)
		c.That(err == nil, "vin", "vin")
	}
	c.That(IsText(f.TerminalID, 50), "terminalId", "text")
	c.That(IsText(f.OwnerName, MaxName), "ownerName", "text")
	return c.Err("vehicle.invalid")
}
