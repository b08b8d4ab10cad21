import comments from '@eslint-community/eslint-plugin-eslint-comments/configs';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { noLiteralText } from './scripts/eslint-rules/no-literal-text.mjs';
import { suppressionReason } from './scripts/eslint-rules/suppression-reason.mjs';

const TYPESCRIPT = [
  'src-*/**/*.ts',
  'src-*/**/*.svelte',
  'test/**/*.ts',
  'bench/**/*.ts',
  'scripts/**/*.ts',
  '*.config.ts',
];
const TESTS = ['**/*.test.ts', 'test/**', 'bench/**'];
const OURS = { rules: { 'no-literal-text': noLiteralText, 'suppression-reason': suppressionReason } };

const FORBIDDEN_SYNTAX = [
  { selector: 'ExportDefaultDeclaration', message: 'No default exports: a thing has one name.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that declares it.' },
  { selector: 'TSEnumDeclaration', message: 'No enums: a union of string literals.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'No namespaces: files are modules.' },
];
const SENTENCE = 'No sentences in a failure: a code, with its words in src-shared/messages.';
const SENTENCE_IN_FAILURE = [
  { selector: 'CallExpression[callee.name="failure"] Literal[value=/[a-z] [a-z]/i]', message: SENTENCE },
  { selector: 'CallExpression[callee.name="failure"] TemplateElement[value.raw=/[a-z] | [a-z]/i]', message: SENTENCE },
];
// Which form a particle takes hangs on the last letter of what is filled in. Behind a parenthesis it is that of the word before.
const PARTICLE = {
  selector:
    'TemplateLiteral > TemplateElement.quasis:not(:first-child)[value.raw=/^["”’]?(은|는|이|가|을|를|과|와|의|에|에게|에서|도|만|부터|까지|(으|이)?(로|나|라|라는|라고|며|고|면|랑)|(으로|에|에서)(는|도|만))(?![가-힣])/u]',
  message: 'No Korean particle directly after what is filled in: whether it ends in a consonant is not known.',
};
// What a comparison letter by letter takes tells how much of a secret was right. With undefined, null and texts it tells nothing.
const IN_CONSTANT_TIME = 'A secret is compared in constant time: by sameSecret.';
const SECRET_COMPARED = [
  ['left', 'right'],
  ['right', 'left'],
].flatMap(([secret, other]) =>
  ['name', 'property.name'].flatMap((named) => {
    const comparison = `BinaryExpression[operator=/^[!=]==?$/][${secret}.${named}=/token|secret/i]`;
    return [`[${other}.type="Identifier"][${other}.name!="undefined"]`, `[${other}.type="MemberExpression"]`].map(
      (value) => ({ selector: `${comparison}${value}`, message: IN_CONSTANT_TIME }),
    );
  }),
);
const ANY_COMPARISON = { selector: 'BinaryExpression', message: IN_CONSTANT_TIME };
const RAW_IPC = {
  name: 'electron',
  importNames: ['ipcMain', 'ipcRenderer'],
  message: 'Raw IPC belongs to src-main/ipc and the preload: use the contract.',
};

// Import directions are dependency-cruiser's (.dependency-cruiser.mjs); formatting is Prettier's.
export default ts.config(
  { ignores: ['out/', 'dist/', 'coverage/', 'test-results/', 'playwright-report/', 'test/known-bad/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  comments.recommended,
  { rules: { '@eslint-community/eslint-comments/require-description': 'error' } },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.node },
    extends: [ts.configs.strict],
  },
  // What refuses an old Node.js must be readable to it.
  {
    files: ['scripts/require-node.cjs'],
    languageOptions: { ecmaVersion: 5, sourceType: 'commonjs', globals: globals.node },
  },
  // What needs no types. What does is oxlint's (.oxlintrc.json), whose compiler is a native program; a component's script only
  // eslint can read.
  {
    files: TYPESCRIPT,
    extends: [ts.configs.strict, ts.configs.stylistic],
    languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] } },
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 8 }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['src-*/**/*.svelte'],
    extends: [ts.configs.strictTypeCheckedOnly, ts.configs.stylisticTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // It asks for `!`, which is forbidden.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60 }],
      'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX],
      'no-restricted-imports': ['error', { paths: [RAW_IPC] }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
    plugins: { '@typescript-eslint': ts.plugin },
  },
  { files: TYPESCRIPT, plugins: { servicescope: OURS }, rules: { 'servicescope/suppression-reason': 'error' } },
  {
    // The reason within a failure is a code too: a text is what somebody else said. The training cluster speaks as the API
    // server does.
    files: ['src-main/**/*.ts', 'src-renderer/**/*.{ts,svelte}'],
    ignores: [...TESTS, 'src-main/training/**'],
    rules: { 'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX, ...SENTENCE_IN_FAILURE] },
  },
  {
    files: ['src-main/training/**/*.ts'],
    ignores: TESTS,
    rules: { 'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX, ...SECRET_COMPARED] },
  },
  {
    files: ['src-main/training/api/same-secret.ts'],
    rules: { 'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX, ANY_COMPARISON] },
  },
  {
    files: ['src-shared/messages/*.ko.ts', 'src-shared/messages/ko.ts'],
    rules: { 'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX, PARTICLE] },
  },
  { files: ['src-main/ipc/**', 'src-main/preload.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    // The layers' tsconfigs say so first; this holds even if a package drags Node.js' types in.
    files: ['src-shared/**', 'src-renderer/**'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', 'process', 'Buffer', 'require', 'global', '__dirname', '__filename'] },
  },
  {
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  // A command's output is its product; tools load their configuration as a default export.
  { files: ['scripts/**', 'bench/**', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['*.config.*', '.dependency-cruiser.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    rules: {
      // Cluster objects are $state.raw; indexes over them are plain Maps on purpose, replaced and not watched.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte'],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: globals.browser },
    plugins: { servicescope: OURS },
    rules: {
      'servicescope/no-literal-text': 'error',
      // A component's script is one scope, not one function.
      'max-lines-per-function': 'off',
      // `void version;` is how a derived value names what it depends on.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      // The parser sees `any` where svelte-check sees a type (inline handlers, snippets): types in markup are its matter.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
    },
  },
  {
    files: ['**/*.svelte.ts'],
    languageOptions: { parser: ts.parser, globals: globals.browser },
  },
);
