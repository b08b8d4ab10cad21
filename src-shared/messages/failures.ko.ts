import type { FailureDetail } from '../ipc/failure-detail.ts';
import { failureDetailKo } from './failure-detail.ko.ts';
import { failureDetailText } from './failure-detail-text.ts';
import type { FailureSentences } from './failure-text.ts';

// 조사는 값 바로 뒤에 붙이지 않는다: 값의 받침을 알 수 없다.
const inNamespace = (namespace: string | null): string =>
  namespace === null ? '모든 네임스페이스에서' : `네임스페이스 "${namespace}" 안에서`;

const canI = (verb: string, resource: string, namespace: string | null): string =>
  `kubectl auth can-i ${verb} ${resource} ${namespace === null ? '--all-namespaces' : `-n ${namespace}`}`;

const because = (detail: FailureDetail): string => failureDetailText(failureDetailKo, detail);

export const failuresKo: FailureSentences = {
  'launch.value-missing': ({ option }) => ({
    what: `옵션에 값이 없습니다: ${option}`,
    why: '뒤에 아무것도 없거나, -로 시작해서 다음 옵션으로 읽힙니다.',
    next: `창을 열지 않았습니다. 다음과 같이 쓰세요: npm start -- ${option} VALUE`,
  }),
  'launch.value-unexpected': ({ option, value }) => ({
    what: `값을 받지 않는 옵션입니다: ${option}`,
    why: `주어진 값: "${value}"`,
    next: `창을 열지 않았습니다. 다음과 같이 쓰세요: npm start -- ${option}`,
  }),
  'launch.unknown-option': ({ option, known }) => ({
    what: `없는 옵션입니다: ${option}`,
    why: `ServiceScope의 옵션: ${known.join(', ')}. Electron의 스위치도 쓸 수 있습니다.`,
    next: '창을 열지 않았습니다. 옵션을 고쳐 다시 시작하세요.',
  }),

  'kubeconfig.none': ({ paths }) => ({
    what: 'kubeconfig 파일을 찾지 못했습니다.',
    why: `찾아본 위치: ${paths.join(', ')}`,
    next: 'KUBECONFIG 환경 변수를 설정하거나 다음과 같이 시작하세요: npm start -- --kubeconfig FILE',
  }),
  'kubeconfig.unreadable': ({ path, detail }) => ({
    what: `kubeconfig 파일을 읽지 못했습니다: ${path}`,
    why: because(detail),
    next: '파일이 있는지, 읽을 권한이 있는지 확인하세요.',
  }),
  'kubeconfig.invalid': ({ path, detail }) => ({
    what: `올바른 kubeconfig 형식이 아닙니다: ${path}`,
    why: because(detail),
    next: `파일을 고치세요. kubectl이 어떻게 읽는지 보려면: kubectl config view --kubeconfig ${path}`,
  }),
  'kubeconfig.context-unknown': ({ context, known }) => ({
    what: `kube 컨텍스트를 찾을 수 없습니다: ${context}`,
    why:
      known.length === 0
        ? 'kubeconfig에 컨텍스트가 하나도 없습니다.'
        : `kubeconfig에 있는 컨텍스트: ${known.join(', ')}`,
    next: '있는 컨텍스트 중에서 고르세요. 목록을 보려면: kubectl config get-contexts',
  }),
  'kubeconfig.other-open': ({ open, asked }) => ({
    what: `ServiceScope가 이미 ${open.join(', ')} 파일로 실행 중입니다.`,
    why: `새로 시작하면서 ${asked.join(', ')} 파일을 요청했지만, 실행 중인 앱 하나는 kubeconfig 하나만 읽습니다. 창을 열지 않았습니다.`,
    next: '실행 중인 앱을 종료하고 다시 시작하거나, 두 파일을 KUBECONFIG에 함께 적으세요.',
  }),
  'kubeconfig.cluster-missing': ({ context, cluster }) => ({
    what: `kube 컨텍스트를 열 수 없습니다: ${context}`,
    why: `이 컨텍스트가 가리키는 클러스터 "${cluster}" 항목이 kubeconfig에 없습니다.`,
    next: `항목을 추가하세요: kubectl config set-cluster ${cluster} --server=https://HOST:6443`,
  }),
  'kubeconfig.user-missing': ({ context, user }) => ({
    what: `kube 컨텍스트를 열 수 없습니다: ${context}`,
    why: `이 컨텍스트가 가리키는 사용자 "${user}" 항목이 kubeconfig에 없습니다.`,
    next: `항목을 추가하세요: kubectl config set-credentials ${user} --token=TOKEN`,
  }),
  'kubeconfig.server-invalid': ({ cluster, server }) => ({
    what: `이 kubeconfig로는 클러스터에 연결할 수 없습니다: ${cluster}`,
    why: `server에는 API 서버의 https:// 주소가 있어야 합니다. 현재 값: ${server}`,
    next: `값을 고치세요: kubectl config set-cluster ${cluster} --server=https://HOST:6443`,
  }),
  'kubeconfig.proxy-refused': ({ cluster, proxy }) => ({
    what: `아직 사용할 수 없는 클러스터입니다: ${cluster}`,
    why: `kubeconfig가 모든 요청을 프록시(proxy-url: ${proxy})로 보내도록 정하고 있는데, ServiceScope는 프록시를 거치지 않습니다.`,
    next: 'API 서버에 직접 닿는 컨텍스트를 사용하세요. 예: VPN 연결',
  }),
  'kubeconfig.exec-refused': ({ user, command }) => ({
    what: `아직 사용할 수 없는 사용자입니다: ${user}`,
    why: `자격 증명을 얻으려면 프로그램(${command})을 실행해야 하는데, ServiceScope는 kubeconfig에 적힌 어떤 것도 실행하지 않습니다.`,
    next: '토큰이나 클라이언트 인증서를 쓰는 컨텍스트를 사용하세요. 예: kubectl create token SERVICEACCOUNT',
  }),
  'kubeconfig.auth-provider-refused': ({ user, provider }) => ({
    what: `사용할 수 없는 사용자입니다: ${user}`,
    why: `auth-provider(${provider}) 방식은 Kubernetes 1.26에서 제거되었습니다.`,
    next: '토큰이나 클라이언트 인증서를 쓰는 컨텍스트를 사용하세요.',
  }),
  'kubeconfig.impersonation-refused': ({ user }) => ({
    what: `사용할 수 없는 사용자입니다: ${user}`,
    why: 'uid, 그룹, 추가 필드(as-uid, as-groups, as-user-extra)로 가장하도록 적혀 있지만 가장할 사용자(as)가 없습니다.',
    next: 'kubeconfig에 가장할 사용자(as)를 적거나 나머지 필드를 지우세요.',
  }),
  'kubeconfig.credential-file': ({ path, detail }) => ({
    what: `자격 증명 파일을 사용할 수 없습니다: ${path}`,
    why: because(detail),
    next: 'kubeconfig에 적힌 경로와 파일 읽기 권한을 확인하세요.',
  }),

  'training.failed': ({ detail }) => ({
    what: '실습 클러스터가 시작되지 않았거나 끝났습니다.',
    why: detail,
    next: '다시 시작하세요. 또 끝나면 도움말에서 로그를 열어 알려 주세요.',
  }),
  'connect.dns': ({ host }) => ({
    what: `API 서버를 찾을 수 없습니다: ${host}`,
    why: '이 이름의 주소가 DNS에 없습니다.',
    next: 'kubeconfig의 서버 이름을 확인하고, VPN이 필요한 클러스터라면 VPN 연결도 확인하세요.',
  }),
  'connect.refused': ({ host, port }) => ({
    what: `API 서버가 연결을 거부했습니다: ${host}:${String(port)}`,
    why: '컴퓨터는 응답하지만 이 포트에서 수신하는 프로그램이 없습니다.',
    next: '클러스터를 시작하거나 kubeconfig의 server 값을 고치세요. 연결은 자동으로 다시 시도합니다.',
  }),
  'connect.unreachable': ({ host, detail }) => ({
    what: `API 서버에 도달할 수 없습니다: ${host}`,
    why: detail,
    next: '네트워크와 VPN을 확인하세요. 연결은 자동으로 다시 시도합니다.',
  }),
  'connect.timeout': ({ host, seconds }) => ({
    what: `API 서버가 응답하지 않습니다: ${host}`,
    why: `${String(seconds)}초 안에 연결되지 않았습니다. 방화벽에 막혔거나 VPN이 꺼져 있으면 이렇게 됩니다.`,
    next: '네트워크와 VPN을 확인하세요. 연결은 자동으로 다시 시도합니다.',
  }),
  'connect.lost': ({ host, detail }) => ({
    what: `API 서버와의 연결이 끊어졌습니다: ${host}`,
    why: because(detail),
    next: '자동으로 다시 연결하므로 할 일은 없습니다. 그때까지는 마지막으로 확인된 상태를 보여 줍니다.',
  }),
  'connect.silent': ({ host, seconds }) => ({
    what: `API 서버와의 연결에서 아무 신호도 오지 않습니다: ${host}`,
    why: `${String(seconds)}초 동안 ping에 대한 응답조차 없었습니다.`,
    next: '자동으로 다시 연결하므로 할 일은 없습니다. 그때까지는 마지막으로 확인된 상태를 보여 줍니다.',
  }),
  'tls.untrusted': ({ server, detail }) => ({
    what: `서버 인증서를 신뢰할 수 없습니다: ${server}`,
    why: detail,
    next: 'kubeconfig의 certificate-authority-data에 올바른 인증 기관(CA) 인증서를 넣으세요.',
  }),
  'tls.expired': ({ server, detail }) => ({
    what: `연결에 쓰인 인증서의 유효 기간이 맞지 않습니다: ${server}`,
    why: detail,
    next: '인증서를 갱신하고(kubeadm이라면 kubeadm certs renew all) 이 컴퓨터의 시계도 확인하세요.',
  }),
  'tls.name-mismatch': ({ server, detail }) => ({
    what: `서버 인증서가 다른 이름으로 발급되었습니다: ${server}`,
    why: detail,
    next: '인증서에 있는 이름으로 server 값을 바꾸거나 kubeconfig에 tls-server-name을 설정하세요.',
  }),
  'tls.failed': ({ server, detail }) => ({
    what: `보안 연결을 맺지 못했습니다: ${server}`,
    why: detail,
    next: 'kubeconfig의 인증서를 확인하고, 그 포트가 TLS를 쓰는지 확인하세요.',
  }),

  'api.unauthorized': ({ user }) => ({
    what: `API 서버가 자격 증명을 받아들이지 않습니다. 사용자: ${user}`,
    why: '응답 코드가 401입니다. 토큰이나 인증서가 틀렸거나 만료되었습니다.',
    next: 'kubeconfig의 자격 증명을 갱신하세요. 현재 신원을 보려면: kubectl auth whoami',
  }),
  'api.forbidden': ({ verb, resource, namespace, message }) => ({
    what: `${inNamespace(namespace)} 권한이 없습니다: ${verb} ${resource}`,
    why: message,
    next: `이 동사(verb)가 있는 Role을 요청하세요(docs/rbac.md에 준비되어 있습니다). 확인: ${canI(verb, resource, namespace)}`,
  }),
  'api.not-found': ({ kind, name }) => ({
    what: `찾을 수 없습니다: ${kind} ${name}`,
    why: '삭제되었거나 이 네임스페이스에 처음부터 없었습니다.',
    next: '목록으로 돌아가면 지금 있는 것을 볼 수 있습니다.',
  }),
  'api.conflict': ({ kind, name, message }) => ({
    what: `변경하지 못했습니다: ${kind} ${name}`,
    why: message,
    next: '현재 상태를 확인한 뒤 다시 시도하세요.',
  }),
  'api.rejected': ({ status, message }) => ({
    what: `API 서버가 요청을 거절했습니다(${String(status)}).`,
    why: message,
    next: '메시지가 가리키는 부분을 고치세요. 바뀐 것은 없습니다.',
  }),
  'api.busy': ({ status, retryAfterSeconds }) => ({
    what: `API 서버가 바쁩니다(${String(status)}).`,
    why: 'API 서버가 기다렸다가 다시 요청하라고 합니다.',
    next: `${String(retryAfterSeconds)}초 뒤에 자동으로 다시 요청합니다.`,
  }),
  'api.failed': ({ status, message }) => ({
    what: `API 서버에서 오류가 났습니다(${String(status)}).`,
    why: message,
    next: '자동으로 다시 시도합니다. 계속되면 API 서버의 로그를 확인하세요.',
  }),
  'api.gone': () => ({
    what: '감시(watch)를 이어 갈 수 없습니다.',
    why: '그 시점 이후의 변경 기록이 API 서버에 더는 없습니다(410).',
    next: '전체 목록을 자동으로 다시 받으므로 할 일은 없습니다.',
  }),
  'api.garbled': ({ detail }) => ({
    what: 'API 서버의 응답을 해석하지 못했습니다.',
    why: because(detail),
    next: '목록을 다시 받습니다. 계속되면 클러스터와의 사이에 프록시가 있는지 확인하세요.',
  }),

  'traffic.service-unsupported': ({ reason }) => ({
    what: '이 Service로는 트래픽 테스트를 할 수 없습니다.',
    why: {
      ExternalName: 'ExternalName Service는 DNS 이름(CNAME)일 뿐이어서 트래픽이 클러스터를 거치지 않습니다.',
      headless:
        '헤드리스 Service에는 ClusterIP가 없습니다. DNS가 Pod 주소를 바로 알려 주고 kube-proxy는 관여하지 않습니다.',
      UDP: 'UDP에는 연결이 없어서 성공 여부를 알 수 없습니다.',
      SCTP: '클라이언트가 SCTP를 사용할 수 없습니다.',
      'no-cluster-ip': '아직 ClusterIP가 없습니다.',
    }[reason],
    next: 'ClusterIP가 있는 Service의 TCP 포트를 고르세요.',
  }),
  'traffic.twin-unsupported': ({ reason }) => ({
    what: '여기서는 어피니티를 끈 상태와 켠 상태를 나란히 비교할 수 없습니다.',
    why: {
      ExternalName: 'ExternalName Service에는 자체 엔드포인트가 없습니다.',
      headless: '헤드리스 Service에는 ClusterIP가 없어서 어피니티가 의미가 없습니다.',
      'no-selector': '셀렉터가 없는 Service여서 쌍둥이 Service를 만들어도 엔드포인트가 생기지 않습니다.',
      'no-jobs':
        'Job을 만들 권한이 없습니다. Job이 없으면 앱이 강제 종료되었을 때 쌍둥이 Service를 치울 방법이 없습니다.',
    }[reason],
    next: 'Service를 있는 그대로 테스트하세요.',
  }),
  'traffic.read-only': () => ({
    what: '트래픽 테스트가 꺼져 있습니다.',
    why: 'ServiceScope가 --readonly로 시작되었고, 테스트를 하려면 Pod를 만들어야 합니다.',
    next: '--readonly 없이 다시 시작하세요.',
  }),
  'traffic.missing-verb': ({ verb, resource, namespace }) => ({
    what: '트래픽 테스트를 시작할 수 없습니다.',
    why: `${inNamespace(namespace)} 권한이 없습니다: ${verb} ${resource}`,
    next: `docs/rbac.md의 "test" Role을 요청하세요. 확인: ${canI(verb, resource, namespace)}`,
  }),
  'traffic.client-not-started': ({ pod, reason, detail }) => ({
    what: `클라이언트 Pod가 시작되지 않았습니다: ${pod}`,
    why: detail === '' ? reason : `${reason}: ${detail}`,
    next: '만든 것은 모두 다시 지웠습니다. 이미지, 풀 시크릿, 풀 정책은 설정에서 바꿀 수 있습니다.',
  }),
  'traffic.client-without-curl': ({ pod, detail }) => ({
    what: `클라이언트 Pod에서 요청을 보낼 수 없습니다: ${pod}`,
    why: `이미지에 쓸 수 있는 curl이 없습니다: ${detail}`,
    next: '설정에서 curl이 들어 있는 이미지를 고르세요.',
  }),
  'traffic.twin-not-ready': ({ service, seconds }) => ({
    what: `임시 Service를 사용할 수 없습니다: ${service}`,
    why: `${String(seconds)}초가 지나도 EndpointSlice가 원본과 다르거나, 이 Service를 거친 응답이 없었습니다.`,
    next: '임시 Service는 다시 지웠습니다. kube-controller-manager와 kube-proxy가 동작하는지 확인하거나, Service를 있는 그대로 테스트하세요.',
  }),
  'traffic.exec-failed': ({ pod, detail }) => ({
    what: `클라이언트 Pod에서 명령을 실행하지 못했습니다: ${pod}`,
    why: detail,
    next: 'pods/exec 권한이 있는지, API 서버 앞의 프록시가 WebSocket을 통과시키는지 확인하세요.',
  }),
  'traffic.already-running': ({ service }) => ({
    what: '테스트를 시작하지 않았습니다.',
    why: `이 Service의 테스트가 이미 진행 중입니다: ${service}`,
    next: '진행 중인 테스트를 멈추거나 끝날 때까지 기다리세요.',
  }),
  'traffic.unknown-run': () => ({
    what: '더는 알 수 없는 테스트입니다.',
    why: '이미 끝났거나 그사이 앱이 다시 시작되었습니다.',
    next: '새 테스트를 시작하세요.',
  }),

  'change.read-only': () => ({
    what: '변경 기능이 꺼져 있습니다.',
    why: 'ServiceScope가 --readonly로 시작되었습니다.',
    next: '--readonly 없이 다시 시작하거나 kubectl 명령을 복사하세요.',
  }),

  'argument.invalid': ({ field, detail }) => ({
    what: `사용할 수 없는 값입니다. 항목: ${field}`,
    why: because(detail),
    next: '값을 고치세요. 바뀐 것은 없습니다.',
  }),
  'export.failed': ({ path, detail }) => ({
    what: `파일을 쓰지 못했습니다: ${path}`,
    why: detail,
    next: '다른 위치를 고르세요.',
  }),
  canceled: () => ({
    what: '취소되었습니다.',
    why: '사용자가 멈췄거나 다른 작업으로 넘어갔습니다.',
    next: '필요하면 다시 시작하세요.',
  }),
  internal: ({ detail }) => ({
    what: 'ServiceScope 내부에서 오류가 났습니다.',
    why: detail,
    next: '로그와 함께 알려 주세요(도움말 → 로그 열기).',
  }),
};
