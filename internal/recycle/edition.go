package recycle

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// EditionOf names what a thing is now: a hash of what can be edited of it, as an ETag says it.
func EditionOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // facts are texts and numbers
	}
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

type seenKey struct{}

// WithSeen returns a context of a change by somebody who has seen an edition of the thing; empty: they do not say which.
func WithSeen(ctx context.Context, edition string) context.Context {
	return context.WithValue(ctx, seenKey{}, edition)
}

// CheckSeen holds the edition that ctx's caller has seen against the one that is there: edit.unseen if they do not say which, edit.stale
// if somebody has changed it since. A caller that is not asked, as the command line, passes.
func CheckSeen(ctx context.Context, now string) error {
	seen, asked := ctx.Value(seenKey{}).(string)
	switch {
	case !asked || seen == now:
		return nil
	case seen == "":
		return &Error{Kind: Unseen, Code: "edit.unseen"}
	}
	return &Error{Kind: Stale, Code: "edit.stale"}
}
