import type { ChiSquared, SharedPod, Verdict } from '../traffic/verdict.ts';
import type { TrafficMessages } from './traffic-text.ts';

const number = new Intl.NumberFormat('ko');
const n = (value: number): string => number.format(value);
const chance = (p: number): string => (p < 0.0001 ? '0.0001 미만' : p.toPrecision(2));
const tested = (test: ChiSquared): string =>
  `χ² ${test.statistic.toFixed(1)}, 자유도 ${n(test.degreesOfFreedom)}, p값 ${chance(test.p)}${
    test.intervals > 1 ? `, ${n(test.intervals)}개 구간 중 가장 나쁜 값을 구간 수로 보정` : ''
  }`;
type Sticky = Extract<Verdict, { readonly kind: 'sticky' }>;
const kept = (v: Sticky): string =>
  v.clients.every((client) => client.pods.length === 1)
    ? '클라이언트마다 항상 같은 Pod가 응답했습니다.'
    : '클라이언트마다 Pod가 준비 상태에서 벗어날 때까지 같은 Pod가 응답했습니다.';
const together = (shared: SharedPod): string =>
  shared.likely
    ? `모두 같은 Pod인 것은 우연일 수 있습니다(${n(Math.round(1 / shared.chance))}분의 1). Pod는 클라이언트마다 따로 정해집니다.`
    : `모두 같은 Pod인 것은 우연으로 보기 어렵습니다(p값 ${chance(shared.chance)}). 노드에는 모두 한 주소로 보일 수 있습니다.`;

export const trafficKo: TrafficMessages = {
  verdict: {
    'nothing-yet': () => '아직 응답하거나 실패한 요청이 없습니다.',
    unidentified: (v) =>
      `응답 ${n(v.answers)}건 중 어느 것도 Pod를 밝히지 않아, 어떤 Pod의 응답으로도 세지 않았습니다.`,
    'no-answer': (v) => `응답이 없습니다. 요청 ${n(v.failures)}건이 모두 실패했습니다.`,
    'one-endpoint': (v) => `응답 ${n(v.answers)}건이 모두 준비된 유일한 엔드포인트에서 왔습니다: ${v.pod}`,
    spread: (v) =>
      v.test === null
        ? `Pod ${n(v.pods)}개가 요청 ${n(v.answers)}건에 응답했습니다.`
        : `무작위로 골랐다고 볼 만큼 고릅니다. Pod ${n(v.pods)}개가 응답했습니다(${tested(v.test)}).`,
    uneven: (v) =>
      v.unhit.length > 0
        ? `무작위 선택의 결과로 보기 어렵습니다. 응답 ${n(v.answers)}건 가운데 한 건도 받지 못한 준비된 Pod: ${v.unhit.join(', ')}`
        : `Pod ${n(v.pods)}개가 응답했지만, 무작위 선택이라면 1,000번에 한 번 나올까 말까 할 만큼 치우쳤습니다(${tested(v.test)}).`,
    'too-few': (v) =>
      `판단하기에는 요청이 적습니다. 준비된 Pod ${n(v.pods)}개에 응답 ${n(v.answers)}건이며, ${n(v.needed)}건 이상이 필요합니다.`,
    sticky: (v) =>
      v.clients.length === 1
        ? `응답 ${n(v.answers)}건이 모두 ${v.clients[0]?.pods.length === 1 ? '한 Pod에서' : '한 번에 한 Pod에서만'} 왔습니다. 세션 어피니티가 유지됩니다.`
        : `클라이언트 ${n(v.clients.length)}개, 응답 모두 ${n(v.answers)}건: ${kept(v)} 세션 어피니티가 유지됩니다.${v.shared === null ? '' : ` ${together(v.shared)}`}`,
    'not-sticky': (v) =>
      `세션 어피니티가 유지되지 않습니다. 클라이언트별 응답한 Pod 수: ${v.clients.map(({ client, pods }) => `${client} ${n(pods)}개`).join(', ')}`,
    'not-judged': (v) =>
      v.why === 'keep-alive'
        ? `Pod ${n(v.pods)}개가 다시 사용한 연결로 응답 ${n(v.answers)}건을 보냈으므로 sessionAffinity에 대해서는 알 수 없습니다. 요청마다 새 연결로 테스트하세요.`
        : `Pod ${n(v.pods)}개가 응답 ${n(v.answers)}건을 보냈습니다. 클라이언트마다 요청 간격이 길어 그 사이에 어피니티가 만료되었습니다. 속도를 높이거나 클라이언트를 줄여 테스트하세요.`,
    stuck: (v) =>
      `한 Pod가 응답 ${n(v.answers)}건을 모두 보냈습니다: ${v.pod}. 무작위 선택이라면 확률이 ${chance(v.chance)}입니다. sessionAffinity가 None인데도 클라이언트를 한 Pod에 묶어 두는 것이 있습니다.`,
  },
  caveat: {
    'random-choice': (c) =>
      `kube-proxy(${c.mode})는 새 연결마다 무작위로 고릅니다. 횟수가 고르지 않은 것은 정상입니다.`,
    'round-robin': () => 'kube-proxy(ipvs)는 엔드포인트를 차례로 고르므로 무작위보다 고르게 나옵니다.',
    'proxy-mode-unknown': () =>
      '이 클러스터가 엔드포인트를 고르는 방식을 알 수 없습니다(kube-proxy 설정을 읽을 수 없음).',
    'one-endpoint': () => '준비된 엔드포인트가 하나뿐입니다. 어피니티와 관계없이 모든 응답이 그곳에서 옵니다.',
    'no-endpoint': () =>
      '준비된 엔드포인트가 없습니다. 연결이 거부되거나, 노드 커널이 거부 응답의 횟수를 제한하면 시간 초과가 됩니다.',
    'few-requests': (c) => `준비된 모든 Pod에 99.9% 확률로 닿으려면 요청이 ${n(c.needed)}건 이상 필요합니다.`,
    mesh: (c) =>
      `서비스 메시(${c.mesh})가 kube-proxy 대신 Pod를 고르거나, 사이드카가 없는 클라이언트를 거부할 수 있습니다.`,
    'certificate-not-verified': () => '서버 인증서를 검증하지 않습니다.',
    'keep-alive': () => '연결을 다시 사용했습니다. Pod는 요청마다가 아니라 연결마다 한 번 정해집니다.',
    'one-client': () => '클라이언트 Pod가 하나입니다. ClientIP에서는 모든 요청이 한 Pod로 갑니다.',
    'traffic-policy-local': () =>
      'internalTrafficPolicy가 Local입니다. 클라이언트는 자기 노드의 엔드포인트에만 닿습니다.',
    hints: () =>
      '엔드포인트에 토폴로지 힌트가 있습니다. 클라이언트는 자기 존이나 노드에 배정된 엔드포인트에만 닿으므로 고르게 나뉘지 않습니다.',
    'affinity-expires': (c) =>
      `ClientIP는 연결이 ${n(c.seconds)}초 동안 없으면 클라이언트를 잊는데, 이 속도에서는 클라이언트마다 요청 간격이 그보다 깁니다.`,
    'bare-pod': () =>
      'Job을 만들 권한이 없어 클라이언트를 단독 Pod로 만듭니다. 앱이 갑자기 종료되면 Pod는 기한이 지나 멈추고, 다음에 시작할 때까지 Failed 상태로 남습니다.',
    'membership-changed': (c) =>
      `테스트하는 동안 준비된 엔드포인트가 ${n(c.times)}번 바뀌어, 구간마다 따로 판단합니다.`,
    'logs-unread': (c) =>
      `Pod ${n(c.pods.length)}개의 로그를 읽을 수 없었고(${c.pods.join(', ')}) 나머지 로그에는 모든 응답이 나오지 않습니다. 어느 Pod가 몇 건을 처리했는지는 알 수 없습니다.`,
    'affinity-key-is-source-ip': () =>
      'ClientIP는 노드에 보이는 출발지 주소를 기준으로 합니다. 같은 프록시나 NAT 뒤의 사용자는 한 클라이언트로 취급됩니다.',
  },
  error: {
    refused: {
      label: '연결 거부',
      meaning: '연결이 거부되었습니다. 준비된 엔드포인트가 없거나 대상 포트에서 받는 프로세스가 없습니다.',
    },
    timeout: {
      label: '시간 초과',
      meaning:
        '타임아웃 전에 응답을 다 받지 못했습니다. 서버가 느리거나, NetworkPolicy로 막혔거나, 패킷이 버려졌습니다.',
    },
    reset: { label: '연결 끊김', meaning: '응답을 다 받기 전에 연결이 끊겼습니다.' },
    dns: { label: 'DNS', meaning: '이름을 찾지 못했습니다.' },
    unreachable: { label: '도달 불가', meaning: '그 주소로 가는 경로가 없습니다.' },
    tls: { label: 'TLS', meaning: 'TLS 핸드셰이크에 실패했습니다. HTTPS 포트가 아닐 수 있습니다.' },
    'too-large': { label: '너무 큼', meaning: '응답이 64 KB보다 커서 잘랐고, 어떤 Pod의 응답으로도 세지 않았습니다.' },
    other: { label: '기타', meaning: 'HTTP/1이 아닌 응답처럼 curl이 다른 이유로 실패했습니다.' },
  },
  problem: {
    'not-a-number': () => '숫자를 입력하세요.',
    'not-whole': () => '정수를 입력하세요.',
    below: (limit) => `최솟값: ${limit}`,
    above: (limit) => `최댓값: ${limit}`,
    'above-cap-of-both-sides': (limit) =>
      `한쪽에 초당 ${limit}건까지 가능합니다. 노드의 연결 추적 테이블이 가득 차지 않도록 양쪽을 합쳐 초당 200건으로 제한합니다.`,
    'lasts-too-long': () => '이 속도로는 한 시간이 넘게 걸립니다. 요청 수를 줄이거나 속도를 높이세요.',
    'not-a-name': () => 'Kubernetes에서 쓸 수 없는 이름입니다.',
    'path-start': () => '경로는 "/"로 시작해야 합니다.',
    'path-characters': () =>
      '공백, 따옴표, "#", ASCII가 아닌 문자는 %20처럼 퍼센트 인코딩으로 쓰세요. "$("는 쓸 수 없습니다.',
    'too-long': () => '너무 깁니다.',
    'pattern-invalid': () => '올바른 정규 표현식이 아닙니다.',
    'pattern-without-group': () => '정규 표현식에 괄호 그룹이 필요합니다. 그룹이 찾은 값을 Pod의 이름이나 IP로 봅니다.',
    'not-one-of': () => '선택할 수 없는 값입니다.',
  },
};
