import { KeyObject, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  cryptoProvider,
} from '@peculiar/x509';

cryptoProvider.set(webcrypto as Crypto);
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;

export interface TestCertificates {
  /** PEM of the authority that a kubeconfig is to trust. */
  readonly ca: string;
  /** PEM of the server's certificate and key. */
  readonly cert: string;
  readonly key: string;
}

/** An authority of its own, and a server certificate it signed for `hosts` (IP addresses), valid `days` from now (negative: expired). */
export async function makeCertificates(hosts: readonly string[] = ['127.0.0.1'], days = 1): Promise<TestCertificates> {
  const authority = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const server = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const notBefore = new Date(Date.now() - 10 * DAY_MS);
  const ca = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=servicescope fault proxy',
    notBefore,
    notAfter: new Date(Date.now() + 10 * DAY_MS),
    keys: authority,
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(true, 0, true)],
  });
  const cert = await X509CertificateGenerator.create({
    serialNumber: '02',
    subject: 'CN=fault proxy',
    issuer: ca.subject,
    notBefore,
    notAfter: new Date(Date.now() + days * DAY_MS),
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [new SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'ip' as const, value })))],
  });
  const key = KeyObject.from(server.privateKey).export({ type: 'pkcs8', format: 'pem' });
  return { ca: ca.toString('pem'), cert: cert.toString('pem'), key: key.toString() };
}
