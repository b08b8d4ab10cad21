import type { findingsPodsEn } from './findings-pods.en.ts';

const NAMED = 3;

// 조사는 값 바로 뒤에 붙이지 않는다: 값의 받침을 알 수 없다.
/** Pod의 이름을 줄머리로: `Pod web-1`, `Pod 7개(a, b, c, …)`. */
export function podsKo(names: readonly string[]): string {
  if (names.length <= NAMED) return `Pod ${names.join(', ')}`;
  return `Pod ${String(names.length)}개(${names.slice(0, NAMED).join(', ')}, …)`;
}

const saying = (message: string | null): string =>
  message === null || message === '' ? '' : ` Kubernetes의 설명: ${message}`;
const inParentheses = (text: string | null): string => (text === null || text === '' ? '' : ` (${text})`);

export const findingsPodsKo: typeof findingsPodsEn = {
  'pod-unscheduled': ({ parameters: { pods, message } }) => ({
    title: `노드에 배정되지 않음: ${podsKo(pods)}`,
    explanation: `노드가 없는 Pod에는 IP가 없어서 엔드포인트가 될 수 없습니다.${saying(message)}`,
    next: '스케줄러가 찾지 못한 것을 마련하세요: CPU나 메모리, nodeSelector와 어피니티에 맞는 노드, 톨러레이션, 볼륨.',
  }),
  'pod-without-ip': ({ parameters: { pods } }) => ({
    title: `아직 IP가 없음: ${podsKo(pods)}`,
    explanation: 'Pod는 샌드박스가 시작될 때 IP를 받습니다. IP가 없으면 어떤 EndpointSlice에도 들어가지 않습니다.',
    next: 'Pod의 Event를 확인하세요. 네트워크 플러그인의 오류인 경우가 많습니다.',
  }),
  'image-pull-fails': ({ parameters: { pods, container, image, reason, message } }) => ({
    title: `이미지를 받지 못함: ${podsKo(pods)}, 컨테이너 ${container}`,
    explanation: `이유: ${reason}. 이미지: ${image}.${saying(message)}`,
    next: 'Pod 템플릿의 이미지 이름이나 태그를 고치거나, 레지스트리에 쓸 imagePullSecret을 지정하세요.',
  }),
  'container-crash-loops': ({ parameters: { pods, container, reason, exitCode } }) => ({
    title: `컨테이너가 시작과 종료를 되풀이함: ${podsKo(pods)}, 컨테이너 ${container}`,
    explanation: `CrashLoopBackOff 상태입니다.${exitCode === null ? '' : ` 마지막 종료 코드: ${String(exitCode)}${inParentheses(reason)}.`} kubelet은 다시 시작할 때마다 더 오래 기다립니다.`,
    next: '컨테이너가 끝나기 전에 남긴 로그를 확인하세요. OOMKilled라면 메모리 제한을 늘리세요.',
  }),
  'container-does-not-start': ({ parameters: { pods, container, reason, message } }) => ({
    title: `컨테이너가 시작되지 않음: ${podsKo(pods)}, 컨테이너 ${container}`,
    explanation: `이유: ${reason}.${saying(message)}`,
    next: '이유에 나온 것을 고치세요: 없는 ConfigMap이나 Secret, 존재하지 않는 명령, 볼륨 등.',
  }),
  'container-ended': ({ parameters: { pods, container, reason, exitCode } }) => ({
    title: `컨테이너가 종료됨: ${podsKo(pods)}, 컨테이너 ${container}`,
    explanation: `이유: ${reason}, 종료 코드 ${String(exitCode)}. 컨테이너 하나라도 끝난 Pod는 Ready 상태가 아닙니다.`,
    next: '컨테이너의 로그를 확인하세요. 서버는 포그라운드에서 계속 실행되어야 합니다.',
  }),
  'init-container-fails': ({ parameters: { pods, container, reason } }) => ({
    title: `초기화 컨테이너가 실패함: ${podsKo(pods)}, 컨테이너 ${container}`,
    explanation: `이유: ${reason}. 초기화 컨테이너가 모두 끝나야 다른 컨테이너가 시작됩니다.`,
    next: '초기화 컨테이너의 로그를 확인하세요. 오지 않는 무언가를 기다리는 경우가 많습니다.',
  }),
  'pod-starts': ({ parameters: { pods } }) => ({
    title: `아직 시작하는 중: ${podsKo(pods)}`,
    explanation:
      '컨테이너를 만드는 중이거나, 초기화 컨테이너가 실행되고 있거나, 준비성 프로브를 아직 확인하지 않습니다(initialDelaySeconds).',
    next: '기다리세요. 오래 걸리면 Pod의 Event를 확인하세요: 마운트할 수 없는 볼륨, 실패하는 네트워크 플러그인, 무언가를 기다리는 초기화 컨테이너.',
  }),
  'startup-probe-pending': ({ parameters: { pods, container } }) => ({
    title: `시작 프로브(startupProbe)를 통과하지 못함: ${podsKo(pods)}, 컨테이너 ${container}`,
    explanation: '통과할 때까지 준비성 프로브를 확인하지 않으며 Pod는 Ready 상태가 되지 않습니다.',
    next: '기다리거나, 프로브가 받은 응답을 Event(reason: Unhealthy)에서 확인하세요.',
  }),
  'pod-completed': ({ parameters: { pods } }) => ({
    title: `완료됨: ${podsKo(pods)}`,
    explanation: '셀렉터와 일치하지만, 완료된 Pod는 엔드포인트가 될 수 없습니다.',
    next: 'Job의 Pod라면 그대로 두세요. 이 Service의 대상이 아니라면 Job의 Pod에 다른 레이블을 붙이세요.',
  }),
  'pod-failed': ({ parameters: { pods, reason } }) => ({
    title: `실패함: ${podsKo(pods)}${inParentheses(reason)}`,
    explanation:
      '실패한 Pod는 엔드포인트가 될 수 없습니다. 컨트롤러가 있으면 대신할 Pod를 만들고, 없으면 그대로 남습니다.',
    next: '대신하는 Pod가 있다면 그대로 두세요. 실패한 이유는 삭제할 때까지 Pod에 남아 있습니다.',
  }),
  'pod-terminating': ({ parameters: { pods } }) => ({
    title: `삭제되는 중: ${podsKo(pods)}`,
    explanation:
      '준비된 다른 Pod가 있는 동안 새 연결을 받지 않습니다. 열려 있는 연결은 끝날 때까지 이어질 수 있습니다.',
    next: '그대로 두세요. terminationGracePeriodSeconds보다 오래 남아 있으면 finalizer나 사라진 노드를 확인하세요.',
  }),
  'node-missing': ({ parameters: { pods, node } }) => ({
    title: `존재하지 않는 노드: ${node}, ${podsKo(pods)}`,
    explanation: '컨트롤러는 알지 못하는 노드의 Pod를 EndpointSlice에 넣지 않습니다.',
    next: '이런 Pod는 Pod 가비지 컬렉터가 삭제합니다. spec.nodeName을 직접 적었다면 올바른 이름으로 고치세요.',
  }),
  'node-not-ready': ({ parameters: { pods, node } }) => ({
    title: `Ready 상태가 아닌 노드: ${node}, ${podsKo(pods)}`,
    explanation: '노드의 kubelet이 보고하지 않아서 그 노드의 Pod도 Ready가 아닌 것으로 표시됩니다.',
    next: '노드를 확인하세요: kubelet, 네트워크, 디스크나 메모리 부족.',
  }),
  'readiness-probe-fails': ({ parameters: { pods, container, probe, message } }) => ({
    title: `준비성 프로브(readinessProbe)를 통과하지 못함: ${podsKo(pods)}, 컨테이너 ${container}`,
    explanation: `컨테이너는 실행 중이지만 프로브${probe === null ? '' : `(${probe})`} 결과가 준비되지 않음이어서 트래픽을 받지 않습니다.${saying(message)}`,
    next: '프로브가 받은 응답을 Event(reason: Unhealthy)에서 확인하고, 애플리케이션이나 프로브의 경로, 포트, 타임아웃을 고치세요.',
  }),
  'readiness-gate-shut': ({ parameters: { pods, gate } }) => ({
    title: `readiness gate가 True가 아님: ${gate}, ${podsKo(pods)}`,
    explanation: '컨테이너는 준비되었지만 다른 컴포넌트가 설정하는 조건을 기다리고 있습니다.',
    next: '이 조건을 설정하는 컴포넌트를 확인하세요. 대개 로드 밸런서의 컨트롤러입니다.',
  }),
  'pod-not-ready': ({ parameters: { pods, reason, message } }) => ({
    title: `Ready 상태가 아님: ${podsKo(pods)}${inParentheses(reason)}`,
    explanation: `Ready 조건이 True가 아니며 Pod에는 더 자세한 이유가 없습니다.${saying(message)}`,
    next: 'Pod의 조건과 Event를 확인하세요.',
  }),
  flapping: ({ parameters: { pods, times, minutes } }) => ({
    title: `준비됨과 준비되지 않음을 되풀이함: ${podsKo(pods)}`,
    explanation: `${String(minutes)}분 안에 ${pods.length > 1 ? '최대 ' : ''}${String(times)}번 준비되지 않음으로 바뀌었습니다. 그때마다 새 연결은 다른 Pod로 가고 세션 어피니티가 있는 클라이언트도 Pod가 바뀝니다. 준비된 다른 Pod가 없으면 연결이 거부됩니다.`,
    next: '프로브가 받은 응답을 기록에서 확인하세요. 부하가 걸리면 실패하는 엄격한 프로브(timeoutSeconds 1, failureThreshold 3)나 데이터베이스까지 확인하는 프로브는 정상인 Pod를 제외시킵니다.',
  }),
  'not-ready-gets-traffic': ({ parameters: { pods } }) => ({
    title: `Ready가 아닌데도 트래픽을 받음: ${podsKo(pods)}`,
    explanation:
      'Service에 publishNotReadyAddresses: true가 설정되어 준비 상태를 확인하지 않습니다. 이 Pod로 간 요청은 실패할 수 있습니다.',
    next: '준비되기 전에 서로를 찾아야 하는 경우가 아니라면 publishNotReadyAddresses를 false로 바꾸세요.',
  }),
};
