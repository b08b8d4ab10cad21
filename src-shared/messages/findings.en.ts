import type { NearestPods } from '../findings/nearest-pods.ts';
import type { FindingMessages } from './finding-text.ts';
import { findingsPodsEn, podsEn } from './findings-pods.en.ts';
import { findingsTrafficEn } from './findings-traffic.en.ts';

const list = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' });
const plural = new Intl.PluralRules('en');
const count = (number: number): string => `${String(number)} ${plural.select(number) === 'one' ? 'Pod' : 'Pods'}`;
const pairs = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** `4 Pods of ReplicaSet myapp-rs have app=myapp-rs.`, `ReplicaSet web asks for 0 Pods; its Pods would have app=web-rs.` */
function nearest({ owner, pods, differs, selectedBy }: NearestPods): string {
  const has = differs.flatMap((each) =>
    each.kind === 'missing' ? [] : [`${each.kind === 'key' ? each.hasKey : each.key}=${each.has}`],
  );
  const lacks = differs.flatMap((each) => (each.kind === 'missing' ? [each.key] : []));
  const who =
    pods === 0
      ? `${owner.kind} ${owner.name} asks for 0 Pods; its Pods`
      : `${count(pods)}${owner.kind === '' ? '' : ` of ${owner.kind} ${owner.name}`}`;
  const verb = pods === 0 ? 'would have' : pods === 1 ? 'has' : 'have';
  const said = [
    ...(has.length > 0 ? [`${verb} ${has.join(',')}`] : []),
    ...(lacks.length > 0 ? [`${verb} no label ${lacks.join(', ')}`] : []),
  ];
  const whose = selectedBy.length === 0 ? '' : ` Selected already by Service ${list.format(selectedBy)}.`;
  return `${who} ${said.join(' and ')}.${whose}`;
}

const UNKNOWN_LOOK = {
  elsewhere: {
    title: 'Pods of other namespaces may not be read',
    meaning: 'Whether the Pods that are meant run in another namespace is not known.',
  },
  'data-plane': {
    title: 'kube-proxy may not be looked at',
    meaning: 'Whether it, or whatever takes its place, leads from the ClusterIP to the Pods is not known.',
  },
};

export const findingsEn: FindingMessages = {
  severity: { error: 'Error', warning: 'Warning', info: 'Note' },
  stage: {
    service: 'Service',
    selector: 'Selector',
    pods: 'Pods',
    readiness: 'Readiness',
    ports: 'Ports',
    endpoints: 'Endpoints',
    traffic: 'Traffic',
  },
  values: { expected: 'Asked for', found: 'There is' },
  commands: {
    show: 'Check it',
    mend: 'Fix it',
    none: 'No single command fixes this. Follow “What to do” above instead.',
  },
  sentences: {
    ...findingsPodsEn,
    ...findingsTrafficEn,
    'external-name': ({ parameters: { target } }) => ({
      title: `A DNS alias for ${target}`,
      explanation:
        'An ExternalName Service answers DNS queries with a CNAME. It has no ClusterIP, no selector and no endpoints.',
      next: 'Look at the name it stands for: does it resolve inside the cluster, and does it expect that host name?',
    }),
    headless: () => ({
      title: 'Headless: DNS answers with the Pods’ addresses',
      explanation:
        'clusterIP is None, so kube-proxy has no part in it: clients choose a Pod and connect to the Pod’s own port.',
      next: 'Nothing, if that is meant.',
    }),
    'no-selector': ({ parameters: { managedBy } }) => ({
      title: 'No selector: its endpoints are written by hand',
      explanation:
        managedBy.length === 0
          ? 'Kubernetes chooses no Pods for it. Its EndpointSlices do not say who writes them.'
          : `Kubernetes chooses no Pods for it. Its EndpointSlices are written by ${list.format(managedBy)}.`,
      next: 'Nothing, if that is meant. A Pod that comes or goes changes nothing here.',
    }),
    'no-selector-no-address': () => ({
      title: 'No selector, and nobody has written an address',
      explanation: 'Without a selector Kubernetes chooses no Pods, and there is no EndpointSlice with an endpoint.',
      next: 'Give the Service a selector, or write an EndpointSlice with the label kubernetes.io/service-name.',
    }),
    'port-not-in-service': ({ parameters: { asked, ports, is, use } }) => ({
      title: `Port ${String(asked)} is not a port of the Service`,
      explanation: [
        `Its ports: ${ports.length === 0 ? 'none' : ports.join(', ')}.`,
        ...(is === 'target-port' ? [`${String(asked)} is where its Pods listen (targetPort).`] : []),
        ...(is === 'node-port' ? [`${String(asked)} is a nodePort: it is open on Nodes, not on the ClusterIP.`] : []),
      ].join(' '),
      next: use === null ? 'Ask for one of its ports, or add this one.' : `Ask for port ${String(use)}.`,
    }),
    'kind-unknown': ({ parameters: { denied, look } }) => ({
      title: look === null ? `${denied.kind} objects may not be read` : UNKNOWN_LOOK[look].title,
      explanation: `The permission ${denied.verb} ${denied.resource} is missing${denied.namespace === null ? '' : ` in namespace ${denied.namespace}`}. ${look === null ? 'What depends on them is not judged.' : UNKNOWN_LOOK[look].meaning}`,
      next: 'Ask whoever manages the cluster for this permission.',
    }),
    'selector-matches-no-pod': ({ parameters: { selector, searched, nearest: near } }) => ({
      title: `The selector ${selector} matches no Pod`,
      explanation: [
        searched === null ? '' : `None of ${count(searched)} of the namespace has these labels.`,
        ...near.slice(0, 1).map((each) => nearest(each)),
      ]
        .join(' ')
        .trim(),
      next:
        near[0]?.near === true && near[0].selectorChange !== null
          ? `Change the selector to ${pairs(near[0].selectorChange.selector)}, or give the Pods ${pairs(near[0].labelChange)} in their template.${near[0].pods === 0 ? ` Then scale ${near[0].owner.kind} ${near[0].owner.name} up.` : ''}`
          : 'Compare the selector with the labels of the Pods it is meant for, or start those Pods.',
    }),
    'workload-scaled-to-zero': ({ parameters: { workload, name } }) => ({
      title: `${workload} ${name} is scaled to 0`,
      explanation: 'Its Pods would match the selector, but spec.replicas is 0, so there is none.',
      next: 'Scale it up.',
    }),
    'workload-makes-no-pods': ({ parameters: { workload, name, wanted } }) => ({
      title: `${workload} ${name} has no Pods`,
      explanation: `Its Pods would match the selector, but none has been made${wanted === null ? '' : ` of ${String(wanted)}`}.`,
      next: 'Read its Events: a quota, an admission webhook or Pod Security may refuse them; for a DaemonSet no Node may fit.',
    }),
    'same-labels-elsewhere': ({ parameters: { selector, places } }) => ({
      title: 'Pods with these labels run in another namespace',
      explanation: `A selector finds Pods of its own namespace only. With ${selector}: ${places.map(({ namespace, pods }) => `${count(pods)} in ${namespace}`).join(', ')}.`,
      next: 'Put the Service and the Pods into one namespace, or ask for the Service there by NAME.NAMESPACE.',
    }),
    'only-ended-pods-match': ({ parameters: { pods } }) => ({
      title: 'Only Pods that have ended match the selector',
      explanation: `${podsEn(pods)}: phase Succeeded or Failed. Such a Pod is never an endpoint.`,
      next: 'Run the server by a Deployment or StatefulSet, which start it again.',
    }),
    'selects-other-owners': ({ parameters: { owners, sharedImage } }) => ({
      title: 'The selector matches Pods of more than one owner',
      explanation: `${owners.map(({ kind, name, pods }) => `${count(pods)} of ${kind === '' ? 'no controller' : `${kind} ${name}`}`).join(', ')}. ${sharedImage ? 'They run the same image, as a canary does.' : 'They run different images, so part of the requests may reach the wrong application.'}`,
      next: sharedImage ? 'Nothing, if that is meant.' : 'Add a label to the selector that only the right Pods have.',
    }),
    'pods-unknown': ({ parameters: { denied } }) => ({
      title: 'Pods can’t be seen: what the selector matches is not known',
      explanation:
        denied === null
          ? 'Pods have not been read (yet).'
          : `The permission ${denied.verb} ${denied.resource} is missing${denied.namespace === null ? '' : ` in namespace ${denied.namespace}`}. That is not the same as no Pod.`,
      next:
        denied === null
          ? 'Wait, or look at the state of the connection.'
          : 'Ask whoever manages the cluster for this permission.',
    }),
    'slices-unknown': ({ parameters: { denied } }) => ({
      title: 'EndpointSlices can’t be seen: who gets traffic is not known',
      explanation:
        denied === null
          ? 'EndpointSlices have not been read (yet).'
          : `The permission ${denied.verb} ${denied.resource} is missing${denied.namespace === null ? '' : ` in namespace ${denied.namespace}`}. That is not the same as no endpoint.`,
      next:
        denied === null
          ? 'Wait, or look at the state of the connection.'
          : 'Ask whoever manages the cluster for this permission.',
    }),
  },
};
