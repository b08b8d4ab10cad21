import { createServer, type Server } from 'node:https';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute, networkScene, type Scene } from '../../../../test/support/training/pods-behind-service.ts';
import { makeServerCertificate } from '../../certificates.ts';
import type { KubeObject } from '../../cluster-api.ts';

describe('https from a Pod to the API server’s own address', () => {
  let scene: Scene;
  let client: KubeObject;

  beforeAll(async () => {
    const { ca, cert, key } = await makeServerCertificate(Date.now(), ['10.96.0.1']);
    const server: Server = createServer({ cert, key }, (request, response) => {
      response.end(`${request.headers.authorization ?? 'nobody'} asks for ${request.url ?? ''}\n`);
    });
    const accept = (connection: Duplex): void => void server.emit('connection', connection);
    const credentials = { ca, token: 'secret' };
    scene = await networkScene({ apiServer: { address: '10.250.0.1', port: 6443, accept, credentials } });
    client = scene.pod('client', '10.244.2.2', { image: 'curlimages/curl', command: ['sleep', 'infinity'] });
    scene.service('kubernetes', '10.96.0.1', 443, [{ ip: '10.250.0.1', port: 6443 }]);
  });
  afterAll(() => scene.stop());

  const sh = (script: string) => execute(scene, client, ['sh', '-c', script]);

  test('answers where the certificate is not checked', async () => {
    expect((await sh('curl -sk https://kubernetes.default/version')).stdout).toBe('nobody asks for /version\n');
  });

  test('is not trusted without the cluster’s own authority', async () => {
    const { code, stderr } = await sh('curl -sS https://kubernetes.default/');
    expect(code).toBe(60);
    expect(stderr).toContain('curl: (60) SSL certificate problem: ');
  });

  test('is trusted with what the ServiceAccount mounts, and hears its token', async () => {
    const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
    const { stdout, code, stderr } = await sh(
      `curl -sS --cacert ${folder}/ca.crt -H "Authorization: Bearer $(cat ${folder}/token)" https://kubernetes.default.svc/api`,
    );
    expect({ stdout, code, stderr }).toEqual({ stdout: 'Bearer secret asks for /api\n', code: 0, stderr: '' });
  });

  test('is trusted under its names alone', async () => {
    const { code, stderr } = await sh(
      'curl -sS --cacert /var/run/secrets/kubernetes.io/serviceaccount/ca.crt --resolve other.test:443:10.96.0.1 https://other.test/',
    );
    expect(code).toBe(60);
    expect(stderr).toContain("no alternative certificate subject name matches target host name 'other.test'");
  });
});
