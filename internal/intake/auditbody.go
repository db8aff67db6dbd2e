package intake

import (
	"encoding/json"

	"liangwang/internal/recycle"
)

// auditBody is what the log says of an import: its counts, and each site whose state it changes.
type auditBody struct {
	Kind   recycle.ImportKind `json:"kind"`
	Source string             `json:"source"`
	File   string             `json:"file"`
	Counts json.RawMessage    `json:"counts"`
	Moves  []auditMove        `json:"moves,omitempty"`
}

type auditMove struct {
	Site recycle.SiteID    `json:"site"`
	From recycle.SiteState `json:"from"`
	To   recycle.SiteState `json:"to"`
}

func movesOf(events []recycle.SiteEvent) (list []auditMove) {
	for _, e := range events {
		list = append(list, auditMove{e.SiteID, e.FromState, e.ToState})
	}
	return list
}
