import type { trainingEn } from './training.en.ts';

export const trainingKo: typeof trainingEn = {
  title: '실습 클러스터',
  about:
    '이 앱 안에서 도는 작은 Kubernetes입니다. 설치할 것이 없고, 이 컴퓨터 밖으로 나가는 것도 없으며, 멈추면 사라집니다.',
  running: '실행 중',
  scenario: '시나리오',
  scenarios: {
    course: {
      title: '기본 과정',
      about: 'Service 하나, Pod 4개인 ReplicaSet, 그리고 세션 어피니티를 켠 같은 Service입니다.',
    },
    'wrong-label': { title: '잘못된 레이블', about: 'Service가 찾는 레이블이 Pod에 없습니다.' },
    'wrong-target-port': {
      title: '잘못된 targetPort',
      about: 'Pod는 엔드포인트에 있지만 그 포트에서 아무것도 듣고 있지 않습니다.',
    },
    'named-port-missing': { title: '없는 포트 이름', about: 'targetPort에 적힌 이름을 가진 컨테이너 포트가 없습니다.' },
    'failing-readiness': {
      title: '실패하는 준비성 프로브',
      about: 'Pod는 실행 중이지만 준비된(Ready) Pod가 없습니다.',
    },
    'wrong-namespace': { title: '다른 네임스페이스', about: '레이블이 맞는 Pod가 다른 네임스페이스에 있습니다.' },
    'scaled-to-zero': { title: '레플리카 0개', about: '레이블은 맞지만 Pod가 없습니다.' },
    'completed-pods': { title: '끝난 Pod뿐', about: '셀렉터에 맞는 Pod가 모두 완료되었습니다.' },
    headless: { title: '헤드리스', about: 'ClusterIP가 없고, 이름이 Pod로 바로 이어집니다.' },
    'external-name': { title: 'ExternalName', about: '엔드포인트도 프록시도 없는 DNS 별칭입니다.' },
    'no-selector': { title: '셀렉터 없음', about: '엔드포인트를 손으로 적었습니다.' },
    'publish-not-ready': { title: 'publishNotReadyAddresses', about: '준비되지 않은 Pod도 트래픽을 받습니다.' },
    'traffic-policy-local': {
      title: 'internalTrafficPolicy Local',
      about: '다른 노드의 클라이언트는 아무에게도 닿지 못합니다.',
    },
    'two-services': { title: 'Service 두 개', about: '같은 Pod 앞에 Service가 두 개 있습니다.' },
  },
  start: '시작',
  open: '열기',
  reset: '초기화',
  stop: '중지',
  kubectl: '앱 옆의 터미널에서:',
  copyExport: 'kubectl이 실습 클러스터를 쓰게 하는 줄 복사',
};
