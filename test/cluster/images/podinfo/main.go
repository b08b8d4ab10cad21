// Command podinfo stands in for ghcr.io/stefanprodan/podinfo, as far as the scenarios of resources/manifests ask of it:
// it says its name, counts what it answered, and can be made not ready or failing.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

const version = "6.9.2"

type server struct {
	hostname string
	notReady atomic.Bool
	requests atomic.Int64
}

func main() {
	port := flag.Int("port", 9898, "port to listen on")
	flag.Parse()
	hostname, err := os.Hostname()
	if err != nil {
		log.Fatal(err)
	}
	listener := &http.Server{
		Addr:              ":" + strconv.Itoa(*port),
		Handler:           (&server{hostname: hostname}).routes(),
		ReadHeaderTimeout: time.Minute,
	}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	go func() {
		<-stop.Done()
		deadline, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = listener.Shutdown(deadline)
		os.Exit(0)
	}()
	if err := listener.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	select {} // Shutdown is under way; the goroutine above exits
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{
			"hostname": s.hostname,
			"version":  version,
			"message":  "greetings from podinfo v" + version,
		})
	})
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"status": "OK"})
	})
	mux.HandleFunc("/readyz", s.ready)
	mux.HandleFunc("/readyz/enable", s.setReady(true))
	mux.HandleFunc("/readyz/disable", s.setReady(false))
	mux.HandleFunc("/status/{code}", func(w http.ResponseWriter, r *http.Request) {
		code, err := strconv.Atoi(r.PathValue("code"))
		if err != nil || code < 200 || code > 599 {
			code = http.StatusBadRequest
		}
		answer(w, code, map[string]int{"status": code})
	})
	mux.HandleFunc("/metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		_, _ = fmt.Fprintf(w, "# TYPE http_requests_total counter\nhttp_requests_total{status=\"200\"} %d\n", s.requests.Load())
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		mux.ServeHTTP(w, r)
	})
}

func (s *server) ready(w http.ResponseWriter, _ *http.Request) {
	if s.notReady.Load() {
		answer(w, http.StatusServiceUnavailable, map[string]string{"status": "Service Unavailable"})
		return
	}
	answer(w, http.StatusOK, map[string]string{"status": "OK"})
}

func (s *server) setReady(ready bool) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		s.notReady.Store(!ready)
		answer(w, http.StatusAccepted, map[string]string{"status": "OK"})
	}
}

func answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(value)
}
