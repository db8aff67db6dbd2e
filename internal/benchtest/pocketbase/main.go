// Command pocketbase is PocketBase with one collection like the textbook's table: what the bench measures the server beside. It is a
// module of its own, so that nothing of it is among what the product requires.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

func main() {
	dir := flag.String("dir", "", "data directory")
	full := flag.Bool("full", false, "synchronous=FULL: each answer is on the disk; as shipped it is NORMAL")
	flag.Parse()
	if err := serve(*dir, *full); err != nil {
		log.Fatal(err)
	}
}

func serve(dir string, full bool) error {
	config := pocketbase.Config{DefaultDataDir: dir, HideStartBanner: true}
	if full {
		// Its own pragmas (core.DefaultDBConnect) but for the one.
		config.DBConnect = func(path string) (*dbx.DB, error) {
			return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)&_pragma=synchronous(FULL)"+
				"&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
		}
	}
	app := pocketbase.NewWithConfig(config)
	if err := app.Bootstrap(); err != nil {
		return err
	}
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	if err := app.Save(pickups()); err != nil {
		return err
	}
	router, err := apis.NewRouter(app)
	if err != nil {
		return err
	}
	mux, err := router.BuildMux()
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + ln.Addr().String())
	return http.Serve(ln, mux)
}

// pickups is the textbook's table as a collection that everybody may add to.
func pickups() *core.Collection {
	c := core.NewBaseCollection("pickups")
	c.CreateRule = types.Pointer("")
	for _, name := range []string{"uid", "siteId", "collectorId", "category"} {
		c.Fields.Add(&core.TextField{Name: name, Required: true})
	}
	c.Fields.Add(&core.NumberField{Name: "grams", Required: true, OnlyInt: true}, &core.NumberField{Name: "lat"}, &core.NumberField{Name: "lon"},
		&core.DateField{Name: "collectedAt", Required: true}, &core.AutodateField{Name: "created", OnCreate: true}, &core.TextField{Name: "note"})
	c.AddIndex("ux_uid", true, "uid", "")
	for _, name := range []string{"siteId", "collectorId", "category"} {
		c.AddIndex("ix_"+strings.ToLower(name), false, name+", collectedAt", "")
	}
	return c
}
