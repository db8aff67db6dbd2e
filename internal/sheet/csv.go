package sheet

import "strings"

// delimiters are tried in this order.
var delimiters = []byte{',', ';', '\t'}

func readCSV(data []byte) (*Table, error) {
	text, encoding, bad := decode(data)
	if bad >= 0 {
		p := csvParser{text: text[:bad], comma: delimiter(text[:bad])}
		for p.more() {
			if _, err := p.record(); err != nil {
				break
			}
		}
		return nil, &Error{Code: "csv.encoding", Line: max(p.line, 1), Column: p.column}
	}
	p := csvParser{text: text, comma: delimiter(text)}
	var cells [][]string
	var lines []int
	for p.more() {
		row, err := p.record()
		if err != nil {
			return nil, err
		}
		if p.line > MaxRows+1 {
			return nil, &Error{Code: "sheet.too_many_rows", Line: p.line}
		}
		for i, c := range row {
			row[i] = Unguard(c)
		}
		cells, lines = append(cells, row), append(lines, p.line)
	}
	t, err := newTable(CSV, cells, lines)
	if t != nil {
		t.encoding = encoding
	}
	return t, err
}

// csvParser reads RFC 4180 record by record. encoding/csv is not used: it turns CR LF inside a cell into LF, forgets blank
// records, and its lines are those of the text, not of the table.
type csvParser struct {
	text         string
	comma        byte
	at           int // offset of what comes next
	line, column int // of the cell that was read last
}

func (p *csvParser) more() bool { return p.at < len(p.text) }

// record returns the cells of the next record; a blank line has one blank cell.
func (p *csvParser) record() ([]string, error) {
	p.line++
	p.column = 0
	var row []string
	for {
		p.column++
		if p.column > MaxColumns {
			return nil, &Error{Code: "sheet.too_many_columns", Line: p.line}
		}
		cell, err := p.cell()
		if err != nil {
			return nil, err
		}
		if len(cell) > MaxCell {
			return nil, &Error{Code: "sheet.cell_too_large", Line: p.line, Column: p.column}
		}
		row = append(row, cell)
		if p.at < len(p.text) && p.text[p.at] == p.comma {
			p.at++
			continue
		}
		p.endOfRecord()
		return row, nil
	}
}

// endOfRecord steps over CR LF, LF or a lone CR.
func (p *csvParser) endOfRecord() {
	rest := p.text[p.at:]
	if strings.HasPrefix(rest, "\r\n") {
		p.at += 2
	} else if rest != "" {
		p.at++
	}
}

// cell returns the next cell and stops at what ends it: a delimiter, the end of the line or of the text.
func (p *csvParser) cell() (string, error) {
	if p.at < len(p.text) && p.text[p.at] == '"' {
		return p.quoted()
	}
	rest := p.text[p.at:]
	n := len(rest)
	for i := range len(rest) {
		if c := rest[i]; c == p.comma || c == '\n' || c == '\r' {
			n = i
			break
		}
	}
	p.at += n
	return rest[:n], nil
}

// quoted returns a quoted cell; a doubled quote inside it is one quote.
func (p *csvParser) quoted() (string, error) {
	p.at++
	var b strings.Builder
	for {
		n := strings.IndexByte(p.text[p.at:], '"')
		if n < 0 {
			return "", &Error{Code: "csv.quote", Line: p.line, Column: p.column}
		}
		part := p.text[p.at : p.at+n]
		p.at += n + 1
		if p.at < len(p.text) && p.text[p.at] == '"' {
			b.WriteString(part)
			b.WriteByte('"')
			p.at++
			continue
		}
		if p.at < len(p.text) && p.text[p.at] != p.comma && p.text[p.at] != '\n' && p.text[p.at] != '\r' {
			return "", &Error{Code: "csv.quote", Line: p.line, Column: p.column}
		}
		if b.Len() == 0 {
			return part, nil // shares the memory of the text
		}
		b.WriteString(part)
		return b.String(), nil
	}
}

// delimiter returns the delimiter by which most of the first records have the same number of cells, of several the one with more
// cells. A comma, if there is only one column.
func delimiter(text string) byte {
	best, bestRecords, bestCells := byte(','), 0, 0
	for _, d := range delimiters {
		records, cells := regularity(text, d)
		if cells > 1 && (records > bestRecords || records == bestRecords && cells > bestCells) {
			best, bestRecords, bestCells = d, records, cells
		}
	}
	return best
}

// regularity returns the commonest number of cells above one among the first records, and how many records have it.
func regularity(text string, d byte) (records, cells int) {
	const looked = 20
	p := csvParser{text: text, comma: d}
	counts := map[int]int{}
	for p.more() && p.line < looked {
		row, err := p.record()
		if err != nil {
			break
		}
		if len(row) > 1 {
			counts[len(row)]++
		}
	}
	for n, count := range counts {
		if count > records || count == records && n > cells {
			records, cells = count, n
		}
	}
	return records, cells
}
