package recycle

import (
	"encoding/json"

	"liangwang/geo"
)

// ImportSettings say how the columns of a file are read.
type ImportSettings struct {
	Source string            `json:"source"` // empty: the name of the kind
	Datum  geo.Datum         `json:"datum"`  // of the positions in the file; empty: WGS-84
	Map    map[string]string `json:"map"`    // target -> header of a column, over what is found by synonyms
	Set    map[string]string `json:"set"`    // target -> the same value in every row
	// NewSource says that the sites of a source's first import are new, although the register has such sites already.
	NewSource bool `json:"newSource,omitempty"`
}

// ImportLevel says what became of the row that a problem is about.
type ImportLevel string

// The levels: a wrong row is left out, one outside is stored with a flag, a warning stores it as it is.
const (
	RowWrong   ImportLevel = "wrong"
	RowOutside ImportLevel = "outside"
	RowWarning ImportLevel = "warning"
)

// ImportProblem is one thing to look at in a file. Line is the row as the spreadsheet numbers it, in CSV the record from the top of
// the file, in JSON and GeoJSON the element, all from 1; Column is the column from 1, 0 where it is not about one.
type ImportProblem struct {
	Line    int         `json:"line"`
	Column  int         `json:"column"`
	Code    string      `json:"code"`
	Message string      `json:"message"` // in English, for scripts; pages turn the code into a sentence
	Level   ImportLevel `json:"level"`
	Value   string      `json:"value,omitempty"` // of the cell, shortened
	Other   int         `json:"other,omitempty"` // line of the earlier row that this one repeats
}

// ImportCounts are the rows of a file by what an import does with them. Missing are things of the same source that the file lacks;
// nothing happens to them. Outside rows are among the created, changed and unchanged ones.
type ImportCounts struct {
	Rows      int `json:"rows"`
	Created   int `json:"created"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Missing   int `json:"missing"`
	Wrong     int `json:"wrong"`
	Outside   int `json:"outside"`
}

// ImportKnown counts the rows that would make sites again which the register has already, by the source that brought those; empty for
// sites that no import brought.
type ImportKnown struct {
	Source string `json:"source"`
	Rows   int    `json:"rows"`
}

// ImportReport is the outcome of a dry run or of an import.
type ImportReport struct {
	Kind   ImportKind `json:"kind"`
	Source string     `json:"source"`
	Datum  geo.Datum  `json:"datum"`
	ImportCounts
	Unread    []string        `json:"unread"` // headers of columns that nothing was read from
	Problems  []ImportProblem `json:"problems"`
	Known     []ImportKnown   `json:"known"`     // the most rows first
	FirstTime bool            `json:"firstTime"` // nothing has come from the source before
	Warnings  []string        `json:"warnings"`  // codes about the file as a whole: position.most_outside, position.most_swapped
	Digest    string          `json:"digest"`    // of the file, the settings and what the register held: a commit names it
	Sketch    *ImportSketch   `json:"sketch,omitempty"`
	Examples  *ImportExamples `json:"examples,omitempty"`
	Committed bool            `json:"committed"`
}

// ImportSketch is a small map of a file, so that a wrong datum is seen. Points are [lon, lat, flag] by WGS-84, flag 1 outside the
// bounds; Areas is a GeoJSON FeatureCollection; Bounds is [minLon, minLat, maxLon, maxLat].
type ImportSketch struct {
	Points [][3]float64    `json:"points"`
	Areas  json.RawMessage `json:"areas"`
	Bounds []float64       `json:"bounds"`
}

// ImportExamples are the first rows that an import creates and changes.
type ImportExamples struct {
	Created []ImportExample `json:"created"`
	Changed []ImportExample `json:"changed"`
}

// ImportExample is one row: what its source calls it, its name, and what changes.
type ImportExample struct {
	Key     string         `json:"key"`
	Name    string         `json:"name"`
	Changes []ImportChange `json:"changes"`
}

// ImportChange is one field of a row that changes.
type ImportChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// ImportPreview is what a page shows of an uploaded file before anything is checked.
type ImportPreview struct {
	ID              ImportID       `json:"id"`
	Kind            ImportKind     `json:"kind"`
	Name            string         `json:"name"`
	Format          string         `json:"format"`   // "csv", "xlsx", "geojson", "json"
	Encoding        string         `json:"encoding"` // "utf-8", "gb18030", "utf-16"
	Rows            int            `json:"rows"`
	Columns         []ImportColumn `json:"columns"`
	Targets         []ImportTarget `json:"targets"`
	Sources         []string       `json:"sources"` // of earlier imports of this kind
	SuggestedSource string         `json:"suggestedSource"`
}

// ImportColumn is one column of a file: its header, the target found by synonyms, and its first values.
type ImportColumn struct {
	Header  string   `json:"header"`
	Target  *string  `json:"target"`
	Samples []string `json:"samples"`
}

// ImportRows are rows of a file as they stand there: under its headers, the last of which is that of the reason. A row may be longer,
// by the cells that the file has beyond its header. Those of a map file of shapes are a document, with the reason as a property.
type ImportRows struct {
	Name     string // of the file, without its ending
	Format   string // "csv", "xlsx" or "geojson"
	Encoding string // of the file
	Columns  []string
	Rows     [][]string
	Document []byte // GeoJSON, instead of Columns and Rows
}

// ImportTarget is what a column can be read as.
type ImportTarget struct {
	Key      string `json:"key"`
	Required bool   `json:"required"`
}

// RegisterRows are what an import writes in one go: identities of new sites, versions, which take their place in the timelines of
// their things, and refs, of which a known one gets a new hash.
type RegisterRows struct {
	Version int64 // of the register that the rows were made against
	Import  Import
	Sites   []Site
	SiteV   []SiteVersion
	SiteE   []SiteEvent // of the sites whose state the import changes; the store counts them
	AreaV   []AreaVersion
	DemandV []DemandVersion
	RouteV  []RouteVersion
	Refs    []Ref
}
