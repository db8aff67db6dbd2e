package api

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// What swift writes is what huma would have written, byte by byte: nobody can tell which of the two ways took a body. (Of what is not
// UTF-8 the one writes U+FFFD as it is and the other \ufffd, but no such text is taken.)
func TestSwift_writes(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for _, make := range []func() any{
		func() any { return new(LoggedPickup) }, func() any { return new(Problem) }, func() any { return &huma.ErrorModel{} },
	} {
		for range 2000 {
			v := make()
			vary(r, reflect.ValueOf(v).Elem(), 0)
			var got, want bytes.Buffer
			gotErr, wantErr := swift.Marshal(&got, v), huma.DefaultJSONFormat.Marshal(&want, v)
			if (gotErr == nil) != (wantErr == nil) || wantErr == nil && got.String() != want.String() { // ASVS 1.2.3
				t.Fatalf("%T\nswift %s (%v)\nhuma  %s (%v)", v, got.Bytes(), gotErr, want.Bytes(), wantErr)
			}
		}
	}
}

// vary sets v, and what is in it, to values of all kinds: none, empty, ordinary, and those that JSON writes with an escape.
func vary(r *rand.Rand, v reflect.Value, depth int) {
	if !v.CanSet() || depth > 6 {
		return
	}
	if at, ok := v.Addr().Interface().(*recycle.Instant); ok {
		*at = recycle.Instant(r.Int64N(4e12) - 1e11)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			vary(r, v.Field(i), depth+1)
		}
	case reflect.Pointer:
		if r.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			vary(r, v.Elem(), depth+1)
		}
	case reflect.Slice:
		if r.IntN(4) > 0 {
			v.Set(reflect.MakeSlice(v.Type(), r.IntN(3), 3))
		}
		for i := range v.Len() {
			vary(r, v.Index(i), depth+1)
		}
	case reflect.Map:
		if v.Type().Key().Kind() == reflect.String && r.IntN(3) > 0 {
			v.Set(reflect.MakeMap(v.Type()))
			for range r.IntN(4) {
				key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				vary(r, key, depth+1)
				vary(r, value, depth+1)
				v.SetMapIndex(key, value)
			}
		}
	case reflect.String:
		texts := []string{"", "纸板", "<b>&'\"\\", "a\u2028\u2029\x00\x1f\x7f\b\f\n\r\t", "🚛", "/"}
		v.SetString(texts[r.IntN(len(texts))])
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		ints := []int64{0, 0, 1, -1, 100, 1 << 53, -1 << 62}
		v.SetInt(ints[r.IntN(len(ints))])
	case reflect.Float64, reflect.Float32:
		floats := []float64{0, 116.58, -0.000000123, 1e21, 1e20, 3}
		v.SetFloat(floats[r.IntN(len(floats))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Interface:
		if v.NumMethod() == 0 && r.IntN(2) == 0 {
			v.Set(reflect.ValueOf([]any{"<&>", 1.5, true, 7, map[string]any{"b": 1, "a": "\u2028"}}[r.IntN(5)]))
		}
	}
}
