// Command registry stands where every image registry of the world is for the cluster: containerd's mirror for all of
// them. It serves the images of docker-archive files, so that `imagePullPolicy: Always` works with no way out, and
// says at once of any other image that there is none.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	address := flag.String("listen", "127.0.0.1:5000", "address to listen on")
	flag.Parse()
	images := newCatalogue()
	for _, path := range flag.Args() {
		if err := images.add(path); err != nil {
			log.Fatalf("%s: %v", path, err)
		}
	}
	log.Fatal(http.ListenAndServe(*address, images))
}

// ServeHTTP answers the reading half of the OCI distribution protocol. The query tells a mirror which registry is meant:
// ?ns=docker.io
func (c *catalogue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, "/v2/")
	if !ok || (r.Method != http.MethodGet && r.Method != http.MethodHead) {
		http.NotFound(w, r)
		return
	}
	if path == "" {
		return // "is this a registry?" Yes
	}
	if repository, reference, ok := strings.Cut(path, "/manifests/"); ok {
		c.serveManifest(w, r, r.URL.Query().Get("ns")+"/"+repository, reference)
		return
	}
	if _, digest, ok := strings.Cut(path, "/blobs/"); ok {
		c.serveBlob(w, r, digest)
		return
	}
	http.NotFound(w, r)
}

func (c *catalogue) serveManifest(w http.ResponseWriter, r *http.Request, repository, reference string) {
	manifest, ok := c.manifests[repository+":"+reference]
	if !ok {
		manifest, ok = c.manifests[repository+"@"+reference]
	}
	if !ok {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprintln(w, `{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}`)
		return
	}
	w.Header().Set("Content-Type", manifestType)
	w.Header().Set("Docker-Content-Digest", digestOf(manifest))
	w.Header().Set("Content-Length", strconv.Itoa(len(manifest)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(manifest)
	}
}

func (c *catalogue) serveBlob(w http.ResponseWriter, r *http.Request, digest string) {
	place, ok := c.blobs[digest]
	if !ok {
		http.NotFound(w, r)
		return
	}
	file, err := os.Open(place.path)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, "", time.Time{}, io.NewSectionReader(file, place.offset, place.size))
}
