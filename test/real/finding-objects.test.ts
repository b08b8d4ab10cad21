import { execFile } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { readDataPlane } from '../../src-main/kube/data-plane.ts';
import type { KubeApi } from '../../src-main/kube/kube-api.ts';
import type { FindingCode } from '../../src-shared/findings/finding.ts';
import { kubeProxyState } from '../../src-shared/findings/kube-proxy-state.ts';
import { withBareControlPlane } from '../cluster/bare-control-plane.mjs';
import { barePlace } from '../cluster/places.mjs';
import { findStarted } from '../cluster/processes.mjs';
import { readFindings } from '../support/findings/read-findings.ts';
import { eventually, OWN_CLUSTER } from '../support/kubectl.ts';
import { openControlPlane } from '../support/oracle/bare-api.ts';

// Findings of what no cluster can be made to show at will: a Node that is lost, a controller that hangs, a kube-proxy that is
// down. Objects of a real API server and what the real controllers write of them; what a kubelet would report is written here.
const over = new AbortController();
afterAll(() => over.abort());

const READY = [
  { type: 'PodScheduled', status: 'True' },
  { type: 'Ready', status: 'True' },
];
const NOT_READY = READY.map((condition) =>
  condition.type === 'Ready' ? { ...condition, status: 'False' } : condition,
);
const running = (ready: boolean): object => ({
  containerStatuses: [{ name: 'web', image: 'none', imageID: '', ready, restartCount: 0, state: { running: {} } }],
});
const waiting = {
  containerStatuses: [
    {
      name: 'web',
      image: 'none',
      imageID: '',
      ready: false,
      restartCount: 0,
      state: { waiting: { reason: 'CreateContainerConfigError', message: 'configmap "settings" not found' } },
    },
  ],
};

interface Case {
  readonly code: FindingCode;
  readonly node: string;
  readonly status: object;
  /** After it the finding is gone. */
  readonly mended: object;
}

/** Each a Pod behind a Service of its own; of the Nodes, `node-1` is ready and `node-2` was lost. */
const CASES: readonly Case[] = [
  {
    code: 'node-not-ready',
    node: 'node-2',
    status: { conditions: NOT_READY, ...running(true) },
    mended: { conditions: READY },
  },
  {
    code: 'container-does-not-start',
    node: 'node-1',
    status: { conditions: NOT_READY, ...waiting },
    mended: { conditions: READY, ...running(true) },
  },
  {
    code: 'pod-not-ready',
    node: 'node-1',
    status: { conditions: NOT_READY, ...running(true) },
    mended: { conditions: READY },
  },
];

describe.runIf(OWN_CLUSTER)('findings of objects that a control plane alone can be given', () => {
  it('are raised by what it holds, and go with it', { timeout: 900_000 }, async () => {
    await withBareControlPlane(async (kubeconfig) => {
      const scene = await openScene(kubeconfig);
      for (const [index, each] of CASES.entries()) await expectCase(scene, each, index);
      await expectLag(scene);
      await expectDataPlanes(scene);
    });
  });
});

interface Scene {
  readonly api: KubeApi;
  /** `kubectl ARGS`, with what it reads. */
  readonly kubectl: (args: readonly string[], input?: object) => Promise<string>;
}

async function openScene(kubeconfig: string): Promise<Scene> {
  const api = await openControlPlane(kubeconfig, ['default', 'kube-system'], over.signal);
  const kubectl: Scene['kubectl'] = (args, input) =>
    new Promise((resolve, reject) => {
      const child = execFile('kubectl', ['--kubeconfig', kubeconfig, ...args], (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`kubectl ${args.join(' ')}: ${stderr}`));
      });
      child.stdin?.end(input === undefined ? '' : JSON.stringify(input));
    });
  for (const [name, ready] of [
    ['node-1', 'True'],
    ['node-2', 'Unknown'],
  ]) {
    await kubectl(['create', '-f', '-'], { apiVersion: 'v1', kind: 'Node', metadata: { name } });
    await putStatus(kubectl, ['node', name ?? ''], { conditions: [{ type: 'Ready', status: ready }] });
  }
  return { api, kubectl };
}

function putStatus(kubectl: Scene['kubectl'], object: readonly string[], status: object): Promise<string> {
  return kubectl(['patch', ...object, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status })]);
}

const podOf = (name: string, node: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { nodeName: node, automountServiceAccountToken: false, containers: [{ name: 'web', image: 'none' }] },
});

async function makePod({ kubectl }: Scene, name: string, at: { node: string; ip: string; status: object }) {
  await kubectl(['create', '-f', '-'], podOf(name, at.node));
  await putStatus(kubectl, ['pod', name], {
    phase: 'Running',
    podIP: at.ip,
    podIPs: [{ ip: at.ip }],
    ...at.status,
  });
}

const makeService = ({ kubectl }: Scene, name: string): Promise<string> =>
  kubectl(['create', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
  });

async function codesOf({ api }: Scene, name: string): Promise<readonly FindingCode[]> {
  const findings = await readFindings(api, { namespace: 'default', name }, over.signal);
  return findings.map(({ code }) => code);
}

/** Waits until the findings are these, in any order. */
async function expectCodes(scene: Scene, name: string, wanted: readonly FindingCode[]): Promise<void> {
  const sorted = (codes: readonly FindingCode[]): readonly FindingCode[] => [...codes].sort();
  const isWanted = async (): Promise<true | null> => {
    const found = sorted(await codesOf(scene, name)).join();
    return found === sorted(wanted).join() ? true : null;
  };
  // Where they are not, what they are tells more than that the wait was in vain.
  await eventually(isWanted, `the findings of ${name}`, 30_000).catch(async (error: unknown) => {
    expect(sorted(await codesOf(scene, name)), String(error)).toEqual(sorted(wanted));
    throw error;
  });
}

async function expectCase(scene: Scene, { code, node, status, mended }: Case, index: number): Promise<void> {
  await makeService(scene, code);
  await makePod(scene, code, { node, ip: `10.1.0.${String(index + 1)}`, status });
  await expectCodes(scene, code, [code]);
  await putStatus(scene.kubectl, ['pod', code], mended);
  await expectCodes(scene, code, ['one-endpoint', 'nothing-visible']);
}

/** kube-controller-manager hangs: nobody follows a change of the Pods. */
async function expectLag(scene: Scene): Promise<void> {
  const name = 'slices-lag';
  await makeService(scene, name);
  await makePod(scene, name, { node: 'node-1', ip: '10.1.1.1', status: { conditions: READY } });
  await expectCodes(scene, name, ['one-endpoint', 'nothing-visible']);
  const manager = findStarted().find(({ part }) => part === `${barePlace.prefix}kube-controller-manager`);
  if (manager === undefined) throw new Error('no kube-controller-manager runs');
  process.kill(manager.pid, 'SIGSTOP');
  try {
    await putStatus(scene.kubectl, ['pod', name], { conditions: NOT_READY });
    await eventually(async () => ((await codesOf(scene, name)).includes('slices-lag') ? true : null), 'slices-lag');
  } finally {
    process.kill(manager.pid, 'SIGCONT');
  }
  await expectCodes(scene, name, ['pod-not-ready']);
}

async function expectDataPlanes(scene: Scene): Promise<void> {
  const { api, kubectl } = scene;
  const inKubeSystem = ['-n', 'kube-system'];
  const codes = async (): Promise<readonly FindingCode[]> => {
    const state = kubeProxyState(await readDataPlane(api), new Map([['node-1', { ready: true }]]));
    const findings = await readFindings(api, { namespace: 'default', name: 'slices-lag' }, over.signal, {
      kubeProxy: state,
    });
    return findings.flatMap(({ code }) => (code === 'pod-not-ready' ? [] : [code]));
  };
  expect(await codes()).toEqual([]);
  const template = {
    metadata: { labels: { app: 'cilium' } },
    spec: { containers: [{ name: 'agent', image: 'none' }] },
  };
  await kubectl([...inKubeSystem, 'create', '-f', '-'], {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'cilium' },
    spec: { selector: { matchLabels: { app: 'cilium' } }, template },
  });
  expect(await codes()).toEqual(['other-data-plane']);
  await kubectl([...inKubeSystem, 'create', '-f', '-'], {
    ...podOf('kube-proxy-a', 'node-1'),
    metadata: { name: 'kube-proxy-a', labels: { 'k8s-app': 'kube-proxy' } },
  });
  expect(await codes(), 'kube-proxy’s own Pod is believed first').toEqual(['kube-proxy-not-ready']);
  await putStatus(kubectl, [...inKubeSystem, 'pod', 'kube-proxy-a'], { phase: 'Running', conditions: READY });
  expect(await codes()).toEqual([]);
}
