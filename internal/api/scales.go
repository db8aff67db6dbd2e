package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
)

// ScaleRow is what one scale showed, or one station.
type ScaleRow struct {
	OrgName   string             `json:"orgName,omitempty" doc:"Who weighs; absent in the sum"`
	SiteID    recycle.SiteID     `json:"siteId,omitempty" doc:"Absent if the ticket names no station of the register"`
	SiteName  string             `json:"siteName,omitempty"`
	ScaleNo   string             `json:"scaleNo,omitempty" doc:"As it stands on the tickets; absent of a station"`
	Kind      recycle.TicketKind `json:"ticketKind,omitempty"`
	Received  SumBody            `json:"received" doc:"All tickets that count"`
	Pairs     int64              `json:"pairs" doc:"Days and categories that can be compared: everything logged by a scale, weighed here alone, nothing waiting for a fix"`
	Collected SumBody            `json:"collected" doc:"Of the pairs"`
	Matched   SumBody            `json:"matched" doc:"Received of the pairs"`
	Diff      recycle.Grams      `json:"diff" doc:"Matched less collected"`
	ShareBP   *int64             `json:"shareBp,omitempty" doc:"Difference by the mean of both, hundredths of a percent"`
	LowBP     *int64             `json:"lowBp,omitempty" doc:"The 95 % band of shareBp; absent below two pairs"`
	HighBP    *int64             `json:"highBp,omitempty"`
	Verdict   string             `json:"verdict,omitempty" enum:"few,even,light,heavy" doc:"Absent in the sum"`
}

// ScaleTable is the scales of a period with their sum.
type ScaleTable struct {
	From     recycle.Day `json:"from"`
	To       recycle.Day `json:"to"`
	By       string      `json:"by" enum:"scale,station"`
	MinPairs int64       `json:"minPairs" doc:"Fewer pairs are not judged"`
	BiasBP   int64       `json:"biasBp" doc:"A band wholly beyond this, hundredths of a percent, is a scale that weighs wrong"`
	Rows     []ScaleRow  `json:"rows"`
	Total    ScaleRow    `json:"total"`
}

type scaleQuery struct {
	From     recycle.Day      `query:"from" required:"true"`
	To       recycle.Day      `query:"to" required:"true"`
	Category recycle.Category `query:"category"`
	By       string           `query:"by" enum:"scale,station" default:"scale"`
}

func registerScales(g huma.API, s Services) {
	o := companyOps{s}
	huma.Register(g, op("compareScales", http.MethodGet, "/company/scales", "What each scale showed beside what was collected, where only that scale can have weighed it",
		allow(OwnOrg, clerks()...), 401, 403, 422),
		func(ctx context.Context, in *scaleQuery) (*struct{ Body ScaleTable }, error) {
			t, err := o.scales(ctx, in)
			return answer(ctx, t, err)
		})
	huma.Register(g, file(op("exportScales", http.MethodGet, "/company/export/scales", "The scales as a spreadsheet, with the sums of the page",
		allow(OwnOrg, clerks()...), 401, 403, 422), xlsxType),
		func(ctx context.Context, in *scaleQuery) (*huma.StreamResponse, error) {
			t, err := o.scales(ctx, in)
			if err != nil {
				return nil, fail(ctx, err)
			}
			return spreadsheet(ctx, fileName("过磅对照", in.From, in.To), func(_ context.Context, w sheet.Writer) error { return scaleRows(w, &t) }), nil
		})
}

func (o *companyOps) scales(ctx context.Context, in *scaleQuery) (b ScaleTable, err error) {
	if err := (&compareQuery{From: in.From, To: in.To}).check(); err != nil {
		return b, err
	}
	t, err := o.Company.Scales(ctx, recycle.ScaleQuery{From: in.From, To: in.To, Category: in.Category, By: recycle.ScaleBy(in.By)})
	if err != nil {
		return b, err
	}
	var (
		orgs  []recycle.OrgID
		sites []recycle.SiteID
	)
	for i := range t.Rows {
		orgs = append(orgs, t.Rows[i].OrgID)
		if t.Rows[i].SiteID != "" {
			sites = append(sites, t.Rows[i].SiteID)
		}
	}
	orgNames, err := o.Directory.OrgNames(ctx, orgs)
	if err != nil {
		return b, err
	}
	siteNames, err := o.Directory.SiteNames(ctx, sites)
	if err != nil {
		return b, err
	}
	b = ScaleTable{From: in.From, To: in.To, By: in.By, MinPairs: recycle.ScaleMinPairs, BiasBP: recycle.ScaleBiasBP, Rows: []ScaleRow{}, Total: scaleRow(&t.Total)}
	for i := range t.Rows {
		row := scaleRow(&t.Rows[i])
		row.OrgName, row.SiteName = orgNames[t.Rows[i].OrgID], siteNames[row.SiteID]
		b.Rows = append(b.Rows, row)
	}
	return b, nil
}

func scaleRow(r *recycle.ScaleRow) ScaleRow {
	b := ScaleRow{SiteID: r.SiteID, ScaleNo: r.ScaleNo, Kind: r.Kind, Received: SumBody(r.Received), Pairs: r.Pairs, Collected: SumBody(r.Collected),
		Matched: SumBody(r.Matched), Diff: recycle.Grams(r.Finding.Diff), Verdict: r.Verdict}
	if r.Finding.ShareKnown {
		b.ShareBP = &r.Finding.ShareBP
	}
	if r.BandKnown {
		b.LowBP, b.HighBP = &r.LowBP, &r.HighBP
	}
	return b
}

func scaleRows(w sheet.Writer, t *ScaleTable) error {
	title := fmt.Sprintf("按%s对照，%s 至 %s，共 %d 行", map[string]string{"scale": "秤", "station": "过磅站点"}[t.By], t.From, t.To, len(t.Rows))
	if err := head(w, title, "过磅单位", "站点", "秤号", "怎么磅的", "磅单（张）", "过了磅（公斤）", "对得上（组）", "收上来（公斤）", "其中过了磅（公斤）", "差（公斤）", "差比", "差比下限", "差比上限",
		"判断", "对不上的（公斤）"); err != nil {
		return err
	}
	cells := func(r *ScaleRow, org string) []any {
		compared := []any{nil, nil, nil}
		if r.Pairs > 0 {
			compared = []any{kg(r.Collected.Grams), kg(r.Matched.Grams), kg(r.Diff)}
		}
		row := append([]any{org, r.SiteName, r.ScaleNo, ticketKindWords[r.Kind], r.Received.N, kg(r.Received.Grams), r.Pairs}, compared...)
		return append(row, share(r.ShareBP), share(r.LowBP), share(r.HighBP), verdictWords[r.Verdict], kg(r.Received.Grams-r.Matched.Grams))
	}
	for i := range t.Rows {
		if err := w.Row(cells(&t.Rows[i], t.Rows[i].OrgName)...); err != nil {
			return err
		}
	}
	return w.Total(cells(&t.Total, "合计")...)
}

// share is hundredths of a percent as a part of one, and blank where there is none.
func share(bp *int64) any {
	if bp == nil {
		return nil
	}
	return sheet.Share(float64(*bp) / 10_000)
}

// sheetName is the name of a file without its ending.
func sheetName(file string) string {
	name, _, _ := strings.Cut(file, ".xlsx")
	return name
}
