import { projectEndpointSlice } from '../../src-main/kube/project-endpoint-slice.ts';
import type { Projector } from '../../src-main/kube/project-meta.ts';
import { projectNode } from '../../src-main/kube/project-node.ts';
import { projectPod } from '../../src-main/kube/project-pod.ts';
import { projectService } from '../../src-main/kube/project-service.ts';
import type { EndpointSlice } from '../../src-shared/kube/endpoint-slice.ts';
import type { Service } from '../../src-shared/kube/service.ts';
import { membershipOf } from '../../src-shared/membership/membership.ts';
import { projected } from '../support/golden.ts';
import type { Expected } from './scenario-expectations.ts';
import type { Target } from './target.ts';

/** What a client Pod saw of a Service. */
export interface Call {
  readonly name: string;
  readonly pods: number;
  readonly exits: readonly string[];
}

/** What each Service of the namespaces came to, as the app judges it, with what a client saw: in the form of the expectations. */
export async function judged(
  target: Target,
  namespaces: readonly string[],
  calls: readonly Call[],
): Promise<Readonly<Record<string, Expected>>> {
  const nodes = new Map((await objects(target, '/api/v1/nodes', projectNode)).map((node) => [node.meta.name, node]));
  const found = await Promise.all(
    namespaces.map(async (namespace) => {
      const path = `/api/v1/namespaces/${namespace}`;
      const services = await objects(target, `${path}/services`, projectService);
      const pods = await objects(target, `${path}/pods`, projectPod);
      const all = await objects(
        target,
        `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
        projectEndpointSlice,
      );
      return services.map((service) => {
        const slices = all.filter((slice) => isOf(slice, service));
        const { none, counts } = membershipOf({ service, slices, pods, endpoints: null, nodes });
        const call = calls.find(({ name }) => name === service.meta.name);
        return [service.meta.name, { ...counts, none: none?.code, ...(call && seen(call)) } as Expected] as const;
      });
    }),
  );
  return Object.fromEntries(found.flat());
}

function isOf({ meta }: EndpointSlice, service: Service): boolean {
  return meta.labels['kubernetes.io/service-name'] === service.meta.name;
}

function seen({ pods, exits }: Call): Pick<Expected, 'pods'> & { readonly exit: number | string } {
  return { pods, exit: exits.length === 1 ? Number(exits[0]?.replace('exit=', '')) : exits.join() };
}

async function objects<T>(target: Target, path: string, project: Projector<T>): Promise<readonly T[]> {
  const { items } = (await target.send('GET', path)).body as { readonly items: readonly unknown[] };
  return items.map((item) => projected(project, item));
}
