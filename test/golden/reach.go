package main

import (
	"fmt"
	"math/rand"

	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/kubernetes/pkg/proxy"
)

// reachEndpoint is an endpoint of one ServicePort as kube-proxy on some Node sees it.
type reachEndpoint struct {
	proxy.Endpoint `json:"-"`
	local          bool
	Address        string `json:"address"`
	Node           string `json:"node"`
	Ready          bool   `json:"ready"`
	Serving        bool   `json:"serving"`
	Terminating    bool   `json:"terminating"`
	// Reached by a client on some Node.
	Reached bool `json:"reached"`
}

func (e *reachEndpoint) String() string              { return e.Address }
func (e *reachEndpoint) IsLocal() bool               { return e.local }
func (e *reachEndpoint) IsReady() bool               { return e.Ready }
func (e *reachEndpoint) IsServing() bool             { return e.Serving }
func (e *reachEndpoint) IsTerminating() bool         { return e.Terminating }
func (e *reachEndpoint) ZoneHints() sets.Set[string] { return nil }
func (e *reachEndpoint) NodeHints() sets.Set[string] { return nil }

// reachPort is a ServicePort with an internalTrafficPolicy and no external traffic.
type reachPort struct {
	proxy.ServicePort
	local bool
}

func (p reachPort) String() string             { return "web" }
func (p reachPort) UsesClusterEndpoints() bool { return !p.local }
func (p reachPort) UsesLocalEndpoints() bool   { return p.local }

// reaches are endpoints with which of them kube-proxy sends connections to, on any of two Nodes.
func reaches(random *rand.Rand) any {
	type reachCase struct {
		Local     bool             `json:"local"`
		Endpoints []*reachEndpoint `json:"endpoints"`
	}
	var result []reachCase
	for range 120 {
		each := reachCase{Local: random.Intn(2) == 0}
		for i := range random.Intn(6) {
			each.Endpoints = append(each.Endpoints, &reachEndpoint{
				Address: fmt.Sprintf("10.244.0.%d", i+1), Node: pick(random, nodeNames...),
				Ready: random.Intn(4) == 0, Serving: random.Intn(2) == 0, Terminating: random.Intn(2) == 0,
			})
		}
		for _, node := range nodeNames {
			var seen []proxy.Endpoint
			for _, endpoint := range each.Endpoints {
				endpoint.local = endpoint.Node == node
				seen = append(seen, endpoint)
			}
			_, _, reachable, _ := proxy.CategorizeEndpoints(seen, reachPort{local: each.Local}, node, nil)
			for _, endpoint := range reachable {
				endpoint.(*reachEndpoint).Reached = true
			}
		}
		result = append(result, each)
	}
	return result
}
