import { existsSync, readFileSync, statSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { hostname } from 'node:os';
import { text as textOf } from 'node:stream/consumers';
import { dirname } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { socketsOf } from '../../test/support/training/process-sockets.ts';
import { ask, exec, makePod } from '../../test/support/training/training-client.ts';
import { startTrainingProcess, type TrainingProcess } from '../../test/support/training/training-process.ts';

// What stands between the training cluster and the computer it runs on, seen from outside its process.
const SECRET = 'hunter2-of-the-host';
/** For building and starting it on a busy machine. */
const START_MS = 60_000;
const PODS = '/api/v1/namespaces/default/pods';
const WEBSOCKET = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  'sec-websocket-version': '13',
  'sec-websocket-protocol': 'v5.channel.k8s.io',
};

let training: TrainingProcess;

beforeAll(async () => {
  training = await startTrainingProcess('none', { ...process.env, HOST_SECRET: SECRET });
  await makePod(training, 'client', 'c1t1d0s7/network-multitool');
}, START_MS);

afterAll(async () => {
  expect(training.complaints()).toBe('');
  await training.end();
});

/** The first line and the body of what an upgrade is answered; `headers` replace ours, an empty text leaves one out. */
function upgrade(path: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const all = { host: '127.0.0.1', authorization: `Bearer ${training.token}`, ...WEBSOCKET, ...headers };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === '' ? [] : [`${name}: ${value}`]));
  const socket = connectTls({ host: '127.0.0.1', port: training.port, ca: training.ca, servername: 'localhost' });
  socket.write([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.startsWith('HTTP/1.1 101')) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}

/** One request of its own connection; `headers` replace ours, an empty text leaves one out. */
async function askHttp2(
  headers: Readonly<Record<string, string>>,
): Promise<{ code: number | undefined; text: string }> {
  const session = connectHttp2(`https://127.0.0.1:${training.port}`, { ca: training.ca });
  const all = { ':path': PODS, authorization: `Bearer ${training.token}`, ...headers };
  const stream = session.request(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')));
  const code = new Promise<number | undefined>((resolve, reject) => {
    stream.on('response', (answer) => resolve(answer[':status']));
    stream.on('error', reject);
  });
  const text = await textOf(stream);
  session.close();
  return { code: await code, text };
}

describe('who is let in', () => {
  const refusals: readonly [string, Readonly<Record<string, string>>, number][] = [
    ['a web page', { origin: 'https://evil.example' }, 403],
    ['a web page of this computer', { origin: `http://localhost` }, 403],
    ['a page without origin', { origin: 'null' }, 403],
    ['a name that was made to point here', { host: 'evil.example' }, 403],
    ['another address of this computer', { host: '127.0.0.2' }, 403],
    ['a wrong token', { authorization: 'Bearer wrong' }, 401],
    ['another kind of authorization', { authorization: 'Basic YTpi' }, 401],
    ['no token', { authorization: '' }, 403],
  ];

  it.each(refusals)('not %s: by request', async (_who, headers, code) => {
    const answer = await ask(training, PODS, { headers });
    expect(answer.code).toBe(code);
    expect(JSON.parse(answer.text)).toMatchObject({ kind: 'Status', status: 'Failure', code });
  });

  it.each(refusals)('not %s: over HTTP/2', async (_who, { host, ...headers }, code) => {
    const answer = await askHttp2({ ...(host === undefined ? {} : { ':authority': host }), ...headers });
    expect(answer.code).toBe(code);
    expect(JSON.parse(answer.text)).toMatchObject({ kind: 'Status', status: 'Failure', code });
  });

  it.each(refusals)('not %s: by upgrade', async (_who, headers, code) => {
    const answer = await upgrade(`${PODS}/client/exec?command=env&stdout=true`, headers);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${code} `));
    expect(answer).toContain('"kind":"Status"');
  });

  it('but who has the token is', async () => {
    expect((await ask(training, PODS)).code).toBe(200);
    expect((await askHttp2({})).code).toBe(200);
    expect(await upgrade(`${PODS}/client/exec?command=env&stdout=true`, {})).toMatch(/^HTTP\/1.1 101 /);
  });
});

describe('what is too much', () => {
  it('of 101 requests at once on a connection one waits', async () => {
    const session = connectHttp2(`https://127.0.0.1:${training.port}`, { ca: training.ca });
    await new Promise((resolve) => session.once('remoteSettings', resolve));
    expect(session.remoteSettings.maxConcurrentStreams).toBe(100);
    let begun = 0;
    const watch = { ':path': `${PODS}?watch=1&resourceVersion=0`, authorization: `Bearer ${training.token}` };
    const streams = Array.from({ length: 101 }, () => session.request(watch));
    for (const stream of streams) stream.on('response', () => (begun += 1)).on('error', () => undefined);
    await expect.poll(() => begun).toBe(100);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(begun).toBe(100);
    streams[0]?.close();
    await expect.poll(() => begun).toBe(101);
    session.destroy();
  });
});

describe('what is not spoken says so', () => {
  it('SPDY', async () => {
    const answer = await upgrade(`${PODS}/client/exec?command=env&stdout=true`, { upgrade: 'SPDY/3.1' });
    expect(answer).toMatch(/^HTTP\/1.1 400 [^]*"kind":"Status"[^]*WebSocket alone, not SPDY/);
  });

  it.each(['SPDY/3.1', 'websocket'])('port-forward over %s', async (protocol) => {
    const headers = { upgrade: protocol, 'sec-websocket-protocol': 'SPDY/3.1+portforward.k8s.io' };
    const answer = await upgrade(`${PODS}/client/portforward?ports=80`, headers);
    expect(answer).toMatch(/^HTTP\/1.1 501 [^]*"kind":"Status"[^]*has no port-forward/);
  });
});

describe('a shell of a Pod', () => {
  const inPod = (script: string): ReturnType<typeof exec> => exec(training, 'client', ['sh', '-c', script]);

  it('has none of the host’s environment', async () => {
    const { stdout, stderr } = await inPod(
      'env; set; export -p; printenv; cat /proc/self/environ; cat /proc/1/environ',
    );
    expect(stdout).toContain('KUBERNETES_SERVICE_HOST=10.96.0.1');
    expect(stdout + stderr).not.toContain(SECRET);
    expect(stdout).not.toMatch(/^(export |declare -x )?(NODE_OPTIONS|USER|LOGNAME|KUBECONFIG|npm_\w+)=/m);
  });

  it('has none of the host’s files', async () => {
    const own = '$(printf probe)';
    const script = `for f in /etc/passwd /etc/shadow ${training.kubeconfig} ${import.meta.filename} ../../../../etc/machine-id; do
      cat "$f"; head -c 100 < "$f"; done; ls /proc /home /root ${dirname(training.kubeconfig)}; cd ${dirname(import.meta.dirname)} && ls; echo ${own} > /tmp/${SECRET}; cp /tmp/${SECRET} /etc/passwd-copy`;
    const { stdout, stderr } = await inPod(script);
    const everything = stdout + stderr;
    expect(everything).not.toContain(training.token);
    expect(everything).not.toContain(readFileSync('/etc/passwd', 'utf8').split('\n')[1]);
    expect(everything).not.toContain(training.ca.slice(40, 100));
    expect(everything).not.toContain('import.meta');
    expect(existsSync(`/tmp/${SECRET}`)).toBe(false);
    expect(existsSync('/etc/passwd-copy')).toBe(false);
  });

  it('runs none of the host’s programs', async () => {
    const { stdout } = await inPod(
      'hostname; uname -n; /usr/bin/node -e 1; node -e 1; python3 -c 1; kubectl version; js-exec -c 1',
    );
    expect(stdout).not.toContain(hostname());
    expect(stdout.startsWith('client\n')).toBe(true);
  });

  it('reaches nothing outside the cluster', async () => {
    const before = socketsOf(training.pid);
    const { stdout } = await inPod(
      `for a in 127.0.0.1:${training.port} 1.1.1.1 169.254.169.254 example.com '[::1]'; do curl -sk -m 2 "https://$a/" && echo reached; done; nc -z -w 1 127.0.0.1 22 && echo reached; echo over`,
    );
    expect(stdout).toBe('over\n');
    // The exec itself may still be joined to the API; nothing else may have come.
    const api = `tcp joined 127.0.0.1:${training.port}`;
    const come = socketsOf(training.pid).filter((each) => !before.includes(each) && each !== api);
    expect(come).toEqual([]);
  });
});

it('listens on one port of 127.0.0.1 and on nothing else', () => {
  const listening = socketsOf(training.pid).filter((socket) => socket.includes('listen'));
  expect(listening).toEqual([`tcp listen 127.0.0.1:${training.port}`]);
});

it.each(['SIGINT', 'SIGTERM'] as const)('its kubeconfig is its owner’s alone, and gone after %s', async (signal) => {
  // As the app starts it: with nothing of the computer's environment.
  const own = await startTrainingProcess('none', {});
  expect(readFileSync(`/proc/${own.pid}/environ`, 'utf8')).toBe('');
  expect(statSync(own.kubeconfig).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(own.kubeconfig)).mode & 0o777).toBe(0o700);
  const watching = ask(own, `${PODS}?watch=1`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { kubeconfig } = own;
  const gone = own.end(signal, () => expect(existsSync(kubeconfig)).toBe(false));
  expect(await gone).toBe(0);
  await watching;
});

it('a scenario that is not there ends it with a sentence', async () => {
  for (const scenario of ['no-such', '../../package']) {
    await expect(startTrainingProcess(scenario)).rejects.toThrow(`ended at once: no scenario is called "${scenario}"`);
  }
});
