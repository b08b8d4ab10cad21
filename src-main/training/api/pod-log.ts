import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, textOf } from '../json.ts';
import type { LogOptions } from '../pod-runtime.ts';
import { badRequest, notImplemented } from '../status-errors.ts';
import { flag, type Backing, type Call, type Reply } from './call.ts';

/** Source: k/k 1.34.4 pkg/registry/core/pod/strategy.go LogLocation and the kubelet's validateContainerLogStatus. */
export function podLog({ containers }: Backing, call: Call, pod: KubeObject): Reply {
  if (containers === undefined) throw notImplemented('no Pods run in this cluster');
  const container = containerOf(pod, call.query.get('container') ?? '', 'log');
  checkStarted(pod, container);
  const options = logOptionsOf(call.query);
  return {
    kind: 'stream',
    type: 'text/plain',
    run: async (sink) => {
      for await (const chunk of containers.log(pod.metadata.uid, container, options, sink.signal)) sink.write(chunk);
    },
  };
}

/** The container that was asked for, or the only one. Throws the 400 of an unknown name or a missing choice. */
export function containerOf(pod: KubeObject, asked: string, _for: 'log' | 'exec'): string {
  const { name } = pod.metadata;
  const namesOf = (field: string): readonly string[] =>
    jsonListOf(at(pod, 'spec', field)).map((container) => textOf(container.name));
  const regular = namesOf('containers');
  const init = namesOf('initContainers');
  if (asked !== '') {
    if ([...regular, ...init, ...namesOf('ephemeralContainers')].includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only, ...more] = regular;
  if (only !== undefined && more.length === 0) return only;
  const others = init.length === 0 ? '' : ` or one of the init containers: [${init.join(' ')}]`;
  throw badRequest(
    `a container name must be specified for pod ${name}, choose one of: [${regular.join(' ')}]${others}`,
  );
}

function checkStarted(pod: KubeObject, container: string): void {
  const statuses = ['containerStatuses', 'initContainerStatuses'].flatMap((field) =>
    jsonListOf(at(pod, 'status', field)),
  );
  const status = statuses.find(({ name }) => name === container);
  const waiting = at(status, 'state', 'waiting');
  const ran = at(status, 'lastState', 'terminated') !== undefined;
  if (status !== undefined && (waiting === undefined || ran)) return;
  const { name } = pod.metadata;
  if (textOf(at(pod, 'spec', 'nodeName')) === '') throw badRequest(`pod ${name} does not have a host assigned`);
  const reason = textOf(at(waiting, 'reason'));
  const why = /Image|ErrImage/.test(reason)
    ? `container "${container}" in pod "${name}" is waiting to start: trying and failing to pull image`
    : `container "${container}" in pod "${name}" is waiting to start: ${reason || 'ContainerCreating'}`;
  throw badRequest(why);
}

function logOptionsOf(query: URLSearchParams): LogOptions {
  const count = (name: string): number | undefined => {
    const text = query.get(name);
    if (text === null) return undefined;
    if (!/^\d+$/.test(text)) throw badRequest(`invalid PodLogOptions: ${name}: Invalid value: "${text}"`);
    return Number(text);
  };
  const tailLines = count('tailLines');
  const limitBytes = count('limitBytes');
  const sinceSeconds = count('sinceSeconds');
  return {
    follow: flag(query, 'follow'),
    previous: flag(query, 'previous'),
    timestamps: flag(query, 'timestamps'),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
  };
}
