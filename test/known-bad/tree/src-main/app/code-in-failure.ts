// known-good
const failure = (code: string, parameters: Readonly<Record<string, string>>) => ({ code, parameters });

export const said = (name: string) => failure('window.closed', { reason: 'by-hand', path: `runs/${name}.json` });
