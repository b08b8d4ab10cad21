import type { historyEn } from './history.en.ts';
import type { HistoryWords } from './history-text.ts';

const number = new Intl.NumberFormat('ko');
const changes = (count: number): string => `변경 ${number.format(count)}건`;
const time = new Intl.DateTimeFormat('ko', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('ko', { month: 'short', day: 'numeric' });
const label = (value: string | null): string => value ?? '(없음)';

// 조사는 값 바로 뒤에 붙이지 않는다: 값의 받침을 알 수 없다.
const words: HistoryWords = {
  what: {
    entered: '들어옴',
    left: '나감',
    'became-ready': '트래픽 받음',
    'became-not-ready': '등록됨, 트래픽 없음',
    'service-created': 'Service 생성',
    'service-deleted': 'Service 삭제',
    'service-changed': 'Service 변경',
  },
  enteredUnready: '들어옴, 트래픽 없음',
  cause: {
    deleted: ({ by }) => {
      if (by === null) return 'Pod가 삭제되었습니다. 누가 삭제했는지는 API로 알 수 없습니다.';
      return by.kind === 'controller'
        ? `컨트롤러가 Pod를 삭제했습니다. 축소되었거나 새 Pod로 교체되었습니다. (${by.controller} ${by.name})`
        : `Pod가 중단되었습니다. 이유: ${DISRUPTIONS[by.reason] ?? by.reason}`;
    },
    'pod-created': ({ by }) =>
      by === null ? '셀렉터가 선택하는 새 Pod입니다.' : `컨트롤러가 만든 새 Pod입니다. (${by.controller} ${by.name})`,
    'labels-changed': ({ labels }) =>
      `Pod의 레이블이 바뀌었습니다: ${labels.map(({ key, from, to }) => `${key}: ${label(from)} → ${label(to)}`).join(', ')}`,
    'selector-changed': ({ from, to }) => `Service의 셀렉터가 바뀌었습니다: ${from} → ${to}`,
    'service-created': () => 'Service가 만들어졌고 셀렉터가 이 Pod를 선택합니다.',
    'service-deleted': () => 'Service가 삭제되었습니다.',
    'slice-edited': () => '누군가 EndpointSlice에서 주소를 지웠습니다.',
    unknown: () => '알 수 없습니다. 이유를 알려 줄 것을 읽을 권한이 없거나 보지 못했습니다.',
  },
  field: ({ field, from, to }) => `${field}: ${from} → ${to}`,
};

const DISRUPTIONS: Readonly<Record<string, string>> = {
  EvictionByEvictionAPI: 'kubectl drain 등이 요청한 축출(EvictionByEvictionAPI)',
  PreemptionByScheduler: '우선순위가 더 높은 Pod를 위한 스케줄러의 선점(PreemptionByScheduler)',
  DeletionByTaintManager: '톨러레이션이 없는 노드의 테인트(DeletionByTaintManager)',
  DeletionByPodGC: '노드가 없어져 Pod 가비지 컬렉터가 삭제(DeletionByPodGC)',
  TerminationByKubelet: '노드의 자원 부족 또는 종료로 kubelet이 중단(TerminationByKubelet)',
};

export const historyKo: typeof historyEn = {
  ...words,
  tab: '기록',
  time: (moment) => time.format(moment),
  day: (moment) => day.format(moment),
  between: (from, to) => `${from} ~ ${to} 사이`,
  since: (moment) => `기록 시작: ${moment}`,
  count: (count) => changes(count),
  dropped: (count, moment) => `${moment} 이전의 ${changes(count)}: 오래되어 지웠습니다.`,
  loadingTitle: '아직 기록된 것이 없습니다',
  loadingText: 'Service와 EndpointSlice를 모두 읽으면 기록을 시작합니다.',
  unknownTitle: '기록을 알 수 없습니다',
  emptyTitle: '아직 이 Service 뒤에 있었던 Pod가 없습니다',
  emptyText: '앱이 연결되어 있는 동안 들어오고 나가고 상태가 바뀌는 것을 이유와 함께 여기에 기록합니다.',
  unchanged: '그 뒤로 바뀐 것이 없습니다.',
  timeline: 'Pod마다 트래픽을 받은 시간',
  legend: { in: '트래픽 받음', 'not-ready': '등록됨, 트래픽 없음', out: '제외', gap: '지켜보지 못함' },
  row: (name, state, turns) => `${name}: 지금 ${state}, ${turns}`,
  more: (count) => `외 ${number.format(count)}개는 목록에 있습니다`,
  now: '지금',
  list: '변경 목록',
  columns: { at: '시각', pod: 'Pod', what: '변경', why: '이유' },
  notWatched: '지켜보지 못함',
  gap: (from, to) =>
    `${from} ~ ${to} 사이에는 지켜보지 못했습니다. 그 사이에 바뀐 것은 정확한 시각 없이 그 뒤에 표시합니다.`,
  gapLasts: (from) => `지금 지켜보지 못하고 있습니다. (시작: ${from}) 바뀐 것은 나중에 정확한 시각 없이 표시합니다.`,
  exportJson: 'JSON 내보내기',
  exported: (path) => `저장한 파일: ${path}`,
};
