import { beforeEach, describe, expect, it } from 'vitest';
import { anAdmittedCluster, refusal } from '../../../test/support/admitted-cluster.ts';
import type { Draft, KubeObject } from '../cluster-api.ts';
import { at } from '../json.ts';
import type { AdmittedCluster } from './admitted-cluster.ts';

let cluster: AdmittedCluster;
let now: number;

beforeEach(() => {
  now = Date.parse('2026-01-01T00:00:00Z');
  cluster = anAdmittedCluster(() => now);
});

const service = (spec: Draft, name = 'web'): Draft => ({ metadata: { name }, spec });
const createService = (spec: Draft, name = 'web'): KubeObject =>
  cluster.create('services', 'default', service(spec, name));
const podSpec: Draft = { containers: [{ name: 'c', image: 'nginx' }] };
const createPod = (spec: Draft = podSpec): KubeObject =>
  cluster.create('pods', 'default', { metadata: { name: 'p' }, spec });

describe('metadata', () => {
  it('is stamped by the server', () => {
    const made = cluster.create('configmaps', 'default', {
      metadata: { generateName: 'cm-', uid: 'mine', generation: 9 },
    });
    expect(made.metadata.name).toMatch(/^cm-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(made.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(made.metadata).toMatchObject({ namespace: 'default', creationTimestamp: '2026-01-01T00:00:00Z' });
    expect(made.metadata.generation).toBeUndefined();
  });

  it('makes a name of what alone would be none: an Event may begin with dots', () => {
    const event = (metadata: Draft): KubeObject =>
      cluster.create('events', 'default', { metadata, involvedObject: { namespace: 'default' } });
    expect(event({ generateName: '.' }).metadata.name).toMatch(/^\.[a-z0-9]{5}$/);
    expect(event({ generateName: '..' }).metadata.name).toMatch(/^\.\.[a-z0-9]{5}$/);
    expect(refusal(() => event({ name: '..' })).details?.causes).toMatchObject([
      { field: 'metadata.name', message: `Invalid value: "..": may not be '..'` },
    ]);
    expect(refusal(() => event({ generateName: 'a/' })).details?.causes).toMatchObject([
      { field: 'metadata.generateName', message: `Invalid value: "a/": may not contain '/'` },
      { field: 'metadata.name' },
    ]);
  });

  it('counts generations with changes of the spec alone', () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: podSpec };
    const draft = { metadata: { name: 'rs' }, spec: { selector: { matchLabels: { a: 'b' } }, template } };
    const made = cluster.create('apps/replicasets', 'default', draft);
    const labelled = { ...made, metadata: { ...made.metadata, labels: { x: 'y' } } };
    expect(cluster.update('apps/replicasets', 'default', 'rs', labelled).metadata.generation).toBe(1);
    const scaled = { ...draft, spec: { ...draft.spec, replicas: 3 } };
    expect(cluster.update('apps/replicasets', 'default', 'rs', scaled).metadata.generation).toBe(2);
  });

  it('counts a Deployment’s annotations, but not its revision', () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: podSpec };
    const draft = (annotations: Draft): Draft => ({
      metadata: { name: 'd', annotations },
      spec: { selector: { matchLabels: { a: 'b' } }, template },
    });
    cluster.create('apps/deployments', 'default', draft({}));
    const generation = (annotations: Draft): unknown =>
      cluster.update('apps/deployments', 'default', 'd', draft(annotations)).metadata.generation;
    expect(generation({ 'deployment.kubernetes.io/revision': '1' })).toBe(1);
    expect(generation({ 'deployment.kubernetes.io/revision': '1', note: 'x' })).toBe(2);
  });

  it('names a template’s account by both names', () => {
    const template = { metadata: { labels: { a: 'b' } }, spec: { ...podSpec, serviceAccountName: 'builder' } };
    const made = cluster.create('apps/replicasets', 'default', {
      metadata: { name: 'rs' },
      spec: { selector: { matchLabels: { a: 'b' } }, template },
    });
    expect(at(made, 'spec', 'template', 'spec', 'serviceAccount')).toBe('builder');
  });

  it('labels a Job as its Pods, where nobody labelled either', () => {
    const spec = { template: { spec: { ...podSpec, restartPolicy: 'Never' } } };
    const { metadata } = cluster.create('batch/jobs', 'default', { metadata: { name: 'j' }, spec });
    expect(metadata.labels).toMatchObject({ 'batch.kubernetes.io/job-name': 'j', 'controller-uid': metadata.uid });
  });

  it('refuses names, a second of the same, and namespaces that are not there or going', () => {
    expect(refusal(() => createService({ ports: [{ port: 80 }] }, 'Web')).message).toBe(
      `Service "Web" is invalid: metadata.name: Invalid value: "Web": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`,
    );
    createPod();
    expect(refusal(createPod)).toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
      message: 'pods "p" already exists',
    });
    const elsewhere = (): unknown => cluster.create('pods', 'foo', { metadata: { name: 'p' }, spec: podSpec });
    expect(refusal(elsewhere)).toMatchObject({ code: 404, message: 'namespaces "foo" not found' });
    cluster.create('namespaces', undefined, { metadata: { name: 'foo' } });
    cluster.delete('namespaces', undefined, 'foo');
    expect(refusal(elsewhere)).toMatchObject({
      code: 403,
      message: 'pods "p" is forbidden: unable to create new content in namespace foo because it is being terminated',
    });
    cluster.finalizeNamespace('foo');
    expect(cluster.get('namespaces', undefined, 'foo')).toBeUndefined();
  });
});

describe('Pods', () => {
  it('get what a client leaves out', () => {
    const { spec, status } = createPod({
      containers: [
        { name: 'c', image: 'nginx', ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { port: 80 } } },
      ],
    });
    expect(status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
    expect(spec).toMatchObject({
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      terminationGracePeriodSeconds: 30,
      serviceAccountName: 'default',
      enableServiceLinks: true,
      containers: [
        {
          imagePullPolicy: 'Always',
          ports: [{ containerPort: 80, protocol: 'TCP' }],
          readinessProbe: { httpGet: { path: '/', port: 80, scheme: 'HTTP' }, periodSeconds: 10, failureThreshold: 3 },
        },
      ],
    });
  });

  it('go at once while no Node has them, else after their grace, which can be shortened', () => {
    createPod();
    cluster.delete('pods', 'default', 'p');
    expect(cluster.get('pods', 'default', 'p')).toBeUndefined();
    createPod();
    cluster.bind('default', 'p', 'node-1');
    expect(cluster.delete('pods', 'default', 'p').metadata).toMatchObject({
      deletionGracePeriodSeconds: 30,
      deletionTimestamp: '2026-01-01T00:00:30Z',
    });
    now += 5000;
    const shortened = cluster.delete('pods', 'default', 'p', { gracePeriodSeconds: 10 });
    expect(shortened.metadata.deletionTimestamp).toBe('2026-01-01T00:00:10Z');
    cluster.delete('pods', 'default', 'p', { gracePeriodSeconds: 0 });
    expect(cluster.get('pods', 'default', 'p')).toBeUndefined();
  });

  it('are bound once', () => {
    createPod();
    cluster.bind('default', 'p', 'node-1');
    expect(refusal(() => cluster.bind('default', 'p', 'node-2'))).toMatchObject({ code: 409, reason: 'Conflict' });
  });

  it('may change their image and nothing else', () => {
    const made = createPod();
    const changed = (fields: Draft): Draft => ({ ...made, spec: { ...(made.spec as Draft), ...fields } });
    const image = changed({
      containers: [{ ...(made.spec as { containers: Draft[] }).containers[0], image: 'httpd' }],
    });
    expect(() => cluster.update('pods', 'default', 'p', image)).not.toThrow();
    const refused = refusal(() =>
      cluster.update('pods', 'default', 'p', { ...changed({ hostname: 'x' }), metadata: { name: 'p' } }),
    );
    expect(refused).toMatchObject({
      code: 422,
      message: expect.stringContaining(
        'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`',
      ),
    });
  });

  it('need containers with names and images', () => {
    expect(refusal(() => createPod({ containers: [] })).message).toBe(
      'Pod "p" is invalid: spec.containers: Required value',
    );
    expect(refusal(() => createPod({ containers: [{ name: 'A' }] })).message).toContain(
      'spec.containers[0].image: Required value',
    );
  });
});

describe('workloads', () => {
  const template = (labels: Draft, spec: Draft = podSpec): Draft => ({ metadata: { labels }, spec });

  it('refuse a selector that does not match the template, and a change of it', () => {
    const draft = {
      metadata: { name: 'd' },
      spec: { selector: { matchLabels: { a: 'b' } }, template: template({ a: 'c' }) },
    };
    expect(refusal(() => cluster.create('apps/deployments', 'default', draft)).message).toBe(
      'Deployment.apps "d" is invalid: spec.template.metadata.labels: Invalid value: {"a":"c"}: `selector` does not match template `labels`',
    );
    const right = { ...draft, spec: { ...draft.spec, template: template({ a: 'b', x: 'y' }) } };
    cluster.create('apps/deployments', 'default', right);
    const other = { ...right, spec: { ...right.spec, selector: { matchLabels: { x: 'y' } } } };
    expect(refusal(() => cluster.update('apps/deployments', 'default', 'd', other)).message).toBe(
      'Deployment.apps "d" is invalid: spec.selector: Invalid value: {"matchLabels":{"x":"y"}}: field is immutable',
    );
  });

  it('give a Job its own labels and selector', () => {
    const draft = { metadata: { name: 'j' }, spec: { template: { spec: { ...podSpec, restartPolicy: 'Never' } } } };
    const job = cluster.create('batch/jobs', 'default', draft);
    const { uid } = job.metadata;
    expect(job.spec).toMatchObject({ backoffLimit: 6, completions: 1, parallelism: 1, suspend: false });
    expect(at(job, 'spec', 'selector')).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': uid } });
    expect(at(job, 'spec', 'template', 'metadata', 'labels')).toMatchObject({ 'job-name': 'j', 'controller-uid': uid });
    const always = { metadata: { name: 'k' }, spec: { template: { spec: podSpec } } };
    expect(refusal(() => cluster.create('batch/jobs', 'default', always)).message).toContain(
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    );
  });
});

describe('writes', () => {
  it('from an old state are conflicts', () => {
    const made = cluster.create('configmaps', 'default', { metadata: { name: 'c' }, data: { a: '1' } });
    cluster.update('configmaps', 'default', 'c', { ...made, data: { a: '2' } });
    expect(refusal(() => cluster.update('configmaps', 'default', 'c', { ...made, data: { a: '3' } }))).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on configmaps "c": the object has been modified; please apply your changes to the latest version and try again',
    });
    const preconditions = { uid: 'other' };
    expect(refusal(() => cluster.delete('configmaps', 'default', 'c', { preconditions }))).toMatchObject({ code: 409 });
  });

  it('store nothing in a dry run', () => {
    const made = cluster.create('pods', 'default', { metadata: { name: 'p' }, spec: podSpec }, { dryRun: true });
    expect(made.metadata.uid).not.toBe('');
    expect(cluster.get('pods', 'default', 'p')).toBeUndefined();
  });

  it('keep the status apart from the rest', () => {
    const pod = createPod();
    cluster.updateStatus('pods', 'default', 'p', { phase: 'Running' });
    const updated = cluster.update('pods', 'default', 'p', {
      ...pod,
      metadata: { name: 'p', labels: { a: 'b' } },
      status: {},
    });
    expect(updated.status).toEqual({ phase: 'Running', qosClass: 'BestEffort' });
    const same = cluster.updateStatus('pods', 'default', 'p', { phase: 'Running' });
    expect(same.metadata.resourceVersion).toBe(updated.metadata.resourceVersion);
  });

  it('hold an object by its finalizers until the last is off', () => {
    cluster.create('configmaps', 'default', { metadata: { name: 'c', finalizers: ['example.com/hold'] } });
    const held = cluster.delete('configmaps', 'default', 'c');
    expect(held.metadata.deletionTimestamp).toBeDefined();
    cluster.update('configmaps', 'default', 'c', { ...held, metadata: { ...held.metadata, finalizers: [] } });
    expect(cluster.get('configmaps', 'default', 'c')).toBeUndefined();
  });

  it('turn propagation policies into finalizers', () => {
    createPod();
    cluster.create('configmaps', 'default', { metadata: { name: 'c' } });
    const { metadata } = cluster.delete('configmaps', 'default', 'c', { propagationPolicy: 'Foreground' });
    expect(metadata.finalizers).toEqual(['foregroundDeletion']);
  });
});
