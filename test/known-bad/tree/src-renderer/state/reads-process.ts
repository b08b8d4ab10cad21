// known-bad: svelte and types src-renderer: Cannot find name 'process'
// known-bad: lint rules: no-restricted-globals
export const directory = (): string => process.cwd();
