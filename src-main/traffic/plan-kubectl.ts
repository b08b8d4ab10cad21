import type { ClientSettings } from '#shared/ipc/settings.ts';
import type { Service } from '#shared/kube/service.ts';
import type { RunRequest } from '#shared/traffic/run-request.ts';
import { affinityOf, otherState } from './affinity-patch.ts';
import { requestArguments, targetUrl } from './client-script.ts';
import type { AffinityState } from './journal.ts';
import { PROXY_SYNC_MS } from './run-budget.ts';
import type { RunTarget } from './target-service.ts';
import { twinSpec } from './twin-service.ts';

/** Stands for the twin's address while the URL is made; with colons it is an IPv6 address to `targetUrl`. */
const TWIN = 'TWIN-ADDRESS';
const TWIN6 = ':TWIN-ADDRESS:';

/** A new Service refuses connections until kube-proxy has read it. */
const PROXY_SYNC = `sleep ${PROXY_SYNC_MS / 1_000}`;

/**
 * What the run comes to, in commands for one POSIX shell: a client Pod that asks and goes away, and the change of affinity.
 * Beside, one client asks both Services, as each client of a run does.
 */
export function kubectlLines(request: RunRequest, target: RunTarget, settings: ClientSettings): readonly string[] {
  const { namespace, service, affinity } = request;
  const own = affinityOf(target.service);
  const ask = (...urls: readonly string[]): string => askLine(request, settings, urls);
  const change = (from: AffinityState, to: AffinityState): string =>
    `kubectl patch service ${service} -n ${namespace} --type=merge -p ${quote(JSON.stringify(affinityChange(from, to)))}`;
  if (affinity === 'as-is') return [ask(urlOf(request, target))];
  if (affinity === 'beside') {
    const twin = `${service.slice(0, 58)}-twin`;
    return [
      twinLine(target.service, twin, namespace),
      `TWIN=$(kubectl get service ${twin} -n ${namespace} -o 'jsonpath={.spec.clusterIP}') && ${PROXY_SYNC}`,
      ask(urlOf(request, target), twinUrl(request, target)),
      `kubectl delete service ${twin} -n ${namespace}`,
    ];
  }
  const other = otherState(own);
  return [
    ask(urlOf(request, target)),
    `${change(own, other)} && ${PROXY_SYNC}`,
    ask(urlOf(request, target)),
    change(other, own),
  ];
}

/** What a run asks, so often. A connection alone has no answer to show: a line with 1 says that it came about. */
function askLine(request: RunRequest, settings: ClientSettings, urls: readonly string[]): string {
  const { namespace, requests, timeoutMs, scheme } = request;
  const range = quote(`#[1-${requests ?? 200}]`);
  const shown = scheme === 'tcp' ? ['-w', '%{num_connects}\\n'] : [];
  // --next would forget the options: two URLs of one curl share them.
  const options = ['-q', '--noproxy', '*', '-s', '-m', (timeoutMs / 1_000).toString()];
  const curl = [
    'curl',
    ...[...options, ...requestArguments(request), ...shown].map(quote),
    ...urls.map((url) => url + range),
  ];
  return `kubectl run servicescope-client -n ${namespace} --rm -i --restart=Never --image=${quote(settings.image)} --command -- ${curl.join(' ')}`;
}

/** The twin as a run makes it. `kubectl expose` comes to the same where the Service has nothing of its own but a port. */
function twinLine(service: Service, twin: string, namespace: string): string {
  const [port, ...more] = service.ports;
  if (port !== undefined && more.length === 0 && isPlain(service)) {
    const { sessionAffinity } = otherState(affinityOf(service));
    const target = `--port=${port.port} --target-port=${port.targetPort}`;
    return `kubectl expose service ${service.meta.name} -n ${namespace} --name=${twin} --session-affinity=${sessionAffinity} ${target}`;
  }
  const manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name: twin }, spec: twinSpec(service) };
  return `echo ${quote(JSON.stringify(manifest))} | kubectl create -n ${namespace} -f -`;
}

/** Has only what an API server gives a Service by itself. */
function isPlain(service: Service): boolean {
  const { publishNotReadyAddresses, internalTrafficPolicy, trafficDistribution, ipFamilies, ipFamilyPolicy } = service;
  const routed = publishNotReadyAddresses || internalTrafficPolicy !== 'Cluster' || trafficDistribution !== null;
  const single = ipFamilyPolicy === null || ipFamilyPolicy === 'SingleStack';
  return !routed && single && ipFamilies.every((family) => family === 'IPv4');
}

/** A config that stays behind is refused beside None, and one that is left out loses the user's timeout. */
function affinityChange(from: AffinityState, to: AffinityState): object {
  const { sessionAffinity, timeoutSeconds } = to;
  const config = timeoutSeconds === null ? null : { clientIP: { timeoutSeconds } };
  const had = from.timeoutSeconds !== null;
  return { spec: { sessionAffinity, ...(config === null && !had ? {} : { sessionAffinityConfig: config }) } };
}

function urlOf({ scheme, path }: RunRequest, { clusterIP, port }: RunTarget): string {
  return quote(targetUrl({ scheme, host: clusterIP, port: port.port, path }));
}

function twinUrl({ scheme, path }: RunRequest, { clusterIP, port }: RunTarget): string {
  const host = clusterIP.includes(':') ? TWIN6 : TWIN;
  const [before = '', ...after] = targetUrl({ scheme, host, port: port.port, path }).split(host);
  return `${quote(before)}"$TWIN"${quote(after.join(host))}`;
}

/** For a POSIX shell. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
