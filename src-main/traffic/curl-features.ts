/** What the curl of an image can do. Asked of it, never assumed. */
export interface CurlFeatures {
  /** Such as `8.7.1`. */
  readonly version: string;
  /** From 7.75: each request reports its own exit code. Without it a line must be one request, whose code the shell has. */
  readonly exitCode: boolean;
  /** From 7.84: curl paces itself within a line. Without it the lines alone pace. */
  readonly rate: boolean;
  readonly https: boolean;
}

/** Null where this is not the output of `curl --version`. */
export function readCurlVersion(text: string): CurlFeatures | null {
  const version = /^curl (\d+)\.(\d+)(?:\.(\d+))?/m.exec(text);
  if (version === null) return null;
  const number = Number(version[1]) * 1_000 + Number(version[2]);
  const protocols = /^Protocols:(.*)$/m.exec(text)?.[1] ?? '';
  return {
    version: version[0].slice('curl '.length),
    exitCode: number >= 7_075,
    rate: number >= 7_084,
    https: protocols.split(/\s+/).includes('https'),
  };
}
