package photo_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"liangwang/internal/recycle"
	"liangwang/internal/testkit"
)

// segment is a part of a JPEG: APP1 with EXIF or XMP, APP13 with IPTC, or a comment.
func segment(marker byte, body string) []byte {
	return append([]byte{0xff, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
}

// chunk is a part of a PNG.
func chunk(kind, body string) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), kind+body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// behind puts parts into a file after its first n bytes: the signature of a JPEG, signature and header of a PNG.
func behind(file []byte, n int, parts ...[]byte) []byte {
	return slices.Concat(file[:n], slices.Concat(parts...), file[n:])
}

// Two hundred pictures with positions, names and devices wherever files keep such: what is stored has none of it.
func TestService_Put_traces(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	a := newAlbum(t, testkit.NewStore(t), nil, nil)
	stored := 0
	for i := range 200 {
		secret := fmt.Sprintf("GPS 35.%06d 116.%06d Huawei 138%08d", rng.IntN(1e6), rng.IntN(1e6), rng.IntN(1e8))
		size := 4 + rng.IntN(30)
		m := corners(size, 4+rng.IntN(30))
		var data []byte
		switch i % 5 {
		case 0:
			data = withExif(asJPEG(t, m), []binary.ByteOrder{binary.BigEndian, binary.LittleEndian}[rng.IntN(2)], uint16(rng.IntN(9)))
			data = behind(data, 2, segment(0xe1, "Exif\x00\x00MM\x00*"+secret))
		case 1:
			data = behind(asJPEG(t, m), 2, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+secret), segment(0xed, "Photoshop 3.0\x008BIM"+secret), segment(0xfe, secret))
		case 2:
			data = append(asJPEG(t, m), secret...)
		case 3:
			data = behind(asPNG(t, m), 33, chunk("eXIf", "MM\x00*"+secret), chunk("tEXt", "Comment\x00"+secret), chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secret))
		default:
			data = append(asPNG(t, m), secret...)
		}
		p, err := a.Put(collector(t), hashOf(data), data)
		if err != nil {
			t.Fatal(i, err)
		}
		_, kept := a.kept(t, p)
		for _, trace := range append(strings.Fields(secret), "Exif", "eXIf", "8BIM", "xmpmeta") {
			if bytes.Contains(kept, []byte(trace)) {
				t.Errorf("picture %d: %q is left", i, trace)
			}
		}
		stored++
	}
	t.Logf("%d pictures with positions, 0 traces left", stored)
}

// What is a picture and something else at once is stored as the picture alone, so that no browser finds the other thing in it.
func TestService_Put_polyglots(t *testing.T) {
	a := newAlbum(t, testkit.NewStore(t), nil, nil)
	for name, thing := range map[string]string{
		"a page": "<html><script>alert(1)</script>", "a drawing": `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "a script": "*/=1;alert(1)/*", "a PDF": "%PDF-1.7\n1 0 obj",
		"an archive": "PK\x03\x04\x14\x00evil.jar", "a program": "MZ\x90\x00This program", "PHP": "<?php system($_GET['c']); ?>", "a message": "Content-Type: text/html\r\n\r\n<b>",
	} {
		for i, data := range [][]byte{
			behind(asJPEG(t, corners(9, 9)), 2, segment(0xfe, thing)), behind(asJPEG(t, corners(9, 9)), 2, segment(0xe0, thing)), append(asJPEG(t, corners(9, 9)), thing...),
			behind(asPNG(t, corners(9, 9)), 33, chunk("tEXt", "a\x00"+thing)), append(asPNG(t, corners(9, 9)), thing...), append([]byte(thing), asJPEG(t, corners(9, 9))...),
		} {
			p, err := a.Put(collector(t), hashOf(data), data)
			if recycle.KindOf(err) == recycle.Invalid && i == 5 {
				continue
			}
			if err != nil {
				t.Errorf("%s %d: %v", name, i, err)
				continue
			}
			// ASVS 5.2.2
			if _, kept := a.kept(t, p); p.Type != "image/jpeg" || http.DetectContentType(kept) != "image/jpeg" || bytes.Contains(kept, []byte(thing)) {
				t.Errorf("%s %d: kept as %s with it inside", name, i, p.Type)
			}
		}
	}
}

// huge is a PNG of side × side pixels, one bit each, that holds all of them.
func huge(t *testing.T, side int) []byte {
	t.Helper()
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := io.CopyN(w, zeros{}, int64(side)*int64(side/8+1)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(side)), uint32(side))
	return slices.Concat([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", string(head)+"\x01\x00\x00\x00\x00"), chunk("IDAT", z.String()), chunk("IEND", ""))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// A picture that would take much more than it weighs is refused before it does: how long that took is printed, what it needed is held to
// 32 MiB.
func TestService_Put_bombs(t *testing.T) {
	var text, small bytes.Buffer
	z := zlib.NewWriter(&text)
	if _, err := io.CopyN(z, zeros{}, 256<<20); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&small, image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.White})); err != nil {
		t.Fatal(err)
	}
	const jfif = "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
	frame := "\x08\x4e\x20\x4e\x20\x01\x01\x11\x00"
	a := newAlbum(t, testkit.NewStore(t), nil, nil)
	for name, tt := range map[string]struct {
		data []byte
		code string // empty: harmless, and taken
	}{
		"400 megapixels":                {huge(t, 20_000), "photo.size"},
		"400 megapixels, a JPEG":        {slices.Concat([]byte("\xff\xd8"), segment(0xe0, jfif), segment(0xc0, frame), []byte("\xff\xd9")), "photo.size"},
		"400 megapixels, progressive":   {slices.Concat([]byte("\xff\xd8"), segment(0xe0, jfif), segment(0xc2, frame), []byte("\xff\xd9")), "photo.size"},
		"400 megapixels, a WebP":        {[]byte("RIFF\x1e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x1f\x4e\x00\x1f\x4e\x00\x00\x00\x00\x00"), "photo.size"},
		"256 MiB of packed text in it":  {behind(small.Bytes(), 33, chunk("zTXt", "a\x00\x00"+text.String())), ""},
		"256 MiB of a packed profile":   {behind(small.Bytes(), 33, chunk("iCCP", "a\x00\x00"+text.String())), ""},
		"more pixels packed than it is": {slices.Concat(small.Bytes()[:33], chunk("PLTE", "\xff\xff\xff"), chunk("IDAT", text.String()), chunk("IEND", "")), "photo.damaged"},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, err := a.Put(collector(t), hashOf(tt.data), tt.data)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		used := (after.TotalAlloc - before.TotalAlloc) >> 10
		t.Logf("%s, %d KiB: %v in %v with %d KiB", name, len(tt.data)>>10, err, took.Round(100*time.Microsecond), used)
		// ASVS 5.2.6
		if recycle.CodeOf(err) != tt.code || used > 32<<10 {
			t.Errorf("%s: %v with %d KiB, want %q", name, err, used, tt.code)
		}
	}
}

// An organisation's pictures take no more than its quota; one that is there already is no more, and others' count for nothing.
func TestService_Put_quota(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s testkit.Store) {
		a := newAlbum(t, s, nil, nil)
		first, second := asJPEG(t, corners(20, 20)), asJPEG(t, corners(21, 20))
		put := func(ctx context.Context, data []byte) error {
			_, err := a.Put(ctx, hashOf(data), data)
			return err
		}
		a.Quota = 1
		if err := put(collector(t), first); err != nil {
			t.Fatal(err)
		}
		// ASVS 5.2.4
		if err := put(collector(t), second); recycle.KindOf(err) != recycle.Full || recycle.CodeOf(err) != "photo.quota" {
			t.Error("over the quota:", err)
		}
		if has, err := a.Has(collector(t), hashOf(second)); has || err != nil {
			t.Error("kept all the same", err)
		}
		if err := put(collector(t), first); err != nil {
			t.Error("again:", err)
		}
		if err := put(testkit.As(t, testkit.Theirs, recycle.Collector), second); err != nil {
			t.Error("others:", err)
		}
		used, err := s.PhotoBytes(collector(t))
		if err != nil || used < 100 {
			t.Error(used, err)
		}
		if a.Quota = used + 1; put(collector(t), second) != nil {
			t.Error("there is room again")
		}
	})
}
