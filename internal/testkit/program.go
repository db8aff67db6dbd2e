package testkit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// ProgramEnv names the variable with the path of the built program; without it, the program is built.
const ProgramEnv = "LW_BIN"

// Program is the real program with a data directory of its own.
type Program struct {
	Bin, Data string
	Log       string // file that the server's log goes to
	t         testing.TB
}

// NewProgram returns the program over an empty data directory.
func NewProgram(t testing.TB) *Program {
	t.Helper()
	dir := t.TempDir()
	p := &Program{Bin: os.Getenv(ProgramEnv), Data: filepath.Join(dir, "data"), Log: filepath.Join(dir, "serve.log"), t: t}
	if p.Bin == "" {
		p.Bin = filepath.Join(t.TempDir(), "liangwang")
		Build(t, p.Bin, "./cmd/liangwang", "nomsgpack")
	} else if abs, err := filepath.Abs(p.Bin); err != nil {
		t.Fatal(err)
	} else {
		p.Bin = abs
	}
	return p
}

// Build builds a command of the module, named from its root, into the file bin.
func Build(t testing.TB, bin, command, tags string) {
	t.Helper()
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "build", "-tags", tags, "-o", bin, command)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", command, err, out)
	}
}

// Run runs a command of the program on the data directory and returns what it printed. Its error has what it said.
func (p *Program) Run(stdin string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(p.t.Context(), p.Bin, append(args, "--data", p.Data)...)
	cmd.Stdin = strings.NewReader(stdin)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(said.String()))
	}
	return out, err
}

// Answer runs a command with --json and reads its answer into v.
func (p *Program) Answer(v any, stdin string, args ...string) {
	p.t.Helper()
	out, err := p.Run(stdin, append(args, "--json")...)
	if err == nil {
		err = json.Unmarshal(out, v)
	}
	if err != nil {
		p.t.Fatalf("%v\n%s", err, out)
	}
}

// Process is a running server.
type Process struct {
	URL string
	cmd *exec.Cmd
}

// Start starts a command that serves HTTP and prints its address, the first "http://host:port" of its standard output. Its log goes
// to the file log.
func Start(t testing.TB, log, bin string, args ...string) *Process {
	t.Helper()
	f, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // the process has its own handle
	cmd := exec.Command(bin, args...)
	cmd.Stderr = f
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p := &Process{cmd: cmd}
	t.Cleanup(p.Kill)
	lines := bufio.NewScanner(out)
	for p.URL == "" && lines.Scan() {
		if _, after, found := strings.Cut(lines.Text(), "http://"); found {
			p.URL = "http://" + strings.Replace(strings.Fields(after)[0], "localhost", "127.0.0.1", 1) // one way to the same place
		}
	}
	if p.URL == "" {
		said, _ := os.ReadFile(log)
		t.Fatalf("%s did not start:\n%s", bin, said)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // ends with the process
	return p
}

// Serve starts the server on a free port of this machine; it answers when Serve returns.
func (p *Program) Serve(args ...string) *Process {
	p.t.Helper()
	return Start(p.t, p.Log, p.Bin, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", p.Data}, args...)...)
}

// Kill ends the process at once, as a power cut does to a program. A process that has ended stays so.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// Stop asks the process to end in good order and waits for it.
func (p *Process) Stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return p.cmd.Wait()
}

// PID is the number of the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// SignIn signs a person in on a device and returns the session's cookie, as "name=value".
func SignIn(server, phone, password, device string) (string, error) {
	body, err := json.Marshal(map[string]string{"phone": phone, "password": password, "deviceId": device, "deviceName": "test"})
	if err != nil {
		return "", err
	}
	res, err := http.Post(server+"/api/v1/session", "application/json", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	defer func() { _ = res.Body.Close() }()
	text, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusCreated || len(res.Cookies()) == 0 {
		return "", fmt.Errorf("sign in: %s %s", res.Status, text)
	}
	c := res.Cookies()[0]
	return c.Name + "=" + c.Value, nil
}
