import type { BrokenBy } from '../findings/diagnosis-input.ts';
import type { findingsTrafficEn } from './findings-traffic.en.ts';
import { podsKo } from './findings-pods.ko.ts';

// 조사는 값 바로 뒤에 붙이지 않는다: 값의 받침을 알 수 없다.
const port = (name: string): string => (name === '' ? '' : ` (Service 포트: ${name})`);
const requests = (failed: number, answered: number, what: string): string =>
  `요청 ${String(failed + answered)}개 중 ${String(failed)}개가 ${what}`;
const silence = (pods: readonly string[]): string =>
  pods.length === 0
    ? ''
    : ` 한 번도 응답하지 않음: ${podsKo(pods)}. 다른 Pod는 응답했으며, 우연히 이렇게 될 확률은 1,000번에 1번도 되지 않습니다.`;
const BROKEN: Readonly<Record<BrokenBy, string>> = {
  reset: '응답을 다 받기 전에 연결이 끊김',
  tls: 'TLS 핸드셰이크 실패',
  unreachable: '주소로 가는 경로 없음',
  dns: '이름을 찾지 못함',
  other: 'curl의 다른 실패',
};

export const findingsTrafficKo: typeof findingsTrafficEn = {
  'named-port-missing': ({ parameters: { pods, targetPort, protocol, port: name, names, nearest, of } }) => ({
    title: `이름이 "${targetPort}"인 ${protocol} 컨테이너 포트가 없음`,
    explanation: `targetPort에 적은 이름은 Pod마다 번호로 바뀝니다.${port(name)} Pod ${String(of)}개 중 ${String(pods.length)}개에 그 이름이 없습니다: ${podsKo(pods)}. ${names.length === 0 ? '이름이 있는 포트가 하나도 없습니다.' : `있는 이름: ${names.join(', ')}.`}`,
    next:
      nearest === null
        ? 'targetPort를 Pod가 수신하는 번호로 바꾸거나, 그 containerPort에 이름을 붙이세요.'
        : `targetPort를 다음 이름이나 Pod가 수신하는 번호로 바꾸세요: ${nearest}`,
  }),
  'named-port-other-protocol': ({ parameters: { targetPort, protocol, has, port: name } }) => ({
    title: `프로토콜이 다름: 컨테이너 포트 "${targetPort}": ${has}, Service: ${protocol}`,
    explanation: `이름으로 적은 targetPort는 이름과 프로토콜이 모두 같아야 찾아지므로 이 Pod들에는 엔드포인트가 없습니다.${port(name)}`,
    next: `Service 포트(${protocol}) 또는 containerPort(${has}) 중 하나의 프로토콜을 다른 쪽에 맞추세요.`,
  }),
  'slice-lacks-port': ({ parameters: { addresses, port: name, protocol, carried } }) => ({
    title: `Service의 ${protocol} 포트 "${name}": 어떤 EndpointSlice에도 없음`,
    explanation: `kube-proxy는 이름과 프로토콜로 포트를 맞춥니다. EndpointSlice에 있는 포트: ${carried.length === 0 ? '번호가 있는 것이 없음' : carried.join(', ')}. 이 포트가 없는 주소: ${addresses.join(', ')}.`,
    next: 'EndpointSlice의 포트 이름을 Service의 포트 이름과 같게 고치세요.',
  }),
  'probe-port-not-targeted': ({ parameters: { pods, container, probePort, targetPorts } }) => ({
    title: '준비성 프로브가 Service와 다른 포트를 확인함',
    explanation: `${podsKo(pods)}, 컨테이너 ${container}: 프로브의 포트 ${String(probePort)}, Service가 보내는 포트 ${targetPorts.join(', ')}. 그러면 Ready여도 요청을 받는 포트에 대해서는 알 수 없습니다.`,
    next: '그 포트가 애플리케이션 전체의 상태를 알려 준다면 그대로 두고, 아니면 트래픽을 받는 포트를 확인하게 하세요.',
  }),
  'no-address-of-family': ({ parameters: { pods, families, addresses } }) => ({
    title: `Service의 IP 패밀리(${families.join(', ')}) 주소가 없음: ${podsKo(pods)}`,
    explanation: `Service의 ipFamilies에 있는 패밀리: ${families.join(', ')}. Pod에 있는 주소: ${addresses.join(', ')}. 엔드포인트가 없는 패밀리의 ClusterIP로 오는 새 연결은 거부됩니다.`,
    next: 'Service의 ipFamilies를 Pod가 가진 패밀리로 바꾸거나, 클러스터의 Pod가 두 패밀리를 모두 갖게 하세요.',
  }),
  'slices-lag': ({ parameters: { pods, seconds } }) => ({
    title: 'EndpointSlice가 Pod의 상태를 따라가지 않음',
    explanation: `${String(seconds)}초 동안 바뀐 것이 없는데도 컨트롤러가 쓸 내용과 다릅니다. 해당: ${pods.join(', ')}`,
    next: 'EndpointSlice를 쓰는 kube-controller-manager가 실행되고 있는지 확인하세요.',
  }),
  'no-endpoint-ready': ({ parameters: { listed } }) => ({
    title: listed === 0 ? 'Service에 엔드포인트가 없음' : '준비된 엔드포인트가 없음',
    explanation:
      listed === 0
        ? '엔드포인트가 없어서 Service로 오는 새 연결은 거부됩니다.'
        : `등록된 ${String(listed)}개 중 트래픽을 받는 것이 없어서 Service로 오는 새 연결은 거부됩니다.`,
    next: '주소 뒤에 무엇이 있는지 확인하세요. 직접 적은 주소는 EndpointSlice에 준비됨으로 적혀 있어야 합니다.',
  }),
  'one-endpoint': ({ parameters: { endpoint } }) => ({
    title: '엔드포인트가 하나뿐임',
    explanation: `모든 트래픽이 한 곳으로 갑니다(${endpoint}). 다시 시작되는 동안에는 Service가 응답하지 못합니다.`,
    next: '애플리케이션이 허용한다면 레플리카를 둘 이상 실행하세요.',
  }),
  'all-terminating': ({ parameters: { pods } }) => ({
    title: '종료 중인 Pod만 응답함',
    explanation: `준비된 엔드포인트가 없어서 종료 중이지만 아직 응답하는 Pod로 트래픽이 갑니다: ${pods.join(', ')}. 이들이 끝나면 아무도 남지 않습니다.`,
    next: '새 Pod가 준비되지 않는 이유를 확인하세요.',
  }),
  'endpoints-differ': ({ parameters: { onlyInSlices, onlyInEndpoints } }) => ({
    title: 'Endpoints와 EndpointSlice가 다름',
    explanation: [
      ...(onlyInSlices.length > 0 ? [`EndpointSlice에만 있음: ${onlyInSlices.join(', ')}.`] : []),
      ...(onlyInEndpoints.length > 0 ? [`Endpoints에만 있음: ${onlyInEndpoints.join(', ')}.`] : []),
      'kube-proxy는 EndpointSlice를 읽습니다.',
    ].join(' '),
    next: 'EndpointSlice를 기준으로 보세요. 아직 Endpoints(1.33부터 사용 중단)를 읽는 프로그램에는 다르게 보입니다.',
  }),
  'endpoints-truncated': () => ({
    title: 'Endpoints가 주소 1,000개에서 잘림',
    explanation: '사용이 중단된 Endpoints 오브젝트에는 그 이상 들어가지 않습니다. EndpointSlice에는 모두 있습니다.',
    next: 'kube-proxy에는 영향이 없습니다. Endpoints를 읽는 프로그램은 EndpointSlice를 읽도록 바꾸세요.',
  }),
  'internal-local-without-endpoint': ({ parameters: { without, having } }) => ({
    title: `노드 ${String(without.length)}개의 클라이언트가 아무에게도 연결되지 않음`,
    explanation: `internalTrafficPolicy가 Local이어서 연결이 노드를 벗어나지 않으며, 엔드포인트가 없는 노드에서는 버려집니다. 없는 노드: ${without.join(', ')}. 있는 노드: ${having.join(', ')}.`,
    next: '그 노드에 클라이언트가 없다면 그대로 두세요. 아니면 노드마다 Pod를 실행하거나(DaemonSet), internalTrafficPolicy를 Cluster로 바꾸세요.',
  }),
  'external-local-without-endpoint': ({ parameters: { without, having } }) => ({
    title: `노드 ${String(without.length)}개가 외부 트래픽을 받지 않음`,
    explanation: `externalTrafficPolicy가 Local이어서 엔드포인트가 없는 노드로 온 연결은 버려집니다. 로드 밸런서는 그런 노드를 제외합니다. 없는 노드: ${without.join(', ')}. 있는 노드: ${having.join(', ')}.`,
    next: '로드 밸런서를 거쳐 온다면 그대로 두세요. 아니면 엔드포인트가 있는 노드로 연결하거나, externalTrafficPolicy를 Cluster로 바꾸세요. 그러면 클라이언트의 주소가 가려집니다.',
  }),
  'hints-narrow': ({ parameters: { places } }) => ({
    title: '클라이언트마다 엔드포인트의 일부에만 연결됨',
    explanation: `EndpointSlice의 hints가 트래픽을 가까운 곳에 묶어 둡니다: ${places.map(({ place, endpoints }) => `${place}: ${String(endpoints)}개`).join(', ')}. Pod별 횟수는 클라이언트의 위치에 따라 달라집니다.`,
    next: '의도한 것이라면 그대로 두세요. trafficDistribution이나 어노테이션 service.kubernetes.io/topology-mode 때문입니다.',
  }),
  'network-policy-denies': ({ parameters: { pods, policies, targetPort, protocol } }) => ({
    title: `NetworkPolicy가 포트 ${String(targetPort)}번에 아무도 들이지 않음`,
    explanation: `예측입니다. ${podsKo(pods)}: NetworkPolicy ${policies.join(', ')}. ${protocol} ${String(targetPort)}번을 허용하는 규칙이 없습니다. 정책을 적용하는 네트워크 플러그인은 연결을 버리고, 클라이언트는 응답 없이 기다리게 됩니다.`,
    next: '트래픽을 테스트하세요. 응답이 없으면 이 포트를 허용하는 ingress 규칙을 추가하세요.',
  }),
  'network-policy-limits': ({ parameters: { pods, policies, targetPort, protocol } }) => ({
    title: `NetworkPolicy가 포트 ${String(targetPort)}번에 일부 출발지만 허용함`,
    explanation: `예측입니다. ${podsKo(pods)}: NetworkPolicy ${policies.join(', ')}. ${protocol} ${String(targetPort)}번은 정해진 출발지에서만 허용됩니다.`,
    next: '클라이언트가 허용된 출발지라면 그대로 두세요. 클라이언트가 있는 곳에서 트래픽을 테스트하세요.',
  }),
  'kube-proxy-not-ready': ({ parameters: { ready, total } }) => ({
    title: `kube-proxy가 노드 ${String(total)}개 중 ${String(ready)}개에서만 준비됨`,
    explanation: '준비되지 않은 노드에서는 ClusterIP 규칙이 오래되었거나 없을 수 있어 연결이 실패할 수 있습니다.',
    next: '준비되지 않은 kube-proxy Pod와 로그를 확인하세요.',
  }),
  'other-data-plane': ({ parameters: { dataPlane } }) => ({
    title: `kube-proxy를 대신하는 데이터 플레인: ${dataPlane}`,
    explanation: '연결을 나누는 방식과 클라이언트를 한 Pod에 묶는 방식이 kube-proxy와 다를 수 있습니다.',
    next: '그대로 두세요. 트래픽 테스트 결과가 예상과 다르면 해당 문서를 확인하세요.',
  }),
  'traffic-refused': ({ parameters: { targetPort, silent, failed, answered } }) => ({
    title: requests(failed, answered, '거부됨'),
    explanation: `엔드포인트는 준비되었지만 연결을 받는 것이 없습니다.${targetPort === null ? '' : ` (포트 ${String(targetPort)}번)`}${silent.length === 0 && answered > 0 ? ' 응답하는 엔드포인트도 있으므로 나머지 중 적어도 하나가 수신하지 않습니다.' : silence(silent)}`,
    next: '서버가 수신하는 포트를 찾고, 127.0.0.1이 아니라 모든 주소에서 수신하는지 확인한 뒤 targetPort를 그 포트로 바꾸세요.',
  }),
  'traffic-hangs': ({ parameters: { silent, failed, answered } }) => ({
    title: requests(failed, answered, '제시간에 응답을 받지 못함'),
    explanation: `연결이 도중에 버려졌거나 서버가 연결을 받고 응답하지 않았습니다: NetworkPolicy, 네트워크 플러그인, 트래픽 정책 Local, 또는 바쁜 서버.${silence(silent)}`,
    next: 'NetworkPolicy를 확인하고(클라이언트 네임스페이스의 Egress 정책도), 같은 노드의 Pod에서 대상 Pod에 직접 요청해 보세요.',
  }),
  'traffic-breaks': ({ parameters: { silent, failed, answered, broken } }) => ({
    title: requests(failed, answered, '도중에 끊김'),
    explanation: `끝난 방식: ${broken.map(({ by, requests: times }) => `${BROKEN[by]} (${String(times)}개)`).join(', ')}.${silence(silent)}`,
    next: 'Pod의 로그를 확인하세요. 종료되거나 다시 시작되는 서버나 중간의 프록시가 연결을 끊습니다. TLS가 실패하면 이 포트가 HTTPS인지, 응답이 끊기면 HTTP인지 확인하세요.',
  }),
  'traffic-server-errors': ({ parameters: { failed, answered, statuses } }) => ({
    title: `응답 ${String(answered)}개 중 ${String(failed)}개가 서버 오류임`,
    explanation: `HTTP 상태 코드: ${statuses.map(({ status, requests: times }) => `${String(status)} (${String(times)}개)`).join(', ')}. 연결되고 응답도 왔으므로 Service는 Pod까지 이어집니다. 오류는 애플리케이션이나 그 앞의 프록시에서 납니다.`,
    next: 'Pod의 로그와 애플리케이션이 의존하는 것(데이터베이스, 다른 Service)을 확인하세요.',
  }),
  'nothing-visible': ({ parameters: { answered } }) => ({
    title: answered === null ? 'API에서 보이는 문제가 없음' : '보이는 문제가 없고 요청에 응답이 왔음',
    explanation:
      answered === null
        ? 'Pod가 준비되었고 EndpointSlice에 있으며 targetPort가 가리키는 포트 번호도 정해져 있습니다. 서버가 실제로 응답하는지는 API로 알 수 없습니다.'
        : `Pod가 준비되었고 targetPort가 가리키는 포트 번호도 정해져 있으며, 마지막 트래픽 테스트에서 응답 ${String(answered)}개를 받았습니다.`,
    next:
      answered === null
        ? '트래픽을 테스트하세요.'
        : '다른 곳에서 실패한다면 그곳에서 테스트하세요. 클라이언트, DNS, 네트워크가 다릅니다.',
  }),
};
