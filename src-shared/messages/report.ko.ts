import type { reportEn } from './report.en.ts';

const number = new Intl.NumberFormat('ko');

// 조사는 값 바로 뒤에 붙이지 않는다: 값의 받침을 알 수 없다.
export const reportKo: typeof reportEn = {
  button: '동료에게 전달하기',
  dialog: {
    title: (service) => `보고서: ${service}`,
    note: '이 창이 지금 이 Service에 대해 아는 내용입니다. 시크릿, 환경 변수, 애너테이션, 자격 증명은 들어 있지 않으며, 토큰이나 비밀번호, 키로 보이는 값은 “…”로 바꿔 씁니다. 전달하기 전에 읽어 보세요.',
    format: '형식',
    formats: { markdown: 'Markdown', json: 'JSON' },
    preview: (format) => `보고서 미리 보기 (${format})`,
    cut: (shown, all) =>
      `미리 보기에는 전체 ${number.format(all)}자 중 처음 ${number.format(shown)}자만 표시합니다. 복사하거나 저장하면 모두 들어갑니다.`,
    copy: (format) => `${format} 복사`,
    save: '파일로 저장',
    saved: (path) => `저장한 파일: ${path}`,
  },
  text: {
    written: '작성',
    writtenBy: (time, version) => `${time}, ServiceScope ${version}`,
    kubernetes: (version) => `Kubernetes ${version}`,
    versionUnknown: '버전을 알 수 없음',
    watched: '감시한 네임스페이스',
    live: '작성 당시 실시간',
    notLive: '작성 당시 실시간이 아님',
    since: (text, moment) => `${text}, 시작: ${moment}`,
    sectionNotLive: (kinds) =>
      `작성 당시 실시간이 아니었던 것: ${kinds}. 아래 내용은 마지막으로 알려진 것이거나 비어 있습니다.`,
    leftOut: (count) => `그 밖에 ${number.format(count)}개는 여기에서 뺐습니다.`,
    leftOutOlder: (count) => `더 오래된 ${number.format(count)}건은 여기에서 뺐습니다.`,
    unknown: '작성 당시 알 수 없었습니다.',
    nothing: '없음.',
    reading: '작성 당시 아직 진단하는 중이었습니다.',
    service: 'Service',
    created: '생성',
    seconds: (count) => `${number.format(count)}초`,
    recording: (since) => `기록 시작: ${since}`,
    dropped: (count, since) => `${since} 이전의 변경 ${number.format(count)}건은 더 이상 알 수 없습니다.`,
    notWatched: (from, to) => `지켜보지 못한 시간: ${from} ~ ${to}`,
    notWatchedStill: (from) => `지금 지켜보지 못하고 있음. 시작: ${from}`,
    runs: '트래픽 테스트',
    noRun: '이 창에서 이 Service로 보낸 트래픽 테스트가 없습니다.',
    run: (ended) => `테스트, 종료: ${ended}`,
    runGoesOn: '아직 진행 중인 테스트: 최종 수치가 아닙니다',
    request: '요청',
    perSide: (requests, rate) =>
      `쪽마다 ${requests === null ? '중지할 때까지' : `${number.format(requests)}건`}, 초당 ${number.format(rate)}건`,
    to: (scheme, port, path) => `${scheme}, 포트 ${String(port)}, 경로 ${path}`,
    timeout: (ms) => `타임아웃 ${number.format(ms)} ms`,
    newConnection: '요청마다 새 연결',
    keepAlive: '연결을 다시 사용',
    asked: '보낸 요청',
    answered: 'Pod가 확인된 응답',
    verdict: '판정',
    footer:
      '이 보고서에는 시크릿, 환경 변수, 애너테이션, 자격 증명이 들어가지 않습니다. “…”는 메시지에서 그렇게 보이는 값을 지운 자리입니다.',
  },
};
