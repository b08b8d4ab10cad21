import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { parse } from 'yaml';
import { preciseNow } from './measure.ts';

interface OneKubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } },
  ];
  readonly users: readonly [
    {
      readonly user: {
        readonly 'client-certificate-data'?: string;
        readonly 'client-key-data'?: string;
        readonly token?: string;
      };
    },
  ];
}

/** When a line with this resourceVersion arrived: the anchor, a watch on a bare socket that does nothing else. */
export interface RawWatch {
  readonly arrivals: ReadonlyMap<string, number>;
  end(): void;
}

/** Opens a watch on this path and notes the arrival of each event before anything is parsed beyond its resourceVersion. */
export function openRawWatch(kubeconfig: string, path: string): Promise<RawWatch> {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as OneKubeconfig;
  const [{ cluster }] = clusters;
  const [{ user }] = users;
  const arrivals = new Map<string, number>();
  const decode = (data: string | undefined): Buffer | undefined =>
    data === undefined ? undefined : Buffer.from(data, 'base64');
  return new Promise((resolve, reject) => {
    const call = request(
      new URL(path, cluster.server),
      {
        ca: decode(cluster['certificate-authority-data']),
        cert: decode(user['client-certificate-data']),
        key: decode(user['client-key-data']),
        agent: false,
        headers: user.token === undefined ? {} : { authorization: `Bearer ${user.token}` },
      },
      (answer) => {
        let pending = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          const at = preciseNow();
          const lines = (pending + chunk).split('\n');
          pending = lines.pop() ?? '';
          for (const line of lines) {
            const version = /"resourceVersion":"(\d+)"/.exec(line)?.[1];
            if (version !== undefined) arrivals.set(version, at);
          }
        });
        resolve({ arrivals, end: () => call.destroy() });
      },
    );
    call.on('error', reject);
    call.end();
  });
}
