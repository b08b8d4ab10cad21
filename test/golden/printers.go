package main

import (
	"maps"
	"math/rand"
	"time"

	v1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/duration"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/apis/discovery"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	"k8s.io/kubernetes/pkg/printers"
	printersinternal "k8s.io/kubernetes/pkg/printers/internalversion"
	"k8s.io/utils/ptr"
)

var tables = printers.NewTableGenerator().With(printersinternal.AddHandlers)

// cells is the one row kubectl prints for an object.
func cells(versioned, internal runtime.Object, wide bool) []any {
	must(legacyscheme.Scheme.Convert(versioned, internal, nil))
	table, err := tables.GenerateTable(internal, printers.GenerateOptions{Wide: wide})
	must(err)
	return table.Rows[0].Cells
}

func durations(random *rand.Rand) any {
	type durationCase struct {
		Milliseconds int64  `json:"milliseconds"`
		Text         string `json:"text"`
	}
	var result []durationCase
	add := func(d time.Duration) {
		result = append(result, durationCase{d.Milliseconds(), duration.HumanDuration(d.Truncate(time.Millisecond))})
	}
	units := []time.Duration{time.Second, time.Minute, time.Hour, 24 * time.Hour, 365 * 24 * time.Hour}
	for _, unit := range units {
		for _, count := range []int64{0, 1, 2, 3, 7, 8, 9, 10, 23, 24, 47, 48, 59, 60, 61, 90, 119, 120, 179, 180, 200, 364, 365, 730, 731} {
			if count > 20 && unit > 24*time.Hour {
				continue
			}
			for _, off := range []time.Duration{-time.Second, -time.Millisecond, 0, time.Millisecond, time.Second} {
				add(unit*time.Duration(count) + off)
			}
		}
	}
	for range 200 {
		add(time.Duration(random.Int63n(int64(units[random.Intn(len(units))]) * 10)))
	}
	for _, d := range []time.Duration{-999 * time.Millisecond, -1500 * time.Millisecond, -2 * time.Second, -time.Hour} {
		add(d)
	}
	return result
}

func selectors(random *rand.Rand) any {
	type selectorCase struct {
		Selector map[string]string `json:"selector"`
		Labels   map[string]string `json:"labels"`
		Matches  bool              `json:"matches"`
		Printed  string            `json:"printed"`
	}
	some := func(most int) map[string]string {
		set := map[string]string{}
		for range random.Intn(most + 1) {
			set[pick(random, "app", "tier", "a-b.io/c", "z", "constructor")] = pick(random, "", "web", "Web", "v1.2_3")
		}
		return set
	}
	var result []selectorCase
	for range 200 {
		selector, set := some(2), some(4)
		if random.Intn(2) == 0 {
			maps.Copy(set, selector)
		}
		// The endpoint slice controller asks no Service without a selector; the API server stores {} as none.
		matches := len(selector) > 0 && labels.Set(selector).AsSelectorPreValidated().Matches(labels.Set(set))
		result = append(result, selectorCase{selector, set, matches, labels.FormatLabels(selector)})
	}
	return result
}

func services(random *rand.Rand) any {
	type serviceCase struct {
		Object *v1.Service `json:"object"`
		Cells  []any       `json:"cells"`
		Wide   []any       `json:"wide"`
	}
	var result []serviceCase
	for range 120 {
		service := &v1.Service{ObjectMeta: aMeta("web", "services")}
		service.CreationTimestamp = metav1.Time{}
		service.Spec.Type = pick(random, v1.ServiceTypeClusterIP, v1.ServiceTypeNodePort, v1.ServiceTypeLoadBalancer, v1.ServiceTypeExternalName)
		if service.Spec.Type == v1.ServiceTypeExternalName {
			service.Spec.ExternalName = "db.example.com"
		} else {
			service.Spec.ClusterIPs = pick(random, []string{"10.96.0.1"}, []string{"10.96.0.1", "fd00::1"}, []string{"None"})
			service.Spec.ClusterIP = service.Spec.ClusterIPs[0]
		}
		for i := range random.Intn(4) {
			port := v1.ServicePort{
				Name: pick(random, "", "http"), Port: int32(80 + i), TargetPort: intstr.FromInt32(8080),
				Protocol: pick(random, v1.ProtocolTCP, v1.ProtocolTCP, v1.ProtocolUDP, v1.ProtocolSCTP),
			}
			if service.Spec.Type == v1.ServiceTypeNodePort || service.Spec.Type == v1.ServiceTypeLoadBalancer {
				port.NodePort = pick(random, int32(0), int32(30080+i))
			}
			service.Spec.Ports = append(service.Spec.Ports, port)
		}
		service.Spec.Selector = pick(random, nil, map[string]string{"app": "web"}, map[string]string{"tier": "b", "app": "a"})
		service.Spec.ExternalIPs = pick(random, nil, nil, []string{"192.0.2.9", "192.0.2.7"})
		if service.Spec.Type == v1.ServiceTypeLoadBalancer {
			service.Status.LoadBalancer.Ingress = pick(random, nil,
				[]v1.LoadBalancerIngress{{IP: "203.0.113.7"}},
				[]v1.LoadBalancerIngress{{IP: "203.0.113.7"}, {IP: "203.0.113.10"}, {IP: "203.0.113.7"}},
				[]v1.LoadBalancerIngress{{Hostname: "a1b2c3d4e5f6.eu-central-1.elb.example.com"}},
				[]v1.LoadBalancerIngress{{IP: "203.0.113.123"}, {Hostname: "a"}})
		}
		result = append(result, serviceCase{service, cells(service, &core.Service{}, false), cells(service, &core.Service{}, true)})
	}
	return result
}

func endpoints(random *rand.Rand) any {
	type endpointsCase struct {
		Object *v1.Endpoints `json:"object"`
		Text   any           `json:"text"`
	}
	addresses := func(most int) (result []v1.EndpointAddress) {
		for range random.Intn(most + 1) {
			result = append(result, v1.EndpointAddress{IP: pick(random, "10.244.0.1", "10.244.0.2", "fd00::5", "10.244.0.3")})
		}
		return result
	}
	var result []endpointsCase
	for range 100 {
		object := &v1.Endpoints{ObjectMeta: aMeta("web", "endpoints")}
		for range random.Intn(3) {
			subset := v1.EndpointSubset{Addresses: addresses(4), NotReadyAddresses: addresses(1)}
			for i := range random.Intn(3) {
				subset.Ports = append(subset.Ports, v1.EndpointPort{Name: pick(random, "", "http"), Port: int32(8080 + i), Protocol: v1.ProtocolTCP})
			}
			object.Subsets = append(object.Subsets, subset)
		}
		result = append(result, endpointsCase{object, cells(object, &core.Endpoints{}, false)[1]})
	}
	return result
}

func endpointSlices(random *rand.Rand) any {
	type sliceCase struct {
		Object    *discoveryv1.EndpointSlice `json:"object"`
		Ports     any                        `json:"ports"`
		Endpoints any                        `json:"endpoints"`
	}
	var result []sliceCase
	for range 100 {
		object := &discoveryv1.EndpointSlice{ObjectMeta: aMeta("web-abc", "slices"), AddressType: discoveryv1.AddressTypeIPv4}
		for i := range random.Intn(6) {
			// The API server sets name and protocol where a client left them out.
			port := discoveryv1.EndpointPort{Name: ptr.To(pick(random, "", "http", "metrics")), Protocol: ptr.To(v1.ProtocolTCP)}
			if random.Intn(4) > 0 {
				port.Port = ptr.To(int32(8080 + i))
			}
			object.Ports = append(object.Ports, port)
		}
		for range random.Intn(6) {
			object.Endpoints = append(object.Endpoints, discoveryv1.Endpoint{
				Addresses:  pick(random, []string{"10.244.0.1"}, []string{"10.244.0.2"}, []string{"10.244.0.3", "10.244.0.4"}),
				Conditions: discoveryv1.EndpointConditions{Ready: pick(random, nil, ptr.To(true), ptr.To(false))},
			})
		}
		row := cells(object, &discovery.EndpointSlice{}, false)
		result = append(result, sliceCase{object, row[2], row[3]})
	}
	return result
}
