import type { CurlFeatures } from './curl-features.ts';

/**
 * The pulled client, the same text in dash, busybox ash, bash and the training shell. A line of stdin, `FROM TO`, is a
 * batch of requests; no line, no traffic; the end of stdin ends it. Nothing of a user stands in this text: all of it
 * arrives as arguments.
 *
 * The range stands in the URL's fragment, which curl counts through and never sends: the request is exactly what was
 * asked for.
 */
export const CLIENT_SCRIPT = `boundary=$1
url=$2
shift 2
while read -r from to; do
  curl "$@" "$url#[$from-$to]" </dev/null
  printf '\\n%s end %s %s %s %s\\n' "$boundary" "$from" "$to" "$?" "$boundary"
done
`;

/** What is kept of a body, in bytes. curl refuses a larger one where it is told the length, or from 8.4 on. */
export const BODY_CAP = 65_536;

/**
 * What of an answer leaves the Pod. head: once a server was seen to send more than BODY_CAP, which an older curl can't
 * refuse when it is not told the length. none: Pods are known by other means.
 */
export type WantedAnswer = 'whole' | 'head' | 'none';

export interface ClientTarget {
  readonly scheme: 'http' | 'https' | 'tcp';
  /** IPv4 or IPv6 address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly timeoutMs: number;
  readonly newConnection: boolean;
  /** Sent as the User-Agent. */
  readonly userAgent: string;
  readonly wants: WantedAnswer;
  /** Requests per second within a line; null: as fast as it goes. */
  readonly rate: number | null;
}

/** The argument vector of one client loop. @param boundary 32 hexadecimal digits, made for this exec alone */
export function clientCommand(target: ClientTarget, boundary: string, features: CurlFeatures): readonly string[] {
  return [
    'sh',
    '-c',
    CLIENT_SCRIPT,
    'servicescope',
    boundary,
    targetUrl(target),
    ...curlArguments(target, boundary, features),
  ];
}

/**
 * Arguments of curl but the URL. `-q` must be first: an image's .curlrc could do anything. `--noproxy '*'`: a proxy of
 * the image would bypass the Service. No redirect is followed, nothing is decompressed or resolved.
 */
export function curlArguments(target: ClientTarget, boundary: string, features: CurlFeatures): readonly string[] {
  const { scheme, timeoutMs, userAgent, wants, rate } = target;
  return [
    '-q',
    '--noproxy',
    '*',
    '-sS',
    '-N',
    '-m',
    (timeoutMs / 1_000).toFixed(3),
    '-w',
    writeOut(boundary),
    ...(features.rate && rate !== null ? ['--rate', perMinute(rate)] : []),
    ...requestArguments(target),
    ...(scheme === 'tcp' ? [] : ['-A', userAgent]),
    ...OUTPUT[scheme === 'tcp' ? 'none' : wants],
  ];
}

/** What makes a request what it is on the wire, whoever sends it and whatever of the answer is kept. */
export function requestArguments({
  scheme,
  newConnection,
}: Pick<ClientTarget, 'scheme' | 'newConnection'>): readonly string[] {
  if (scheme === 'tcp') return CONNECT_ONLY;
  return newConnection ? [...HTTP, '-H', 'Connection: close'] : HTTP;
}

const OUTPUT = {
  whole: ['-i', '--max-filesize', String(BODY_CAP)],
  head: ['-D', '-', '-o', '/dev/null'],
  none: ['-o', '/dev/null'],
} as const;

const HTTP = ['--http1.1', '--path-as-is', '-k'] as const;

/**
 * A connection and nothing more: curl opens the TCP connection, then fails to read a certificate file that cannot be
 * (exit 77) before it sends a byte. `telnet://` would wait for the server to speak.
 */
const CONNECT_ONLY = ['--cacert', '/dev/null/none'] as const;

/** Fields between two marks, in the order parse-probe-output.ts reads them. */
function writeOut(boundary: string): string {
  const fields = ['exitcode', 'http_code', 'num_connects', 'time_total', 'size_download', 'errormsg'];
  return `\\n${boundary} ${fields.map((field) => `%{${field}}`).join(' ')} ${boundary}\\n`;
}

/** curl takes whole numbers only, and rounds the pause down to milliseconds: a minute is fine enough. */
function perMinute(rate: number): string {
  return `${Math.max(1, Math.ceil(rate * 60))}/m`;
}

/** With curl's own range characters escaped: `[`, `]`, `{` and `}` are sent as they are. */
export function targetUrl({
  scheme,
  host,
  port,
  path,
}: Pick<ClientTarget, 'scheme' | 'host' | 'port' | 'path'>): string {
  const address = host.includes(':') ? `\\[${host}\\]` : host;
  const asked = scheme === 'tcp' ? '/' : path.replace(/[[\]{}]/g, '\\$&');
  return `${scheme === 'http' ? 'http' : 'https'}://${address}:${port}${asked}`;
}
