package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Backups are the backups of this server, and the drills of them.
type Backups interface {
	// State returns how they stand. It reads a manifest and no backup.
	State(ctx context.Context) (BackupBody, error)
	// BeginDrill starts a drill. Codes: drill.running, drill.none (there is no backup), drill.encrypted (this machine cannot read it).
	BeginDrill(ctx context.Context) error
}

// BackupBody is how the backups of a server stand.
type BackupBody struct {
	Kind    string           `json:"kind" enum:"FOLDER,NONE,POSTGRES" doc:"FOLDER: the server makes them; NONE: no folder is set; POSTGRES: they are made by pg_dump"`
	Dir     string           `json:"dir,omitempty" doc:"Of the server"`
	EveryS  int64            `json:"everySeconds,omitempty"`
	Keep    int              `json:"keep,omitempty" doc:"How many stay"`
	Last    *BackupLast      `json:"last,omitempty" doc:"The last good one; absent: there is none"`
	Late    bool             `json:"late" doc:"There is none, or it is older than two intervals"`
	Failed  *recycle.Instant `json:"failedAt,omitempty" doc:"When the server's last try failed; absent: it did not"`
	Drill   *DrillBody       `json:"drill,omitempty" doc:"The last drill that ended"`
	Running *DrillStep       `json:"running,omitempty" doc:"The drill that runs"`
}

// BackupLast is a good backup.
type BackupLast struct {
	At        recycle.Instant `json:"at"`
	AgeS      int64           `json:"ageSeconds"`
	Bytes     int64           `json:"bytes" doc:"Of the database and the files, as they are in the data directory"`
	Files     int             `json:"files" doc:"Photos and other files"`
	Encrypted bool            `json:"encrypted"`
	Damaged   int             `json:"damaged" doc:"Files that were damaged before, and are not in it"`
}

// DrillStep is how far a drill has come.
type DrillStep struct {
	BeganAt recycle.Instant `json:"beganAt"`
	Step    string          `json:"step" enum:"FILES,DATABASE,COMPARE"`
	Done    int64           `json:"done" doc:"Of the files"`
	Total   int64           `json:"total"`
}

// DrillBody is what a drill found.
type DrillBody struct {
	At       recycle.Instant `json:"at"`
	OK       bool            `json:"ok"`
	Error    string          `json:"error,omitempty" enum:"drill.damaged,drill.encrypted,drill.full,drill.stopped,drill.failed,drill.none" doc:"Why the backup could not be restored"`
	BackupAt recycle.Instant `json:"backupAt,omitempty"`
	TookS    float64         `json:"tookSeconds"`
	Files    int             `json:"files"`
	Lines    int64           `json:"lines" doc:"That the totals of the backup count, and that its records add up to"`
	Tables   []DrillTable    `json:"tables"`
	Faults   []DrillFault    `json:"faults"`
}

// DrillTable is a table in the backup and in the running data.
type DrillTable struct {
	Name   string `json:"name"`
	Backup int64  `json:"backup"`
	Now    int64  `json:"now"`
}

// DrillFault is what is not as it should be.
type DrillFault struct {
	Code string `json:"code" enum:"fewer,chain,leftOut" doc:"fewer: the running data have fewer rows of a table; chain: an audit chain is another; leftOut: a file was damaged when the backup was made"`
	What string `json:"what" doc:"The table, the organisation, or the hash of the file"`
}

func registerBackup(g huma.API, s Services) {
	who := allow(Register, recycle.Admin)
	huma.Register(g, op("getBackup", http.MethodGet, "/backup", "How the backups of this server stand, and what the last drill found", who, 401, 403),
		func(ctx context.Context, _ *struct{}) (*struct{ Body BackupBody }, error) {
			b, err := s.Backups.State(ctx)
			return answer(ctx, b, err)
		})
	huma.Register(g, op("beginDrill", http.MethodPost, "/backup/drill", "Restore the last good backup beside the data and compare; it goes on by itself", who, 401, 403, 409, 503),
		func(ctx context.Context, _ *struct{}) (*struct{}, error) {
			return nothing(ctx, s.Backups.BeginDrill(ctx))
		})
}
