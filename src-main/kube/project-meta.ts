import type { ObjectMeta, OwnerReference } from '#shared/kube/object-meta.ts';
import type { TargetRef } from '#shared/kube/endpoint-slice.ts';
import { asFilledText, asList, asObject, asText, isObject, type JsonObject } from './json-shape.ts';
import type { Sharer } from './share.ts';

/** Turns one raw API object into the projected type; null where it has no uid and so cannot be kept. */
export type Projector<T> = (raw: unknown, share: Sharer) => T | null;

/** The API server allows 63 characters for a label's value and 253 + 63 for its key. */
const LABEL_CAP = 512;
const NO_OWNERS: readonly OwnerReference[] = Object.freeze([]);
const NO_TEXTS: readonly string[] = Object.freeze([]);

export function projectMeta(raw: unknown, share: Sharer): ObjectMeta | null {
  const meta = asObject(asObject(raw).metadata);
  const uid = asFilledText(meta.uid, 128);
  if (uid === null) return null;
  return {
    uid,
    namespace: share.text(asText(meta.namespace, 253) ?? ''),
    name: asText(meta.name, 253) ?? '',
    resourceVersion: asText(meta.resourceVersion, 64) ?? '',
    creationTimestamp: share.text(asText(meta.creationTimestamp, 64) ?? ''),
    deletionTimestamp: asFilledText(meta.deletionTimestamp, 64),
    labels: projectTextMap(meta.labels, share),
    ownerReferences: projectOwners(meta.ownerReferences, share),
  };
}

/** Labels or a selector: the entries whose value is a string. */
export function projectTextMap(raw: unknown, share: Sharer): Readonly<Record<string, string>> {
  const entries = Object.entries(asObject(raw)).slice(0, 1_000);
  const kept = entries.flatMap(([key, value]): [string, string][] => {
    const text = asText(value, LABEL_CAP);
    return text === null ? [] : [[key.slice(0, LABEL_CAP), text]];
  });
  return share.value(Object.fromEntries(kept));
}

function projectOwners(raw: unknown, share: Sharer): readonly OwnerReference[] {
  const owners = asList(raw, 20).filter(isObject);
  if (owners.length === 0) return NO_OWNERS;
  return share.value(
    owners.map((owner) => ({
      kind: asText(owner.kind, 128) ?? '',
      name: asText(owner.name, 253) ?? '',
      uid: asText(owner.uid, 128) ?? '',
      controller: owner.controller === true,
    })),
  );
}

/** An ObjectReference of an endpoint or an Event. */
export function projectReference(raw: JsonObject, share: Sharer): TargetRef {
  return {
    kind: share.text(asText(raw.kind, 128) ?? ''),
    namespace: share.text(asText(raw.namespace, 253) ?? ''),
    name: asText(raw.name, 253) ?? '',
    uid: asText(raw.uid, 128) ?? '',
  };
}

/** The strings of a list, at most `cap` of them. */
export function projectTexts(raw: unknown, cap: number, share?: Sharer): readonly string[] {
  const texts = asList(raw, cap).flatMap((value) => asFilledText(value, 1_024) ?? []);
  if (texts.length === 0) return NO_TEXTS;
  return share === undefined ? texts : share.value(texts);
}
