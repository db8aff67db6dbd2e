package main

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// qrText returns text as a QR code for a terminal: two rows of modules per line, dark ones as blanks within a light frame, as most
// terminals are dark. A phone reads it either way.
func qrText(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("qr: %w", err)
	}
	const quiet = 2 // modules of frame; four by the standard, but readers are content with two
	size := code.Bounds().Dx()
	light := func(x, y int) bool {
		x, y = x-quiet, y-quiet
		return x < 0 || y < 0 || x >= size || y >= size || code.At(x, y) == color.White
	}
	var b strings.Builder
	for y := 0; y < size+2*quiet; y += 2 {
		for x := range size + 2*quiet {
			b.WriteRune([]rune(" ▄▀█")[2*bit(light(x, y))+bit(light(x, y+1))])
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}

func bit(set bool) int {
	if set {
		return 1
	}
	return 0
}
