import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { routeOf } from '../../src-main/training/api/route.ts';
import { KINDS } from '../../src-main/training/kinds.ts';
import type { TrainingCluster } from '../../src-main/training/training-cluster.ts';
import { CLUSTER_CASES } from './cluster-cases.ts';
import { DISCOVERY_CASES } from './discovery-cases.ts';
import { makeNamespace, startTraining } from './play.ts';
import { STATUS_CASES } from './status-cases.ts';
import { SUBRESOURCE_CASES } from './subresource-cases.ts';
import { openTarget, type Target } from './target.ts';
import { VERB_CASES } from './verb-cases.ts';
import { WATCH_CASES } from './watch-cases.ts';

// Every verb of every kind is asked for by a case, as the requests themselves tell: nobody has to keep a list of them.

const CASES = [VERB_CASES, SUBRESOURCE_CASES, STATUS_CASES, CLUSTER_CASES, WATCH_CASES, DISCOVERY_CASES].flat();
/** What answers a client that does not upgrade with a refusal is asked for all the same. */
const UPGRADED = ['attach', 'exec', 'portforward'];

let folder = '';
let cluster: TrainingCluster;
let target: Target;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'matrix-'));
  cluster = await startTraining(join(folder, 'kubeconfig'));
  target = await openTarget(cluster.kubeconfigPath, '', 'conf-matrix');
  await makeNamespace(target, 'conf-matrix');
});

afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

it('each verb of each kind, and of what hangs below it, is asked for by a case', async () => {
  const there = KINDS.flatMap(({ plural, verbs, subresources }) => [
    ...verbs.map((verb) => `${verb} ${plural}`),
    ...subresources.flatMap(({ name, verbs: below }) => below.map((verb) => `${verb} ${plural}/${name}`)),
  ]);
  expect(there.length).toBeGreaterThan(100);
  const asked = new Set<string>();
  await Promise.all(CASES.map(({ play }, index) => play(noting(asked), `c${String(index)}`)));
  expect(there.filter((each) => !asked.has(each))).toEqual([]);
});

/** The target, with what is answered well written down: `patch pods/status`. */
function noting(asked: Set<string>): Target {
  const note = (method: string, path: string, code: number): void => {
    const found = verbOf(method, path);
    const isAnswered = code < 300 || (code === 400 && UPGRADED.some((each) => found?.endsWith(`/${each}`)));
    if (found !== undefined && isAnswered) asked.add(found);
  };
  return {
    ...target,
    send: async (method, path, sent) => {
      const answer = await target.send(method, path, sent);
      note(method, path, answer.code);
      return answer;
    },
    watch: async (path, ask) => {
      const events = await target.watch(path, ask);
      if (events.length > 0) note('WATCH', path, 200);
      return events;
    },
  };
}

const OF_OBJECTS: Readonly<Record<string, string>> = {
  GET: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
  POST: 'create',
};
const OF_COLLECTIONS: Readonly<Record<string, string>> = { GET: 'list', POST: 'create', DELETE: 'deletecollection' };

function verbOf(method: string, path: string): string | undefined {
  const route = routeOf(path.replace(/\?.*/, ''));
  if (route.to === 'collection')
    return `${method === 'WATCH' ? 'watch' : String(OF_COLLECTIONS[method])} ${route.kind.plural}`;
  if (route.to === 'object') return `${String(OF_OBJECTS[method])} ${route.kind.plural}`;
  if (route.to === 'subresource') return `${String(OF_OBJECTS[method])} ${route.kind.plural}/${route.subresource.name}`;
  return undefined;
}
