import type { ClusterApi, KubeObject } from '../cluster-api.ts';
import { createHash } from 'node:crypto';
import { rfc3339 } from './times.ts';

/** Who reports: `kubelet` on its Node, or a controller, which has no host. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

export interface Report {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** The part of the object that is meant: `spec.containers{web}`. */
  readonly fieldPath?: string;
}

interface Counted {
  readonly name: string;
  readonly namespace: string;
}

/**
 * Writes Events. The same report about the same object raises the count of the Event that stands there, as client-go's
 * correlator does, until that Event has expired.
 */
export class EventRecorder {
  readonly #known = new Map<string, Counted>();
  /** The last name's, in ns since 1970. */
  #named = 0n;

  constructor(private readonly api: ClusterApi) {}

  record(object: KubeObject, source: EventSource, report: Report): void {
    const key = createHash('sha1')
      .update(JSON.stringify([object.metadata.uid, source, report]))
      .digest('base64');
    const known = this.#known.get(key);
    const now = rfc3339(this.api.now());
    const before = known === undefined ? undefined : this.api.get('events', known.namespace, known.name);
    if (known !== undefined && before !== undefined) {
      const count = typeof before.count === 'number' ? before.count + 1 : 2;
      this.api.update('events', known.namespace, known.name, { ...before, count, lastTimestamp: now });
      return;
    }
    const name = `${object.metadata.name}.${this.#suffix()}`;
    const namespace = object.metadata.namespace ?? 'default';
    this.#create(namespace, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: referenceTo(object, report.fieldPath),
      reason: report.reason,
      message: report.message,
      source,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type: report.type,
      eventTime: null,
      reportingComponent: source.component,
      reportingInstance: source.host ?? '',
    });
    this.#known.set(key, { name, namespace });
  }

  /** Forgets what is no longer stored; called when Events expire. */
  forget(): void {
    for (const [key, { namespace, name }] of this.#known) {
      if (this.api.get('events', namespace, name) === undefined) this.#known.delete(key);
    }
  }

  /** A namespace that is going away takes no Events: like the real recorder, this drops them. */
  #create(namespace: string, event: Readonly<Record<string, unknown>>): void {
    try {
      this.api.create('events', namespace, event);
    } catch {
      // An Event is told at best: nothing depends on it.
    }
  }

  /** The time, as client-go has it: of one object, and within one second, kubectl shows Events in the order of their names. */
  #suffix(): string {
    const now = BigInt(Math.floor(this.api.now())) * 1_000_000n;
    this.#named = now > this.#named ? now : this.#named + 1n;
    return this.#named.toString(16);
  }
}

function referenceTo(object: KubeObject, fieldPath: string | undefined): Readonly<Record<string, unknown>> {
  const { namespace, name, uid, resourceVersion } = object.metadata;
  const reference = { kind: object.kind, namespace, name, uid, apiVersion: object.apiVersion, resourceVersion };
  return fieldPath === undefined ? reference : { ...reference, fieldPath };
}
