import type { Case } from './case.ts';
import { BY_KIND, podSpec } from './samples.ts';
import { change, specs } from './validation-case.ts';

const { POD } = BY_KIND;
const WEB = { name: 'web', image: 'nginx' };

/** Defaults and each rule of a Pod's form. */
export const POD_CASES: readonly Case[] = specs(POD, {
  'no containers': { containers: [] },
  'a container without a name and an image': { containers: [{}] },
  'two containers of one name': { containers: [WEB, WEB] },
  'a container name in upper case': { containers: [{ ...WEB, name: 'Web' }] },
  'a containerPort out of range': { containers: [{ ...WEB, ports: [{ containerPort: 0 }] }] },
  'port names twice and too long': {
    containers: [
      {
        ...WEB,
        ports: [
          { name: 'a', containerPort: 80 },
          { name: 'a', containerPort: 81 },
          { name: 'much-too-long-name', containerPort: 82 },
        ],
      },
    ],
  },
  'restartPolicy that is none': { containers: [WEB], restartPolicy: 'Sometimes' },
  'imagePullPolicy by the tag': {
    containers: [WEB, { name: 'b', image: 'nginx:1.22' }, { name: 'c', image: 'x:latest' }],
  },
  'imagePullPolicy that is none': { containers: [{ ...WEB, imagePullPolicy: 'Often' }] },
  'probes filled in': {
    containers: [
      {
        ...WEB,
        readinessProbe: { httpGet: { port: 80 } },
        livenessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 3 },
      },
    ],
  },
  'a probe of nothing, and of negative seconds': {
    containers: [
      {
        ...WEB,
        readinessProbe: { periodSeconds: -1 },
        livenessProbe: { exec: { command: ['x'] }, failureThreshold: -2 },
      },
    ],
  },
  'a probe of two ways': {
    containers: [{ ...WEB, readinessProbe: { httpGet: { port: 80 }, tcpSocket: { port: 80 } } }],
  },
  'env names that are none': { containers: [{ ...WEB, env: [{ name: '' }, { name: 'a=b', value: 'x' }] }] },
  'resources filled in, and too small a limit': {
    containers: [
      { ...WEB, resources: { limits: { cpu: '1', memory: '64Mi' } } },
      { name: 'b', image: 'nginx', resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } },
    ],
  },
  'a mount of no volume': { containers: [{ ...WEB, volumeMounts: [{ name: 'x', mountPath: '/x' }] }] },
  'tolerations that are none': {
    containers: [WEB],
    tolerations: [
      {},
      { key: 'a b', operator: 'Exists' },
      { key: 'a', value: 'x y' },
      { key: 'a', operator: 'Exists', value: 'b' },
      { key: 'a', operator: 'Is', effect: 'Never' },
      { key: 'a', effect: 'NoSchedule', tolerationSeconds: 5 },
      { operator: 'Exists' },
      null,
    ],
  },
  'envFrom of nothing, of both, of names that are none': {
    containers: [
      {
        ...WEB,
        envFrom: [
          {},
          { configMapRef: { name: 'a' }, secretRef: { name: 'b' } },
          { prefix: 'a=', configMapRef: {} },
          { secretRef: { name: 'A b' } },
          { configMapRef: { name: 'fine-' } },
        ],
      },
    ],
  },
  'aliases of no address, and of names that are none': {
    containers: [WEB],
    hostAliases: [
      {},
      { ip: 'here', hostnames: ['A b', 'fine.example.com'] },
      { ip: '10.1.2.3' },
      { ip: 'fe80::1%eth0' },
    ],
  },
  'gates that are none': {
    containers: [WEB],
    readinessGates: [{}, { conditionType: 'a b' }, { conditionType: 'example.com/fine' }],
    schedulingGates: [{}, { name: 'one' }, { name: 'one' }, { name: 'a b' }],
  },
  'a nodeSelector that is none': { containers: [WEB], nodeSelector: { 'a b': 'x y' } },
  ...Object.fromEntries(
    Object.entries({
      'that are nothing': { limits: { cpu: '0', memory: '0' } },
      'of processors alone': { limits: { cpu: '100m' } },
      'that are requests, and of nothing': { requests: { cpu: '0', memory: '1Mi' } },
      'that are limits': { limits: { cpu: '8.2', memory: '64Mi' }, requests: { cpu: '8200m' } },
      'of which a request is a byte less': {
        limits: { cpu: '1', memory: '1Gi' },
        requests: { memory: '1073741823' },
      },
      'of which one limit is nothing': { limits: { cpu: '0', memory: '64Mi' } },
    }).map(([name, resources]) => [`resources ${name}: the class`, { containers: [{ ...WEB, resources }] }]),
  ),
  'quantities in other words': {
    containers: ['0.5', '1000m', 2, '1.500', '+1', '0.0', '12E2', '1e4'].map((cpu, index) => ({
      name: `c${String(index)}`,
      image: 'nginx',
      resources: { limits: { cpu } },
    })),
  },
  'sizes in other words': {
    containers: ['1024Mi', '0.5Gi', '100Mi', '1.0001Ki', '1500.5Ki', 1000, '1M', '9Ei'].map((memory, index) => ({
      name: `c${String(index)}`,
      image: 'nginx',
      resources: { requests: { memory } },
    })),
  },
  'bytes in thousandths, as of processors': {
    containers: [{ ...WEB, resources: { limits: { memory: '100m', 'ephemeral-storage': '1.5' } } }],
    initContainers: [{ name: 'first', image: 'nginx', resources: { requests: { memory: '1m', cpu: '1u' } } }],
  },
  'a negative grace': { containers: [WEB], terminationGracePeriodSeconds: -1 },
  'a hostname in upper case': { containers: [WEB], hostname: 'HOST' },
});

/** What of a Pod may be changed. */
export const POD_CHANGES: readonly Case[] = [
  change(
    POD,
    'another image and command',
    { spec: { ...podSpec(), containers: [WEB] } },
    { spec: { containers: [{ ...WEB, command: ['x'] }] } },
  ),
  change(
    POD,
    'the same quantities in other words',
    { spec: { ...podSpec(), containers: [{ ...WEB, resources: { limits: { memory: '1Mi', cpu: '1.500' } } }] } },
    { spec: { containers: [{ name: 'web', resources: { limits: { memory: '1048576', cpu: '1500m' } } }] } },
    'strategic-merge',
  ),
  ...Object.entries({
    'more tolerations': [{ key: 'a', operator: 'Exists' }, { operator: 'Exists' }],
    'another toleration': [{ key: 'b', operator: 'Exists' }],
    'a toleration that is none beside it': [
      { key: 'a', operator: 'Exists' },
      { key: 'a b', operator: 'Exists' },
    ],
    'a toleration for longer': [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }],
  }).map(([name, tolerations]) =>
    change(
      POD,
      name,
      { spec: { ...podSpec(), tolerations: [{ key: 'a', operator: 'Exists' }] } },
      { spec: { tolerations } },
    ),
  ),
  change(
    POD,
    'a toleration for less long',
    {
      spec: {
        ...podSpec(),
        tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 9 }],
      },
    },
    { spec: { tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }] } },
  ),
];
