import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identifiedAnswers } from '../../src-shared/traffic/tally.ts';
import { openConnection } from '../../src-main/kube/connection.ts';
import { credentialSource } from '../../src-main/kube/credentials.ts';
import { containerExec } from '../../src-main/kube/exec-websocket.ts';
import { FailureError } from '../../src-main/kube/failure-error.ts';
import { planRun } from '../../src-main/traffic/plan.ts';
import type { TrafficDeps } from '../../src-main/traffic/traffic-deps.ts';
import type { RunPlan } from '../../src-shared/traffic/run-plan.ts';
import type { RunRequest } from '../../src-shared/traffic/run-request.ts';
import { replicaSetYaml, serviceYaml } from '../support/course.ts';
import { testTarget } from '../support/kube-client.ts';
import { apply, kubectl, replicasReady } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { documentedRoles } from '../support/role-user.ts';
import { leftovers, runRequest, runToEnd, trafficDeps } from '../support/traffic-run.ts';

// What a user may do decides what a run is made of. The Roles are those of docs/rbac.md, as they stand.
const over = new AbortController();
// Each user has two connections here.
setMaxListeners(0, over.signal);
let namespace = '';

/** The product's parts, acting as a ServiceAccount bound to these Roles. */
async function depsOf(account: string): Promise<TrafficDeps> {
  const token = (await kubectl('create', 'token', account, '-n', namespace)).trim();
  const target = await testTarget();
  const user = { ...target.user, certificateData: null, certificateFile: null, keyData: null, keyFile: null, token };
  const credentials = credentialSource({ ...target, user });
  const api = openConnection({ credentials, userAgent: 'servicescope/test', signal: over.signal });
  return trafficDeps(over.signal, { api, exec: containerExec(credentials, api) });
}

/** The same as a user who has nothing but what is bound to the name. */
async function depsAs(user: string): Promise<TrafficDeps> {
  const target = await testTarget();
  const impersonate = { user, groups: [], uid: null, extra: [] };
  const credentials = credentialSource({ ...target, user: { ...target.user, impersonate } });
  const api = openConnection({ credentials, userAgent: 'servicescope/test', signal: over.signal });
  return trafficDeps(over.signal, { api, exec: containerExec(credentials, api) });
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** A Role of these rules and of what every run reads, bound to a user of its name. */
function roleAndBinding(name: string, rules: readonly Rule[]): readonly object[] {
  const slices: Rule = { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] };
  const [group, version] = ['rbac.authorization.k8s.io', 'rbac.authorization.k8s.io/v1'];
  return [
    { apiVersion: version, kind: 'Role', metadata: { name, namespace }, rules: [...rules, slices] },
    {
      apiVersion: version,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: group, kind: 'Role', name },
      subjects: [{ apiGroup: group, kind: 'User', name }],
    },
  ];
}

/** Each verb of a Role, and the rules that are left without it. */
function withoutEach(rules: readonly Rule[]): readonly { readonly verb: string; readonly rules: readonly Rule[] }[] {
  const less = (rule: Rule, verb: string): Rule => ({ ...rule, verbs: rule.verbs.filter((each) => each !== verb) });
  return rules.flatMap((rule) =>
    rule.verbs.map((verb) => ({
      verb: `${verb} ${String(rule.resources[0])}`,
      rules: rules.map((each) => (each === rule ? less(rule, verb) : each)).filter(({ verbs }) => verbs.length > 0),
    })),
  );
}

const named = (verb: string): string => `minus-${verb.replace(/[ /]/g, '-')}`;
const denied = ({ permissions }: RunPlan): readonly string[] =>
  permissions.filter(({ allowed }) => allowed === false).map(({ verb, resource }) => `${verb} ${resource}`);

async function account(name: string, roles: readonly string[]): Promise<void> {
  await kubectl('create', 'serviceaccount', name, '-n', namespace);
  for (const role of roles)
    await kubectl(
      'create',
      'rolebinding',
      `${name}-${role}`,
      '-n',
      namespace,
      `--role=${role}`,
      `--serviceaccount=${namespace}:${name}`,
    );
}

beforeAll(async () => {
  namespace = await createNamespace('traffic-rights');
  const blocks = (await readFile('docs/rbac.md', 'utf8')).matchAll(/```yaml\n([\s\S]*?)```/g);
  const roles = [...blocks].map(([, yaml = '']) => yaml).filter((yaml) => yaml.includes('kind: Role\n'));
  for (const role of roles) await apply(role, '-n', namespace);
  await kubectl('create', 'role', 'no-jobs', '-n', namespace, '--verb=create,get,list,watch,delete', '--resource=pods');
  await kubectl('create', 'role', 'exec', '-n', namespace, '--verb=create,get', '--resource=pods/exec');
  await account('looker', ['servicescope-look']);
  await account('tester', ['servicescope-look', 'servicescope-test']);
  await account('mender', ['servicescope-look', 'servicescope-test', 'servicescope-mend']);
  await account('jobless', ['servicescope-look', 'no-jobs', 'exec']);
  await apply([serviceYaml(namespace, 'web', 'web'), replicaSetYaml(namespace, 'web', 'web', 2)].join('---\n'));
  await replicasReady(namespace, 'web', 2);
});

afterAll(async () => {
  over.abort();
  if (namespace !== '') await deleteNamespace(namespace);
});

describe('who may', () => {
  it('only look is told the verb that is missing, and nothing is created', async () => {
    const plan = await planRun(await depsOf('looker'), runRequest(namespace), over.signal);
    expect(plan.possible).toBe(false);
    expect(plan.refusal).toEqual({
      code: 'traffic.missing-verb',
      parameters: { verb: 'get', resource: 'pods/exec', namespace },
    });
    expect(plan.permissions).toContainEqual({
      verb: 'create',
      resource: 'jobs',
      namespace,
      allowed: false,
      needed: 'job',
    });
    await expect(runToEnd(await depsOf('looker'), runRequest(namespace))).rejects.toThrow();
    expect(await leftovers(namespace)).toEqual([]);
  });

  it('test runs as it is and beside, with the Roles as they stand', async () => {
    const deps = await depsOf('tester');
    for (const affinity of ['as-is', 'beside'] as const) {
      const plan = await planRun(deps, runRequest(namespace, { affinity }), over.signal);
      expect(plan.refusal).toBeNull();
      expect(plan.permissions.every((check) => check.allowed)).toBe(true);
      const run = await runToEnd(deps, runRequest(namespace, { affinity, requests: 40 }));
      expect(run.status.phase).toEqual({ phase: 'ended', outcome: { kind: 'done' } });
      expect(identifiedAnswers(run.side('None'))).toBe(40);
      expect(await leftovers(namespace)).toEqual([]);
    }
    const patch = await planRun(deps, runRequest(namespace, { affinity: 'patch' }), over.signal);
    expect(patch.refusal).toMatchObject({ parameters: { verb: 'patch', resource: 'services' } });
  });

  it('mend runs with the patch', async () => {
    const run = await runToEnd(await depsOf('mender'), runRequest(namespace, { affinity: 'patch', requests: 40 }));
    expect(run.status.phase).toEqual({ phase: 'ended', outcome: { kind: 'done' } });
    expect(identifiedAnswers(run.side('ClientIP'))).toBe(40);
  });

  it('create no Job gets plain Pods, is told so, and gets no twin', async () => {
    const deps = await depsOf('jobless');
    const plan = await planRun(deps, runRequest(namespace), over.signal);
    expect(plan).toMatchObject({ client: 'pod', possible: true });
    expect(plan.creates.map((object) => object.kind)).toEqual(['Pod']);
    expect(plan.caveats).toContainEqual({ code: 'bare-pod' });
    const run = await runToEnd(deps, runRequest(namespace, { requests: 40 }));
    expect(identifiedAnswers(run.side('None'))).toBe(40);
    expect(await leftovers(namespace)).toEqual([]);
    const beside = await planRun(deps, runRequest(namespace, { affinity: 'beside' }), over.signal);
    expect(beside.refusal).toEqual({ code: 'traffic.twin-unsupported', parameters: { reason: 'no-jobs' } });
  });
});

describe('each verb of servicescope-test, taken away alone', () => {
  /** Never asked for in a run: Pods of a Job are its controller's, and lists of Jobs and Services are for the sweep. */
  const NOT_IN_A_RUN = ['list jobs', 'create pods', 'get pods', 'watch pods', 'delete pods', 'list services'];
  /** From Kubernetes 1.35 on. */
  const LATER = 'create pods/exec';
  let rules: readonly Rule[] = [];

  beforeAll(async () => {
    const block = (await documentedRoles()).get('servicescope-test') ?? '';
    ({ rules } = parse(block) as { readonly rules: readonly Rule[] });
    const bare = withoutEach(rules.filter(({ resources }) => !resources.includes('jobs')));
    const items = [
      ...withoutEach(rules).flatMap((each) => roleAndBinding(named(each.verb), each.rules)),
      ...bare.flatMap((each) => roleAndBinding(`bare-${named(each.verb)}`, each.rules)),
    ];
    await apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  });

  const planned = async (user: string, change: Partial<RunRequest>): Promise<readonly string[]> => {
    try {
      return denied(await planRun(await depsAs(user), runRequest(namespace, change), over.signal));
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'traffic.missing-verb') throw error;
      const { verb, resource } = error.failure.parameters;
      return [`${verb} ${resource}`];
    }
  };

  it('is named by the plan, that one and no other', async () => {
    const logs: Partial<RunRequest> = { affinity: 'beside', identify: { by: 'logs', inQuery: false } };
    const verbs = withoutEach(rules).map(({ verb }) => verb);
    expect(verbs.length).toBeGreaterThan(12);
    const found = await Promise.all(verbs.map(async (verb) => [verb, await planned(named(verb), logs)]));
    const needed = verbs.filter((verb) => !NOT_IN_A_RUN.includes(verb) && verb !== LATER);
    expect(found.filter(([verb]) => verb !== LATER)).toEqual(
      verbs.filter((verb) => verb !== LATER).map((verb) => [verb, needed.includes(verb) ? [verb] : []]),
    );
  });

  it('is named where Jobs may not be created and Pods are made instead', async () => {
    const jobs = ['create jobs', 'get jobs', 'delete jobs'];
    for (const verb of ['create pods', 'get pods', 'delete pods', 'list pods', 'get pods/exec', 'get services'])
      expect([verb, (await planned(`bare-${named(verb)}`, {})).filter((each) => !jobs.includes(each))]).toEqual([
        verb,
        [verb],
      ]);
  });
});
