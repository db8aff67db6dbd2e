package api

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/geo"
	"liangwang/internal/recycle"
)

// MaxImportBytes is the largest file that is taken.
const MaxImportBytes = 32 << 20

// Intake imports files by page.
type Intake interface {
	Upload(ctx context.Context, id recycle.ImportID, kind recycle.ImportKind, name string, data []byte) (recycle.ImportPreview, error)
	CheckUpload(ctx context.Context, id recycle.ImportID, s recycle.ImportSettings) (recycle.ImportReport, error)
	CommitUpload(ctx context.Context, id recycle.ImportID, s recycle.ImportSettings, digest string) (recycle.ImportReport, error)
	ProblemRows(ctx context.Context, id recycle.ImportID, s recycle.ImportSettings, level recycle.ImportLevel) (recycle.ImportRows, error)
	Recent(ctx context.Context) ([]recycle.Import, error)
}

// ImportBody says how the columns of an uploaded file are read.
type ImportBody struct {
	Source string            `json:"source" maxLength:"100" doc:"An earlier source or a new name"`
	Datum  geo.Datum         `json:"datum,omitempty" doc:"Of the positions in the file; WGS84 if absent"`
	Map    map[string]string `json:"map,omitempty" doc:"Target to header, over what is found by synonyms"`
	Set    map[string]string `json:"set,omitempty" doc:"Target to one value for every row"`
	New    bool              `json:"newSource,omitempty" doc:"The sites are new, although the register has such ones under another source"`
}

// ImportRow is one import of the past.
type ImportRow struct {
	ID     recycle.ImportID     `json:"id"`
	Kind   recycle.ImportKind   `json:"kind"`
	Source string               `json:"source"`
	Name   string               `json:"name"`
	By     recycle.PersonID     `json:"by,omitempty"`
	ByName string               `json:"byName,omitempty"`
	At     recycle.Instant      `json:"at"`
	Counts recycle.ImportCounts `json:"counts"`
}

type (
	upload struct {
		ID      recycle.ImportID   `path:"importId"`
		Kind    recycle.ImportKind `query:"kind" required:"true"`
		Name    string             `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"Of the file"`
		RawBody []byte             `contentType:"application/octet-stream"`
	}
	checkImport struct {
		ID   recycle.ImportID `path:"importId"`
		Body ImportBody
	}
	problemRows struct {
		ID   recycle.ImportID `path:"importId"`
		Body struct {
			ImportBody
			Level recycle.ImportLevel `json:"level" enum:"wrong,outside" doc:"Which rows: those left out, or those with a doubtful position or a warning"`
		}
	}
	commitImport struct {
		ID   recycle.ImportID `path:"importId"`
		Body struct {
			ImportBody
			Digest string `json:"digest" minLength:"1" maxLength:"200" doc:"Of the report of the dry run"`
		}
	}
)

func registerImports(g huma.API, s Services) {
	in := s.Intake
	who := allow(Register, recycle.Planner, recycle.CompanyOperator)
	put := op("uploadImport", http.MethodPut, "/imports/{importId}", "Upload a file (CSV, XLSX, GeoJSON, JSON); nothing is imported yet", who, 401, 403, 404, 409, 413, 422, 503)
	put.MaxBodyBytes, put.RequestBody = MaxImportBytes, &huma.RequestBody{}
	huma.Register(g, put, func(ctx context.Context, u *upload) (*struct{ Body recycle.ImportPreview }, error) {
		p, err := in.Upload(ctx, u.ID, u.Kind, u.Name, u.RawBody)
		return answer(ctx, p, err)
	})
	put.RequestBody.Required = false // an empty file is refused as such
	huma.Register(g, op("checkImport", http.MethodPost, "/imports/{importId}/check", "The dry run: what importing would do", who, 401, 403, 404, 422, 503),
		func(ctx context.Context, c *checkImport) (*struct{ Body recycle.ImportReport }, error) {
			r, err := in.CheckUpload(ctx, c.ID, c.Body.settings())
			return answer(ctx, r, err)
		})
	rows := file(op("importProblemRows", http.MethodPost, "/imports/{importId}/problems",
		"The rows that have a problem, as they stand in the file, with the reason behind them", who, 401, 403, 404, 422, 503), csvType, xlsxType, geoJSONType)
	huma.Register(g, rows, func(ctx context.Context, p *problemRows) (*huma.StreamResponse, error) {
		t, err := in.ProblemRows(ctx, p.ID, p.Body.settings(), p.Body.Level)
		if err != nil {
			return nil, fail(ctx, err)
		}
		return rowsFile(ctx, &t, p.Body.Level), nil
	})
	huma.Register(g, op("commitImport", http.MethodPost, "/imports/{importId}/commit", "Import as the dry run said, in one transaction", who, 401, 403, 404, 409, 422, 503),
		func(ctx context.Context, c *commitImport) (*struct{ Body recycle.ImportReport }, error) {
			r, err := in.CommitUpload(ctx, c.ID, c.Body.settings(), c.Body.Digest)
			return answer(ctx, r, err)
		})
	huma.Register(g, op("listImports", http.MethodGet, "/imports", "The acting organisation's imports, newest first", who, 401, 403),
		func(ctx context.Context, _ *struct{}) (*listAnswer[ImportRow], error) {
			rows, err := in.Recent(ctx)
			if err != nil {
				return nil, fail(ctx, err)
			}
			items, err := importRows(ctx, s.Directory, rows)
			if err != nil {
				return nil, fail(ctx, err)
			}
			return list(items), nil
		})
}

func (b *ImportBody) settings() recycle.ImportSettings {
	return recycle.ImportSettings{Source: b.Source, Datum: cmp.Or(b.Datum, geo.WGS84), Map: b.Map, Set: b.Set, NewSource: b.New}
}

func importRows(ctx context.Context, d Directory, rows []recycle.Import) ([]ImportRow, error) {
	var people []recycle.PersonID
	for _, r := range rows {
		if r.PersonID != "" {
			people = append(people, r.PersonID)
		}
	}
	names, err := d.PersonNames(ctx, people)
	if err != nil {
		return nil, err
	}
	items := make([]ImportRow, len(rows))
	for i, r := range rows {
		items[i] = ImportRow{ID: r.ID, Kind: r.Kind, Source: r.Source, Name: r.FileName, By: r.PersonID, ByName: names[r.PersonID], At: r.DoneAt}
		if err := json.Unmarshal([]byte(r.Counts), &items[i].Counts); err != nil {
			return nil, err
		}
	}
	return items, nil
}
