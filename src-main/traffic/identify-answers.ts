import { Script, createContext } from 'node:vm';
import {
  identificationIndex,
  identify,
  identifyCaptured,
  type Candidate,
  type IdentificationIndex,
  type Identified,
} from '#shared/traffic/identify.ts';
import type { CurrentMember } from '#shared/traffic/current-members.ts';
import type { Identification } from '#shared/traffic/run-request.ts';
import type { RunClient } from '#shared/traffic/run-update.ts';

/** Who answered, for all clients of a run. Members only ever grow: a late answer of a Pod that left still names it. */
export interface AnswerIdentifier {
  noteMembers(members: readonly CurrentMember[]): void;
  /** @param requestText what this client sends: path, Host, User-Agent */
  of(client: RunClient, requestText: string): (answer: string) => Identified | null;
}

export function createAnswerIdentifier(identification: Identification): AnswerIdentifier {
  const seen = new Map<string, Candidate>();
  let version = 0;
  const match = identification.by === 'pattern' ? boundedMatcher(identification.pattern) : null;
  return {
    noteMembers: (members) => {
      for (const { uid, pod, ips } of members) {
        const known = seen.get(uid);
        if (known !== undefined && ips.every((ip) => known.ips.includes(ip))) continue;
        seen.set(uid, { pod, ips: [...new Set([...(known?.ips ?? []), ...ips])] });
        version += 1;
      }
    },
    of: (client, requestText) => {
      if (identification.by === 'logs') return () => null;
      let built = -1;
      let index: IdentificationIndex | null = null;
      return (answer) => {
        if (index === null || built !== version) {
          const ips = client.ip === null ? [] : [client.ip];
          index = identificationIndex([...seen.values()], { name: client.name, ips }, requestText);
          built = version;
        }
        if (match === null) return identify(answer, index);
        const captured = match(answer);
        return captured === null ? null : identifyCaptured(captured, index);
      };
    },
  };
}

/**
 * One try may take so long. A body of 64 KB is enough to hang a careless expression for hours; a machine that is busy
 * makes a good one late, so a try that ran out is tried again.
 */
const MATCH_MS = 250;
/** Tries that may run out in a whole run: a second, in which the main process does nothing else. */
const MATCH_FAILURES = 4;

/**
 * First capture group of a user's pattern, under a time limit. A pattern that runs into it MATCH_FAILURES times is not
 * tried any more: all further answers stay unidentified.
 */
export function boundedMatcher(pattern: string): (answer: string) => string | null {
  const context = createContext({ pattern, answer: '', compiled: null });
  const script = new Script('(compiled ??= new RegExp(pattern, "m")).exec(answer)?.[1] ?? null');
  let failures = 0;
  return (answer) => {
    context.answer = answer;
    while (failures < MATCH_FAILURES) {
      try {
        const captured: unknown = script.runInContext(context, { timeout: MATCH_MS });
        return typeof captured === 'string' ? captured : null;
      } catch {
        failures += 1;
      }
    }
    return null;
  };
}
