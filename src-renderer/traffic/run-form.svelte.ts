import type { Service, ServicePort } from '#shared/kube/service.ts';
import type { AffinityMode, Identification, RunRequest } from '#shared/traffic/run-request.ts';
import { concurrentSides } from '#shared/traffic/check-run-request.ts';
import { RATE_CAP_PER_SECOND } from '#shared/traffic/run-request.ts';

/** What stands in the fields of the form, as typed; `request` is what it asks for, right or wrong. */
export class RunForm {
  /** One of the Service's. */
  port: number = $state(0);
  /** Another number, as typed; undefined: none is asked for, null: the field is empty. */
  otherPort: number | null | undefined = $state();
  scheme: RunRequest['scheme'] = $state('http');
  path: string = $state('/');
  requests: number | null = $state(200);
  untilStopped: boolean = $state(false);
  rate: number | null = $state(50);
  clients: number | null = $state(2);
  timeoutMs: number | null = $state(2000);
  newConnection: boolean = $state(true);
  affinity: AffinityMode = $state('beside');
  by: Identification['by'] = $state('answer');
  pattern: string = $state('');
  inQuery: boolean = $state(false);

  constructor(service: Service) {
    const port = service.ports.find(({ protocol }) => protocol === 'TCP') ?? service.ports[0];
    this.port = port?.port ?? 0;
    this.scheme = port === undefined ? 'http' : schemeOf(port);
    if (service.selector === null) this.affinity = 'as-is';
  }

  /** Per second and per side. */
  get rateCap(): number {
    return RATE_CAP_PER_SECOND / concurrentSides({ affinity: this.affinity });
  }

  request(service: Service): RunRequest {
    return {
      namespace: service.meta.namespace,
      service: service.meta.name,
      port: this.otherPort === undefined ? this.port : (this.otherPort ?? Number.NaN),
      scheme: this.scheme,
      path: this.path,
      // An emptied number field is null: not a number, and said so at the field.
      requests: this.untilStopped ? null : (this.requests ?? Number.NaN),
      rate: this.rate ?? Number.NaN,
      clients: this.clients ?? Number.NaN,
      timeoutMs: this.timeoutMs ?? Number.NaN,
      newConnection: this.newConnection,
      affinity: this.affinity,
      identify: this.#identify(),
    };
  }

  #identify(): Identification {
    if (this.by === 'pattern') return { by: 'pattern', pattern: this.pattern };
    if (this.by === 'logs') return { by: 'logs', inQuery: this.inQuery };
    return { by: 'answer' };
  }
}

/** A guess that the person sees and can change. */
function schemeOf({ port, name, appProtocol }: ServicePort): RunRequest['scheme'] {
  const said = `${appProtocol ?? ''} ${name}`.toLowerCase();
  return port === 443 || said.includes('https') ? 'https' : 'http';
}
