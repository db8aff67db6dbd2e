//go:build bench

// Command textbook is the handler that somebody writes in an afternoon with gin, GORM and SQLite, tuned as far as settings go: one
// row per transaction, WAL, synchronous=FULL, one connection, no request log. With -plain it has no such settings: a rollback journal,
// and as many connections as requests. It is what the bench measures the server beside.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Pickup is the one row of a request.
type Pickup struct {
	ID          string    `gorm:"primaryKey;size:36" json:"id" binding:"required"`
	SiteID      string    `gorm:"index:idx_site,priority:1" json:"siteId" binding:"required"`
	CollectorID string    `gorm:"index:idx_collector,priority:1" json:"collectorId" binding:"required"`
	Category    string    `gorm:"index:idx_category,priority:1" json:"category" binding:"required"`
	Grams       int64     `json:"grams" binding:"required"`
	Lat         float64   `json:"lat"`
	Lon         float64   `json:"lon"`
	CollectedAt time.Time `gorm:"index:idx_site,priority:2;index:idx_collector,priority:2;index:idx_category,priority:2" json:"collectedAt"`
	CreatedAt   time.Time `json:"createdAt"`
	Note        string    `json:"note"`
}

func main() {
	path := flag.String("db", "", "database file")
	plain := flag.Bool("plain", false, "no settings")
	flag.Parse()
	if err := serve(*path, *plain); err != nil {
		log.Fatal(err)
	}
}

func serve(path string, plain bool) error {
	settings := "?_journal_mode=WAL&_busy_timeout=10000&_txlock=immediate&_synchronous=FULL"
	if plain {
		settings = "?_busy_timeout=10000" // without it most requests would fail
	}
	db, err := gorm.Open(sqlite.Open("file:"+path+settings),
		&gorm.Config{Logger: logger.Default.LogMode(logger.Silent)})
	if err != nil {
		return err
	}
	pool, err := db.DB()
	if err != nil {
		return err
	}
	if !plain {
		pool.SetMaxOpenConns(1)
	}
	if err := db.AutoMigrate(&Pickup{}); err != nil {
		return err
	}
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.Use(gin.Recovery())
	r.POST("/pickups", func(c *gin.Context) {
		var p Pickup
		if err := c.ShouldBindJSON(&p); err != nil {
			c.JSON(http.StatusBadRequest, gin.H{"error": err.Error()})
			return
		}
		if err := db.Create(&p).Error; err != nil {
			c.JSON(http.StatusInternalServerError, gin.H{"error": err.Error()})
			return
		}
		c.JSON(http.StatusCreated, p)
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + ln.Addr().String())
	return http.Serve(ln, r)
}
