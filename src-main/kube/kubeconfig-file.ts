import { dirname, resolve } from 'node:path';
// An ordinary library, not Kubernetes': client-node's own loader throws on names that occur in two files.
import { YAMLParseError } from 'yaml';
import type { FailureDetail } from '#shared/ipc/failure-detail.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { DetailError } from './detail-error.ts';
import { asFilledText, asList, asObject, asText, isObject } from './json-shape.ts';
import { showServer } from './server-url.ts';

export interface KubeconfigCluster {
  readonly name: string;
  readonly server: string;
  /** Base64 PEM. */
  readonly caData: string | null;
  readonly caFile: string | null;
  readonly insecureSkipTlsVerify: boolean;
  readonly tlsServerName: string | null;
  /** Without a name and password. A proxy is not used yet: the context is refused rather than reached around it. */
  readonly proxyUrl: string | null;
}

/** Whom requests are made as. */
export interface Impersonation {
  /** Null: the rest stands there without a user, which no client takes. */
  readonly user: string | null;
  readonly uid: string | null;
  readonly groups: readonly string[];
  /** Key and values; an authorizer may narrow rights by them. */
  readonly extra: readonly (readonly [string, readonly string[]])[];
}

export interface KubeconfigUser {
  readonly name: string;
  readonly certificateData: string | null;
  readonly certificateFile: string | null;
  readonly keyData: string | null;
  readonly keyFile: string | null;
  readonly token: string | null;
  readonly tokenFile: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly impersonate: Impersonation | null;
  /** What it would run, for the sentence that says it is refused. Nothing more of it is kept, so nothing can run it. */
  readonly execCommand: string | null;
  readonly authProvider: string | null;
}

export interface KubeconfigContext {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string | null;
}

/** One kubeconfig file. Paths in it are absolute: they stand relative to the file they were written in. */
export interface KubeconfigFile {
  readonly clusters: readonly KubeconfigCluster[];
  readonly users: readonly KubeconfigUser[];
  readonly contexts: readonly KubeconfigContext[];
  readonly currentContext: string | null;
}

/** Parses a kubeconfig's text. An empty file is an empty kubeconfig. Throws what `kubeconfigProblem` can tell. */
export function parseKubeconfig(text: string, path: string): KubeconfigFile {
  // Aliases are capped against a "billion laughs"; duplicate keys are taken as kubectl takes them.
  const document: unknown = parseYaml(text.replace(/^\uFEFF/, ''), {
    maxAliasCount: 100,
    uniqueKeys: false,
  });
  if (document === null || document === undefined)
    return { clusters: [], users: [], contexts: [], currentContext: null };
  if (!isObject(document)) throw new DetailError({ code: 'not-a-mapping' });
  const folder = dirname(path);
  return {
    clusters: named(document.clusters, 'cluster', (name, raw) => readCluster(name, raw, folder)),
    users: named(document.users, 'user', (name, raw) => readUser(name, raw, folder)),
    contexts: named(document.contexts, 'context', readContext),
    currentContext: asFilledText(document['current-context']),
  };
}

/** The parser's first line only: the rest quotes the file, and the file may hold a token. */
export function kubeconfigProblem(error: unknown): FailureDetail {
  if (error instanceof DetailError) return error.detail;
  // What the parser throws for more aliases than it is told to follow.
  if (error instanceof ReferenceError) return { code: 'too-many-aliases' };
  const message = error instanceof Error ? error.message : String(error);
  const said = (message.split('\n')[0] ?? '').replace(/:$/, '').slice(0, 200);
  if (!(error instanceof YAMLParseError)) return said;
  const { line, col } = error.linePos?.[0] ?? { line: 0, col: 0 };
  return { code: 'yaml', line, column: col, problem: error.code, said };
}

type Raw = Readonly<Record<string, unknown>>;

function named<T>(list: unknown, key: string, read: (name: string, raw: Raw) => T): readonly T[] {
  return asList(list).flatMap((entry) => {
    const name = asFilledText(asObject(entry).name);
    return name === null ? [] : [read(name, asObject(asObject(entry)[key]))];
  });
}

function absolute(folder: string, path: unknown): string | null {
  const text = asFilledText(path);
  return text === null ? null : resolve(folder, text);
}

function readCluster(name: string, raw: Raw, folder: string): KubeconfigCluster {
  const proxyUrl = asFilledText(raw['proxy-url']);
  return {
    name,
    server: asText(raw.server) ?? '',
    caData: asFilledText(raw['certificate-authority-data'], Infinity),
    caFile: absolute(folder, raw['certificate-authority']),
    insecureSkipTlsVerify: raw['insecure-skip-tls-verify'] === true,
    tlsServerName: asFilledText(raw['tls-server-name']),
    proxyUrl: proxyUrl === null ? null : showServer(proxyUrl),
  };
}

function readUser(name: string, raw: Raw, folder: string): KubeconfigUser {
  return {
    name,
    certificateData: asFilledText(raw['client-certificate-data'], Infinity),
    certificateFile: absolute(folder, raw['client-certificate']),
    keyData: asFilledText(raw['client-key-data'], Infinity),
    keyFile: absolute(folder, raw['client-key']),
    token: asFilledText(raw.token, Infinity),
    tokenFile: absolute(folder, raw.tokenFile),
    username: asFilledText(raw.username),
    password: asFilledText(raw.password),
    impersonate: readImpersonation(raw),
    execCommand: isObject(raw.exec) ? (asText(raw.exec.command) ?? '') : null,
    authProvider: isObject(raw['auth-provider']) ? (asText(raw['auth-provider'].name) ?? '') : null,
  };
}

function readImpersonation(raw: Raw): Impersonation | null {
  const texts = (value: unknown): readonly string[] => asList(value).flatMap((text) => asFilledText(text) ?? []);
  const found: Impersonation = {
    user: asFilledText(raw.as),
    uid: asFilledText(raw['as-uid']),
    groups: texts(raw['as-groups']),
    extra: Object.entries(asObject(raw['as-user-extra'])).map(([key, values]) => [key, texts(values)] as const),
  };
  const none = found.user === null && found.uid === null && found.groups.length + found.extra.length === 0;
  return none ? null : found;
}

function readContext(name: string, raw: Raw): KubeconfigContext {
  return {
    name,
    cluster: asText(raw.cluster) ?? '',
    user: asText(raw.user) ?? '',
    namespace: asFilledText(raw.namespace),
  };
}
