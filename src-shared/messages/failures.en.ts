import type { FailureDetail } from '../ipc/failure-detail.ts';
import { failureDetailEn } from './failure-detail.en.ts';
import { failureDetailText } from './failure-detail-text.ts';
import type { FailureSentences } from './failure-text.ts';

const inNamespace = (namespace: string | null): string =>
  namespace === null ? 'in all namespaces' : `in namespace ${namespace}`;

const seconds = (count: number): string => (count === 1 ? '1 second' : `${String(count)} seconds`);

/** How a person checks a right, as they would type it. */
const canI = (verb: string, resource: string, namespace: string | null): string =>
  `kubectl auth can-i ${verb} ${resource} ${namespace === null ? '--all-namespaces' : `-n ${namespace}`}`;

const because = (detail: FailureDetail): string => failureDetailText(failureDetailEn, detail);

export const failuresEn: FailureSentences = {
  'launch.value-missing': ({ option }) => ({
    what: `${option} needs a value.`,
    why: 'None follows it, and what starts with - is taken for the next option.',
    next: `No window was opened. Write it as: npm start -- ${option} VALUE`,
  }),
  'launch.value-unexpected': ({ option, value }) => ({
    what: `${option} takes no value.`,
    why: `It was given "${value}".`,
    next: `No window was opened. Write it as: npm start -- ${option}`,
  }),
  'launch.unknown-option': ({ option, known }) => ({
    what: `There is no option ${option}.`,
    why: `ServiceScope knows ${known.join(', ')}, and Electron’s own switches.`,
    next: 'No window was opened. Correct it and start again.',
  }),

  'kubeconfig.none': ({ paths }) => ({
    what: 'No kubeconfig was found.',
    why: `Looked at ${paths.join(', ')}.`,
    next: 'Set KUBECONFIG, or start with: npm start -- --kubeconfig FILE',
  }),
  'kubeconfig.unreadable': ({ path, detail }) => ({
    what: `The kubeconfig ${path} could not be read.`,
    why: because(detail),
    next: 'Check that the file exists and that you may read it.',
  }),
  'kubeconfig.invalid': ({ path, detail }) => ({
    what: `The file ${path} is not a valid kubeconfig.`,
    why: because(detail),
    next: `Correct the file; this shows what kubectl makes of it: kubectl config view --kubeconfig ${path}`,
  }),
  'kubeconfig.context-unknown': ({ context, known }) => ({
    what: `There is no kube context ${context}.`,
    why: known.length === 0 ? 'The kubeconfig has no contexts.' : `Contexts in the kubeconfig: ${known.join(', ')}.`,
    next: 'Choose one of them; this lists them: kubectl config get-contexts',
  }),
  'kubeconfig.other-open': ({ open, asked }) => ({
    what: `ServiceScope is running already, with ${open.join(', ')}.`,
    why: `This start asked for ${asked.join(', ')}, and one running app reads one kubeconfig. No window was opened.`,
    next: 'Quit the running app and start again, or name both files in KUBECONFIG.',
  }),
  'kubeconfig.cluster-missing': ({ context, cluster }) => ({
    what: `The kube context ${context} can't be opened.`,
    why: `It names the cluster ${cluster}, which the kubeconfig does not have.`,
    next: `Add it: kubectl config set-cluster ${cluster} --server=https://HOST:6443`,
  }),
  'kubeconfig.user-missing': ({ context, user }) => ({
    what: `The kube context ${context} can't be opened.`,
    why: `It names the user ${user}, which the kubeconfig does not have.`,
    next: `Add it: kubectl config set-credentials ${user} --token=TOKEN`,
  }),
  'kubeconfig.server-invalid': ({ cluster, server }) => ({
    what: `The cluster ${cluster} can't be reached with this kubeconfig.`,
    why: `Its server is "${server}", which is not an https:// URL of an API server.`,
    next: `Correct it: kubectl config set-cluster ${cluster} --server=https://HOST:6443`,
  }),
  'kubeconfig.proxy-refused': ({ cluster, proxy }) => ({
    what: `The cluster ${cluster} can't be used yet.`,
    why: `Its kubeconfig sends every request through a proxy (proxy-url: ${proxy}), and ServiceScope does not go through proxies.`,
    next: 'Use a kube context that reaches the API server directly, for example through a VPN.',
  }),
  'kubeconfig.exec-refused': ({ user, command }) => ({
    what: `The user ${user} can't be used yet.`,
    why: `Its credentials come from running the program ${command}, and ServiceScope runs nothing that stands in a kubeconfig.`,
    next: 'Use a kube context with a token or a client certificate, for example: kubectl create token SERVICEACCOUNT',
  }),
  'kubeconfig.auth-provider-refused': ({ user, provider }) => ({
    what: `The user ${user} can't be used.`,
    why: `It uses the auth-provider ${provider}, which Kubernetes removed in 1.26.`,
    next: 'Use a kube context with a token or a client certificate.',
  }),
  'kubeconfig.impersonation-refused': ({ user }) => ({
    what: `The user ${user} can't be used.`,
    why: 'It asks to act with a uid, groups or extra fields (as-uid, as-groups, as-user-extra) and names no user to act as.',
    next: 'Add that user to the kubeconfig (as), or take the other fields out.',
  }),
  'kubeconfig.credential-file': ({ path, detail }) => ({
    what: `The credential file ${path} could not be used.`,
    why: because(detail),
    next: 'Check the path in the kubeconfig, and that you may read the file.',
  }),

  'training.failed': ({ detail }) => ({
    what: 'The training cluster did not start, or ended.',
    why: detail,
    next: 'Start it again. If it ends again, open the log (Help) and report it.',
  }),
  'connect.dns': ({ host }) => ({
    what: `The API server ${host} could not be found.`,
    why: 'Its name has no address in DNS.',
    next: 'Check the name in the kubeconfig, and the VPN if the cluster is behind one.',
  }),
  'connect.refused': ({ host, port }) => ({
    what: `The API server ${host}:${String(port)} refused the connection.`,
    why: 'The computer answers, but nothing listens on this port.',
    next: 'Start the cluster, or correct the server in the kubeconfig. It is tried again by itself.',
  }),
  'connect.unreachable': ({ host, detail }) => ({
    what: `The API server ${host} can't be reached.`,
    why: detail,
    next: 'Check the network and the VPN. It is tried again by itself.',
  }),
  'connect.timeout': ({ host, seconds: count }) => ({
    what: `The API server ${host} did not answer.`,
    why: `No connection within ${seconds(count)}; a firewall or a missing VPN looks like this.`,
    next: 'Check the network and the VPN. It is tried again by itself.',
  }),
  'connect.lost': ({ host, detail }) => ({
    what: `The connection to ${host} was lost.`,
    why: because(detail),
    next: 'Nothing to do: it is made again by itself. Until then the last known state is shown.',
  }),
  'connect.silent': ({ host, seconds: count }) => ({
    what: `The connection to ${host} went silent.`,
    why: `Nothing came for ${seconds(count)}, not even the answer to a ping.`,
    next: 'Nothing to do: it is made again by itself. Until then the last known state is shown.',
  }),
  'tls.untrusted': ({ server, detail }) => ({
    what: `The certificate of ${server} is not trusted.`,
    why: detail,
    next: 'Put the right certificate authority into certificate-authority-data of the kubeconfig.',
  }),
  'tls.expired': ({ server, detail }) => ({
    what: `A certificate in the connection to ${server} is not valid at this time.`,
    why: detail,
    next: 'Renew the certificate (kubeadm: kubeadm certs renew all), and check this computer’s clock.',
  }),
  'tls.name-mismatch': ({ server, detail }) => ({
    what: `The certificate of ${server} is for another name.`,
    why: detail,
    next: 'Use a server name the certificate has, or set tls-server-name in the kubeconfig.',
  }),
  'tls.failed': ({ server, detail }) => ({
    what: `No secure connection to ${server} could be made.`,
    why: detail,
    next: 'Check the certificates in the kubeconfig, and that the port speaks TLS.',
  }),

  'api.unauthorized': ({ user }) => ({
    what: `The API server does not accept the credentials of ${user}.`,
    why: 'It answered 401: the token or the certificate is wrong or has expired.',
    next: 'Renew the credentials in the kubeconfig; this shows who you are: kubectl auth whoami',
  }),
  'api.forbidden': ({ verb, resource, namespace, message }) => ({
    what: `You may not ${verb} ${resource} ${inNamespace(namespace)}.`,
    why: message,
    next: `Ask for a Role with this verb (docs/rbac.md has ready ones). To check: ${canI(verb, resource, namespace)}`,
  }),
  'api.not-found': ({ kind, name }) => ({
    what: `${kind} ${name} was not found.`,
    why: 'It was deleted, or never was in this namespace.',
    next: 'Go back to the list, which shows what is there now.',
  }),
  'api.conflict': ({ kind, name, message }) => ({
    what: `${kind} ${name} was not changed.`,
    why: message,
    next: 'Look at its present state, then try again.',
  }),
  'api.rejected': ({ status, message }) => ({
    what: `The API server rejected the request (${String(status)}).`,
    why: message,
    next: 'Correct what the message names; nothing was changed.',
  }),
  'api.busy': ({ status, retryAfterSeconds }) => ({
    what: `The API server is busy (${String(status)}).`,
    why: 'It asks clients to wait.',
    next: `It is asked again in ${seconds(retryAfterSeconds)}.`,
  }),
  'api.failed': ({ status, message }) => ({
    what: `The API server failed (${String(status)}).`,
    why: message,
    next: 'It is tried again by itself; if it stays so, look at the API server’s log.',
  }),
  'api.gone': () => ({
    what: 'The watch is too old to go on.',
    why: 'The API server no longer has the changes since then (410).',
    next: 'Nothing to do: everything is listed anew.',
  }),
  'api.garbled': ({ detail }) => ({
    what: 'The API server’s answer could not be read.',
    why: because(detail),
    next: 'It is listed anew. If it stays so, look for a proxy between here and the cluster.',
  }),

  'traffic.service-unsupported': ({ reason }) => ({
    what: 'This Service can’t be tested with traffic.',
    why: {
      ExternalName: 'An ExternalName Service is only a name in DNS (CNAME); no traffic goes through the cluster.',
      headless: 'A headless Service has no ClusterIP: DNS gives the Pods’ addresses and kube-proxy has no part in it.',
      UDP: 'A UDP port has no connection whose success could be seen.',
      SCTP: 'The client has no way to speak SCTP.',
      'no-cluster-ip': 'It has no ClusterIP yet.',
    }[reason],
    next: 'Choose a TCP port of a Service with a ClusterIP.',
  }),
  'traffic.twin-unsupported': ({ reason }) => ({
    what: 'Affinity off and on cannot be compared here.',
    why: {
      ExternalName: 'An ExternalName Service has no endpoints of its own.',
      headless: 'A headless Service has no ClusterIP, so affinity means nothing.',
      'no-selector': 'The Service has no selector: a twin would have no endpoints.',
      'no-jobs': 'You may not create Jobs, and without a Job nothing would remove the twin if the app were killed.',
    }[reason],
    next: 'Test the Service as it is.',
  }),
  'traffic.read-only': () => ({
    what: 'The traffic test is off.',
    why: 'ServiceScope was started with --readonly, and a test creates Pods.',
    next: 'Start without --readonly.',
  }),
  'traffic.missing-verb': ({ verb, resource, namespace }) => ({
    what: 'The traffic test can’t start.',
    why: `You may not ${verb} ${resource} in namespace ${namespace}.`,
    next: `Ask for the Role "test" of docs/rbac.md. To check: ${canI(verb, resource, namespace)}`,
  }),
  'traffic.client-not-started': ({ pod, reason, detail }) => ({
    what: `The client Pod ${pod} did not start.`,
    why: detail === '' ? reason : `${reason}: ${detail}`,
    next: 'Everything was removed again. Image, pull secret and pull policy are in Settings.',
  }),
  'traffic.client-without-curl': ({ pod, detail }) => ({
    what: `The client Pod ${pod} can’t send requests.`,
    why: `There is no usable curl in its image: ${detail}`,
    next: 'Choose an image with curl in Settings.',
  }),
  'traffic.twin-not-ready': ({ service, seconds: count }) => ({
    what: `The temporary Service ${service} did not become usable.`,
    why: `After ${seconds(count)} its EndpointSlices still differed from the original’s, or nobody answered through it.`,
    next: 'It was removed again. Check that kube-controller-manager and kube-proxy run, or test the Service as it is.',
  }),
  'traffic.exec-failed': ({ pod, detail }) => ({
    what: `No command could be run in the client Pod ${pod}.`,
    why: detail,
    next: 'Check the right to pods/exec, and that a proxy before the API server lets WebSockets through.',
  }),
  'traffic.already-running': ({ service }) => ({
    what: 'The test was not started.',
    why: `A test of the Service ${service} is running already.`,
    next: 'Stop it, or wait for its end.',
  }),
  'traffic.unknown-run': () => ({
    what: 'This test is not known any more.',
    why: 'It ended, or the app was started anew since.',
    next: 'Start a new one.',
  }),

  'change.read-only': () => ({
    what: 'Changes are off.',
    why: 'ServiceScope was started with --readonly.',
    next: 'Start without --readonly, or copy the kubectl command.',
  }),

  'argument.invalid': ({ field, detail }) => ({
    what: `The value of "${field}" can’t be used.`,
    why: because(detail),
    next: 'Correct it; nothing was changed.',
  }),
  'export.failed': ({ path, detail }) => ({
    what: `The file ${path} could not be written.`,
    why: detail,
    next: 'Choose another place.',
  }),
  canceled: () => ({
    what: 'It was canceled.',
    why: 'You stopped it, or went on to something else.',
    next: 'Start it again if you need it.',
  }),
  internal: ({ detail }) => ({
    what: 'Something went wrong inside ServiceScope.',
    why: detail,
    next: 'Please report it with the log (Help → Open logs).',
  }),
};
