package main

import (
	"context"
	"errors"
	"io"

	"liangwang/internal/api"
	"liangwang/internal/recycle"
)

// demoDoor lets visitors of the demo in.
type demoDoor struct{ parts *parts }

func (a *app) enterDemo(context.Context, *parts) (*demoDoor, error) {
	if a.cfg.Demo {
		return nil, errors.New("the demo zone is not built in yet")
	}
	return nil, nil
}

func (d *demoDoor) Enter(context.Context, recycle.Role, recycle.SignInDevice) (recycle.Signed, error) {
	return recycle.Signed{}, nil
}
func (d *demoDoor) Roles() []recycle.Role                             { return nil }
func (d *demoDoor) Figures(context.Context) (api.StartFigures, error) { return api.StartFigures{}, nil }
func (d *demoDoor) greet(io.Writer, string)                           {}
