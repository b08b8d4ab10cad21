// What may import what: the table of ARCHITECTURE.md, a rule per line. `npm run check` prints the rule that was broken.

const ERROR = /** @type {const} */ ('error');
const TEST = '\\.test\\.ts$';

/**
 * Files of a layer may import only what matches one of `to` (paths, packages as node_modules/NAME, Node.js' own).
 * @param {string} name @param {string} from @param {string[]} to
 * @param {{ except?: string, why: string }} options
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
const only = (name, from, to, { except, why }) => ({
  name: `only:${name}`,
  comment: why,
  severity: ERROR,
  from: { path: from, pathNot: [TEST, ...(except === undefined ? [] : [except])] },
  to: {
    pathNot: to.filter((path) => path !== NODE),
    ...(to.includes(NODE) ? { dependencyTypesNot: [/** @type {const} */ ('core')] } : {}),
  },
});

// Stands for Node.js' own modules among the paths a layer may import.
const NODE = 'node:';
const SHARED = '^src-shared/';
const lib = (/** @type {string[]} */ ...names) => `(^|/)node_modules/(${names.join('|')})/`;
const SVELTE = lib('svelte');
const HEADLESS = lib('bits-ui', '@lucide/svelte', 'paneforge', 'svelte-sonner');

const main = [
  only(
    'main-kube',
    '^src-main/kube/',
    ['^src-main/(kube|yaml)/', SHARED, NODE, lib('@kubernetes/client-node', 'yaml', 'ws')],
    {
      why: 'kube runs under plain Node.js and is the only importer of client-node',
    },
  ),
  only('main-yaml', '^src-main/yaml/', ['^src-main/yaml/', lib('yaml')], {
    why: 'texts of others, read with a bound: all that kube and the training cluster have in common',
  }),
  only('main-traffic', '^src-main/traffic/', ['^src-main/(traffic|kube)/', SHARED, NODE], {
    why: 'traffic stands on kube; no Electron, no client-node',
  }),
  only(
    'main-training',
    '^src-main/training/',
    ['^src-main/(training|yaml)/', SHARED, NODE, lib('yaml', 'just-bash', '@peculiar/x509', 'ws')],
    { why: 'the training cluster is a cluster like any other: nothing of kube or traffic' },
  ),
  only(
    'main-app-ipc',
    '^src-main/(app|ipc)/',
    ['^src-main/(app|ipc)/', SHARED, NODE, lib('electron', 'zod', 'electron-log')],
    { why: 'app and ipc are what is Electron; the composition root joins them to kube' },
  ),
  only('main-preload', '^src-main/preload\\.ts$', ['^src-shared/ipc/', lib('electron')], {
    why: 'the preload is two functions over the contract',
  }),
  {
    name: 'only:main-root',
    comment: 'the composition root builds everything, but does not reach inside the training cluster',
    severity: ERROR,
    from: { path: '^src-main/(main\\.ts$|compose/)', pathNot: [TEST] },
    to: { path: '^src-main/training/|^src-renderer/|^test/|^scripts/' },
  },
  {
    name: 'main-root-is-the-top',
    comment: 'nothing imports the composition root or the preload',
    severity: ERROR,
    from: { pathNot: [TEST, '^src-main/(main\\.ts$|compose/)'] },
    to: { path: '^src-main/((main|preload)\\.ts$|compose/)' },
  },
];

const RENDERER = '^src-renderer/';
const renderer = [
  only(
    'renderer',
    RENDERER,
    [
      RENDERER,
      SHARED,
      SVELTE,
      HEADLESS,
      lib('virtua', 'chart\\.js', 'chartjs-plugin-annotation', '@codemirror', 'codemirror', '@lezer', '@xterm'),
    ],
    {
      why: 'the renderer is a sandboxed page: never Node.js, Electron, client-node or src-main',
    },
  ),
  only('renderer-ui', `${RENDERER}ui/`, [`${RENDERER}ui/`, SVELTE, HEADLESS, lib('virtua')], {
    why: 'ui is primitives on the tokens: it knows nothing of Kubernetes',
  }),
  only('renderer-state', `${RENDERER}state/`, [`${RENDERER}(state/|api\\.ts$)`, SHARED, SVELTE], {
    why: 'state knows the API and the domain, not how it is drawn',
  }),
  ...[
    ['service', lib('virtua')],
    ['traffic', lib('chart\\.js', 'chartjs-plugin-annotation')],
    ['course', lib('@codemirror', 'codemirror', '@lezer', '@xterm')],
  ].map(([domain, library]) =>
    only(
      `renderer-${domain}`,
      `${RENDERER}${domain}/`,
      [`${RENDERER}(${domain}|ui|state)/`, SHARED, SVELTE, HEADLESS, String(library)],
      { why: 'domains never import one another: pages combine them' },
    ),
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'two files that need each other are one file, or need a third',
      severity: ERROR,
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-barrels',
      comment: 'import from the file that declares it',
      severity: ERROR,
      from: {},
      to: { path: '^src-.*/index\\.ts$' },
    },
    {
      name: 'no-unresolved',
      comment: 'an import that leads nowhere is checked by no rule',
      severity: ERROR,
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'no-undeclared-package',
      comment: 'what the app imports stands in package.json',
      severity: ERROR,
      from: { path: '^src-', pathNot: TEST },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-tests-in-code',
      comment: 'code never imports tests, benches or scripts',
      severity: ERROR,
      from: { path: '^src-', pathNot: TEST },
      to: { path: `${TEST}|^(test|bench|scripts)/` },
    },
    only('shared', SHARED, [SHARED], { why: 'src-shared is pure: no Node.js, DOM, Electron, Svelte or package' }),
    ...main,
    ...renderer,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^(out|dist)/', '^test/known-bad/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.svelte', '.mjs', '.js', '.d.ts'],
    },
  },
};
