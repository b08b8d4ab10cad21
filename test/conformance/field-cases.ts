import { isCreated, type Case, type Sample } from './case.ts';
import { BY_KIND, clusterName, eventSample, NODE } from './samples.ts';
import type { Target, Wire } from './target.ts';

const { CONFIG_MAP, JOB, POD, REPLICA_SET, SERVICE } = BY_KIND;

/** Who is found, or what is said instead. ID: the object's own name. */
async function found(target: Target, path: string, selector: string): Promise<unknown> {
  const { code, body } = await target.send('GET', `${path}${encodeURIComponent(selector)}`);
  const { items, message } = body as {
    readonly items?: readonly { readonly metadata: Wire }[];
    readonly message?: string;
  };
  return [selector, code, message, items?.map(({ metadata }) => metadata.name)];
}

/** Each condition, and where it is an equality its opposite: asked for of one object of this kind. */
function fieldsOf(
  sample: (namespace: string) => Sample,
  conditions: readonly string[],
  named?: typeof clusterName,
): Case {
  const kind = sample('').kind;
  return {
    name: `list: the fields of a ${kind}`,
    play: async (target, id) => {
      const { path, make } = sample(target.namespace);
      const collection = path(target.namespace);
      const name = named?.(target.namespace, id) ?? id;
      isCreated(await target.send('POST', collection, { body: make(name) }));
      const query = `${collection}?labelSelector=case%3D${name}&fieldSelector=`;
      const answers: unknown[] = [];
      for (const condition of conditions.map((each) => each.replaceAll('ID', name))) {
        answers.push(await found(target, query, condition));
        answers.push(await found(target, query, condition.replace(/^([^!=]+)=/, '$1!=')));
      }
      await target.send('DELETE', `${collection}/${name}?gracePeriodSeconds=0`);
      return answers;
    },
  };
}

const OF_PODS = [
  ...['spec.nodeName=', 'spec.host=', 'spec.restartPolicy=Always', 'spec.schedulerName=default-scheduler'],
  ...['spec.serviceAccountName=default', 'spec.hostNetwork=false', 'spec.hostNetwork=', 'status.phase=Pending'],
  ...['status.podIP=', 'status.podIPs=', 'status.podIPs=10.244.0.1', 'status.nominatedNodeName=', 'spec.x=1'],
];
const OF_EVENTS = [
  ...['kind=Pod', 'name=nobody', 'uid=none', 'apiVersion=', 'resourceVersion=', 'fieldPath='].map(
    (each) => `involvedObject.${each}`,
  ),
  ...['involvedObject.namespace=elsewhere', 'reason=Tried', 'reportingComponent=', 'source=suite', 'source='],
  ...['type=Normal', 'message=x'],
];
/** What is a selector and what is none, of a kind that has no fields of its own. */
const OF_ANY = [
  ...['metadata.name=ID,metadata.namespace=nowhere', 'metadata.name=a\\,b', 'metadata.name=a\\=b', 'metadata.name=a=b'],
  ...['metadata.name=a\\b', 'metadata.name=a\\', 'a!b=c', '=x', ',', 'metadata.name,a=1', 'data.a=1', 'z=1,data.a=1'],
];

const NAMESPACE_FIELDS: Case = {
  name: 'list: the fields of a Namespace',
  play: async (target) => {
    const query = `/api/v1/namespaces?fieldSelector=`;
    const own = `metadata.name=${target.namespace}`;
    const conditions = [
      own,
      `${own},status.phase=Active`,
      `${own},status.phase!=Active`,
      'name=x',
      'metadata.namespace=',
    ];
    return Promise.all(conditions.map((condition) => found(target, query, condition)));
  },
};

export const FIELD_CASES: readonly Case[] = [
  fieldsOf(() => POD, OF_PODS),
  fieldsOf(() => SERVICE, ['spec.clusterIP=None', 'spec.type=ClusterIP', 'spec.x=1']),
  fieldsOf(() => REPLICA_SET, ['status.replicas=0', 'metadata.name=ID']),
  fieldsOf(() => JOB, ['status.successful=0', 'status.successful=1', 'status.succeeded=0', 'metadata.name=ID']),
  fieldsOf(eventSample, OF_EVENTS),
  fieldsOf(() => NODE, ['spec.unschedulable=true', 'spec.unschedulable=', 'metadata.namespace=', 'x=1'], clusterName),
  fieldsOf(() => CONFIG_MAP, OF_ANY),
  NAMESPACE_FIELDS,
];
