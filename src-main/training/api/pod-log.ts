import { FieldErrors } from '../admission/field-errors.ts';
import type { KubeObject } from '../cluster-api.ts';
import { at, jsonListOf, textOf } from '../json.ts';
import type { LogOptions } from '../pod-runtime.ts';
import { badRequest, notImplemented } from '../status-errors.ts';
import { flag, type Backing, type Call, type Reply } from './call.ts';

/** The API server has no node to ask for a Pod without one: an answer without content. Source: k/k 1.34.4 LogLocation, StreamObject. */
const NO_NODE: Reply = { kind: 'text', code: 204, text: '' };

/** Source: k/k 1.34.4 pkg/registry/core/pod/strategy.go LogLocation and the kubelet's validateContainerLogStatus. */
export function podLog({ containers }: Backing, call: Call, pod: KubeObject): Reply {
  if (containers === undefined) throw notImplemented('no Pods run in this cluster');
  const container = containerOf(pod, call.query.get('container') ?? '', 'log');
  const options = logOptionsOf(call.query, pod.metadata.name);
  if (textOf(at(pod, 'spec', 'nodeName')) === '') return NO_NODE;
  const previous = runAskedFor(pod, container, options.previous) === 'before';
  // Asked before the reply begins: a refusal is a Status, which nobody can send once the 200 is out.
  const lines = containers.log(pod.metadata.uid, container, { ...options, previous }, call.signal);
  return {
    kind: 'stream',
    type: 'text/plain',
    run: async (sink) => {
      for await (const chunk of lines) sink.write(chunk);
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

/** Whether the container's newest run is meant or the one before. Throws the 400 where there is no such run. */
function runAskedFor(pod: KubeObject, container: string, previous: boolean): 'newest' | 'before' {
  const status = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses']
    .flatMap((field) => jsonListOf(at(pod, 'status', field)))
    .find(({ name }) => name === container);
  const which = `container "${container}" in pod "${pod.metadata.name}"`;
  if (status === undefined) throw badRequest(`${which} is not available`);
  const hasEnded = at(status, 'lastState', 'terminated') !== undefined;
  const waiting = at(status, 'state', 'waiting');
  if (previous && !hasEnded) throw badRequest(`previous terminated ${which} not found`);
  // While a container waits to be started again its newest run is the one that ended.
  if (previous) return waiting === undefined ? 'before' : 'newest';
  if (waiting !== undefined && !hasEnded) {
    throw badRequest(`${which} is waiting to start: ${whyWaiting(textOf(at(waiting, 'reason')))}`);
  }
  return 'newest';
}

function whyWaiting(reason: string): string {
  if (reason === 'ErrImagePull') return "image can't be pulled";
  return reason === 'ImagePullBackOff' ? 'trying and failing to pull image' : reason;
}

/** Source: k/k 1.34.4 pkg/apis/core/validation ValidatePodLogOptions. */
function logOptionsOf(query: URLSearchParams, pod: string): LogOptions {
  const count = (name: string): number | undefined => {
    const text = query.get(name);
    if (text === null) return undefined;
    if (!/^-?\d+$/.test(text)) throw badRequest(`invalid PodLogOptions: ${name}: Invalid value: "${text}"`);
    return Number(text);
  };
  const tailLines = count('tailLines');
  const limitBytes = count('limitBytes');
  const sinceSeconds = count('sinceSeconds');
  const sinceTime = timeOf(query.get('sinceTime') ?? '');
  const errors = new FieldErrors();
  const positive = 'must be greater than 0';
  if ((tailLines ?? 0) < 0) errors.invalid('tailLines', tailLines, 'must be greater than or equal to 0');
  if ((limitBytes ?? 1) < 1) errors.invalid('limitBytes', limitBytes, positive);
  if (sinceSeconds !== undefined && query.has('sinceTime')) {
    errors.forbidden('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified');
  } else if ((sinceSeconds ?? 1) < 1) errors.invalid('sinceSeconds', sinceSeconds, positive);
  errors.throwIfAny('PodLogOptions', '', pod);
  return {
    follow: flag(query, 'follow'),
    previous: flag(query, 'previous'),
    timestamps: flag(query, 'timestamps'),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    ...(sinceTime === undefined ? {} : { sinceTime }),
  };
}

/** RFC 3339, in ms since 1970. */
function timeOf(text: string): number | undefined {
  if (text === '') return undefined;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) {
    throw badRequest(`parsing time "${text}" as "2006-01-02T15:04:05Z07:00": cannot parse "${text}" as "2006"`);
  }
  return time;
}
