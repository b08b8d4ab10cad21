// known-bad: lint rules: No sentences in a failure
const failure = (code: string, parameters: Readonly<Record<string, string>>) => ({ code, parameters });

export const said = (name: string) => failure('window.closed', { reason: `${name} was closed` });
