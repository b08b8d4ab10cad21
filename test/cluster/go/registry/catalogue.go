package main

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	configType   = "application/vnd.oci.image.config.v1+json"
	layerType    = "application/vnd.oci.image.layer.v1.tar"
)

// place is where a blob lies in an archive.
type place struct {
	path         string
	offset, size int64
}

// catalogue holds manifests by "registry/repository:tag" and "registry/repository@digest", and blobs by digest.
type catalogue struct {
	manifests map[string][]byte
	blobs     map[string]place
}

type descriptor struct {
	MediaType string `json:"mediaType"`
	Digest    string `json:"digest"`
	Size      int64  `json:"size"`
}

func newCatalogue() *catalogue {
	return &catalogue{manifests: map[string][]byte{}, blobs: map[string]place{}}
}

// add takes in one archive of `docker save` with one image of one layer that is not compressed.
func (c *catalogue) add(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	members := map[string]place{}
	for reader := tar.NewReader(file); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		offset, err := file.Seek(0, io.SeekCurrent) // tar reads a file header by header, never ahead
		if err != nil {
			return err
		}
		members[header.Name] = place{path: path, offset: offset, size: header.Size}
	}
	return c.addImage(file, members)
}

func (c *catalogue) addImage(file io.ReaderAt, members map[string]place) error {
	var saved []struct {
		Config   string
		RepoTags []string
		Layers   []string
	}
	if _, err := readJSON(file, members["manifest.json"], &saved); err != nil {
		return err
	}
	if len(saved) != 1 || len(saved[0].Layers) != 1 {
		return fmt.Errorf("not one image of one layer")
	}
	var config struct {
		RootFS struct {
			DiffIDs []string `json:"diff_ids"`
		} `json:"rootfs"`
	}
	configPlace, layerPlace := members[saved[0].Config], members[saved[0].Layers[0]]
	raw, err := readJSON(file, configPlace, &config)
	if err != nil {
		return err
	}
	layerDigest := config.RootFS.DiffIDs[0] // of the tar itself: the layer's, as it is not compressed
	manifest, err := json.Marshal(map[string]any{
		"schemaVersion": 2,
		"mediaType":     manifestType,
		"config":        descriptor{configType, digestOf(raw), configPlace.size},
		"layers":        []descriptor{{layerType, layerDigest, layerPlace.size}},
	})
	if err != nil {
		return err
	}
	c.blobs[digestOf(raw)] = configPlace
	c.blobs[layerDigest] = layerPlace
	for _, name := range saved[0].RepoTags {
		c.manifests[name] = manifest
		c.manifests[repositoryOf(name)+"@"+digestOf(manifest)] = manifest
	}
	return nil
}

func repositoryOf(name string) string {
	for i := len(name) - 1; i >= 0 && name[i] != '/'; i-- {
		if name[i] == ':' {
			return name[:i]
		}
	}
	return name
}

func readJSON(file io.ReaderAt, from place, into any) ([]byte, error) {
	raw := make([]byte, from.size)
	if _, err := file.ReadAt(raw, from.offset); err != nil {
		return nil, err
	}
	return raw, json.Unmarshal(raw, into)
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}
