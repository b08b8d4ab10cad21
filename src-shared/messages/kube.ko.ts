import type { kubeEn } from './kube.en.ts';

const number = new Intl.NumberFormat('ko');
const moment = new Intl.DateTimeFormat('ko', { dateStyle: 'medium', timeStyle: 'medium' });

export const kubeKo: typeof kubeEn = {
  number: (value) => number.format(value),
  moment: (timestamp) => moment.format(new Date(timestamp)),
  ago: (duration) => `${duration} 전`,
  watch: {
    idle: () => '감시하지 않음',
    connecting: ({ loaded }) => (loaded === 0 ? '연결하는 중…' : `불러오는 중… 지금까지 ${number.format(loaded)}개`),
    synced: () => '실시간',
    polling: ({ everySeconds }) => `${String(everySeconds)}초마다 다시 받음: watch 권한 없음`,
    stale: ({ duration }) => `최신 상태가 아님 (${duration} 전부터)`,
    deniedSince: ({ verb, resource, duration }) => `권한 없음 (${duration} 전부터): ${verb} ${resource}`,
    denied: ({ verb, resource, namespace }) =>
      `권한이 없습니다: ${verb} ${resource} (${namespace === null ? '모든 네임스페이스' : `네임스페이스 ${namespace}`})`,
  },
  affinity: {
    none: 'None',
    clientIP: (duration) => `ClientIP (${duration})`,
    noneMeaning: '새 연결은 준비된 엔드포인트 중 어디로든 갈 수 있습니다.',
    clientIPMeaning: (seconds) =>
      `출발지 주소가 같은 연결은 같은 엔드포인트로 갑니다. ${number.format(seconds)}초 동안 연결이 없으면 풀립니다.`,
  },
  headlessMeaning: '헤드리스: DNS가 Pod 주소를 직접 알려 줍니다. ClusterIP도 kube-proxy도 없습니다.',
  externalNameMeaning: 'ExternalName: DNS 별칭(CNAME)입니다. ClusterIP도 엔드포인트도 없습니다.',
  handMadeMeaning: '셀렉터 없음: 엔드포인트를 사람이 직접 또는 다른 컴포넌트가 관리합니다.',
};
