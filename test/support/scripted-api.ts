import { failure, type Failure } from '../../src-shared/ipc/failure.ts';
import { FailureError } from '../../src-main/kube/failure-error.ts';
import type { ApiRequest, KubeApi } from '../../src-main/kube/kube-api.ts';
import { settle } from './fake-clock.ts';

/** What one request is answered with. */
export type Step = Failure | { readonly list: readonly object[]; readonly version?: string } | Stream;

/** A watch that the test feeds. */
export interface Stream {
  say(...lines: readonly object[]): Promise<void>;
  raw(text: string): Promise<void>;
  end(how?: Failure): Promise<void>;
  readonly body: AsyncIterable<Uint8Array>;
}

export function stream(): Stream {
  const queue: (string | null | Failure)[] = [];
  let wake: () => void = () => undefined;
  const put = async (item: string | null | Failure): Promise<void> => {
    queue.push(item);
    wake();
    await settle();
  };
  return {
    say: (...lines) => put(lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    raw: (text) => put(text),
    end: (how) => put(how ?? null),
    body: {
      async *[Symbol.asyncIterator]() {
        for (;;) {
          const item = queue.shift();
          if (item === undefined) await new Promise<void>((resolve) => (wake = resolve));
          else if (item === null) return;
          else if (typeof item === 'string') yield Buffer.from(item, 'utf8');
          else throw new FailureError(item);
        }
      },
    },
  };
}

/** An API server that is a script: each request in turn gets the next step. `requests` is added to. */
export function scriptedApi(steps: readonly Step[], requests: ApiRequest[]): KubeApi {
  const script = [...steps];
  const answer = (request: ApiRequest): Exclude<Step, Failure> => {
    requests.push(request);
    const step = script.shift() ?? failure('internal', { detail: 'the script is over' });
    if ('code' in step) throw new FailureError(step);
    return step;
  };
  return {
    json: async <T>(request: ApiRequest): Promise<T> => {
      const step = await Promise.resolve(answer(request));
      if (!('list' in step)) throw new Error('a list was asked for, the script has a stream');
      return { metadata: { resourceVersion: step.version ?? '1' }, items: step.list } as T;
    },
    stream: async (request) => {
      const step = await Promise.resolve(answer(request));
      if (!('body' in step)) throw new Error('a stream was asked for, the script has a list');
      return step.body;
    },
    clockSkewMs: () => null,
  };
}
