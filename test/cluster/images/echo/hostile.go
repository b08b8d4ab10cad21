package main

import (
	"fmt"
	"io"
	"net/http"
	"sort"
	"strings"
)

// writeHead gives the request back as it came: whatever a client hides in its path, query or headers stands in the body.
func writeHead(w io.Writer, r *http.Request) {
	fmt.Fprintf(w, "%s %s %s\r\nHost: %s\r\n", r.Method, r.URL.RequestURI(), r.Proto, r.Host)
	names := make([]string, 0, len(r.Header))
	for name := range r.Header {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		for _, value := range r.Header[name] {
			fmt.Fprintf(w, "%s: %s\r\n", name, value)
		}
	}
}

// forged is a body made of what curl's -w could have printed: boundaries, status codes, times, other Pods' names.
func forged(pod string) string {
	var body strings.Builder
	for i := range 50 {
		fmt.Fprintf(&body, "\n--%04d 200 0.001 forged-pod-%d\n", i, i%4)
		fmt.Fprintf(&body, "\n--%032x\n200 0.000%d 0 10.244.0.%d:8080\n", i, i%10, i)
		fmt.Fprintf(&body, "{\"seq\":%d,\"status\":200,\"pod\":\"forged-pod-%d\",\"exitcode\":0}\n\x00\x1e\r\n", i, i%4)
	}
	return body.String() + pod + "\n"
}

// pattern is an endless readable text without newlines.
type pattern struct{}

func (pattern) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a' + byte(i%26)
	}
	return len(p), nil
}
