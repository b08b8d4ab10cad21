import type { Pod } from '../kube/pod.ts';
import { runningContainers } from '../kube/pod.ts';
import { likenessOf, mostLike } from './likeness.ts';

/**
 * The port that a named targetPort may have been meant for; null where none is, or it is anybody's guess. A slip of the pen
 * is one. A name with more words (http and http-metrics), or the only one there is, is so where the Pods' readiness hangs on
 * it: a port for metrics alone is not what a Service is for.
 * @param names of the ports that these Pods have
 */
export function namedPortMeant(wanted: string, names: readonly string[], pods: readonly Pod[]): string | null {
  const candidates = names.filter((name) => !isOverTls(wanted, name));
  const slip = mostLike(
    wanted,
    candidates.filter((name) => likenessOf(wanted, name) !== 'part'),
  );
  if (slip !== null) return slip;
  const parts = candidates.filter((name) => likenessOf(wanted, name) === 'part');
  const [only, ...others] = (parts.length > 0 ? parts : names).filter((name) => isProbed(name, pods));
  const isAlone = parts.length > 0 || names.length === 1;
  return only === undefined || others.length > 0 || !isAlone || !candidates.includes(only) ? null : only;
}

/** By one `s` a name of another protocol: http and https, grpc and grpcs. What speaks the one answers the other with nothing. */
function isOverTls(wanted: string, name: string): boolean {
  const [words, others] = [wanted.split('-'), name.split('-')];
  const differing = words.flatMap((word, index) => {
    const other = others[index] ?? '';
    return word === other ? [] : [[word, other] as const];
  });
  return (
    words.length === others.length &&
    differing.length > 0 &&
    differing.every(([word, other]) => word === `${other}s` || other === `${word}s`)
  );
}

function isProbed(port: string, pods: readonly Pod[]): boolean {
  return pods.every((pod) => {
    const containers = runningContainers(pod);
    const number = containers.flatMap(({ ports }) => ports).find(({ name }) => name === port)?.containerPort;
    return containers.some(({ readinessProbe: probe }) => probe?.port === port || probe?.port === number);
  });
}
