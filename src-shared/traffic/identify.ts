import type { IdentificationRule } from './hit.ts';
import { isPageWord } from './page-words.ts';

/** A Pod that stood in the endpoints at some time of the run, ready or not. */
export interface Candidate {
  readonly pod: string;
  readonly ips: readonly string[];
}

/** Everything "who answered" depends on besides the answer. Made anew when members or clients change. */
export interface IdentificationIndex {
  /** Token (IPs in lower case) -> names of the Pods it may mean; more than one where Pods share an address. */
  readonly pods: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tokens that never count: the client's own name and addresses, which servers repeat. */
  readonly own: ReadonlySet<string>;
  /** Pods named in the request itself: an answer that names them may be an echo, so it decides nothing. */
  readonly asked: ReadonlySet<string>;
}

export interface Identified {
  readonly pod: string;
  readonly rule: IdentificationRule;
}

/** Maximal runs of the characters that may not stand beside a whole name: a name occurs exactly if it is such a run. */
const TOKEN = /[\p{L}\p{N}\-.:]+/gu;
/** These headers name software ("nginx"), not an instance (RFC 9110, 7.6.3 and 10.2.4); a Pod may well be called the same. */
const SOFTWARE_HEADER = /^(?:server|via|x-powered-by):[^\n]*/gim;

/**
 * @param client the client Pod of this hit
 * @param requestText what we sent: path, Host, User-Agent
 */
export function identificationIndex(
  members: readonly Candidate[],
  client: { readonly name: string; readonly ips: readonly string[] },
  requestText: string,
): IdentificationIndex {
  const pods = new Map<string, Set<string>>();
  const add = (token: string, pod: string): void => {
    const known = pods.get(token);
    if (known === undefined) pods.set(token, new Set([pod]));
    else known.add(pod);
  };
  for (const member of members) {
    add(member.pod, member.pod);
    for (const ip of member.ips) add(ip.toLowerCase(), member.pod);
  }
  const own = new Set([client.name, ...client.ips.map((ip) => ip.toLowerCase())]);
  const asked = new Set<string>();
  for (const token of tokens(requestText)) for (const pod of meaning(pods, token)) asked.add(pod);
  return { pods, own, asked };
}

/**
 * The Pod that answered, if exactly one member occurs as a whole token in headers and body (no letter, digit, `-`, `.`
 * or `:` beside it), by name or by IP. A name that is a word of ordinary pages (`nginx`) decides nothing; the IP beside it
 * does. Null where nobody or more than one is named. Never a guess.
 * @param answer headers and body as they came, bounded by the caller
 */
export function identify(answer: string, index: IdentificationIndex): Identified | null {
  const found = new Map<string, IdentificationRule>();
  const shared: ReadonlySet<string>[] = [];
  for (const token of tokens(withoutSoftwareHeaders(answer))) {
    if (index.own.has(token) || index.own.has(token.toLowerCase()) || isPageWord(token)) continue;
    const meant = meaning(index.pods, token);
    const [pod] = meant;
    if (pod === undefined) continue;
    if (meant.size > 1) shared.push(meant);
    else if (token === pod || !found.has(pod)) found.set(pod, token === pod ? 'name' : 'ip');
    if (found.size > 1) return null;
  }
  const [only] = found;
  if (only === undefined) return null;
  const [pod, rule] = only;
  if (index.asked.has(pod) || shared.some((pods) => !pods.has(pod))) return null;
  return { pod, rule };
}

/** The Pod a pattern's capture names, by name or IP; null where it names no member, or an address two Pods share. */
export function identifyCaptured(captured: string, index: IdentificationIndex): Identified | null {
  const meant = meaning(index.pods, captured.trim());
  const [pod] = meant;
  return pod !== undefined && meant.size === 1 ? { pod, rule: 'pattern' } : null;
}

const NOBODY: ReadonlySet<string> = new Set();

function meaning(pods: IdentificationIndex['pods'], token: string): ReadonlySet<string> {
  return pods.get(token) ?? pods.get(token.toLowerCase()) ?? NOBODY;
}

function tokens(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

/** The head ends at the first empty line; only there is a line a header. */
function withoutSoftwareHeaders(answer: string): string {
  if (!answer.startsWith('HTTP/')) return answer;
  const end = answer.search(/\r?\n\r?\n/);
  const head = end === -1 ? answer : answer.slice(0, end);
  return head.replace(SOFTWARE_HEADER, '') + answer.slice(head.length);
}
