// Command echo is the server the tests put behind a Service. It tells who it is, and prints one JSON line for each
// request before it answers: the count of lines is the truth that what a client counted is held against. By flags it
// also plays servers that are slow, broken or hostile.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type options struct {
	port      int
	anonymous bool
	silent    bool
	bodyEcho  bool
	names     string
	forge     bool
	slow      time.Duration
	status    int
	big       int64
	reset     bool
	hang      bool
}

func main() {
	var o options
	flag.IntVar(&o.port, "port", 8080, "port to listen on")
	flag.BoolVar(&o.anonymous, "anonymous", false, "answer with a page that names no Pod")
	flag.BoolVar(&o.silent, "silent", false, "answer with a page that names no Pod, and print nothing")
	flag.BoolVar(&o.bodyEcho, "body-echo", false, "answer with the head of the request, as an attacker that reflects")
	flag.StringVar(&o.names, "names", "", "answer with these comma-separated names, one a line")
	flag.BoolVar(&o.forge, "forge", false, "answer with lines that look like a client's own records")
	flag.DurationVar(&o.slow, "slow", 0, "wait so long before answering")
	flag.IntVar(&o.status, "status", http.StatusOK, "answer with this status code")
	flag.Int64Var(&o.big, "big", 0, "answer with a body of so many bytes")
	flag.BoolVar(&o.reset, "reset", false, "close the connection with RST instead of answering")
	flag.BoolVar(&o.hang, "hang", false, "never answer")
	flag.Parse()

	pod := podName()
	server := &http.Server{
		Addr:              ":" + strconv.Itoa(o.port),
		Handler:           newHandler(o, pod, os.Stdout),
		ReadHeaderTimeout: time.Minute,
	}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	go func() {
		<-stop.Done()
		// What is being answered may end; what hangs is cut, so that a Pod is gone within its grace period.
		deadline, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = server.Shutdown(deadline)
		os.Exit(0)
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	select {} // Shutdown is under way; the goroutine above exits
}

func podName() string {
	if name := strings.TrimSpace(os.Getenv("POD_NAME")); name != "" {
		return name
	}
	name, err := os.Hostname()
	if err != nil {
		log.Fatal(err)
	}
	return name
}
