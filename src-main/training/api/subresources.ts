import { FieldErrors } from '../admission/field-errors.ts';
import { timestamp } from '../admission/metadata.ts';
import type { Owners } from '../admission/admitted-cluster.ts';
import type { Draft, KubeObject } from '../cluster-api.ts';
import { at, isJson, jsonListOf, jsonOf, listOf, numberOf, textOf } from '../json.ts';
import { apiVersionOf } from '../kinds.ts';
import { badRequest, conflict, methodNotAllowed, modified, noPortForward, notFound } from '../status-errors.ts';
import { versionOf } from '../store/object-store.ts';
import { appliedObject, checkApplyOptions, configurationOf } from './apply-resources.ts';
import { ownersAfter } from './field-owners.ts';
import { json, type Backing, type Call, type Reply } from './call.ts';
import { applied, patchBody, patched, patchTypeOf } from './patch-resources.ts';
import { podLog } from './pod-log.ts';
import { readObject } from './read-body.ts';
import type { SubresourceRoute } from './route.ts';
import { printLabelSelector } from '../tables/cells.ts';
import { answer, dryRunOf, existing } from './write-resources.ts';

/** Answers under an object's path. exec, attach and portforward get here only without an upgrade. */
export function answerSubresource(backing: Backing, call: Call, route: SubresourceRoute): Reply {
  const { name } = route.subresource;
  switch (name) {
    case 'log':
      if (call.method !== 'GET') throw methodNotAllowed();
      return podLog(backing, call, existing(backing, route));
    case 'status':
      return statusOf(backing, call, route);
    case 'scale':
      return scaleOf(backing, call, route);
    case 'finalize':
      return finalize(backing, call, route);
    case 'binding':
      return bind(backing, call, route);
    case 'eviction':
      return evict(backing, call, route);
    default:
      if (textOf(at(existing(backing, route), 'spec', 'nodeName')) === '') {
        throw badRequest(`pod ${route.name} does not have a host assigned`);
      }
      if (name === 'portforward') throw noPortForward();
      throw badRequest('Upgrade request required');
  }
}

function statusOf(backing: Backing, call: Call, route: SubresourceRoute): Reply {
  const { kind, namespace, name } = route;
  const old = existing(backing, route);
  if (call.method === 'GET') return answer(backing, call, kind, old, 200, []);
  const { draft, warnings, owners } = bodyOf(backing, call, route, old);
  checkVersion(route, old, draft);
  const isPatch = call.method === 'PATCH';
  const write = { dryRun: dryRunOf(call.query), owners, isPatch, metadata: jsonOf(draft.metadata) };
  const updated = backing.cluster.updateStatus(kind.resource, namespace, name, jsonOf(draft.status), write);
  return answer(backing, call, kind, updated, 200, warnings);
}

interface Body {
  readonly draft: Draft;
  readonly warnings: readonly string[];
  readonly owners: Owners;
}

function bodyOf(backing: Backing, call: Call, { kind }: SubresourceRoute, old: KubeObject): Body {
  if (call.method === 'PATCH' && patchTypeOf(call) === 'apply') {
    checkApplyOptions(call.query);
    return { ...appliedObject(backing, call, kind, old, configurationOf(call), 'status'), warnings: [] };
  }
  if (call.method !== 'PATCH' && call.method !== 'PUT') throw methodNotAllowed();
  const options = call.method === 'PUT' ? 'UpdateOptions' : 'PatchOptions';
  const owners = ownersAfter(backing, call, kind, options, 'status');
  const body = call.method === 'PUT' ? readObject(call, kind) : patched(call, kind, old);
  return { ...body, owners: owners(body.draft) };
}

function checkVersion({ kind, name }: SubresourceRoute, old: KubeObject, draft: Draft): void {
  const version = textOf(at(draft, 'metadata', 'resourceVersion'));
  if (version !== '' && Number(version) !== versionOf(old)) throw modified(kind, name);
}

function scaleOf(backing: Backing, call: Call, route: SubresourceRoute): Reply {
  const { kind, namespace, name } = route;
  const old = existing(backing, route);
  if (call.method === 'GET') return json(scaleObject(old));
  if (call.method !== 'PUT' && call.method !== 'PATCH') throw methodNotAllowed();
  const { draft, owners } = scaled(backing, call, route, old);
  const write = { dryRun: dryRunOf(call.query), owners };
  return json(scaleObject(backing.cluster.update(kind.resource, namespace, name, draft, write)));
}

/** Whoever scales owns spec.replicas of what is scaled. Source: apimachinery managedfields/scalehandler.go. */
function scaled(backing: Backing, call: Call, route: SubresourceRoute, old: KubeObject): Omit<Body, 'warnings'> {
  const { kind } = route;
  if (call.method === 'PATCH' && patchTypeOf(call) === 'apply') {
    checkApplyOptions(call.query);
    const replicas = at(configurationOf(call), 'spec', 'replicas');
    const config = { apiVersion: apiVersionOf(kind), kind: kind.kind, spec: { replicas } };
    return appliedObject(backing, call, kind, old, config, 'scale');
  }
  const wanted = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
  const body =
    call.method === 'PUT'
      ? readObject(call, wanted).draft
      : applied(patchTypeOf(call), patchBody(call), scaleObject(old), 'Scale');
  checkVersion(route, old, body);
  const replicas = numberOf(at(body, 'spec', 'replicas')) ?? 0;
  const errors = new FieldErrors();
  if (replicas < 0) errors.invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
  errors.throwIfAny('Scale', 'autoscaling', route.name);
  const draft = { ...old, spec: { ...jsonOf(old.spec), replicas } };
  const options = call.method === 'PUT' ? 'UpdateOptions' : 'PatchOptions';
  return { draft, owners: ownersAfter(backing, call, kind, options, 'scale')(draft) };
}

function scaleObject({ metadata, ...object }: KubeObject): Draft {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const replicas = numberOf(at(object, 'spec', 'replicas')) ?? 0;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: replicas === 0 ? {} : { replicas },
    status: {
      replicas: numberOf(at(object, 'status', 'replicas')) ?? 0,
      selector: printLabelSelector(at(object, 'spec', 'selector')),
    },
  };
}

function finalize(backing: Backing, call: Call, route: SubresourceRoute): Reply {
  if (call.method !== 'PUT') throw methodNotAllowed();
  const old = existing(backing, route);
  const { draft } = readObject(call, route.kind);
  checkVersion(route, old, draft);
  const finalizers = listOf(at(draft, 'spec', 'finalizers')).map(textOf);
  return answer(backing, call, route.kind, backing.cluster.finalizeNamespace(route.name, finalizers), 200, []);
}

function bind(backing: Backing, call: Call, route: SubresourceRoute): Reply {
  if (call.method !== 'POST') throw methodNotAllowed();
  existing(backing, route);
  const { draft } = readObject(call, { group: '', version: 'v1', kind: 'Binding' });
  if (textOf(at(draft, 'metadata', 'name')) !== route.name) {
    throw badRequest('name in URL does not match name in Binding object');
  }
  const node = textOf(at(draft, 'target', 'name'));
  if (node === '') throw badRequest('target.name: Required value');
  backing.cluster.bind(route.namespace ?? '', route.name, node);
  return json(success(), 201);
}

/** There are no disruption budgets: an eviction is a deletion of which the Pod's condition tells that it is one. */
function evict(backing: Backing, call: Call, route: SubresourceRoute): Reply {
  if (call.method !== 'POST') throw methodNotAllowed();
  const pod = existing(backing, route);
  const { draft } = readObject(call, { group: 'policy', version: 'v1', kind: 'Eviction' });
  if (textOf(at(draft, 'metadata', 'name')) !== route.name) {
    throw badRequest('name in URL does not match name in Eviction object');
  }
  const asked = jsonOf(draft.deleteOptions);
  const uid = textOf(at(asked, 'preconditions', 'uid'));
  if (uid !== '' && uid !== pod.metadata.uid) throw conflict(route.kind, route.name, 'the UID does not match');
  const grace = numberOf(asked.gracePeriodSeconds);
  const options = grace === undefined ? {} : { gracePeriodSeconds: grace };
  const dryRun = dryRunOf(call.query) || (Array.isArray(asked.dryRun) && asked.dryRun.includes('All'));
  if (pod.metadata.deletionTimestamp === undefined || isJson(asked)) {
    if (!dryRun) backing.cluster.updateStatus('pods', route.namespace, route.name, evicted(backing, pod));
    backing.cluster.delete('pods', route.namespace, route.name, options, { dryRun });
  } else throw notFound(route.kind, route.name);
  return json(success(), 201);
}

/** Source: k/k 1.34.4 pkg/registry/core/pod/storage/eviction.go addConditionAndDeletePod. */
function evicted({ cluster }: Backing, pod: KubeObject): Draft {
  const status = jsonOf(pod.status);
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timestamp(cluster.now()),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  const others = jsonListOf(status.conditions).filter(({ type }) => type !== condition.type);
  return { ...status, conditions: [...others, condition] };
}

function success(): Draft {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}
