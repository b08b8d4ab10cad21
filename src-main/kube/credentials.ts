import { failure } from '#shared/ipc/failure.ts';
import { FailureError } from './failure-error.ts';
import type { ContextTarget } from './kubeconfig.ts';
import { fileProblem, readCappedFile } from './read-capped-file.ts';
import { parseServer, showServer } from './server-url.ts';

/** Everything needed to speak to one API server as one user, with no file left to read and nothing left to run. */
export interface Credentials {
  readonly server: URL;
  /** PEM. Null: the system's certificate authorities. */
  readonly ca: Buffer | null;
  readonly cert: Buffer | null;
  readonly key: Buffer | null;
  readonly insecureSkipTlsVerify: boolean;
  /** Name to expect in the certificate in place of the server's host. */
  readonly tlsServerName: string | null;
  /** Authorization and Impersonate-* headers, by lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** For messages. */
  readonly user: string;
}

/** The credentials of one kube context, read again when their files may have changed. */
export interface CredentialSource {
  readonly server: URL;
  readonly user: string;
  /** Rejects with FailureError `kubeconfig.credential-file`. */
  current(): Promise<Credentials>;
}

/** Files are looked at again after this long; client-go reads a token file again after a minute at most. */
const REREAD_AFTER_MS = 10_000;

export function credentialSource(target: ContextTarget, now: () => number = Date.now): CredentialSource {
  const server = parseServer(target.cluster.server);
  if (server === null) {
    const { name, server: text } = target.cluster;
    throw new FailureError(failure('kubeconfig.server-invalid', { cluster: name, server: showServer(text) }));
  }
  let latest: { readonly at: number; readonly credentials: Promise<Credentials> } | null = null;
  return {
    server,
    user: target.user.name,
    current: () => {
      if (latest === null || now() - latest.at >= REREAD_AFTER_MS) {
        const credentials = readCredentials(target, server);
        latest = { at: now(), credentials };
        // A file that is being replaced may be gone for a moment: the next caller looks again at once.
        credentials.catch(() => (latest = null));
      }
      return latest.credentials;
    },
  };
}

/** Data in the kubeconfig wins over a file, as in client-go; a token file wins over a token. */
async function readCredentials({ cluster, user }: ContextTarget, server: URL): Promise<Credentials> {
  const [ca, cert, key, tokenText] = await Promise.all([
    fromDataOrFile(cluster.caData, cluster.caFile),
    fromDataOrFile(user.certificateData, user.certificateFile),
    fromDataOrFile(user.keyData, user.keyFile),
    user.tokenFile === null ? null : read(user.tokenFile),
  ]);
  const token = tokenText?.toString('utf8').trim() ?? user.token;
  return {
    server,
    ca,
    cert,
    key,
    insecureSkipTlsVerify: cluster.insecureSkipTlsVerify,
    tlsServerName: cluster.tlsServerName,
    headers: { ...authorization(token, user.username, user.password), ...impersonation(user.impersonate) },
    user: user.name,
  };
}

async function fromDataOrFile(data: string | null, file: string | null): Promise<Buffer | null> {
  if (data !== null) return Buffer.from(data, 'base64');
  return file === null ? null : read(file);
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readCappedFile(path);
  } catch (error) {
    throw new FailureError(failure('kubeconfig.credential-file', { path, detail: fileProblem(error) }));
  }
}

function authorization(
  token: string | null,
  username: string | null,
  password: string | null,
): Readonly<Record<string, string>> {
  // A line break would end the header: such a token is some other file.
  if (token !== null && token !== '') return { authorization: `Bearer ${token.replace(/[^\x20-\x7e]/g, '')}` };
  if (username === null) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
}

function impersonation(as: ContextTarget['user']['impersonate']): Readonly<Record<string, string | readonly string[]>> {
  const user = as?.user ?? null;
  if (as === null || user === null) return {};
  return {
    'impersonate-user': user,
    ...(as.uid === null ? {} : { 'impersonate-uid': as.uid }),
    ...(as.groups.length === 0 ? {} : { 'impersonate-group': as.groups }),
    ...Object.fromEntries(as.extra.map(([key, values]) => [`impersonate-extra-${escapedKey(key)}`, values])),
  };
}

/** What a header's name can't have, and the percent sign, as client-go escapes them (transport/round_trippers.go). */
function escapedKey(key: string): string {
  const bytes = [...Buffer.from(key.toLowerCase())];
  return bytes
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[!#$&'*+\-.^_`|~0-9a-z]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** True where a connection made with one may not be used for the other. Headers travel with each request and do not count. */
export function sameIdentity(a: Credentials, b: Credentials): boolean {
  const same = (x: Buffer | null, y: Buffer | null): boolean => x === y || (x !== null && y !== null && x.equals(y));
  return same(a.ca, b.ca) && same(a.cert, b.cert) && same(a.key, b.key);
}
