import type { EventName, Events, RequestName, Requests, Transport } from '../../src-shared/ipc/contract.ts';
import { failure, type Failure } from '../../src-shared/ipc/failure.ts';
import { failed, ok, type Result } from '../../src-shared/ipc/result.ts';
import type { Scenario, TrainingState } from '../../src-shared/ipc/training.ts';
import { type Change, reverseOf } from '../../src-shared/what-if/change.ts';
import { kubectlOf } from '../../src-shared/what-if/patch-of.ts';
import type { Scene } from './scene.ts';

export interface FakeTransport extends Transport {
  /** From now on this request fails so; null: no more. */
  readonly fail: (name: RequestName, failure: Failure | null) => void;
  /** From now on this request is answered so. */
  readonly answer: <N extends RequestName>(name: N, value: Requests[N]['gives']) => void;
  /** Says something unasked, as the main process does. */
  readonly emit: <N extends EventName>(name: N, payload: Events[N]) => void;
  /** Every request so far, oldest first. */
  readonly requests: readonly { readonly name: RequestName; readonly argument: unknown }[];
}

type Answers = { readonly [N in RequestName]: (argument: Requests[N]['takes']) => Result<Requests[N]['gives']> };

/** The renderer's side of the wire without a main process: it plays one scene. */
export function createFakeTransport(scene: Scene): FakeTransport {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const requests: { name: RequestName; argument: unknown }[] = [];
  const answers = answersOf(scene);
  const failing = new Map<RequestName, Failure>();
  const answering = new Map<RequestName, unknown>();

  function emit<N extends EventName>(name: N, payload: Events[N]): void {
    for (const listener of listeners.get(name) ?? []) (listener as (payload: Events[N]) => void)(payload);
  }

  function play(): void {
    for (const batch of scene.batches) emit('cluster', batch);
    for (const update of scene.runs) emit('traffic', { ...update, replace: true });
  }

  return {
    requests,
    emit,
    fail: (name, failure) => {
      if (failure === null) failing.delete(name);
      else failing.set(name, failure);
    },
    answer: (name, value) => void answering.set(name, value),
    request: (name, argument) => {
      requests.push({ name, argument });
      const open = (name === 'cluster.subscribe' && scene.opened !== null) || name === 'cluster.open';
      if (open && scene.openFailure === null) setTimeout(play);
      const failure = failing.get(name);
      if (failure !== undefined) return Promise.resolve(failed(failure));
      // Told by its own name, so it is what that request gives.
      if (answering.has(name)) return Promise.resolve(ok(answering.get(name) as never));
      return Promise.resolve(answers[name](argument));
    },
    subscribe: (name, listener) => {
      const known = listeners.get(name) ?? new Set();
      known.add(listener);
      listeners.set(name, known);
      return () => known.delete(listener);
    },
  };
}

function runningTraining(scenario: Scenario): TrainingState {
  const kubeconfig = '/home/user/.config/ServiceScope/training/kubeconfig';
  return { phase: 'running', scenario, context: 'servicescope-training', kubeconfig, resetting: false };
}

function answersOf(scene: Scene): Answers {
  let { settings } = scene.description;
  const nothing = (): Result<null> => ok(null);
  return {
    'app.describe': () => ok(scene.description),
    'app.copy': nothing,
    'settings.change': (change) => {
      settings = { ...settings, ...change };
      return ok(settings);
    },
    'kubeconfig.contexts': () => orFailure(scene.contexts),
    'cluster.open': ({ context, namespace }) =>
      scene.openFailure === null
        ? ok({ context, namespace, cluster: context, server: 'https://127.0.0.1:6443', user: 'admin' })
        : failed(scene.openFailure),
    'cluster.subscribe': () => ok(scene.opened),
    'cluster.acknowledge': nothing,
    'cluster.focus': nothing,
    'cluster.retry': nothing,
    'cluster.elsewhere': () => orFailure(scene.elsewhere),
    'cluster.dataPlane': () => ok(scene.dataPlane),
    'cluster.version': () => ok('v1.34.4'),
    'history.read': () => ok(scene.history),
    'history.export': () => ok({ path: '/home/user/history.json' }),
    'report.save': ({ format }) => ok({ path: `/home/user/report.${format === 'json' ? 'json' : 'md'}` }),
    'training.state': () => ok({ phase: 'stopped' }),
    'training.start': ({ scenario }) => ok(runningTraining(scenario)),
    'training.reset': ({ scenario }) => ok(runningTraining(scenario)),
    'training.stop': () => ok({ phase: 'stopped' }),
    'object.yaml': ({ kind, namespace, name }) =>
      name.startsWith('gone')
        ? failed(failure('api.not-found', { kind, name }))
        : ok(
            `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n  selector:\n    app: myapp-rs\n`,
          ),
    'object.patch': ({ change }) =>
      ok({
        before: changedYaml(change, 'from'),
        after: changedYaml(change, 'to'),
        resourceVersion: '2',
        undo: reverseOf(change),
        kubectl: kubectlOf(change, []),
      }),
    'traffic.plan': () => orFailure(scene.plan),
    'traffic.start': () => ok({ run: 'run-1' }),
    'traffic.subscribe': nothing,
    'traffic.stop': nothing,
    'traffic.export': () => ok({ path: '/home/user/run.json' }),
    'traffic.unrestored': () => ok(scene.unrestored),
    'traffic.restore': nothing,
  };
}

/** The fields of a change with their old or new values, between lines that stay. */
function changedYaml({ kind, namespace, name, edits }: Change, side: 'from' | 'to'): string {
  const fields = edits.flatMap((edit) => {
    const value = edit[side];
    if (typeof value !== 'object' || value === null) return [`  ${edit.field}: ${String(value)}`];
    return [`  ${edit.field}:`, ...Object.entries(value).map(([key, each]) => `    ${key}: ${each}`)];
  });
  const head = [
    'apiVersion: v1',
    `kind: ${kind}`,
    'metadata:',
    `  name: ${name}`,
    `  namespace: ${namespace}`,
    'spec:',
  ];
  return [...head, '  clusterIP: 10.104.53.217', ...fields, '  type: ClusterIP', ''].join('\n');
}

function orFailure<T extends object>(value: T | Failure): Result<T> {
  return 'code' in value ? failed(value) : ok(value);
}
