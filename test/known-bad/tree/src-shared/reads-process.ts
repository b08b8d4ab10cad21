// known-bad: types src-shared: Cannot find name 'process'
export const directory = (): string => process.cwd();
