package photo_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"liangwang/internal/blob"
	"liangwang/internal/photo"
	"liangwang/internal/pickup"
	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// album is the service over a store with one pickup of the collector of Ours, which names a picture and a paper's picture.
type album struct {
	*photo.Service
	s     testkit.Store
	blobs *blob.Dir
}

const pickupN = 1

func newAlbum(t *testing.T, s testkit.Store, photos, papers []recycle.PhotoHash) album {
	t.Helper()
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := testkit.Pickup(pickupN)
	p.Photos = photos
	for _, h := range papers {
		p.Papers = append(p.Papers, recycle.Paper{Kind: "x", Photo: h})
	}
	p.Receive(testkit.Actor(testkit.Ours, recycle.Collector), testkit.At())
	p.State = recycle.NeedsFix
	for i := range p.Papers { // the operator added it at the desk
		p.Papers[i].AddedBy = testkit.Actor(testkit.Ours, recycle.CompanyOperator).PersonID
	}
	if err := s.InTx(collector(t), func(ctx context.Context) error { return s.InsertPickup(ctx, &p) }); err != nil {
		t.Fatal(err)
	}
	return album{photo.New(s, blobs, &pickup.Service{Store: s, Now: testkit.Now}, testkit.Now), s, blobs}
}

func collector(t testing.TB) context.Context { return testkit.As(t, testkit.Ours, recycle.Collector) }
func operator(t testing.TB) context.Context {
	return testkit.As(t, testkit.Ours, recycle.CompanyOperator)
}
func mate(t testing.TB) context.Context {
	return recycle.WithActor(t.Context(), testkit.Mate(testkit.Ours, recycle.Collector))
}

func hashOf(data []byte) recycle.PhotoHash {
	return recycle.PhotoHash(fmt.Sprintf("%x", sha256.Sum256(data)))
}

// corners is a picture of w × h with a colour in each corner: red, green, blue, white, from the upper left by rows.
func corners(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{A: 255}
			switch {
			case x < w/2 && y < h/2:
				c.R = 255
			case y < h/2:
				c.G = 255
			case x < w/2:
				c.B = 255
			default:
				c.R, c.G, c.B = 255, 255, 255
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withExif puts an EXIF segment with an orientation and a position into a JPEG, as phones write it.
func withExif(data []byte, order binary.ByteOrder, orientation uint16) []byte {
	var tiff bytes.Buffer
	put := func(v any) { _ = binary.Write(&tiff, order, v) }
	if order == binary.ByteOrder(binary.BigEndian) {
		tiff.WriteString("MM")
	} else {
		tiff.WriteString("II")
	}
	put(uint16(42))
	put(uint32(8))
	put(uint16(2))                                                         // two entries
	for _, e := range [][4]uint32{{0x0112, 3, 1, 0}, {0x8825, 4, 1, 38}} { // orientation, GPS
		put(uint16(e[0]))
		put(uint16(e[1]))
		put(e[2])
		if e[0] == 0x0112 {
			put(orientation)
			put(uint16(0))
		} else {
			put(e[3])
		}
	}
	put(uint32(0))
	put(uint16(1)) // GPS: the latitude's reference
	put(uint16(1))
	put(uint16(2))
	put(uint32(2))
	tiff.WriteString("N\x00\x00\x00")
	put(uint32(0))
	tiff.WriteString("GPS 35.4321 116.6543")
	body := append([]byte("Exif\x00\x00"), tiff.Bytes()...)
	segment := append([]byte{0xff, 0xe1, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
	return append(append(bytes.Clone(data[:2]), segment...), data[2:]...)
}

// kept returns the picture as it is kept.
func (a album) kept(t testing.TB, p recycle.Photo) (image.Image, []byte) {
	t.Helper()
	f, err := a.blobs.Get(string(p.StoredHash))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	m, format, err := image.Decode(bytes.NewReader(data))
	if err != nil || format != "jpeg" {
		t.Fatal(format, err)
	}
	return m, data
}

// name is the colour of a corner, by what is strongest in it.
func name(c color.Color) string {
	r, g, b, _ := c.RGBA()
	const high = 0x8000
	switch {
	case r > high && g > high && b > high:
		return "white"
	case r > high:
		return "red"
	case g > high:
		return "green"
	case b > high:
		return "blue"
	}
	return "black"
}

// Whatever way the phone was held, the picture stands upright, and nothing of where it was taken is left (EXIF 2.32, table 4.6.4).
func TestService_Put_upright(t *testing.T) {
	const upright = "red green blue white"
	turned := map[uint16]string{ // what the corners of the stored picture must show for orientation o
		1: upright, 2: "green red white blue", 3: "white blue green red", 4: "blue white red green",
		5: "red blue green white", 6: "blue red white green", 7: "white green blue red", 8: "green white red blue",
		0: upright, 9: upright, // none that is known
	}
	a := newAlbum(t, testkit.NewStore(t), nil, nil)
	for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
		for o, want := range turned {
			data := withExif(asJPEG(t, corners(32, 16)), order, o)
			if !bytes.Contains(data, []byte("35.4321")) {
				t.Fatal("the picture has no position")
			}
			p, err := a.Put(collector(t), hashOf(data), data)
			if err != nil {
				t.Fatal(err)
			}
			m, stored := a.kept(t, p)
			for _, trace := range []string{"Exif", "GPS", "35.4321", "116.6543"} {
				if bytes.Contains(stored, []byte(trace)) {
					t.Errorf("orientation %d: %s is left", o, trace)
				}
			}
			b := m.Bounds()
			x, y := b.Max.X-3, b.Max.Y-3
			got := strings.Join([]string{name(m.At(2, 2)), name(m.At(x, 2)), name(m.At(2, y)), name(m.At(x, y))}, " ")
			wide := o < 5 || o > 8
			if got != want || (b.Dx() == 32) != wide || p.Width != b.Dx() || p.Height != b.Dy() || p.Bytes != int64(len(stored)) {
				t.Errorf("orientation %d, %v: %s of %v (told %d × %d), want %s", o, order, got, b, p.Width, p.Height, want)
			}
		}
	}
	a.s.CheckBooks(t)
}

// bomb is a PNG whose header says that it has a billion pixels, and which has none.
func bomb(w, h uint32) []byte {
	head := append([]byte("IHDR"), 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0)
	binary.BigEndian.PutUint32(head[4:], w)
	binary.BigEndian.PutUint32(head[8:], h)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))
}

func TestService_Put_refused(t *testing.T) {
	good := asJPEG(t, corners(8, 8))
	var moving bytes.Buffer
	if err := gif.Encode(&moving, corners(8, 8), nil); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		hash recycle.PhotoHash // empty: its own
		data []byte
		code string
	}{
		{"nothing", "", nil, "photo.type"},
		{"another hash", hashOf([]byte("a")), good, "photo.hash"},
		{"capitals", recycle.PhotoHash(strings.ToUpper(string(hashOf(good)))), good, "photo.hash"},
		{"text", "", []byte("a picture"), "photo.type"},
		{"a page", "", []byte("<html><script>alert(1)</script>"), "photo.type"},
		// ASVS 1.3.4
		{"a drawing", "", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "photo.type"},
		{"a moving one", "", moving.Bytes(), "photo.type"},
		{"a bomb", "", bomb(100_000, 100_000), "photo.size"},
		{"wide", "", bomb(40_000_001, 1), "photo.size"},
		{"a bomb whose product overflows", "", bomb(1<<31-1, 1<<31-1), "photo.damaged"},
		{"no pixels", "", bomb(0, 10), "photo.damaged"},
		{"a head alone", "", good[:20], "photo.damaged"},
		{"cut off", "", bomb(10, 10), "photo.damaged"},
		{"a head of another", "", append([]byte("\xff\xd8\xff\xe0"), bytes.Repeat([]byte("a"), 100)...), "photo.damaged"},
	}
	s := testkit.NewStore(t)
	a := newAlbum(t, s, nil, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			hash := tt.hash
			if hash == "" {
				hash = hashOf(tt.data)
			}
			_, err := a.Put(collector(t), hash, tt.data)
			if recycle.KindOf(err) != recycle.Invalid || recycle.CodeOf(err) != tt.code {
				t.Errorf("%v, want %s", err, tt.code)
			}
			if has, err := a.Has(collector(t), hash); has || err != nil {
				t.Error("kept all the same", err)
			}
		})
	}
	if _, err := a.Put(t.Context(), hashOf(good), good); recycle.KindOf(err) != recycle.Unauthenticated {
		t.Error("nobody:", err)
	}
	if p, err := a.Put(collector(t), hashOf(asPNG(t, corners(6, 4))), asPNG(t, corners(6, 4))); err != nil || p.Type != "image/jpeg" || p.Width != 6 || p.Height != 4 {
		t.Errorf("a PNG: %+v, %v", p, err)
	}
}

// A picture is seen through the record that names it, once its own author has sent it: whoever else has the same one.
func TestService_Of(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		first, second, other := asJPEG(t, corners(8, 8)), asJPEG(t, corners(8, 10)), asJPEG(t, corners(10, 8))
		a := newAlbum(t, s, []recycle.PhotoHash{hashOf(first)}, []recycle.PhotoHash{hashOf(second)})
		id := testkit.ID[recycle.PickupID](pickupN)
		put := func(ctx context.Context, data []byte) {
			t.Helper()
			if _, err := a.Put(ctx, hashOf(data), data); err != nil {
				t.Fatal(err)
			}
		}
		seen := func(what string, ctx context.Context, data []byte, want bool) {
			t.Helper()
			p, got, err := a.Of(ctx, id, hashOf(data))
			if (err == nil) != want || err != nil && (recycle.KindOf(err) != recycle.NotFound || len(got) > 0 || p.Hash != "") || err == nil && (len(got) == 0 || p.Hash != hashOf(data)) {
				t.Errorf("%s: %d bytes, %v", what, len(got), err)
			}
		}
		seen("nobody has sent it", collector(t), first, false)
		put(mate(t), first)
		put(operator(t), first)
		put(testkit.As(t, testkit.Theirs, recycle.Collector), first)
		seen("others have sent it", collector(t), first, false)
		seen("not even to who has it", operator(t), first, false)
		put(collector(t), second)
		seen("a paper's, sent by another than who added it", operator(t), second, false)
		put(operator(t), second)
		seen("a paper's, sent by who added it", operator(t), second, true)
		put(collector(t), first)
		put(collector(t), first)
		seen("its author", collector(t), first, true)
		seen("the operator", operator(t), first, true)
		seen("the dispatcher", testkit.As(t, testkit.Ours, recycle.Dispatcher), first, true)
		seen("a colleague, who has it", mate(t), first, false)
		seen("another company, which has it", testkit.As(t, testkit.Theirs, recycle.Collector), first, false)
		put(collector(t), other)
		seen("one that the record does not name", collector(t), other, false)
		for name, tt := range map[string]struct {
			ctx  context.Context
			want bool
		}{"sent": {collector(t), true}, "sent by others": {testkit.As(t, testkit.Ours, recycle.Dispatcher), false}} {
			if has, err := a.Has(tt.ctx, hashOf(first)); has != tt.want || err != nil {
				t.Errorf("%s: %v, %v", name, has, err)
			}
		}
		s.CheckBooks(t)
	})
}

// Two pictures are decoded at a time; who waits for a place and goes away is told so.
func TestService_Put_waits(t *testing.T) {
	a := newAlbum(t, testkit.NewStore(t), nil, nil)
	data := asJPEG(t, corners(8, 8))
	ctx, cancel := context.WithCancel(collector(t))
	cancel()
	for range 20 { // a place is free: either may win
		if _, err := a.Put(ctx, hashOf(data), data); err != nil && recycle.KindOf(err) != recycle.Unavailable {
			t.Error(err)
		}
	}
	if _, err := a.Put(collector(t), hashOf(data), data); err != nil {
		t.Error("a place was lost:", err)
	}
}
