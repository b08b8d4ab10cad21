package main

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"time"

	v1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	corelisters "k8s.io/client-go/listers/core/v1"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"
	"k8s.io/endpointslice"
	endpointsliceutil "k8s.io/endpointslice/util"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller/endpoint"
	"k8s.io/utils/ptr"
)

// The Nodes that exist; Pods also name "ghost", which does not.
var nodeNames = []string{"node-1", "node-2"}

type membershipCase struct {
	Service   *v1.Service                 `json:"service"`
	Pods      []*v1.Pod                   `json:"pods"`
	Slices    []discoveryv1.EndpointSlice `json:"slices"`
	Endpoints *v1.Endpoints               `json:"endpoints"`
}

// memberships are Services and Pods with what the endpoint slice reconciler and the endpoints controller write for them.
func memberships(random *rand.Rand) any {
	var result []membershipCase
	for i := range 80 {
		namespace := fmt.Sprintf("ns-%d", i)
		service := aMemberService(random, namespace)
		var pods []*v1.Pod
		for j := range random.Intn(8) {
			pods = append(pods, aMemberPod(random, namespace, i, j))
		}
		result = append(result, membershipCase{Service: service, Pods: pods, Slices: reconcile(service, pods)})
	}
	controlEndpoints(result)
	return result
}

func aMemberService(random *rand.Rand, namespace string) *v1.Service {
	meta := aMeta("web", "service")
	meta.Namespace = namespace
	service := &v1.Service{ObjectMeta: meta, Spec: v1.ServiceSpec{
		Type:                     v1.ServiceTypeClusterIP,
		Selector:                 pick(random, map[string]string{"app": "web"}, map[string]string{"app": "web", "tier": "front"}),
		PublishNotReadyAddresses: random.Intn(5) == 0,
		IPFamilies: pick(random, []v1.IPFamily{v1.IPv4Protocol}, []v1.IPFamily{v1.IPv4Protocol}, []v1.IPFamily{v1.IPv6Protocol},
			[]v1.IPFamily{v1.IPv4Protocol, v1.IPv6Protocol}, []v1.IPFamily{v1.IPv6Protocol, v1.IPv4Protocol}),
	}}
	for _, family := range service.Spec.IPFamilies {
		service.Spec.ClusterIPs = append(service.Spec.ClusterIPs, map[v1.IPFamily]string{v1.IPv4Protocol: "10.96.0.10", v1.IPv6Protocol: "fd00::10"}[family])
	}
	if random.Intn(5) == 0 {
		service.Spec.ClusterIPs = []string{v1.ClusterIPNone}
	}
	service.Spec.ClusterIP = service.Spec.ClusterIPs[0]
	ports := []v1.ServicePort{
		{Name: "number", Port: 80, TargetPort: intstr.FromInt32(8080), Protocol: v1.ProtocolTCP},
		{Name: "named", Port: 81, TargetPort: intstr.FromString("http"), Protocol: v1.ProtocolTCP},
		{Name: "named-udp", Port: 82, TargetPort: intstr.FromString("http"), Protocol: v1.ProtocolUDP},
		{Name: "sidecar", Port: 83, TargetPort: intstr.FromString("proxy"), Protocol: v1.ProtocolTCP},
	}
	random.Shuffle(len(ports), func(i, j int) { ports[i], ports[j] = ports[j], ports[i] })
	service.Spec.Ports = ports[:1+random.Intn(3)]
	if service.Spec.ClusterIP == v1.ClusterIPNone && random.Intn(2) == 0 {
		service.Spec.Ports = nil
	}
	return service
}

func aMemberPod(random *rand.Rand, namespace string, i, j int) *v1.Pod {
	meta := aMeta(fmt.Sprintf("web-%d", j), "pod")
	meta.Namespace = namespace
	meta.UID = types.UID(fmt.Sprintf("uid-pod-%d-%d", i, j))
	both := map[string]string{"app": "web", "tier": "front"}
	meta.Labels = pick(random, both, both, both, both, map[string]string{"app": "web"},
		map[string]string{"app": "other", "tier": "front"}, nil)
	if random.Intn(5) == 0 {
		meta.DeletionTimestamp = &metav1.Time{Time: moment}
	}
	v4, v6 := fmt.Sprintf("10.244.%d.%d", i, j+1), fmt.Sprintf(pick(random, "fd00:%x::%x", "FD00:%04X:0:0:0:0:0:%X"), i, j+1)
	ips := pick(random, nil, []string{v4}, []string{v4}, []string{v4, v6}, []string{v4, v6}, []string{v4, v6}, []string{v6}, []string{v6, v4})
	pod := &v1.Pod{ObjectMeta: meta}
	pod.Spec.NodeName = pick(random, "node-1", "node-1", "node-1", "node-1", "node-2", "node-2", "node-2", "node-2", "ghost", "")
	pod.Status.Phase = pick(random, v1.PodRunning, v1.PodRunning, v1.PodRunning, v1.PodRunning, v1.PodRunning, v1.PodRunning, v1.PodPending, v1.PodUnknown, v1.PodSucceeded, v1.PodFailed)
	for _, ip := range ips {
		pod.Status.PodIPs = append(pod.Status.PodIPs, v1.PodIP{IP: ip})
		pod.Status.PodIP = pod.Status.PodIPs[0].IP
	}
	if status := pick(random, v1.ConditionTrue, v1.ConditionTrue, v1.ConditionTrue, v1.ConditionFalse, v1.ConditionUnknown, ""); status != "" {
		pod.Status.Conditions = []v1.PodCondition{{Type: v1.PodReady, Status: status}}
	}
	port := func(name string, protocol v1.Protocol) v1.ContainerPort {
		return v1.ContainerPort{Name: name, ContainerPort: pick(random, int32(8080), 9090), Protocol: protocol}
	}
	web := v1.Container{Name: "web"}
	if random.Intn(3) > 0 {
		web.Ports = append(web.Ports, port("http", pick(random, v1.ProtocolTCP, v1.ProtocolTCP, v1.ProtocolUDP)))
	}
	pod.Spec.Containers = []v1.Container{web}
	init := v1.Container{Name: "proxy", Ports: []v1.ContainerPort{port("proxy", v1.ProtocolTCP), port("http", v1.ProtocolUDP)}}
	if random.Intn(2) == 0 {
		init.RestartPolicy = ptr.To(v1.ContainerRestartPolicyAlways)
	}
	pod.Spec.InitContainers = []v1.Container{init}
	return pod
}

// reconcile is what the endpoint slice reconciler writes, two endpoints a slice at most.
func reconcile(service *v1.Service, pods []*v1.Pod) []discoveryv1.EndpointSlice {
	client := fake.NewSimpleClientset()
	created := 0
	client.PrependReactor("create", "endpointslices", func(action clienttesting.Action) (bool, runtime.Object, error) {
		slice := action.(clienttesting.CreateAction).GetObject().(*discoveryv1.EndpointSlice)
		created++
		slice.Name, slice.GenerateName = fmt.Sprintf("%s%d", slice.GenerateName, created), ""
		slice.UID = types.UID("uid-slice-" + slice.Name)
		return false, slice, nil
	})
	indexer := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{})
	for _, name := range nodeNames {
		must(indexer.Add(&v1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}}))
	}
	reconciler := endpointslice.NewReconciler(client, corelisters.NewNodeLister(indexer), 2, endpointsliceutil.NewEndpointSliceTracker(),
		nil, record.NewFakeRecorder(100), "endpointslice-controller.k8s.io")
	// As endpointslice_controller.go selects them.
	selector := labels.Set(service.Spec.Selector).AsSelectorPreValidated()
	var selected []*v1.Pod
	for _, pod := range pods {
		if selector.Matches(labels.Set(pod.Labels)) {
			selected = append(selected, pod)
		}
	}
	// An error says that a Node is missing and the Service is to be tried again; what could be written was written.
	_ = reconciler.Reconcile(klog.Background(), service, selected, nil, moment)
	list, err := client.DiscoveryV1().EndpointSlices(service.Namespace).List(context.Background(), metav1.ListOptions{})
	must(err)
	for i := range list.Items {
		slice := &list.Items[i]
		slice.Annotations, slice.CreationTimestamp = nil, metav1.NewTime(moment)
		slices.SortFunc(slice.Endpoints, func(a, b discoveryv1.Endpoint) int { return strings.Compare(a.Addresses[0], b.Addresses[0]) })
	}
	// Which slice came first, and who stands in which, is chance; only what stands in them is told.
	slices.SortFunc(list.Items, func(a, b discoveryv1.EndpointSlice) int { return strings.Compare(fingerprint(a), fingerprint(b)) })
	for i := range list.Items {
		list.Items[i].Name = fmt.Sprintf("%s-%d", service.Name, i)
		list.Items[i].UID = types.UID(fmt.Sprintf("uid-slice-%s-%d", service.Namespace, i))
	}
	return list.Items
}

func fingerprint(slice discoveryv1.EndpointSlice) string {
	text := string(slice.AddressType)
	for _, port := range slice.Ports {
		text += fmt.Sprintf(" %s=%d", *port.Name, *port.Port)
	}
	for _, endpoint := range slice.Endpoints {
		text += " " + endpoint.Addresses[0]
	}
	return text
}

// controlEndpoints runs the endpoints controller over all cases, each in a namespace of its own.
func controlEndpoints(cases []membershipCase) {
	var objects []runtime.Object
	for _, each := range cases {
		objects = append(objects, each.Service)
		for _, pod := range each.Pods {
			objects = append(objects, pod)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	client := fake.NewSimpleClientset(objects...)
	factory := informers.NewSharedInformerFactory(client, 0)
	core := factory.Core().V1()
	controller := endpoint.NewEndpointController(ctx, core.Pods(), core.Services(), core.Endpoints(), client, 0)
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	go controller.Run(ctx, 2)
	for {
		list, err := client.CoreV1().Endpoints("").List(ctx, metav1.ListOptions{})
		must(err)
		if len(list.Items) < len(cases) {
			time.Sleep(100 * time.Millisecond)
			continue
		}
		for i := range cases {
			object, err := client.CoreV1().Endpoints(cases[i].Service.Namespace).Get(ctx, cases[i].Service.Name, metav1.GetOptions{})
			must(err)
			object.Annotations, object.UID = nil, types.UID("uid-endpoints-"+cases[i].Service.Namespace)
			cases[i].Endpoints = object
		}
		return
	}
}
