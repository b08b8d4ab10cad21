import type { OpenCluster } from '#shared/ipc/batch.ts';
import type { YamlRequest } from '#shared/ipc/contract.ts';
import { formatSelector } from '#shared/kube/label-selector.ts';
import type { Service } from '#shared/kube/service.ts';
import { SERVICE_NAME_LABEL } from '#shared/kube/endpoint-slice.ts';
import { shellQuote } from '#shared/kube/shell-quote.ts';

/** What a page shows, as the kubectl commands that print the same. */
export function kubectlOfService(cluster: Pick<OpenCluster, 'context'>, service: Service): string {
  const { namespace, name } = service.meta;
  const lines = [
    kubectl(cluster, namespace, ['get', 'svc', name, '-o', 'wide']),
    kubectl(cluster, namespace, ['get', 'endpointslices', '-l', `${SERVICE_NAME_LABEL}=${name}`]),
    kubectl(cluster, namespace, ['get', 'ep', name]),
  ];
  const selector = formatSelector(service.selector);
  if (selector !== '<none>') lines.push(kubectl(cluster, namespace, ['get', 'po', '-l', selector, '-o', 'wide']));
  return `${lines.join('\n')}\n`;
}

export function kubectlOfYaml(cluster: Pick<OpenCluster, 'context'>, of: YamlRequest): string {
  return kubectl(cluster, of.namespace, ['get', of.kind.toLowerCase(), of.name, '-o', 'yaml']);
}

/** A command that begins with kubectl, for the cluster that is open and no other. */
export function kubectlIn({ context }: Pick<OpenCluster, 'context'>, command: string): string {
  return command.replace(/^kubectl /, () => `kubectl --context ${shellQuote(context)} `);
}

function kubectl({ context }: Pick<OpenCluster, 'context'>, namespace: string, words: readonly string[]): string {
  return ['kubectl', '--context', context, '-n', namespace, ...words].map(shellQuote).join(' ');
}
