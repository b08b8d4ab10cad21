import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute, networkScene, type Scene } from '../../../test/support/training/pods-behind-service.ts';
import { smallCluster } from '../../../test/support/training/small-cluster.ts';
import { FakeTime } from '../../../test/support/training-scene.ts';
import type { KubeObject } from '../cluster-api.ts';
import { createNetwork } from './create-network.ts';

const ALL = { follow: false, previous: false, timestamps: false };

test('the Service proxy syncs as rarely as kube-proxy does, where nothing else is said', async () => {
  const cluster = smallCluster();
  const time = new FakeTime();
  const ending = new AbortController();
  cluster.put('services', {
    metadata: { name: 'web', namespace: 'default' },
    spec: { clusterIP: '10.96.10.1', ports: [{ port: 80 }] },
  });
  const network = createNetwork({ api: cluster, clock: time, random: Math.random, signal: ending.signal });
  const pod = cluster.put('pods', {
    metadata: { name: 'web', namespace: 'default' },
    spec: { containers: [{ name: 'main', image: 'nginx' }] },
  });
  network.addPod(pod, '10.244.1.2');
  network.start(pod, 'main');
  cluster.put('discovery.k8s.io/endpointslices', {
    metadata: { name: 'web-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    ports: [{ port: 80 }],
    endpoints: [{ addresses: ['10.244.1.2'] }],
  });
  await time.advance(999);
  await expect(network.dial('10.96.10.1', 80)).rejects.toThrow('refused');
  await time.advance(1);
  (await network.dial('10.96.10.1', 80)).destroy();
  ending.abort();
});

describe('Pods on the virtual network', () => {
  let scene: Scene;
  let client: KubeObject;

  beforeAll(async () => {
    scene = await networkScene();
    client = scene.pod('client', '10.244.2.2', { image: 'nicolaka/netshoot:v0.13', command: ['sleep', 'infinity'] });
  });
  afterAll(() => scene.stop());

  async function log(pod: KubeObject, given: object = {}): Promise<string> {
    let text = '';
    const lines = scene.network.log(pod.metadata.uid, 'main', { ...ALL, ...given }, new AbortController().signal);
    for await (const line of lines) text += Buffer.from(line).toString('utf8');
    return text;
  }
  const get = async (address: string): Promise<string> =>
    (await execute(scene, client, ['curl', '-s', address])).stdout;

  test.each([
    ['nginx:1.27', 80, '/', 'Welcome to nginx!'],
    ['docker.io/library/httpd', 80, '/', 'It works!'],
    ['ghcr.io/stefanprodan/podinfo:6.9.0', 9898, '/', '"hostname": "NAME"'],
    ['ghcr.io/stefanprodan/podinfo:6.9.0', 9898, '/readyz', '"status": "OK"'],
    ['traefik/whoami', 80, '/', 'Hostname: NAME'],
    ['c1t1d0s7/myweb', 8080, '/', 'Hello World!\nNAME'],
    ['nginxdemos/hello:plain-text', 80, '/', 'Server name: NAME'],
    ['praqma/network-multitool', 80, '/', 'Praqma Network MultiTool (with NGINX) - NAME - 10.244.1.'],
    ['servicescope.test/echo:1', 8080, '/', 'NAME'],
    ['containous/whoami', 80, '/', 'Hostname: NAME'],
    ['wbitt/network-multitool', 80, '/', 'WBITT Network MultiTool (with NGINX) - NAME - 10.244.1.'],
  ])('%s answers on %i %s', async (image, port, path, expected) => {
    const name = `${image}${path}`.replace(/\W+/g, '-');
    const ip = '10.244.1.2';
    const pod = scene.pod(name, ip, { image });
    expect(await get(`${ip}:${port}${path}`)).toContain(expected.replace('NAME', name));
    expect(scene.network.served(pod.metadata.uid)).toBe(1);
    scene.network.removePod(pod.metadata.uid);
  });

  test('nginx with containerPort 8080 listens on 80 alone', async () => {
    scene.pod('hopeful', '10.244.1.3', { image: 'nginx', ports: [{ containerPort: 8080 }] });
    expect(await get('10.244.1.3')).toContain('Welcome to nginx!');
    const refused = await execute(scene, client, ['curl', '-s', '10.244.1.3:8080']);
    expect(refused).toEqual({ stdout: '', stderr: '', code: 7 });
  });

  test.each([
    ['alpine:3.20', ['wget', 'nc', 'nslookup'], ['curl', 'dig']],
    ['busybox:1.36', ['wget', 'nc', 'nslookup'], ['curl', 'dig']],
    ['ubuntu:24.04', ['getent', 'ps'], ['curl', 'wget', 'nc', 'ip']],
    ['debian:12-slim', ['getent'], ['curl', 'wget', 'nc', 'ip', 'ps']],
    ['wbitt/network-multitool', ['curl', 'wget', 'nc', 'dig', 'ip'], []],
  ])('%s has a shell, and of the tools %j, not %j', async (image, there, missing) => {
    const name = image.replace(/\W+/g, '-');
    const pod = scene.pod(name, '10.244.1.4', { image, command: ['sleep', 'infinity'] });
    const found = await execute(scene, pod, [
      'sh',
      '-c',
      `hostname; for i in ${[...there, ...missing].join(' ')}; do command -v $i; done`,
    ]);
    const [hostname, ...tools] = found.stdout.trim().split('\n');
    expect(hostname).toBe(name);
    expect(tools.map((path) => path.replace(/^.*\//, ''))).toEqual(there);
    scene.network.removePod(pod.metadata.uid);
  });

  test('arguments, variables and the downward API reach the program', async () => {
    const env = [{ name: 'WHO', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }];
    const args = ['-text=I am $(WHO)', '-listen=:8080'];
    scene.pod('echo', '10.244.4.1', { image: 'hashicorp/http-echo', env, args });
    expect(await get('10.244.4.1:8080')).toBe('I am echo\n');
    scene.pod('netexec', '10.244.4.2', {
      image: 'registry.k8s.io/e2e-test-images/agnhost:2.53',
      args: ['netexec', '--http-port=80'],
    });
    expect(await get('10.244.4.2/hostname')).toBe('netexec');
    expect(await get('10.244.4.2/clientip')).toMatch(/^10\.244\.2\.2:\d+$/);
    expect(await get('10.244.4.2/echo?msg=hi')).toBe('hi');
  });

  test('an unknown image can’t be pulled', () => {
    expect(scene.network.pull('nginx')).toEqual({ ok: true });
    expect(scene.network.pull('ngnix:1.27')).toMatchObject({
      ok: false,
      message: expect.stringContaining(
        'failed to resolve reference "docker.io/library/ngnix:1.27": pull access denied',
      ),
    });
  });

  test('probes see what the kubelet would see, and are no hits', async () => {
    const pod = scene.pod('probed', '10.244.4.3', {
      image: 'ghcr.io/stefanprodan/podinfo',
      ports: [{ name: 'http', containerPort: 9898 }],
    });
    const probe = (given: object) => scene.network.probe(pod, 'main', { timeoutSeconds: 1, ...given });
    expect(await probe({ httpGet: { path: '/readyz', port: 'http' } })).toEqual({ ok: true, message: '' });
    expect(await probe({ tcpSocket: { port: 9898 } })).toEqual({ ok: true, message: '' });
    expect(await probe({ exec: { command: ['true'] } })).toMatchObject({ ok: true });
    expect(await probe({ exec: { command: ['sh', '-c', 'echo bad; exit 1'] } })).toEqual({
      ok: false,
      message: 'bad\n',
    });
    expect(await probe({ httpGet: { path: '/', port: 81 } })).toEqual({
      ok: false,
      message: 'Get "http://10.244.4.3:81/": dial tcp 10.244.4.3:81: connect: connection refused',
    });
    expect(await probe({ httpGet: { path: '/delay/5', port: 9898 } })).toEqual({
      ok: false,
      message:
        'Get "http://10.244.4.3:9898/delay/5": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    });
    await execute(scene, client, ['curl', '-s', '-X', 'POST', '10.244.4.3:9898/readyz/disable']);
    expect(await probe({ httpGet: { path: '/readyz', port: 9898 } })).toEqual({
      ok: false,
      message: 'HTTP probe failed with statuscode: 503',
    });
    expect(scene.network.served(pod.metadata.uid)).toBe(1);
  });

  test('what a container writes is its log, with times, tail and follow', async () => {
    const script = 'for i in 1 2 3; do echo "line $i"; done; sleep 0.1; echo last; exit 3';
    const pod = scene.cluster.put('pods', {
      metadata: { name: 'writer', namespace: 'default' },
      spec: { containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', script] }] },
    });
    scene.network.addPod(pod, '10.244.4.4');
    const started = scene.network.start(pod, 'main');
    expect(await log(pod, { follow: true })).toBe('line 1\nline 2\nline 3\nlast\n');
    expect(await started.exited).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(await log(pod, { tailLines: 1 })).toBe('last\n');
    expect(await log(pod, { timestamps: true, tailLines: 1 })).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{9}Z last\n$/);
    scene.network.start(pod, 'main');
    expect(await log(pod, { previous: true, tailLines: 1 })).toBe('last\n');
  });

  test('a client that attaches types into the container’s own shell', async () => {
    const pod = scene.pod('shell', '10.244.4.5', { image: 'busybox', stdin: true, tty: true });
    const session = scene.network.attach(pod.metadata.uid, 'main', { stdin: true, tty: true });
    let text = '';
    const said = new Promise<void>((resolve) => {
      session.onOutput((_stream, data) => {
        text += Buffer.from(data).toString('utf8');
        if (text.includes('\nshell\r\n')) resolve();
      });
    });
    session.write(Buffer.from('hostname\r'));
    await said;
    session.write(Buffer.from('exit 4\r'));
    expect(await session.exited).toBe(4);
  });

  test('a Pod that is removed resets its connections and can no longer be reached', async () => {
    const pod = scene.pod('leaver', '10.244.4.6', { image: 'ghcr.io/stefanprodan/podinfo' });
    const waiting = execute(scene, client, ['curl', '-sS', '10.244.4.6:9898/delay/30']);
    while (scene.network.served(pod.metadata.uid) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    scene.network.removePod(pod.metadata.uid);
    expect(await waiting).toMatchObject({ code: 56, stderr: 'curl: (56) Recv failure: Connection reset by peer\n' });
    const { code, stderr } = await execute(scene, client, ['curl', '-sS', '10.244.4.6:9898']);
    expect(code).toBe(7);
    expect(Number(/after (\d+) ms/.exec(stderr)?.[1])).toBeGreaterThanOrEqual(3_000);
  });

  test('stopping a server ends it with the image’s own exit code', async () => {
    const pod = scene.cluster.put('pods', {
      metadata: { name: 'stopped', namespace: 'default' },
      spec: { containers: [{ name: 'main', image: 'nginx' }] },
    });
    scene.network.addPod(pod, '10.244.4.7');
    const started = scene.network.start(pod, 'main');
    started.stop(1_000);
    expect(await started.exited).toEqual({ exitCode: 0, reason: 'Completed' });
    expect((await execute(scene, client, ['curl', '-s', '10.244.4.7'])).code).toBe(7);
  });

  test('a script may write the page and start the server, and an exec changes it', async () => {
    const page = '/usr/share/nginx/html/index.html';
    const script = `echo "I am $HOSTNAME" > ${page} && exec nginx -g 'daemon off;'`;
    const pod = scene.pod('paged', '10.244.4.9', { image: 'nginx', command: ['/bin/sh', '-c', script] });
    await expect.poll(() => get('10.244.4.9')).toBe('I am paged\n');
    await execute(scene, pod, ['sh', '-c', `echo other > ${page}`]);
    expect(await get('10.244.4.9')).toBe('other\n');
    expect((await execute(scene, pod, ['cat', page])).stdout).toBe('other\n');
    scene.network.removePod(pod.metadata.uid);
    scene.pod('next', '10.244.4.9', { image: 'nginx' });
    expect(await get('10.244.4.9')).toContain('Welcome to nginx!');
  });

  test('no more shells run than may, in an exec and in a container, and probes have places of their own', async () => {
    const own = await networkScene({ maxShells: 1 });
    const web = own.pod('web', '10.244.1.1', { image: 'nginx' });
    const shell = { command: ['sh'], stdin: true, tty: true };
    const first = own.network.exec(web.metadata.uid, 'main', shell);
    expect(() => own.network.exec(web.metadata.uid, 'main', shell)).toThrow('runs at most 1 shells at once');
    const looping = own.cluster.put('pods', {
      metadata: { name: 'looping', namespace: 'default' },
      spec: { containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'while true; do :; done'] }] },
    });
    own.network.addPod(looping, '10.244.1.2');
    expect(await own.network.start(looping, 'main').exited).toMatchObject({
      exitCode: 128,
      reason: 'StartError',
      message: expect.stringContaining('runs at most 1 shells at once'),
    });
    expect(await own.network.probe(web, 'main', { exec: { command: ['true'] }, timeoutSeconds: 30 })).toMatchObject({
      ok: true,
    });
    first.close();
    own.network.exec(web.metadata.uid, 'main', shell).close();
    own.stop();
  });

  test('32 shells run at once where nothing else is said; after one ended there is a place again', async () => {
    const own = await networkScene();
    const web = own.pod('web', '10.244.1.1', { image: 'nginx' });
    const open = () => own.network.exec(web.metadata.uid, 'main', { command: ['sh'], stdin: true, tty: false });
    const [first, ...others] = Array.from({ length: 32 }, open);
    const sentence =
      'Internal error occurred: the training cluster runs at most 32 shells at once: end one, or scale its Pods down';
    expect(open).toThrow(sentence);
    first?.endInput();
    expect(await first?.exited).toBe(0);
    others.push(open());
    expect(open).toThrow(sentence);
    for (const shell of others) shell.close();
    own.stop();
  });

  test('a command in a container is killed with it', async () => {
    const pod = scene.pod('doomed', '10.244.4.9', { image: 'nginx' });
    const shell = scene.network.exec(pod.metadata.uid, 'main', { command: ['sh'], stdin: true, tty: false });
    scene.network.removePod(pod.metadata.uid);
    expect(await shell.exited).toBe(137);
  });

  test('there is no shell where the image has none', () => {
    const pod = scene.pod('bare', '10.244.4.8', { image: 'registry.k8s.io/pause:3.10' });
    expect(() => scene.network.exec(pod.metadata.uid, 'main', { command: ['sh'], stdin: true, tty: true })).toThrow(
      'exec: "sh": executable file not found in $PATH',
    );
  });
});
