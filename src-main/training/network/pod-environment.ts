import type { ClusterApi } from '../cluster-api.ts';
import { asService, type ContainerView, type EnvView, type PodView } from './object-views.ts';

/** A container's environment as the kubelet makes it: Services of the namespace, envFrom, then env, later ones winning. */
export function podEnvironment(
  api: ClusterApi,
  pod: PodView,
  container: ContainerView,
  podIP: string,
): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOSTNAME: podHostname(pod),
    HOME: '/root',
    ...serviceLinks(api, pod),
  };
  for (const { prefix, configMapRef } of container.envFrom ?? []) {
    if (configMapRef === undefined) continue;
    for (const [key, value] of Object.entries(configMap(api, pod, configMapRef.name))) {
      variables[`${prefix ?? ''}${key}`] = value;
    }
  }
  for (const variable of container.env ?? []) {
    const value = valueOf(api, pod, variable, podIP);
    if (value !== undefined) variables[variable.name] = expandReferences(value, variables);
  }
  return variables;
}

export function podHostname(pod: PodView): string {
  // A Pod of the host network has its node's name.
  return pod.spec.hostNetwork === true
    ? (pod.spec.nodeName ?? pod.metadata.name)
    : (pod.spec.hostname ?? pod.metadata.name).slice(0, 63);
}

/** `$(NAME)` stands for a variable already known; `$$(NAME)` for itself (k8s.io/kubernetes third_party/forked/golang/expansion). */
export function expandReferences(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (variables[name] ?? whole),
  );
}

function valueOf(api: ClusterApi, pod: PodView, variable: EnvView, podIP: string): string | undefined {
  const source = variable.valueFrom;
  if (source === undefined) return variable.value ?? '';
  if (source.fieldRef !== undefined) return fieldOf(pod, source.fieldRef.fieldPath, podIP);
  if (source.configMapKeyRef !== undefined) {
    return configMap(api, pod, source.configMapKeyRef.name)[source.configMapKeyRef.key];
  }
  return source.resourceFieldRef === undefined ? undefined : '0';
}

function fieldOf(pod: PodView, path: string, podIP: string): string | undefined {
  const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  if (keyed !== null) {
    const [, map = '', key = ''] = keyed;
    return (map === 'labels' ? pod.metadata.labels : pod.metadata.annotations)?.[key] ?? '';
  }
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': pod.spec.nodeName,
    'spec.serviceAccountName': pod.spec.serviceAccountName ?? 'default',
    'status.podIP': podIP,
    'status.podIPs': podIP,
    'status.hostIP': pod.status?.hostIP ?? '',
  };
  return fields[path];
}

function configMap(api: ClusterApi, pod: PodView, name: string): Readonly<Record<string, string>> {
  const data = api.get('configmaps', pod.metadata.namespace, name)?.data;
  return (data as Readonly<Record<string, string>> | undefined) ?? {};
}

/** Of `kubernetes` always, of the namespace's other Services unless enableServiceLinks is false. */
function serviceLinks(api: ClusterApi, pod: PodView): Record<string, string> {
  const links: Record<string, string> = {};
  const own = pod.spec.enableServiceLinks === false ? [] : api.list('services', pod.metadata.namespace);
  const master = api.get('services', 'default', 'kubernetes');
  for (const { metadata, spec } of [...(master === undefined ? [] : [master]), ...own].map(asService)) {
    const [first] = spec.ports ?? [];
    if (spec.clusterIP === undefined || spec.clusterIP === 'None' || spec.clusterIP === '' || !first) continue;
    const name = metadata.name.toUpperCase().replaceAll('-', '_');
    links[`${name}_SERVICE_HOST`] = spec.clusterIP;
    links[`${name}_SERVICE_PORT`] = String(first.port);
    for (const { name: portName, port } of spec.ports ?? []) {
      if (portName) links[`${name}_SERVICE_PORT_${portName.toUpperCase().replaceAll('-', '_')}`] = String(port);
    }
    const protocol = (first.protocol ?? 'TCP').toLowerCase();
    links[`${name}_PORT`] = `${protocol}://${spec.clusterIP}:${first.port}`;
    for (const { port, protocol: one = 'TCP' } of spec.ports ?? []) {
      const prefix = `${name}_PORT_${port}_${one}`;
      links[prefix] = `${one.toLowerCase()}://${spec.clusterIP}:${port}`;
      links[`${prefix}_PROTO`] = one.toLowerCase();
      links[`${prefix}_PORT`] = String(port);
      links[`${prefix}_ADDR`] = spec.clusterIP;
    }
  }
  return links;
}
