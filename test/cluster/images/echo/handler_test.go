package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func ask(t *testing.T, server *httptest.Server, method, path string) (int, string, error) {
	t.Helper()
	request, err := http.NewRequest(method, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("User-Agent", "probe/1")
	request.Close = true
	response, err := server.Client().Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

func serve(t *testing.T, o options) (*httptest.Server, *bytes.Buffer) {
	t.Helper()
	if o.status == 0 {
		o.status = http.StatusOK
	}
	var output bytes.Buffer
	server := httptest.NewServer(newHandler(o, "pod-a", &output))
	t.Cleanup(server.Close)
	return server, &output
}

func TestNamesItselfAndPrintsOneLine(t *testing.T) {
	server, output := serve(t, options{})
	status, body, err := ask(t, server, "GET", "/a/b?c=d%20e")
	if err != nil || status != 200 || body != "pod-a\n" {
		t.Fatalf("got %d %q %v", status, body, err)
	}
	var line record
	if err := json.Unmarshal(output.Bytes(), &line); err != nil || strings.Count(output.String(), "\n") != 1 {
		t.Fatalf("not one JSON line: %q %v", output, err)
	}
	if _, err := time.Parse(time.RFC3339Nano, line.At); err != nil {
		t.Error(err)
	}
	if line.Pod != "pod-a" || line.Method != "GET" || line.Path != "/a/b?c=d%20e" || line.UserAgent != "probe/1" || line.Remote == "" {
		t.Errorf("got %+v", line)
	}
}

func TestReadinessIsSwitchedAndNotPrinted(t *testing.T) {
	server, output := serve(t, options{})
	for _, step := range []struct {
		method, path string
		status       int
	}{{"GET", "/readyz", 200}, {"POST", "/readyz/disable", 200}, {"GET", "/readyz", 503}, {"POST", "/readyz/enable", 200}, {"GET", "/readyz", 200}} {
		if status, _, err := ask(t, server, step.method, step.path); err != nil || status != step.status {
			t.Errorf("%s %s: %d %v", step.method, step.path, status, err)
		}
	}
	if output.Len() != 0 {
		t.Errorf("printed %q", output)
	}
}

func TestOtherAnswers(t *testing.T) {
	for name, test := range map[string]struct {
		options options
		want    func(status int, body string) bool
		printed int
	}{
		"anonymous": {options{anonymous: true}, func(s int, b string) bool { return s == 200 && !strings.Contains(b, "pod-a") }, 1},
		"silent":    {options{silent: true}, func(s int, b string) bool { return s == 200 && !strings.Contains(b, "pod-a") }, 0},
		"names":     {options{names: "x,y"}, func(_ int, b string) bool { return b == "x\ny\n" }, 1},
		"status":    {options{status: 503}, func(s int, b string) bool { return s == 503 && b == "pod-a\n" }, 1},
		"big":       {options{big: 100_000}, func(_ int, b string) bool { return len(b) == 100_000 }, 1},
		"forge":     {options{forge: true}, func(_ int, b string) bool { return strings.Contains(b, "\n--0012 200 0.001 ") }, 1},
		"body-echo": {options{bodyEcho: true}, func(_ int, b string) bool {
			return strings.Contains(b, "GET /q?nonce=1 HTTP/1.1") && strings.Contains(b, "User-Agent: probe/1")
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			server, output := serve(t, test.options)
			status, body, err := ask(t, server, "GET", "/q?nonce=1")
			if err != nil || !test.want(status, body) {
				t.Errorf("got %d %.200q %v", status, body, err)
			}
			if lines := strings.Count(output.String(), "\n"); lines != test.printed {
				t.Errorf("printed %d lines", lines)
			}
		})
	}
}

func TestResetBreaksTheConnection(t *testing.T) {
	server, output := serve(t, options{reset: true})
	if _, _, err := ask(t, server, "POST", "/"); err == nil || !strings.Contains(err.Error(), "reset") {
		t.Errorf("got %v", err)
	}
	if strings.Count(output.String(), "\n") != 1 {
		t.Errorf("printed %q", output)
	}
}

func TestSlowAndHang(t *testing.T) {
	server, _ := serve(t, options{slow: 50 * time.Millisecond})
	began := time.Now()
	if _, _, err := ask(t, server, "GET", "/"); err != nil || time.Since(began) < 50*time.Millisecond {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	hanging, _ := serve(t, options{hang: true})
	hanging.Client().Timeout = 100 * time.Millisecond
	if _, _, err := ask(t, hanging, "GET", "/"); err == nil {
		t.Error("answered")
	}
}
