package api

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
)

const (
	xlsxType    = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	geoJSONType = "application/geo+json"
)

type exportOps struct {
	records recordOps
	tickets ticketOps
}

func registerExports(g huma.API, s Services) {
	o := exportOps{recordOps{s}, ticketOps{s}}
	compare := file(op("exportCompare", http.MethodGet, "/company/export/compare", "The comparison as a spreadsheet, with the sums of the page",
		allow(OwnOrg, clerks()...), 401, 403, 422), xlsxType)
	huma.Register(g, compare, func(ctx context.Context, in *compareQuery) (*huma.StreamResponse, error) {
		if err := in.check(); err != nil {
			return nil, err
		}
		return o.compare(ctx, in)
	})
	pickups := file(op("exportPickups", http.MethodGet, "/company/export/pickups", "The listed pickups as a spreadsheet, a row a line",
		allow(OwnOrg, clerks()...), 401, 403, 422), xlsxType)
	huma.Register(g, pickups, func(ctx context.Context, in *PickupQuery) (*huma.StreamResponse, error) { return o.pickups(ctx, in) })
	tickets := file(op("exportTickets", http.MethodGet, "/company/export/tickets", "The listed tickets as a spreadsheet",
		allow(Counterparty, append(clerks(), recycle.YardOperator)...), 401, 403, 422), xlsxType)
	huma.Register(g, tickets, func(ctx context.Context, in *TicketQuery) (*huma.StreamResponse, error) { return o.ticketFile(ctx, in) })
}

const roomKey = "room"

// roomy refuses the operations that need room on the disk while what is left is kept for records.
func roomy(room func() error) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		if room != nil && c.Operation().Metadata[roomKey] != nil {
			if err := room(); err != nil {
				reject(c, fail(c.Context(), err))
				return
			}
		}
		next(c)
	}
}

// file says that an operation answers with a file of one of these types. One that makes it anew, an export, needs room.
func file(o huma.Operation, mediaTypes ...string) huma.Operation {
	if strings.HasPrefix(o.OperationID, "export") {
		o.Metadata = maps.Clone(o.Metadata)
		o.Metadata[roomKey] = true
		o.Errors = append(o.Errors, http.StatusInsufficientStorage)
	}
	content := map[string]*huma.MediaType{}
	for _, m := range mediaTypes {
		content[m] = &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
	}
	o.Responses = map[string]*huma.Response{"200": {Description: "The file", Content: content}}
	return o
}

// spreadsheet streams what write writes as a file called name. What fails half-way ends the stream: the file does not open.
func spreadsheet(ctx context.Context, name string, write func(ctx context.Context, w sheet.Writer) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", xlsxType)
		c.SetHeader("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
		c.SetHeader("Cache-Control", "no-store")
		w, err := sheet.NewBook(c.BodyWriter(), sheetName(name))
		if err == nil {
			if err = write(ctx, w); err == nil {
				err = w.Close()
			}
		}
		if err != nil {
			abandon(ctx, c.BodyWriter(), err)
		}
	}}
}

// abandon logs a failed export; the connection is broken off by the panic that net/http knows, so that no half file looks whole.
func abandon(ctx context.Context, _ io.Writer, err error) {
	_ = fail(ctx, err)
	panic(http.ErrAbortHandler)
}

// labels names the categories of a file.
func (o *exportOps) labels(ctx context.Context) (map[recycle.Category]string, error) {
	rows, err := o.records.Catalogue.Categories(ctx, recycle.At(o.records.Env.Now()).Day())
	found := map[recycle.Category]string{}
	for _, r := range rows {
		found[r.Key] = r.ZH
	}
	return found, err
}

func (o *exportOps) compare(ctx context.Context, in *compareQuery) (*huma.StreamResponse, error) {
	c, err := o.records.Company.Compare(ctx, in.query())
	if err != nil {
		return nil, fail(ctx, err)
	}
	labels, err := o.labels(ctx)
	if err != nil {
		return nil, fail(ctx, err)
	}
	t := compareTable(c)
	return spreadsheet(ctx, fileName("对照", in.From, in.To), func(_ context.Context, w sheet.Writer) error {
		if err := head(w, fmt.Sprintf("收运与过磅对照，%s 至 %s，共 %d 行", in.From, in.To, len(t.Rows)),
			"日期", "品类", "收上来（公斤）", "收上来（件）", "过了磅（公斤）", "过了磅（件）", "差（公斤）", "差（件）", "差比（以两边平均，或唯一称过的一边为底）", "为什么", "待补正（笔）", "待补正（公斤）"); err != nil {
			return err
		}
		for i := range t.Rows {
			if err := w.Row(compareCells(&t.Rows[i], string(t.Rows[i].Day), labels[t.Rows[i].Category])...); err != nil {
				return err
			}
		}
		return w.Total(compareCells(&t.Total, "合计", "")...)
	}), nil
}

func compareCells(r *CompareRow, day, category string) []any {
	kilos, pieces := r.differences()
	return []any{day, category, kg(r.Collected.Grams), r.Collected.Pieces, kg(r.Received.Grams), r.Received.Pieces,
		kilos, pieces, share(r.ShareBP), reasonWords(r), r.Fix.N, kg(r.Fix.Grams)}
}

// kg is a mass as a number of a spreadsheet.
func kg(g recycle.Grams) float64 { return float64(g) / 1000 }

func yuan(f recycle.Fen) float64 { return float64(f) / 100 }

func head(w sheet.Writer, title string, columns ...string) error {
	if err := w.Title(title); err != nil {
		return err
	}
	return w.Header(columns...)
}

const exportPage = 500 // rows read at a time: no read outlives a second

func (o *exportOps) pickups(ctx context.Context, in *PickupQuery) (*huma.StreamResponse, error) {
	f, err := o.records.filter(ctx, *in)
	if err != nil {
		return nil, fail(ctx, err)
	}
	sums, err := o.records.Records.PickupSums(ctx, f)
	if err != nil {
		return nil, fail(ctx, err)
	}
	labels, err := o.labels(ctx)
	if err != nil {
		return nil, fail(ctx, err)
	}
	return spreadsheet(ctx, fileName("收运记录", in.From, in.To), func(ctx context.Context, w sheet.Writer) error {
		title := fmt.Sprintf("收运记录%s%s，计入 %d 笔 %s 公斤，不计入 %d 笔 %s 公斤", span(in.From, in.To), filterWords(in, labels[in.Category]), sums.Pickups, kilograms(sums.Grams), sums.OtherPickups, kilograms(sums.OtherGrams))
		if err := head(w, title, "业务日", "时间", "网点", "收运员", "品类", "方式", "公斤", "件", "金额（元）", "状态", "计入（公斤）", "记录编号", "收到", "晚到（分钟）"); err != nil {
			return err
		}
		if err := o.pickupRows(ctx, w, f, labels); err != nil {
			return err
		}
		return w.Total("合计（计入）", nil, nil, nil, nil, nil, nil, sums.Pieces, yuan(sums.Amount), nil, kg(sums.Grams), nil, nil, nil)
	}), nil
}

// fileName names a spreadsheet by what it holds and the days that it is of, without spaces: a name survives a mail or a shell whole.
func fileName(what string, from, to recycle.Day) string {
	period := "全部日期"
	switch {
	case from != "" && from == to:
		period = string(from)
	case from != "" && to != "":
		period = fmt.Sprintf("%s至%s", from, to)
	case from != "":
		period = fmt.Sprintf("%s起", from)
	case to != "":
		period = fmt.Sprintf("至%s", to)
	}
	return what + "-" + period + ".xlsx"
}

// span says the days of a filter.
func span(from, to recycle.Day) string {
	if from == "" && to == "" {
		return ""
	}
	return fmt.Sprintf(" %s 至 %s", from, to)
}

func (o *exportOps) pickupRows(ctx context.Context, w sheet.Writer, f recycle.PickupFilter, labels map[recycle.Category]string) error {
	f.Limit = exportPage
	for {
		page, err := o.records.Records.ListPickups(ctx, f)
		if err != nil {
			return err
		}
		rows, err := o.records.shownAll(ctx, page)
		if err != nil {
			return err
		}
		for i := range rows {
			if err := pickupCells(w, &rows[i], f.Category, labels); err != nil {
				return err
			}
		}
		if len(page) < exportPage {
			return nil
		}
		last := page[len(page)-1]
		f.After = last.Place()
	}
}

func pickupCells(w sheet.Writer, p *LoggedPickup, only recycle.Category, labels map[recycle.Category]string) error {
	for _, l := range p.Lines {
		if only != "" && l.Category != only {
			continue
		}
		var counted any
		if p.State.Counts() {
			counted = kg(l.Grams)
		}
		place := p.SiteName
		if place == "" {
			place = deliveryWords[p.Delivery]
		}
		if err := w.Row(string(p.Day), clock(p.ShownAt), place, p.CollectorName, labels[l.Category], methodWords[l.Method], read(l.Grams > 0, kg(l.Grams)), read(l.Pieces > 0, l.Pieces),
			read(l.UnitPrice > 0, yuan(l.Amount)), pickupStateWords[p.State], counted, string(p.ID), clock(p.ReceivedAt), read(p.LateMS >= 60_000, p.LateMS/60_000)); err != nil {
			return err
		}
	}
	return nil
}

// read is v, or a blank for what nobody read or typed.
func read[T any](known bool, v T) any {
	if !known {
		return nil
	}
	return v
}

var shanghai = time.FixedZone("UTC+8", 8*60*60)

func clock(i recycle.Instant) string { return i.Time().In(shanghai).Format("2006-01-02 15:04") }

func (o *exportOps) ticketFile(ctx context.Context, in *TicketQuery) (*huma.StreamResponse, error) {
	f := in.filter()
	f.Limit = exportPage
	page, sums, err := o.tickets.Tickets.List(ctx, f)
	if err != nil {
		return nil, fail(ctx, err)
	}
	labels, err := o.labels(ctx)
	if err != nil {
		return nil, fail(ctx, err)
	}
	return spreadsheet(ctx, fileName("磅单", in.From, in.To), func(ctx context.Context, w sheet.Writer) error {
		title := fmt.Sprintf("磅单%s，计入 %d 张 %s 公斤，不计入 %d 张", span(in.From, in.To), sums.Tickets, kilograms(sums.Grams), sums.OtherTickets)
		if err := head(w, title, "业务日", "过磅时间", "磅单号", "磅号", "方式", "送货单位", "过磅单位", "品类", "毛重（公斤）", "皮重（公斤）", "净重（公斤）", "件", "车牌", "状态", "站点"); err != nil {
			return err
		}
		for {
			rows, err := o.tickets.shown(ctx, page)
			if err != nil {
				return err
			}
			for _, t := range rows {
				scaled := t.Gross > 0 || t.Tare > 0 // else only a net was read
				if err := w.Row(string(t.Day), clock(t.WeighedAt), t.Number, t.ScaleNo, ticketKindWords[t.Kind], t.DeliveredOrgName, t.OrgName, labels[t.Category],
					read(scaled, kg(t.Gross)), read(scaled, kg(t.Tare)), read(t.Net > 0, kg(t.Net)), read(t.Pieces > 0, t.Pieces), t.Plate, ticketStateWords[t.State], t.SiteName); err != nil {
					return err
				}
			}
			if len(page) < exportPage {
				return w.Total("合计（计入）", nil, nil, nil, nil, nil, nil, nil, nil, nil, kg(sums.Grams), sums.Pieces, nil, nil, nil)
			}
			last := page[len(page)-1]
			f.After = last.Place()
			if page, _, err = o.tickets.Tickets.List(ctx, f); err != nil {
				return err
			}
		}
	}), nil
}
