import { lookUp } from '../../look-up.ts';

/** What the training cluster's curl takes of curl's options. */
export interface CurlOptions {
  readonly urls: readonly string[];
  readonly silent: boolean;
  readonly showError: boolean;
  readonly include: boolean;
  readonly head: boolean;
  readonly verbose: boolean;
  readonly insecure: boolean;
  readonly location: boolean;
  readonly fail: boolean;
  readonly globOff: boolean;
  readonly pathAsIs: boolean;
  readonly version: boolean;
  readonly method: string | undefined;
  readonly data: string | undefined;
  readonly headers: readonly string[];
  readonly userAgent: string | undefined;
  readonly user: string | undefined;
  readonly outputs: readonly string[];
  readonly remoteName: boolean;
  readonly dumpHeader: string | undefined;
  readonly writeOut: string | undefined;
  readonly maxTimeMs: number | undefined;
  readonly connectTimeoutMs: number | undefined;
  readonly maxFileSize: number | undefined;
  readonly caFile: string | undefined;
  readonly rateMs: number | undefined;
  readonly resolves: readonly string[];
  readonly retries: number;
}

export type ParsedCurl =
  | { readonly ok: true; readonly options: CurlOptions }
  | { readonly ok: false; readonly message: string; readonly exit: number };

type Mutable = { -readonly [Key in keyof CurlOptions]: CurlOptions[Key] };
type Setter = (options: Mutable, value: string) => string | undefined;

function flag(
  key:
    | 'silent'
    | 'showError'
    | 'include'
    | 'head'
    | 'verbose'
    | 'insecure'
    | 'location'
    | 'fail'
    | 'globOff'
    | 'pathAsIs'
    | 'version'
    | 'remoteName',
): Setter {
  return (options) => {
    options[key] = true;
    return undefined;
  };
}

function text(key: 'method' | 'userAgent' | 'user' | 'dumpHeader' | 'writeOut' | 'caFile'): Setter {
  return (options, value) => {
    options[key] = value;
    return undefined;
  };
}

function seconds(key: 'maxTimeMs' | 'connectTimeoutMs'): Setter {
  return (options, value) => {
    const number = Number(value);
    if (value === '' || !(number >= 0)) return 'expected a proper numerical parameter';
    options[key] = number === 0 ? undefined : number * 1_000;
    return undefined;
  };
}

const ignored: Setter = () => undefined;

const data: Setter = (options, value) => {
  options.data = options.data === undefined ? value : `${options.data}&${value}`;
  return undefined;
};

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `N/s`, `N/m` …; the pause is rounded down to milliseconds, as curl does. */
const rate: Setter = (options, value) => {
  const [, count, unit = 'h'] = /^(\d+)(?:\/([smhd]))?$/.exec(value) ?? [];
  const number = Number(count);
  if (count === undefined || number === 0) return 'expected a proper numerical parameter';
  options.rateMs = Math.floor((UNIT_MS[unit] ?? 0) / number);
  return undefined;
};

const FLAGS: Readonly<Record<string, Setter>> = {
  s: flag('silent'),
  silent: flag('silent'),
  S: flag('showError'),
  'show-error': flag('showError'),
  i: flag('include'),
  include: flag('include'),
  'show-headers': flag('include'),
  I: flag('head'),
  head: flag('head'),
  v: flag('verbose'),
  verbose: flag('verbose'),
  k: flag('insecure'),
  insecure: flag('insecure'),
  L: flag('location'),
  location: flag('location'),
  f: flag('fail'),
  fail: flag('fail'),
  g: flag('globOff'),
  globoff: flag('globOff'),
  V: flag('version'),
  version: flag('version'),
  O: flag('remoteName'),
  'remote-name': flag('remoteName'),
  'path-as-is': flag('pathAsIs'),
  q: ignored,
  disable: ignored,
  N: ignored,
  'no-buffer': ignored,
  '4': ignored,
  ipv4: ignored,
  '0': ignored,
  'http1.0': ignored,
  'http1.1': ignored,
  http2: ignored,
  compressed: ignored,
  G: ignored,
  '#': ignored,
  'no-keepalive': ignored,
  'no-progress-meter': ignored,
  'tcp-nodelay': ignored,
  raw: ignored,
};

const VALUED: Readonly<Record<string, Setter>> = {
  X: text('method'),
  request: text('method'),
  A: text('userAgent'),
  'user-agent': text('userAgent'),
  u: text('user'),
  user: text('user'),
  D: text('dumpHeader'),
  'dump-header': text('dumpHeader'),
  w: text('writeOut'),
  'write-out': text('writeOut'),
  cacert: text('caFile'),
  m: seconds('maxTimeMs'),
  'max-time': seconds('maxTimeMs'),
  'connect-timeout': seconds('connectTimeoutMs'),
  d: data,
  data,
  'data-raw': data,
  'data-binary': data,
  'data-ascii': data,
  rate,
  o: (options, value) => void (options.outputs = [...options.outputs, value]),
  output: (options, value) => void (options.outputs = [...options.outputs, value]),
  H: (options, value) => void (options.headers = [...options.headers, value]),
  header: (options, value) => void (options.headers = [...options.headers, value]),
  url: (options, value) => void (options.urls = [...options.urls, value]),
  resolve: (options, value) => void (options.resolves = [...options.resolves, value]),
  retry: (options, value) => void (options.retries = Number(value) || 0),
  'max-filesize': (options, value) => void (options.maxFileSize = Number(value)),
  noproxy: ignored,
  e: ignored,
  referer: ignored,
  b: ignored,
  cookie: ignored,
  x: ignored,
  proxy: ignored,
  'retry-delay': ignored,
  'retry-max-time': ignored,
  'keepalive-time': ignored,
  interface: ignored,
  T: ignored,
};

export function parseCurl(args: readonly string[]): ParsedCurl {
  const options: Mutable = newOptions();
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '-' || !argument.startsWith('-')) {
      options.urls = [...options.urls, argument];
      continue;
    }
    const names = argument.startsWith('--') ? [argument.slice(2)] : Array.from(argument.slice(1));
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at] ?? '';
      const shown = argument.startsWith('--') ? argument : `-${name}`;
      const set = lookUp(FLAGS, name);
      if (set !== undefined) {
        set(options, '');
        continue;
      }
      const take = lookUp(VALUED, name);
      if (take === undefined) return fails(`option ${argument}: is unknown`);
      const joined = argument.startsWith('--') ? '' : names.slice(at + 1).join('');
      const value = joined === '' ? args[(index += 1)] : joined;
      if (value === undefined) return fails(`option ${argument}: requires parameter`);
      const wrong = take(options, value);
      if (wrong !== undefined) return fails(`option ${shown}: ${wrong}`);
      break;
    }
  }
  return { ok: true, options };
}

function fails(what: string): ParsedCurl {
  const message = `curl: ${what}\ncurl: try 'curl --help' or 'curl --manual' for more information\n`;
  return { ok: false, message, exit: 2 };
}

function newOptions(): Mutable {
  return {
    urls: [],
    silent: false,
    showError: false,
    include: false,
    head: false,
    verbose: false,
    insecure: false,
    location: false,
    fail: false,
    globOff: false,
    pathAsIs: false,
    version: false,
    method: undefined,
    data: undefined,
    headers: [],
    userAgent: undefined,
    user: undefined,
    outputs: [],
    remoteName: false,
    dumpHeader: undefined,
    writeOut: undefined,
    maxTimeMs: undefined,
    connectTimeoutMs: undefined,
    maxFileSize: undefined,
    caFile: undefined,
    rateMs: undefined,
    resolves: [],
    retries: 0,
  };
}
