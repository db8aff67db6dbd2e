package photo

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"image/png"
	"testing"

	"liangwang/internal/recycle"
)

// Whatever the bytes: a refusal, or a JPEG of as many pixels as it says that nothing of the file is left in.
func FuzzClean(f *testing.F) {
	var j, p bytes.Buffer
	img := image.NewRGBA(image.Rect(0, 0, 9, 5))
	if jpeg.Encode(&j, img, nil) != nil || png.Encode(&p, img) != nil {
		f.Fatal("no picture")
	}
	exif := append([]byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"), j.Bytes()[2:]...)
	f.Add(j.Bytes())
	f.Add(p.Bytes())
	f.Add(append([]byte("\xff\xd8"), exif...))
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
	s := New(nil, nil, nil, nil)
	f.Fuzz(func(t *testing.T, data []byte) {
		if cfg, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && cfg.Width*cfg.Height > 1<<20 {
			return // allowed, but too slow to try many
		}
		orientation(data)
		var kept recycle.Photo
		clean, err := s.clean(context.Background(), data, &kept)
		if err != nil {
			if recycle.KindOf(err) != recycle.Invalid {
				t.Fatal(err)
			}
			return
		}
		cfg, err := jpeg.DecodeConfig(bytes.NewReader(clean))
		if err != nil || cfg.Width != kept.Width || cfg.Height != kept.Height || bytes.Contains(clean, []byte("Exif")) {
			t.Fatalf("%v: %+v, %+v", err, cfg, kept)
		}
	})
}
