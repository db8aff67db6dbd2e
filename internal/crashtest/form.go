package crashtest

import "time"

// form is how much is tried. Lives are what kills and cuts are spread over: each begins with an empty database.
type form struct {
	kills, killLives int
	cuts, cutLives   int // an even number of lives: every other one is strict about names
	ext4, ext4Lives  int
	spells           int  // times each kind of disk failure is tried under load
	every            bool // fail each single write and fsync of a short load, one by one
	mutants          bool
	soak             time.Duration // how long phones, desks and backups work side by side
	stops            int           // times the server is told to stop under load
	overload         time.Duration // how long ten times more comes than the server can take
	rows             int           // pickups that are stored when the server starts after a crash
	overwrites       int           // random damages of the database file
}
