// Package static holds the built front end inside the program, so that one file is all there is to install.
//
// Vite writes it to dist; a checkout on which it never ran has only the placeholder there, and compiles all the same.
package static

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS // all: a plain pattern leaves out the chunks whose name begins with _

//go:embed unbuilt.html
var unbuilt []byte

// Dist returns the files of the front end, index.html at its root. Never built, it holds no page.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a valid path: it was embedded under this name
	}
	return sub
}

// Unbuilt returns the page (UTF-8 HTML) that stands in for a front end that was never built, and says how to build it.
func Unbuilt() []byte { return unbuilt }
