import type { findingsScreensEn } from './screens-findings.en.ts';

const number = new Intl.NumberFormat('ko');
const count = (value: number): string => `${number.format(value)}개`;

// 조사는 값 바로 뒤에 붙이지 않는다: 값의 받침을 알 수 없다.
export const findingsScreensKo: typeof findingsScreensEn = {
  column: '진단',
  columnTitle: '이 Service에서 발견된 가장 심각한 항목',
  nothing: '발견된 것 없음',
  unknown: '알 수 없음',
  clear: '보이는 문제 없음',
  attention: '확인 필요',
  attentionTitle: '오류나 경고가 있는 Service만 보기',
  attentionNoneTitle: '확인이 필요한 Service가 없습니다',
  attentionNoneText: '표시된 Service 가운데 API로 볼 수 있는 오류나 경고가 없습니다.',
  attentionOff: '모든 Service 보기',
  tab: '진단',
  tabCount: (errors, warnings) =>
    [...(errors > 0 ? [`오류 ${count(errors)}`] : []), ...(warnings > 0 ? [`경고 ${count(warnings)}`] : [])].join(', '),
  line: '가장 먼저 볼 것',
  reading: '이 Service와 관련된 오브젝트를 살펴보는 중…',
  show: (value) => `진단 ${count(value)} 보기`,
  list: '점검 순서에 따른 진단',
  path: '점검 순서',
  stageNothing: '발견된 것 없음',
  what: '할 일',
  object: '위치',
  source: '출처',
  copyCommand: (which) => `명령 복사: ${which}`,
  tryChange: '변경해 보기',
  emptyTitle: '알려 드릴 것이 없습니다',
  emptyText: '이 Service와 관련된 오브젝트를 살펴볼 수 없었습니다.',
  nearest: {
    title: '가장 가까운 Pod',
    pods: (value) => `Pod ${count(value)}`,
    noOwner: '컨트롤러 없음',
    example: (pod) => `예: ${pod}`,
    scaledToZero: '레플리카가 0개, Pod가 생기면 가질 레이블',
    matches: '일치',
    differs: (asked, has) => `다름: 셀렉터가 요구하는 값 ${asked}, Pod의 값 ${has}`,
    selector: '셀렉터',
    pod: 'Pod',
    missing: '없음',
    change: (selector, pods) => `셀렉터를 바꾸면 선택되는 Pod: ${count(pods)} (${selector})`,
    changeBeforeScaling: (selector) => `셀렉터를 바꾸면 레플리카를 늘린 뒤 Pod가 선택됨 (${selector})`,
    trySelector: '이 셀렉터 시험해 보기',
    tryLabels: 'Pod에 이 레이블 시험해 보기',
  },
};
