// known-bad: types src-shared: Cannot find name 'document'
export const title = (): string => document.title;
