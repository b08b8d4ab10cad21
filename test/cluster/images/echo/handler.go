package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// record is what one request prints.
type record struct {
	At        string `json:"at"`
	Pod       string `json:"pod"`
	Remote    string `json:"remote"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	UserAgent string `json:"userAgent"`
}

type handler struct {
	options  options
	pod      string
	output   io.Writer
	writing  sync.Mutex
	notReady atomic.Bool
}

func newHandler(o options, pod string, output io.Writer) http.Handler {
	return &handler{options: o, pod: pod, output: output}
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.serveReadiness(w, r) {
		return
	}
	if !h.options.silent {
		h.print(r)
	}
	switch {
	case h.options.hang:
		<-r.Context().Done()
	case h.options.reset:
		reset(w)
	default:
		if h.wait(r) {
			h.answer(w, r)
		}
	}
}

// serveReadiness answers what concerns the probe and its switch. It is no traffic, so nothing is printed.
func (h *handler) serveReadiness(w http.ResponseWriter, r *http.Request) bool {
	switch r.Method + " " + r.URL.Path {
	case "POST /readyz/disable":
		h.notReady.Store(true)
	case "POST /readyz/enable":
		h.notReady.Store(false)
	case "GET /readyz", "HEAD /readyz":
		if h.notReady.Load() {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return true
		}
	default:
		return false
	}
	_, _ = io.WriteString(w, "ok\n")
	return true
}

// print writes one line by one write(2): lines of requests at the same time never mix, and a line that is not there
// belongs to a request that was not received.
func (h *handler) print(r *http.Request) {
	line, err := json.Marshal(record{
		At:        time.Now().UTC().Format(time.RFC3339Nano),
		Pod:       h.pod,
		Remote:    r.RemoteAddr,
		Method:    r.Method,
		Path:      r.URL.RequestURI(),
		UserAgent: r.UserAgent(),
	})
	if err != nil {
		panic(err) // strings only: it cannot be
	}
	h.writing.Lock()
	defer h.writing.Unlock()
	if _, err := h.output.Write(append(line, '\n')); err != nil {
		panic(http.ErrAbortHandler) // no line, no answer
	}
}

func (h *handler) wait(r *http.Request) bool {
	if h.options.slow <= 0 {
		return true
	}
	select {
	case <-time.After(h.options.slow):
		return true
	case <-r.Context().Done():
		return false
	}
}

func (h *handler) answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(h.options.status)
	switch {
	case h.options.big > 0:
		_, _ = io.CopyN(w, pattern{}, h.options.big)
	case h.options.forge:
		_, _ = io.WriteString(w, forged(h.pod))
	case h.options.bodyEcho:
		writeHead(w, r)
	case h.options.names != "":
		_, _ = io.WriteString(w, strings.ReplaceAll(h.options.names, ",", "\n")+"\n")
	case h.options.anonymous, h.options.silent:
		_, _ = io.WriteString(w, "It works!\n")
	default:
		_, _ = io.WriteString(w, h.pod+"\n")
	}
}

// reset sends RST: with a linger of 0 the kernel throws away what is unsent and does not say goodbye.
func reset(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = connection.Close()
}
