package testkit

import (
	"bufio"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// PostgresEnv names the variable with the URL of a PostgreSQL server on which the tests may make and drop databases.
const PostgresEnv = "LW_TEST_PG"

// Postgres returns the URL of an empty PostgreSQL database, which is the test's own and is dropped at its end. The server is
// the one that PostgresEnv names; without one, a throw-away cluster is started for the test process. Without PostgreSQL on
// the machine the test fails: half of the contract would go untested otherwise.
func Postgres(t testing.TB) string {
	t.Helper()
	c, err := cluster()
	if err != nil {
		t.Fatalf("PostgreSQL for the tests: %v", err)
	}
	server := c.url
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s is no URL", PostgresEnv)
	}
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	name := "t_" + hex.EncodeToString(b[:])
	if err := admin(server, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		t.Fatalf("PostgreSQL for the tests: %v", err)
	}
	t.Cleanup(func() {
		if err := admin(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	u.Path = "/" + name
	return u.String()
}

func admin(server, statement string) error {
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	_, err = db.Exec(statement)
	return errors.Join(err, db.Close())
}

// pgServer is a PostgreSQL server that the tests may use.
type pgServer struct {
	url   string
	leash io.Closer // of a cluster of our own: the pipe that keeps it alive; unheld, the garbage collector would close it
}

// cluster returns the server, which it starts at the first call if none is named.
//
// .ci/with-postgres.sh stops the cluster when the command that it runs ends. That command here waits for the end of its
// input, a pipe of which this process holds the other end and which the system closes with it, so that no way of ending a
// test (a panic, a timeout, a kill) leaves a cluster behind.
var cluster = sync.OnceValues(func() (*pgServer, error) {
	if named := os.Getenv(PostgresEnv); named != "" {
		return &pgServer{url: named}, nil
	}
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(filepath.Join(root, ".ci", "with-postgres.sh"), "sh", "-c", `echo "$`+PostgresEnv+`"; read -r _`)
	leash, err := cmd.StdinPipe() // never written to
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	said, err := os.CreateTemp("", "lw-postgres-*.log") // a file, not a pipe: go test would wait for its end
	if err != nil {
		return nil, err
	}
	defer func() { _ = said.Close(); _ = os.Remove(said.Name()) }()
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = cmd.Wait()
		text, _ := os.ReadFile(said.Name())
		return nil, fmt.Errorf("%s", strings.TrimSpace(string(text)))
	}
	return &pgServer{url: strings.TrimSpace(line), leash: leash}, nil
})

// moduleRoot returns the folder of go.mod, at or above the one that the test runs in.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if filepath.Dir(dir) == dir {
			return "", errors.New("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}
