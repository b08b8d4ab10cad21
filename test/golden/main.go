// Command golden prints what Kubernetes itself says, as JSON fixtures that the TypeScript in src-shared is proved against.
//
//	test/golden/generate.sh
//
// writes test/golden/fixtures/*.json. The output is the same at every run: random cases come from a fixed seed, and times
// are told relative to one moment.
package main

import (
	"encoding/json"
	"log"
	"math/rand"
	"os"
	"path/filepath"
	"time"
)

// moment is "now" in every fixture.
var moment = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: golden DIRECTORY")
	}
	fixtures := map[string]func(*rand.Rand) any{
		"duration.json":        durations,
		"label-selectors.json": selectors,
		"services.json":        services,
		"endpoints.json":       endpoints,
		"endpoint-slices.json": endpointSlices,
		"pods.json":            pods,
		"membership.json":      memberships,
		"reach.json":           reaches,
	}
	for name, cases := range fixtures {
		content, err := json.Marshal(map[string]any{
			"source": "k8s.io/kubernetes v1.34.4, by test/golden/generate.sh",
			"now":    moment.Format(time.RFC3339),
			"cases":  cases(rand.New(rand.NewSource(1))),
		})
		must(err)
		must(os.WriteFile(filepath.Join(os.Args[1], name), content, 0o644))
	}
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// pick returns one of the choices.
func pick[T any](random *rand.Rand, choices ...T) T {
	return choices[random.Intn(len(choices))]
}
