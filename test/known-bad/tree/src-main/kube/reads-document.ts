// known-bad: types src-main: Cannot find name 'document'
export const title = (): string => document.title;
