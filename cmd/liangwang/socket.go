package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"liangwang/internal/store"
)

// A command that needs the server's own hand in the database, as a copy does, asks it over a socket in the data directory. Only the
// directory's owner gets there.
const socketName = "liangwang.sock"

// copyOrder is what a command asks for: a copy of the database in a new file.
type copyOrder struct {
	To string `json:"to"` // absolute
}

// openSocket answers commands on the data directory until the returned function is called. The caller holds the directory, so a
// socket that is there belongs to nobody.
func (a *app) openSocket(ctx context.Context, db *store.DB) (stop func() error, err error) {
	path := filepath.Join(a.cfg.Data, socketName)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	address, done, err := socketAddress(a.cfg.Data)
	if err != nil {
		return nil, err
	}
	defer done()
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: address, Net: "unix"})
	if err != nil {
		return nil, err
	}
	ln.SetUnlinkOnClose(false) // its address may be of a handle that is closed by then
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	ctx, cancel := context.WithCancel(ctx)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /copy", func(w http.ResponseWriter, r *http.Request) { a.copyFor(w, r, db) })
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ln) }()
	return func() error {
		cancel()                                                                // a copy that is being made
		err := errors.Join(srv.Shutdown(context.Background()), os.Remove(path)) // waits for its end: the database is closed after this
		if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
		return err
	}, nil
}

// copyFor makes the copy that a command asks for. The command checks it.
func (a *app) copyFor(w http.ResponseWriter, r *http.Request, db *store.DB) {
	var order copyOrder
	err := json.NewDecoder(io.LimitReader(r.Body, 1<<16)).Decode(&order)
	if err == nil && !filepath.IsAbs(order.To) {
		err = errors.New("an absolute path is expected")
	}
	if err == nil {
		err = db.CopyTo(r.Context(), order.To)
	}
	if err != nil {
		a.log.WarnContext(r.Context(), "copy for a command", "err", err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// askServer lets the server of the data directory copy its database into the file to. asked is false when there is none.
func askServer(ctx context.Context, data, to string) (asked bool, err error) {
	to, err = filepath.Abs(to)
	if err != nil {
		return false, err
	}
	body, err := json.Marshal(copyOrder{to})
	if err != nil {
		return false, err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		address, done, err := socketAddress(data)
		if err != nil {
			return nil, err
		}
		defer done()
		return new(net.Dialer).DialContext(ctx, "unix", address)
	}}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://server/copy", bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	res, err := client.Do(req)
	if errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.ECONNREFUSED) {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	defer func() { _ = res.Body.Close() }() // it was only read
	if res.StatusCode == http.StatusOK {
		return true, nil
	}
	said, _ := io.ReadAll(io.LimitReader(res.Body, 1000))
	return true, fmt.Errorf("the server says: %s", strings.TrimSpace(string(said)))
}

// longest is what the address of a socket may have, in bytes.
const longest = 100

// socketAddress returns an address of the socket in the directory data: its path, or where that is too long for an address, one by
// way of a handle of the directory, which done closes.
func socketAddress(data string) (address string, done func(), err error) {
	if path := filepath.Join(data, socketName); len(path) <= longest {
		return path, func() {}, nil
	}
	dir, err := os.Open(data)
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), socketName), func() { _ = dir.Close() }, nil // it was only a handle
}
