package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"liangwang/internal/recycle"
)

// Photos is what the operations need of the photo feature.
type Photos interface {
	Put(ctx context.Context, hash recycle.PhotoHash, data []byte) (recycle.Photo, error)
	Has(ctx context.Context, hash recycle.PhotoHash) (bool, error)
	Of(ctx context.Context, id recycle.PickupID, hash recycle.PhotoHash) (recycle.Photo, []byte, error)
}

// PhotoBody is a picture that was kept.
type PhotoBody struct {
	Hash   recycle.PhotoHash `json:"hash"`
	Width  int               `json:"width" doc:"Pixels"`
	Height int               `json:"height" doc:"Pixels"`
}

type (
	putPhoto struct {
		Hash    recycle.PhotoHash `path:"sha256"`
		RawBody []byte            `contentType:"application/octet-stream"`
	}
	headPhoto struct {
		Hash recycle.PhotoHash `path:"sha256"`
	}
	pickupPhoto struct {
		ID   recycle.PickupID  `path:"pickupId"`
		Hash recycle.PhotoHash `path:"sha256"`
	}
	imageAnswer struct {
		Type        string `header:"Content-Type"`
		Cache       string `header:"Cache-Control"`
		Disposition string `header:"Content-Disposition"`
		Body        []byte
	}
)

func registerPhotos(g huma.API, s Photos) {
	put := op("putPhoto", http.MethodPut, "/photos/{sha256}", "Send a picture (JPEG, PNG, WebP) under the hash of its bytes. Safe to repeat",
		allow(Author, recycle.Collector, recycle.CompanyOperator), 401, 403, 404, 413, 422, 503)
	put.MaxBodyBytes = recycle.MaxPhotoBytes
	huma.Register(g, elsewhere(put), func(ctx context.Context, in *putPhoto) (*struct{ Body PhotoBody }, error) {
		p, err := s.Put(ctx, in.Hash, in.RawBody)
		return answer(ctx, PhotoBody{p.Hash, p.Width, p.Height}, err)
	})
	head := op("hasPhoto", http.MethodHead, "/photos/{sha256}", "Whether one has sent a picture oneself; others' say nothing",
		allow(Author, recycle.Collector, recycle.CompanyOperator), 401, 403, 404)
	huma.Register(g, elsewhere(head), func(ctx context.Context, in *headPhoto) (*struct{}, error) {
		has, err := s.Has(ctx, in.Hash)
		if err == nil && !has {
			err = &recycle.Error{Kind: recycle.NotFound, Code: "photo.not_found"}
		}
		return nothing(ctx, err)
	})
	get := file(op("getPickupPhoto", http.MethodGet, "/pickups/{pickupId}/photos/{sha256}", "A picture of a pickup that one may see",
		allow(OwnOrg, recycle.Collector, recycle.CompanyOperator, recycle.Dispatcher), 401, 403, 404), "image/jpeg")
	huma.Register(g, elsewhere(get), func(ctx context.Context, in *pickupPhoto) (*imageAnswer, error) {
		p, data, err := s.Of(ctx, in.ID, in.Hash)
		if err != nil {
			return nil, fail(ctx, err)
		}
		return &imageAnswer{p.Type, "private, max-age=86400", "inline", data}, nil
	})
}
