import { beforeEach, describe, expect, it } from 'vitest';
import { anAdmittedCluster, refusal } from '../../../test/support/admitted-cluster.ts';
import type { Draft, KubeObject } from '../cluster-api.ts';
import { at } from '../json.ts';
import type { AdmittedCluster } from './admitted-cluster.ts';

let cluster: AdmittedCluster;

beforeEach(() => {
  cluster = anAdmittedCluster(() => Date.parse('2026-01-01T00:00:00Z'));
});

const service = (spec: Draft, name = 'web'): Draft => ({ metadata: { name }, spec });
const createService = (spec: Draft, name = 'web'): KubeObject =>
  cluster.create('services', 'default', service(spec, name));
describe('Services', () => {
  it('get what a client leaves out', () => {
    const { spec } = createService({ selector: { app: 'x' }, ports: [{ port: 80 }], sessionAffinity: 'ClientIP' });
    expect(spec).toMatchObject({
      type: 'ClusterIP',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } },
    });
    expect(at(spec, 'clusterIP')).toMatch(/^10\.96\.\d+\.\d+$/);
    expect(at(spec, 'clusterIPs')).toEqual([at(spec, 'clusterIP')]);
  });

  it('keep their address over an update that leaves it out, and refuse another', () => {
    const made = createService({ ports: [{ port: 80 }] });
    const updated = cluster.update('services', 'default', 'web', service({ ports: [{ port: 81 }] }));
    expect(at(updated, 'spec', 'clusterIP')).toBe(at(made, 'spec', 'clusterIP'));
    const moved = service({ ports: [{ port: 80 }], clusterIP: '10.96.7.7' });
    expect(refusal(() => cluster.update('services', 'default', 'web', moved)).message).toBe(
      'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.7.7"]: may not change once set',
    );
  });

  it('never share an address, and may ask for a free one', () => {
    createService({ ports: [{ port: 80 }], clusterIP: '10.96.0.10' }, 'dns');
    const again = (): unknown => createService({ ports: [{ port: 80 }], clusterIP: '10.96.0.10' }, 'dns2');
    expect(refusal(again).message).toBe(
      'Service "dns2" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.10"]: failed to allocate IP 10.96.0.10: provided IP is already allocated',
    );
    const addresses = Array.from({ length: 300 }, (_, index) =>
      at(createService({ ports: [{ port: 80 }] }, `s${index}`), 'spec', 'clusterIP'),
    );
    expect(new Set(addresses).size).toBe(300);
  });

  it('get a node port for NodePort alone, and lose it with the type', () => {
    const made = createService({ type: 'NodePort', ports: [{ port: 80 }] });
    const port = Number(
      at(made, 'spec', 'ports', '0') ?? (made.spec as { ports: { nodePort: number }[] }).ports[0]?.nodePort,
    );
    expect(port).toBeGreaterThanOrEqual(30_000);
    expect(port).toBeLessThanOrEqual(32_767);
    const back = cluster.update('services', 'default', 'web', {
      ...made,
      spec: { ...(made.spec as Draft), type: 'ClusterIP' },
    });
    expect(at(back, 'spec', 'ports')).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
    expect(at(back, 'spec', 'externalTrafficPolicy')).toBeUndefined();
  });

  it('may have no address: headless and ExternalName', () => {
    expect(createService({ clusterIP: 'None', selector: { a: 'b' } }, 'h').spec).toMatchObject({
      clusterIPs: ['None'],
    });
    const { spec } = createService({ type: 'ExternalName', externalName: 'example.com' }, 'e');
    expect(spec).toEqual({ type: 'ExternalName', externalName: 'example.com', sessionAffinity: 'None' });
  });

  it.each([
    [{ ports: [] }, 'spec.ports: Required value'],
    [{ ports: [{ port: 70_000 }] }, 'spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive'],
    [
      { ports: [{ port: 80, protocol: 'X' }] },
      'spec.ports[0].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"',
    ],
    [
      { ports: [{ port: 80 }], sessionAffinity: 'Yes' },
      'spec.sessionAffinity: Unsupported value: "Yes": supported values: "ClientIP", "None"',
    ],
    [
      {
        ports: [{ port: 80 }],
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 90_000 } },
      },
      'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 90000: must be greater than 0 and less than 86400',
    ],
    [
      { ports: [{ port: 80, nodePort: 30_001 }] },
      "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    ],
    [{ type: 'ExternalName' }, 'spec.externalName: Required value'],
    [
      {
        ports: [
          { name: 'a', port: 80 },
          { name: 'a', port: 81 },
        ],
      },
      'spec.ports[1].name: Duplicate value: "a"',
    ],
  ])('refuse %j', (spec, message) => {
    expect(refusal(() => createService(spec as Draft))).toMatchObject({
      code: 422,
      reason: 'Invalid',
      message: expect.stringContaining(message),
    });
  });
});
