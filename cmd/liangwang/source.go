package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"liangwang/geo"
	"liangwang/internal/intake"
	"liangwang/internal/recycle"
	"liangwang/internal/sheet"
)

// source is a file to read rows from.
type source struct {
	name string
	hash string // SHA-256 of its bytes, hexadecimal
	rows *intake.Rows
}

// readSource reads the rows of the file at path; "-" is the standard input.
func readSource(a *app, path string) (source, error) {
	data, err := readFile(a, path)
	if err != nil {
		return source{}, err
	}
	rows, err := parseRows(data)
	if err != nil {
		return source{}, fmt.Errorf("读不了 %s (cannot be read): %w", path, explain(err))
	}
	sum := sha256.Sum256(data)
	return source{name: path, hash: hex.EncodeToString(sum[:]), rows: rows}, nil
}

// readFile reads at most one byte more than a file may have: the readers refuse what is too large.
func readFile(a *app, path string) ([]byte, error) {
	in := a.stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	return io.ReadAll(io.LimitReader(in, sheet.MaxFile+1))
}

// parseRows reads the rows of a file, whatever its format; the error is Invalid and names the place. It is the one way from bytes
// to rows, for the command line and the pages.
func parseRows(data []byte) (*intake.Rows, error) {
	if !sheet.IsTable(data) {
		return intake.ReadJSON(data)
	}
	table, err := sheet.Read(data)
	if e, ok := errors.AsType[*sheet.Error](err); ok {
		return nil, intake.FileError(e.Code, e.Line, e.Column, err)
	}
	if err != nil {
		return nil, err
	}
	return intake.FromTable(table, string(table.Format()), table.Encoding()), nil
}

// importFlags are the flags that say how a file is read.
type importFlags struct {
	source, datum string
	mapped, set   []string
	newSource     bool
}

// settings turns the flags into settings.
func (f *importFlags) settings() (s recycle.ImportSettings, err error) {
	s.Source, s.NewSource = f.source, f.newSource
	if s.Datum, err = parseDatum(f.datum); err != nil {
		return s, err
	}
	if s.Map, err = pairs("--map", f.mapped); err != nil {
		return s, err
	}
	s.Set, err = pairs("--set", f.set)
	return s, err
}

func parseDatum(name string) (geo.Datum, error) {
	if name == "" {
		return geo.WGS84, nil
	}
	d, err := geo.ParseDatum(name)
	if err != nil {
		return "", fmt.Errorf("there is no datum %q: give wgs84, cgcs2000, gcj02 or bd09", name)
	}
	return d, nil
}

// pairs reads "target=column".
func pairs(flag string, list []string) (map[string]string, error) {
	m := map[string]string{}
	for _, p := range list {
		key, value, ok := strings.Cut(p, "=")
		if !ok || key == "" {
			return nil, fmt.Errorf("%s %q: write it as target=value", flag, p)
		}
		m[key] = value
	}
	return m, nil
}

// fieldWords are what the codes of fields of a command say in Chinese.
var fieldWords = map[string]string{"oneOf": "没有这一项", "unknownColumn": "文件里没有这一列", "text": "文字太长或有不能存的字符"}

// explain says an error of the domain in one line: in Chinese where it has a sentence, then its code, and the places and codes of its
// fields.
func explain(err error) error {
	e, ok := errors.AsType[*recycle.Error](err)
	if !ok {
		return err
	}
	said := intake.FileSentence(e.Code)
	if said == "" && len(e.Fields) > 0 {
		said = fieldWords[e.Fields[0].Code]
	}
	if len(e.Fields) == 0 {
		return saying(said, err)
	}
	var places []string
	for _, f := range e.Fields {
		if f.Code == e.Code {
			places = append(places, f.Path)
		} else {
			places = append(places, f.Path+" "+f.Code)
		}
	}
	return saying(said, fmt.Errorf("%s: %s", e.Code, strings.Join(places, "; ")))
}

// saying puts a Chinese sentence, if there is one, before an error.
func saying(sentence string, err error) error {
	if sentence == "" {
		return err
	}
	return fmt.Errorf("%s (%w)", sentence, err)
}
