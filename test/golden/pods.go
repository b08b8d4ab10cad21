package main

import (
	"fmt"
	"math/rand"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/utils/ptr"
)

// Whole seconds, because that is what the API keeps.
var restartAges = []time.Duration{30 * time.Second, 192 * time.Second, 5 * time.Hour, 49 * time.Hour}

func aMeta(name, kind string) metav1.ObjectMeta {
	return metav1.ObjectMeta{
		Name: name, Namespace: "default", UID: types.UID("uid-" + kind + "-" + name), ResourceVersion: "1",
		CreationTimestamp: metav1.NewTime(moment.Add(-time.Hour)),
	}
}

func pods(random *rand.Rand) any {
	type podCase struct {
		Object   *v1.Pod `json:"object"`
		Ready    any     `json:"ready"`
		Status   any     `json:"status"`
		Restarts any     `json:"restarts"`
	}
	var result []podCase
	for range 150 {
		pod, ages := aPrintedPod(random)
		// In the middle of a second, so that the time this program takes to run can't be seen in its output.
		stampRestarts(pod, ages, time.Now().Add(-500*time.Millisecond))
		row := cells(pod, &core.Pod{}, false)
		stampRestarts(pod, ages, moment)
		result = append(result, podCase{pod, row[1], row[2], row[3]})
	}
	return result
}

// stampRestarts writes when containers ended the last time, told as ages.
func stampRestarts(pod *v1.Pod, ages map[string]time.Duration, now time.Time) {
	for _, statuses := range [][]v1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for i := range statuses {
			if age, ok := ages[statuses[i].Name]; ok {
				statuses[i].LastTerminationState.Terminated.FinishedAt = metav1.NewTime(now.Add(-age))
			}
		}
	}
}

func aPrintedPod(random *rand.Rand) (*v1.Pod, map[string]time.Duration) {
	pod := &v1.Pod{ObjectMeta: aMeta("web-1", "pod")}
	ages := map[string]time.Duration{}
	pod.Status.Phase = pick(random, v1.PodPending, v1.PodRunning, v1.PodRunning, v1.PodRunning, v1.PodSucceeded, v1.PodFailed)
	pod.Status.Reason = pick(random, "", "", "", "", "Evicted", "NodeLost")
	if random.Intn(5) == 0 {
		pod.DeletionTimestamp = &metav1.Time{Time: moment}
	}
	if random.Intn(8) == 0 {
		pod.Status.Conditions = append(pod.Status.Conditions, v1.PodCondition{Type: v1.PodScheduled, Status: v1.ConditionFalse, Reason: v1.PodReasonSchedulingGated})
	}
	for _, condition := range []v1.PodConditionType{v1.PodInitialized, v1.PodReady} {
		if status := pick(random, v1.ConditionTrue, v1.ConditionFalse, ""); status != "" {
			pod.Status.Conditions = append(pod.Status.Conditions, v1.PodCondition{Type: condition, Status: status})
		}
	}
	for i := range random.Intn(4) {
		container := v1.Container{Name: fmt.Sprintf("init-%d", i), Image: "busybox"}
		if random.Intn(2) == 0 {
			container.RestartPolicy = ptr.To(v1.ContainerRestartPolicyAlways)
		}
		pod.Spec.InitContainers = append(pod.Spec.InitContainers, container)
		status := aContainerStatus(random, container.Name, ages)
		if random.Intn(2) == 0 {
			status.State = v1.ContainerState{Terminated: &v1.ContainerStateTerminated{ExitCode: 0, Reason: "Completed"}}
		}
		pod.Status.InitContainerStatuses = append(pod.Status.InitContainerStatuses, status)
	}
	reported := random.Intn(8) > 0
	for i := range 1 + random.Intn(3) {
		// In the order of their names, as the kubelet reports them.
		container := v1.Container{Name: fmt.Sprintf("web-%d", i), Image: "nginx"}
		pod.Spec.Containers = append(pod.Spec.Containers, container)
		if reported {
			pod.Status.ContainerStatuses = append(pod.Status.ContainerStatuses, aContainerStatus(random, container.Name, ages))
		}
	}
	// A spec is in any order.
	random.Shuffle(len(pod.Spec.Containers), func(i, j int) {
		pod.Spec.Containers[i], pod.Spec.Containers[j] = pod.Spec.Containers[j], pod.Spec.Containers[i]
	})
	return pod, ages
}

func aContainerStatus(random *rand.Rand, name string, ages map[string]time.Duration) v1.ContainerStatus {
	status := v1.ContainerStatus{
		Name: name, Image: "image", Ready: random.Intn(2) == 0, Started: pick(random, nil, ptr.To(true), ptr.To(false)),
		RestartCount: pick(random, int32(0), 0, 1, 7),
	}
	switch random.Intn(5) {
	case 0:
		status.State.Waiting = &v1.ContainerStateWaiting{Reason: pick(random, "", "PodInitializing", "ContainerCreating", "CrashLoopBackOff", "ImagePullBackOff")}
	case 1:
		status.State.Terminated = &v1.ContainerStateTerminated{
			Reason: pick(random, "", "Error", "Completed", "OOMKilled"), ExitCode: pick(random, int32(0), 1, 137), Signal: pick(random, int32(0), 0, 9),
		}
	case 2:
	default:
		status.State.Running = &v1.ContainerStateRunning{StartedAt: metav1.NewTime(moment.Add(-time.Hour))}
	}
	if status.RestartCount > 0 && random.Intn(3) > 0 {
		status.LastTerminationState.Terminated = &v1.ContainerStateTerminated{ExitCode: 1, Reason: "Error"}
		ages[name] = pick(random, restartAges...)
	}
	return status
}
