import type { MembershipMessages } from './membership-text.ts';

const because = (reason: string | null, message: string | null): string => {
  const said = [reason, message].filter((part) => part !== null && part !== '');
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
};

/** 몇 개만 이름으로, 나머지는 개수로: 클러스터에는 노드가 수천 개일 수 있다. */
const names = (all: readonly string[]): string =>
  all.length <= NAMED ? all.join(', ') : `${all.slice(0, NAMED).join(', ')} 외 ${number(all.length - NAMED)}개`;
const NAMED = 5;
const number = (value: number): string => value.toLocaleString('ko');

export const membershipKo: MembershipMessages = {
  state: {
    in: { label: '포함', meaning: 'Service로 들어오는 새 연결을 받습니다.' },
    'not-ready': { label: '등록됨, 트래픽 없음', meaning: 'EndpointSlice에 있지만 새 연결을 받지 않습니다.' },
    out: { label: '제외', meaning: '이 Service의 어떤 EndpointSlice에도 없습니다.' },
    unknown: { label: '알 수 없음', meaning: 'EndpointSlice를 읽을 권한이 없어 판단하지 않습니다.' },
  },
  reason: {
    ready: () => 'Pod가 Ready 상태입니다.',
    'published-not-ready': () => 'Ready 상태가 아니지만 Service에 publishNotReadyAddresses: true가 설정되어 있습니다.',
    'serving-while-terminating': () =>
      '종료 중이지만 아직 응답합니다. 준비된 엔드포인트가 하나도 없어서 종료 중인 Pod로 트래픽이 갑니다.',
    terminating: () => 'Pod가 삭제되는 중이어서 새 연결을 받지 않습니다.',
    'not-ready': ({ reason, message }) => `Pod가 Ready 상태가 아닙니다.${because(reason, message)}`,
    'readiness-probe': ({ container, message }) =>
      `준비성 프로브(readinessProbe)가 실패하고 있습니다. 컨테이너: ${container}${because(null, message)}`,
    'container-waiting': ({ container, reason, message }) =>
      `컨테이너가 실행되고 있지 않습니다. 컨테이너: ${container}${because(reason, message)}`,
    'container-terminated': ({ container, reason, exitCode }) =>
      `컨테이너가 종료되었습니다. 컨테이너: ${container} (${reason}, 종료 코드 ${String(exitCode)})`,
    'init-container': ({ container, reason }) =>
      `초기화 컨테이너가 아직 끝나지 않았습니다. 컨테이너: ${container}${because(reason, null)}`,
    'startup-probe': ({ container }) =>
      `컨테이너가 아직 시작하는 중입니다. 시작 프로브(startupProbe)를 통과하지 못했습니다. 컨테이너: ${container}`,
    'readiness-gate': ({ gate }) => `readiness gate 조건이 True가 아닙니다: ${gate}`,
    'node-not-ready': ({ node }) => `Pod가 있는 노드가 Ready 상태가 아닙니다. 노드: ${node}`,
    unscheduled: ({ message }) => `아직 노드에 배정(스케줄링)되지 않았습니다.${because(null, message)}`,
    'no-ip': () => 'Pod에 아직 IP가 없습니다.',
    'no-ip-of-family': ({ families }) => `Service의 IP 패밀리에 맞는 주소가 Pod에 없습니다. (${families.join(', ')})`,
    phase: ({ phase, reason }) =>
      phase === 'Succeeded'
        ? 'Pod가 완료되었습니다. 완료된 Pod는 엔드포인트가 될 수 없습니다.'
        : `Pod가 실패했습니다. 실패한 Pod는 엔드포인트가 될 수 없습니다.${because(reason, null)}`,
    deleted: () => 'Pod가 더는 존재하지 않습니다.',
    'node-missing': ({ node }) => `Pod가 가리키는 노드가 존재하지 않습니다. 노드: ${node}`,
    'node-unknown': ({ node }) => `노드를 읽을 권한이 없어 노드가 존재하는지 알 수 없습니다. 노드: ${node}`,
    'external-name': ({ name }) => `이 Service는 DNS 이름일 뿐이어서 엔드포인트가 없습니다. 가리키는 이름: ${name}`,
    fqdn: () => 'addressType이 FQDN인 EndpointSlice의 DNS 이름입니다. kube-proxy는 사용하지 않습니다.',
    'port-not-found': ({ port, targetPort, protocol }) =>
      `이름이 "${targetPort}"인 ${protocol} 포트가 어떤 컨테이너에도 없습니다.${port === '' ? '' : ` (Service 포트: ${port})`}`,
    'port-not-in-slice': ({ port, protocol }) =>
      `이 주소가 있는 EndpointSlice에 Service의 ${protocol} 포트가 없습니다.${port === '' ? ' (이름 없는 포트)' : ` (포트 이름: ${port})`}`,
    'not-selected': () => 'Service의 셀렉터가 선택하지 않는 Pod입니다.',
    'hand-made': ({ managedBy }) =>
      managedBy === null || managedBy === ''
        ? '셀렉터로 선택된 것이 아니라 누군가 EndpointSlice에 직접 적은 주소입니다.'
        : `셀렉터로 선택된 것이 아니라 다른 관리자가 EndpointSlice에 적은 주소입니다. (${managedBy})`,
    'slices-lag': () => 'EndpointSlice에 Pod의 현재 상태가 (아직) 반영되지 않았습니다.',
    'slices-unknown': () => 'EndpointSlice를 읽지 못해 포함되는지 알 수 없습니다.',
    'pod-unknown': () => '이 주소의 Pod를 볼 수 없습니다.',
  },
  none: {
    'external-name': ({ name }) => `DNS 이름: ${name}`,
    'no-selector': () => '셀렉터가 없고, 직접 적은 주소도 없음',
    'no-pod-matches': ({ selector }) => `일치하는 Pod 없음: ${selector}`,
    'none-ready': ({ pods }) => `준비된 Pod 없음 (${String(pods)}개 중)`,
    'all-completed': ({ pods }) => `일치하는 Pod ${String(pods)}개가 모두 끝남`,
    'no-addresses': ({ pods }) => `일치하는 Pod ${String(pods)}개에 아직 쓸 수 있는 IP가 없음`,
    'port-not-found': ({ targetPort }) => `이름이 "${targetPort}"인 컨테이너 포트 없음`,
    'node-missing': ({ node }) => `노드가 존재하지 않음: ${node}`,
    'slices-lag': ({ pods }) => `일치하는 Pod ${String(pods)}개가 아직 EndpointSlice에 없음`,
    'slices-unknown': () => '알 수 없음: EndpointSlice를 읽지 못함',
    'pods-unknown': () => '엔드포인트 없음, Pod를 읽지 못함',
  },
  noneShort: {
    'external-name': 'DNS 이름',
    'no-selector': '셀렉터 없음',
    'no-pod-matches': '일치하는 Pod 없음',
    'none-ready': '준비된 Pod 없음',
    'all-completed': 'Pod가 모두 끝남',
    'no-addresses': '아직 IP 없음',
    'port-not-found': '포트 이름 없음',
    'node-missing': '노드 없음',
    'slices-lag': '아직 슬라이스에 없음',
    'slices-unknown': '슬라이스를 읽지 못함',
    'pods-unknown': 'Pod를 읽지 못함',
  },
  endpointsNote: {
    'not-watched': () => '여기서는 Endpoints를 읽지 않습니다.',
    absent: () => 'Endpoints 오브젝트가 없습니다. 1.33부터 사용 중단(deprecated)되었으며 기준은 EndpointSlice입니다.',
    same: () => 'Endpoints와 EndpointSlice가 일치합니다.',
    differ: ({ onlyInSlices, onlyInEndpoints }) =>
      [
        'Endpoints와 EndpointSlice가 다릅니다.',
        ...(onlyInSlices.length > 0 ? [`EndpointSlice에만 있음: ${onlyInSlices.join(', ')}`] : []),
        ...(onlyInEndpoints.length > 0 ? [`Endpoints에만 있음: ${onlyInEndpoints.join(', ')}`] : []),
      ].join(' '),
    truncated: () => 'Endpoints는 주소 1,000개에서 잘렸습니다. EndpointSlice에는 모두 있습니다.',
    'other-family': ({ onlyInSlices }) =>
      `Endpoints에는 한 가지 IP 패밀리만 있습니다. EndpointSlice에만 있음: ${onlyInSlices.join(', ')}`,
    'terminating-left-out': ({ onlyInSlices }) => `Endpoints는 종료 중인 Pod를 제외합니다: ${onlyInSlices.join(', ')}`,
    'slices-unknown': () => 'EndpointSlice를 읽지 못해 비교할 수 없습니다.',
  },
  reachNote: {
    'local-drops': ({ policy, nodes }) =>
      policy === 'internal'
        ? `internalTrafficPolicy가 Local입니다. 다음 노드에는 엔드포인트가 없어 그 노드의 Pod에서 시작한 연결은 버려집니다: ${names(nodes)}`
        : `externalTrafficPolicy가 Local입니다. 다음 노드에는 엔드포인트가 없어 그 노드로 들어온 외부 연결은 버려집니다: ${names(nodes)}`,
    'local-nodes-unknown': ({ policy, nodes }) =>
      `${policy}TrafficPolicy가 Local인데 노드를 읽지 못했습니다. 엔드포인트가 없는 노드의 연결은 버려집니다. 엔드포인트가 있다고 알려진 노드: ${
        nodes.length === 0 ? '없음' : names(nodes)
      }`,
    'zone-hints': ({ zones }) =>
      `영역(zone) 힌트에 따라 클라이언트는 자기 영역에 배정된 엔드포인트로만 갑니다. 배정이 없는 영역의 클라이언트는 어디로든 갑니다. 배정: ${zones
        .map(({ zone, endpoints }) => `${zone} (${number(endpoints)}개)`)
        .join(', ')}`,
    'node-hints': ({ nodes }) =>
      `노드 힌트에 따라 다음 노드의 클라이언트는 자기 노드의 엔드포인트로만 갑니다: ${names(nodes)} (다른 노드의 클라이언트는 어디로든 갑니다.)`,
    'hints-ignored': () =>
      '토폴로지 힌트가 있는 엔드포인트와 없는 엔드포인트가 섞여 있어 kube-proxy가 힌트를 모두 무시합니다.',
    'distribution-without-hints': ({ distribution }) =>
      `trafficDistribution 값이 있지만 엔드포인트에 힌트가 (아직) 없어 클라이언트는 어디로든 갑니다. 값: ${distribution}`,
  },
};
