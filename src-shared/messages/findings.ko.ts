import type { DeniedKind } from '../findings/diagnosis-input.ts';
import type { NearestPods } from '../findings/nearest-pods.ts';
import type { FindingMessages } from './finding-text.ts';
import { findingsPodsKo, podsKo } from './findings-pods.ko.ts';
import { findingsTrafficKo } from './findings-traffic.ko.ts';

// 조사는 값 바로 뒤에 붙이지 않는다: 값의 받침을 알 수 없다.
const pairs = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
const permission = ({ verb, resource, namespace }: DeniedKind): string =>
  `없는 권한: ${verb} ${resource}${namespace === null ? '' : ` (네임스페이스 ${namespace})`}.`;
const ASK = '클러스터 관리자에게 이 권한을 요청하세요.';
const WAIT = '기다리거나 연결 상태를 확인하세요.';

/** `가장 가까운 Pod: 4개(ReplicaSet myapp-rs), 레이블 app=myapp-rs.` */
function nearest({ owner, pods, differs, selectedBy }: NearestPods): string {
  const has = differs.flatMap((each) =>
    each.kind === 'missing' ? [] : [`${each.kind === 'key' ? each.hasKey : each.key}=${each.has}`],
  );
  const lacks = differs.flatMap((each) => (each.kind === 'missing' ? [each.key] : []));
  const who =
    pods === 0
      ? `가장 가까운 워크로드: 레플리카가 0개인 ${owner.kind} ${owner.name}`
      : `가장 가까운 Pod: ${String(pods)}개${owner.kind === '' ? '' : `(${owner.kind} ${owner.name})`}`;
  return [
    who,
    ...(has.length > 0 ? [`${pods === 0 ? 'Pod가 생기면 가질 레이블' : '레이블'} ${has.join(',')}`] : []),
    ...(lacks.length > 0 ? [`없는 레이블: ${lacks.join(', ')}`] : []),
    ...(selectedBy.length > 0 ? [`이미 선택하는 Service: ${selectedBy.join(', ')}`] : []),
  ].join(', ');
}

const UNKNOWN_LOOK = {
  elsewhere: {
    title: '다른 네임스페이스의 Pod를 읽을 수 없음',
    meaning: '대상 Pod가 다른 네임스페이스에 있는지는 알 수 없습니다.',
  },
  'data-plane': {
    title: 'kube-proxy를 볼 수 없음',
    meaning: 'kube-proxy나 이를 대신하는 것이 ClusterIP를 Pod까지 이어 주는지는 알 수 없습니다.',
  },
};

export const findingsKo: FindingMessages = {
  severity: { error: '오류', warning: '경고', info: '참고' },
  stage: {
    service: 'Service',
    selector: '셀렉터',
    pods: 'Pod',
    readiness: '준비 상태',
    ports: '포트',
    endpoints: '엔드포인트',
    traffic: '트래픽',
  },
  values: { expected: '요구하는 값', found: '실제 값' },
  commands: {
    show: '확인하기',
    mend: '고치기',
    none: '명령 하나로 고칠 수 있는 문제가 아닙니다. 위의 ‘할 일’을 따르세요.',
  },
  sentences: {
    ...findingsPodsKo,
    ...findingsTrafficKo,
    'external-name': ({ parameters: { target } }) => ({
      title: `DNS 별칭: ${target}`,
      explanation: 'ExternalName Service는 DNS 질의에 CNAME으로 답합니다. ClusterIP도 셀렉터도 엔드포인트도 없습니다.',
      next: '가리키는 이름을 확인하세요. 클러스터 안에서 해석되는지, 그 호스트 이름으로 오는 요청을 받는지 보세요.',
    }),
    headless: () => ({
      title: '헤드리스: DNS가 Pod 주소를 알려 줌',
      explanation:
        'clusterIP가 None이어서 kube-proxy가 관여하지 않습니다. 클라이언트가 Pod를 골라 Pod의 포트에 직접 연결합니다.',
      next: '의도한 것이라면 그대로 두세요.',
    }),
    'no-selector': ({ parameters: { managedBy } }) => ({
      title: '셀렉터 없음: 엔드포인트를 직접 적음',
      explanation:
        managedBy.length === 0
          ? 'Kubernetes가 Pod를 고르지 않습니다. 누가 EndpointSlice를 쓰는지는 적혀 있지 않습니다.'
          : `Kubernetes가 Pod를 고르지 않습니다. EndpointSlice를 쓰는 관리자: ${managedBy.join(', ')}.`,
      next: '의도한 것이라면 그대로 두세요. Pod가 생기거나 사라져도 여기에는 반영되지 않습니다.',
    }),
    'no-selector-no-address': () => ({
      title: '셀렉터가 없고, 직접 적은 주소도 없음',
      explanation: '셀렉터가 없으면 Kubernetes가 Pod를 고르지 않으며, 엔드포인트가 있는 EndpointSlice도 없습니다.',
      next: 'Service에 셀렉터를 지정하거나, 레이블 kubernetes.io/service-name이 있는 EndpointSlice를 만드세요.',
    }),
    'port-not-in-service': ({ parameters: { asked, ports, is, use } }) => ({
      title: `${String(asked)}번은 Service의 포트가 아님`,
      explanation: [
        `Service의 포트: ${ports.length === 0 ? '없음' : ports.join(', ')}.`,
        ...(is === 'target-port' ? [`${String(asked)}번은 Pod가 수신하는 포트(targetPort)입니다.`] : []),
        ...(is === 'node-port' ? [`${String(asked)}번은 nodePort여서 ClusterIP가 아니라 노드에 열려 있습니다.`] : []),
      ].join(' '),
      next:
        use === null
          ? 'Service의 포트 중 하나로 요청하거나, 이 포트를 추가하세요.'
          : `${String(use)}번 포트로 요청하세요.`,
    }),
    'kind-unknown': ({ parameters: { denied, look } }) => ({
      title: look === null ? `읽을 수 없는 종류: ${denied.kind}` : UNKNOWN_LOOK[look].title,
      explanation: `${permission(denied)} ${look === null ? '이것에 달린 것은 판단하지 않습니다.' : UNKNOWN_LOOK[look].meaning}`,
      next: ASK,
    }),
    'selector-matches-no-pod': ({ parameters: { selector, searched, nearest: near } }) => ({
      title: `셀렉터와 일치하는 Pod가 없음: ${selector}`,
      explanation: [
        searched === null ? '' : `네임스페이스의 Pod ${String(searched)}개 중 이 레이블을 모두 가진 것이 없습니다.`,
        ...near.slice(0, 1).map((each) => nearest(each)),
      ]
        .join(' ')
        .trim(),
      next:
        near[0]?.near === true && near[0].selectorChange !== null
          ? `셀렉터를 바꾸거나(${pairs(near[0].selectorChange.selector)}), Pod 템플릿의 레이블을 바꾸세요(${pairs(near[0].labelChange)}).${near[0].pods === 0 ? ` 그런 다음 레플리카를 늘리세요: ${near[0].owner.kind} ${near[0].owner.name}.` : ''}`
          : '셀렉터와 대상 Pod의 레이블을 비교하거나, 대상 Pod를 실행하세요.',
    }),
    'workload-scaled-to-zero': ({ parameters: { workload, name } }) => ({
      title: `레플리카가 0개임: ${workload} ${name}`,
      explanation: 'Pod가 생기면 셀렉터와 일치하지만 spec.replicas가 0이어서 하나도 없습니다.',
      next: '레플리카를 늘리세요.',
    }),
    'workload-makes-no-pods': ({ parameters: { workload, name, wanted } }) => ({
      title: `Pod가 하나도 없음: ${workload} ${name}`,
      explanation: `Pod가 생기면 셀렉터와 일치하지만 하나도 만들어지지 않았습니다.${wanted === null ? '' : ` (필요한 수: ${String(wanted)}개)`}`,
      next: 'Event를 확인하세요. 할당량(ResourceQuota), 어드미션 웹훅, Pod Security가 거부했거나, DaemonSet에 맞는 노드가 없을 수 있습니다.',
    }),
    'same-labels-elsewhere': ({ parameters: { selector, places } }) => ({
      title: '이 레이블의 Pod가 다른 네임스페이스에 있음',
      explanation: `셀렉터는 같은 네임스페이스의 Pod만 찾습니다. ${selector}: ${places.map(({ namespace, pods }) => `네임스페이스 ${namespace} (${String(pods)}개)`).join(', ')}.`,
      next: 'Service와 Pod를 같은 네임스페이스에 두거나, 그곳의 Service를 NAME.NAMESPACE 이름으로 요청하세요.',
    }),
    'only-ended-pods-match': ({ parameters: { pods } }) => ({
      title: '이미 끝난 Pod만 셀렉터와 일치함',
      explanation: `${podsKo(pods)}: Succeeded 또는 Failed 단계입니다. 이런 Pod는 엔드포인트가 될 수 없습니다.`,
      next: '서버는 다시 시작해 주는 Deployment나 StatefulSet으로 실행하세요.',
    }),
    'selects-other-owners': ({ parameters: { owners, sharedImage } }) => ({
      title: '셀렉터가 소유자가 다른 Pod들을 함께 선택함',
      explanation: `${owners.map(({ kind, name, pods }) => `${kind === '' ? '컨트롤러 없음' : `${kind} ${name}`}: ${String(pods)}개`).join(', ')}. ${sharedImage ? '카나리 배포처럼 같은 이미지를 실행합니다.' : '서로 다른 이미지를 실행하므로 요청 일부가 엉뚱한 애플리케이션으로 갈 수 있습니다.'}`,
      next: sharedImage ? '의도한 것이라면 그대로 두세요.' : '원하는 Pod에만 있는 레이블을 셀렉터에 추가하세요.',
    }),
    'pods-unknown': ({ parameters: { denied } }) => ({
      title: 'Pod를 볼 수 없어 셀렉터가 무엇을 선택하는지 알 수 없음',
      explanation:
        denied === null ? 'Pod를 (아직) 읽지 못했습니다.' : `${permission(denied)} Pod가 없다는 뜻이 아닙니다.`,
      next: denied === null ? WAIT : ASK,
    }),
    'slices-unknown': ({ parameters: { denied } }) => ({
      title: 'EndpointSlice를 볼 수 없어 누가 트래픽을 받는지 알 수 없음',
      explanation:
        denied === null
          ? 'EndpointSlice를 (아직) 읽지 못했습니다.'
          : `${permission(denied)} 엔드포인트가 없다는 뜻이 아닙니다.`,
      next: denied === null ? WAIT : ASK,
    }),
  },
};
