import type { ChiSquared, SharedPod, Verdict } from '../traffic/verdict.ts';
import type { TrafficMessages } from './traffic-text.ts';

const number = new Intl.NumberFormat('en');
const plural = new Intl.PluralRules('en');
const count = (value: number, one: string, many: string): string =>
  `${number.format(value)} ${plural.select(value) === 'one' ? one : many}`;
const pods = (value: number): string => count(value, 'Pod', 'Pods');
const answers = (value: number): string => count(value, 'answer', 'answers');
const chance = (p: number): string => (p < 0.0001 ? 'less than 0.0001' : p.toPrecision(2));
const tested = (test: ChiSquared): string =>
  `χ² ${test.statistic.toFixed(1)}, ${number.format(test.degreesOfFreedom)} df, p ${chance(test.p)}${
    test.intervals > 1
      ? `, of the worst of ${number.format(test.intervals)} intervals and corrected for their number`
      : ''
  }`;
type Sticky = Extract<Verdict, { readonly kind: 'sticky' }>;
const kept = (v: Sticky): string =>
  v.clients.every((client) => client.pods.length === 1)
    ? 'each client always got the same Pod'
    : 'each client got the same Pod until that was no longer ready';
const together = (shared: SharedPod): string =>
  shared.likely
    ? `That all got one and the same can be chance (1 in ${number.format(Math.round(1 / shared.chance))}): a Pod is chosen for each client by itself.`
    : `That all got one and the same is hardly chance (p ${chance(shared.chance)}): the Node may see them as one address.`;

export const trafficEn: TrafficMessages = {
  verdict: {
    'nothing-yet': () => 'No request has been answered or has failed yet.',
    unidentified: (v) => `${answers(v.answers)}, and none names its Pod, so nobody is counted.`,
    'no-answer': (v) => `Nobody answered: all ${count(v.failures, 'request', 'requests')} failed.`,
    'one-endpoint': (v) => `${answers(v.answers)}, all from ${v.pod}: the only ready endpoint.`,
    spread: (v) =>
      v.test === null
        ? `${pods(v.pods)} answered ${count(v.answers, 'request', 'requests')}.`
        : `Even enough for random choice: ${pods(v.pods)} answered (${tested(v.test)}).`,
    uneven: (v) =>
      v.unhit.length > 0
        ? `Not what random choice looks like: after ${answers(v.answers)} these ready Pods had none: ${v.unhit.join(', ')}.`
        : `${pods(v.pods)} answered, further from even than random choice is but for 1 run in 1,000 (${tested(v.test)}).`,
    'too-few': (v) =>
      `Too few to tell: ${answers(v.answers)} from ${pods(v.pods)}. ${count(v.needed, 'answer is', 'answers are')} needed.`,
    sticky: (v) =>
      v.clients.length === 1
        ? `${v.clients[0]?.pods.length === 1 ? '1 Pod' : 'One Pod at a time'} answered all ${number.format(v.answers)}: affinity holds.`
        : `${count(v.clients.length, 'client', 'clients')}, ${answers(v.answers)} in all: ${kept(v)}, so affinity holds.${v.shared === null ? '' : ` ${together(v.shared)}`}`,
    'not-sticky': (v) =>
      `Affinity does not hold: ${v.clients.map(({ client, pods: seen }) => `${client} was answered by ${pods(seen)}`).join('; ')}.`,
    'not-judged': (v) =>
      v.why === 'keep-alive'
        ? `${pods(v.pods)} gave ${answers(v.answers)} over connections that were used again: nothing follows for sessionAffinity. Test with a new connection for each request.`
        : `${pods(v.pods)} gave ${answers(v.answers)}: each client asked so seldom that its affinity ran out in between. Test at a higher rate or with fewer clients.`,
    stuck: (v) =>
      `${v.pod} answered all ${number.format(v.answers)}, which random choice gives with probability ${chance(v.chance)}: something keeps clients on one Pod although sessionAffinity is None.`,
  },
  caveat: {
    'random-choice': (c) =>
      `kube-proxy (${c.mode}) chooses at random for each new connection; uneven counts are normal.`,
    'round-robin': () => 'kube-proxy (ipvs) takes endpoints in turn, so counts are more even than at random.',
    'proxy-mode-unknown': () =>
      'It is not known how this cluster chooses an endpoint (its kube-proxy configuration may not be read).',
    'one-endpoint': () => 'Only one endpoint is ready: every answer comes from it, with or without affinity.',
    'no-endpoint': () =>
      'No endpoint is ready: expect connections to be refused, or to time out where the Node’s kernel limits how often it refuses.',
    'few-requests': (c) =>
      `At least ${count(c.needed, 'request', 'requests')} are needed to reach every ready Pod with 99.9 %.`,
    mesh: (c) =>
      `A service mesh (${c.mesh}) may choose the Pod instead of kube-proxy, or refuse clients without a sidecar.`,
    'certificate-not-verified': () => 'The server’s certificate is not verified.',
    'keep-alive': () => 'Connections were reused: the Pod is chosen once per connection, not per request.',
    'one-client': () => 'There is one client Pod: with ClientIP all its requests go to one Pod.',
    'traffic-policy-local': () =>
      'internalTrafficPolicy is Local: a client reaches only the endpoints on its own Node.',
    hints: () =>
      'The endpoints carry topology hints: a client reaches those meant for its zone or Node, so equal shares are not expected.',
    'affinity-expires': (c) =>
      `ClientIP forgets a client after ${count(c.seconds, 'second', 'seconds')} without a connection, and at this rate each asks less often.`,
    'bare-pod': () =>
      'You may not create Jobs: the client is a plain Pod. If this app dies, the Pod stops at its deadline and stays as Failed until the next start.',
    'membership-changed': (c) =>
      `The ready endpoints changed ${count(c.times, 'time', 'times')} during the run; each interval is judged by itself.`,
    'logs-unread': (c) =>
      `The logs of ${count(c.pods.length, 'Pod', 'Pods')} could not be read (${c.pods.join(', ')}), and the others do not show every answer: who served how many is not known.`,
    'affinity-key-is-source-ip': () =>
      'ClientIP goes by the address the Node sees: clients behind one proxy or NAT are one client to it.',
  },
  error: {
    refused: {
      label: 'Refused',
      meaning: 'The connection was refused: no ready endpoint, or nothing listens on the target port.',
    },
    timeout: {
      label: 'Timeout',
      meaning: 'No whole answer within the timeout: a slow server, a NetworkPolicy, or dropped packets.',
    },
    reset: { label: 'Reset', meaning: 'The connection was cut before the answer was complete.' },
    dns: { label: 'DNS', meaning: 'The name was not resolved.' },
    unreachable: { label: 'Unreachable', meaning: 'There is no route to the address.' },
    tls: { label: 'TLS', meaning: 'The TLS handshake failed: the port may not speak HTTPS.' },
    'too-large': {
      label: 'Too large',
      meaning: 'The answer is larger than 64 KB; it was cut, and nobody was counted.',
    },
    other: { label: 'Other', meaning: 'curl failed in another way, such as an answer that is not HTTP/1.' },
  },
  problem: {
    'not-a-number': () => 'Enter a number.',
    'not-whole': () => 'Enter a whole number.',
    below: (limit) => `At least ${limit}.`,
    above: (limit) => `At most ${limit}.`,
    'above-cap-of-both-sides': (limit) =>
      `At most ${limit} per side: both sides together stay below 200 a second, so that connection tracking on the Nodes does not fill up.`,
    'lasts-too-long': () => 'At this rate the run would take more than an hour. Fewer requests, or a higher rate.',
    'not-a-name': () => 'Not a name Kubernetes allows.',
    'path-start': () => 'A path starts with "/".',
    'path-characters': () =>
      'Write spaces, quotes, "#" and letters outside ASCII percent-encoded, such as %20; "$(" is not allowed.',
    'too-long': () => 'Too long.',
    'pattern-invalid': () => 'Not a regular expression.',
    'pattern-without-group': () =>
      'The expression needs a group in parentheses: what it captures is the Pod’s name or IP.',
    'not-one-of': () => 'Not one of the choices.',
  },
};
