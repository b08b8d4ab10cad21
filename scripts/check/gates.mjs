import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/**
 * @typedef {object} Gate
 * @property {string} name
 * @property {string[]} command a program below node_modules and its arguments, run by Node.js in the project's root
 * @property {string[]} [inputs] all of the project it reads, besides the configuration; left out where it must always run
 * @property {string} [nothingToDo] why it is not run
 */

/** What every gate reads: the files at the top that say how. */
export const IS_CONFIGURATION =
  /^(?:package\.json|tsconfig.*\.json|knip\.json|\.prettier.*|\.oxlintrc\.json|.*\.config\.(?:ts|mjs)|\.dependency-cruiser\.mjs)$/;

export const LAYERS = ['src-shared', 'src-main', 'src-renderer', 'test', 'bench', 'scripts'];

/** Layers checked by tsc alone, and what they see; svelte-check does the renderer's TypeScript too. */
const TSC_LAYERS = /** @type {const} */ ([
  ['src-shared', ['src-shared']],
  ['src-main', ['src-main', 'src-shared']],
  ['test', LAYERS],
  ['bench', LAYERS],
  ['scripts', ['scripts']],
]);

/** @param {string} root @param {string} layer */
function isEmpty(root, layer) {
  return !readdirSync(join(root, layer), { recursive: true }).some((file) => /\.m?ts$|\.mjs$/.test(String(file)));
}

/**
 * Rules that need no type, and a component's, which only eslint can read; and those that ask the compiler what a value is, by
 * one that is a native program.
 * @returns {Gate[]}
 */
function lintGates() {
  const typed = ['--type-aware', '--report-unused-disable-directives', '--deny-warnings', '--format', 'unix'];
  return [
    { name: 'lint rules', command: ['eslint/bin/eslint.js', '--max-warnings', '0', '.'], inputs: [...LAYERS] },
    { name: 'lint types', command: ['oxlint/bin/oxlint', ...typed, '.'], inputs: [...LAYERS] },
  ];
}

/**
 * By the compiler that is a native program: the one in JavaScript, which components are linted and checked by, says the same
 * and takes six times as long.
 * @param {string} root @param {string} reports @returns {Gate[]}
 */
function typeGates(root, reports) {
  /** @param {string} name @param {string} project @param {readonly string[]} inputs */
  const types = (name, project, inputs) => ({
    name: `types ${name}`,
    command: [
      'typescript-native/bin/tsc',
      '-p',
      project,
      '--incremental',
      '--tsBuildInfoFile',
      `${reports}/${name}.tsbuildinfo`,
    ],
    inputs: [...inputs],
  });
  return [
    {
      name: 'svelte and types src-renderer',
      command: ['svelte-check/bin/svelte-check', '--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings'],
      inputs: ['src-renderer', 'src-shared'],
    },
    types('unit tests', 'tsconfig.json', LAYERS),
    ...TSC_LAYERS.map(([layer, inputs]) => ({
      ...types(layer, layer, inputs),
      ...(isEmpty(root, layer) ? { nothingToDo: 'no files yet' } : {}),
    })),
  ];
}

/**
 * Every gate of `npm run check`, the slow ones first.
 * @param {string} root the project, or a copy of it
 * @param {{ reports: string }} folders where gates may write
 * @returns {Gate[]}
 */
export function allGates(root, { reports }) {
  return [
    {
      name: 'unit tests',
      command: [
        'vitest/vitest.mjs',
        'run',
        // By itself it leaves a core to others, and of two cores that is half: it would be the last to end, alone.
        ...['--maxWorkers', String(availableParallelism())],
        ...['--project', 'unit', '--project', 'dom'],
        ...['--reporter', 'default', '--reporter', 'json', '--outputFile.json', join(reports, 'unit.json')],
      ],
    },
    ...lintGates(),
    ...typeGates(root, reports),
    {
      name: 'imports',
      command: ['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs', ...LAYERS],
      inputs: [...LAYERS],
    },
    {
      name: 'format',
      command: ['prettier/bin/prettier.cjs', '--check', '.'],
      inputs: [...LAYERS, 'docs', 'resources'],
    },
    { name: 'unused', command: ['knip/bin/knip.js', '--no-config-hints'], inputs: [...LAYERS] },
  ];
}
