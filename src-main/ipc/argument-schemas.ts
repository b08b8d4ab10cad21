import { z } from 'zod';
import type { RequestName, Requests } from '#shared/ipc/contract.ts';
import { SCENARIOS } from '#shared/ipc/training.ts';
import { MAX_REPORT_LENGTH } from '#shared/report/bounds.ts';
import { MAX_CLIENTS } from '#shared/traffic/run-request.ts';
import { clientSettingsSchema } from '../app/settings-file.ts';

/** A DNS-1123 name or a kube context's: cluster text is hostile, so lengths are bounded before anything looks at it. */
const name = z.string().min(1).max(253);
const contextName = z.string().min(1).max(1024);
const namespacedName = z.strictObject({ namespace: name, name });
const nothing = z.null();
const identifier = z.string().min(1).max(64);

const identification = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('answer') }),
  z.strictObject({ by: z.literal('pattern'), pattern: z.string().min(1).max(200) }),
  z.strictObject({ by: z.literal('logs'), inQuery: z.boolean() }),
]);

/** Larger than the API server allows, so that a label that is too long is refused in its words; bounded all the same. */
const labels = z
  .record(z.string().min(1).max(512), z.string().max(512))
  .refine((map) => Object.keys(map).length <= 100, 'too many labels');
const portNumber = z.number().int().min(0).max(65_535);
const targetPort = z.union([portNumber, z.string().max(64)]);

const serviceEdit = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('selector'), from: labels.nullable(), to: labels.nullable() }),
  z.strictObject({
    field: z.literal('targetPort'),
    port: portNumber,
    protocol: z.enum(['TCP', 'UDP', 'SCTP']),
    from: targetPort,
    to: targetPort,
  }),
  z.strictObject({ field: z.literal('publishNotReadyAddresses'), from: z.boolean(), to: z.boolean() }),
]);
const podEdit = z.strictObject({ field: z.literal('labels'), from: labels, to: labels });
const changed = { namespace: name, name, uid: z.string().min(1).max(128), resourceVersion: identifier.nullable() };
const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('Service'), ...changed, edits: z.array(serviceEdit).min(1).max(100) }),
  z.strictObject({ kind: z.literal('Pod'), ...changed, edits: z.array(podEdit).length(1) }),
]);

/** The shape only; what the values mean is checked by checkRunRequest, which names the field in words. */
const runRequest = z.strictObject({
  namespace: name,
  service: name,
  port: z.number(),
  scheme: z.enum(['http', 'https', 'tcp']),
  path: z.string().max(4096),
  requests: z.number().nullable(),
  rate: z.number(),
  clients: z.number().max(MAX_CLIENTS * 1000),
  timeoutMs: z.number(),
  newConnection: z.boolean(),
  affinity: z.enum(['as-is', 'beside', 'patch']),
  identify: identification,
});

/** One schema a request; a missing one does not compile. */
export const ARGUMENT_SCHEMAS: { readonly [N in RequestName]: z.ZodType<Requests[N]['takes']> } = {
  'app.describe': nothing,
  'app.copy': z.strictObject({ text: z.string().max(MAX_REPORT_LENGTH) }),
  'settings.change': z.strictObject({
    language: z.enum(['en', 'ko']).nullable().exactOptional(),
    theme: z.enum(['light', 'dark', 'system']).exactOptional(),
    client: clientSettingsSchema.exactOptional(),
  }),
  'kubeconfig.contexts': nothing,
  'cluster.open': z.strictObject({ context: contextName, namespace: name.nullable() }),
  'cluster.subscribe': nothing,
  'cluster.acknowledge': z.strictObject({ id: z.number().int().nonnegative() }),
  'cluster.focus': z.strictObject({ service: namespacedName.nullable() }),
  'cluster.retry': nothing,
  'cluster.elsewhere': z.strictObject({ selector: labels, except: name }),
  'cluster.dataPlane': nothing,
  'cluster.version': nothing,
  'history.read': namespacedName,
  'history.export': namespacedName,
  'report.save': z.strictObject({
    service: namespacedName,
    format: z.enum(['markdown', 'json']),
    text: z.string().min(1).max(MAX_REPORT_LENGTH),
  }),
  'training.state': nothing,
  'training.start': z.strictObject({ scenario: z.enum(SCENARIOS) }),
  'training.reset': z.strictObject({ scenario: z.enum(SCENARIOS) }),
  'training.stop': nothing,
  'object.yaml': z.strictObject({
    kind: z.enum(['Service', 'Pod', 'EndpointSlice', 'Endpoints']),
    namespace: name,
    name,
  }),
  'object.patch': z.strictObject({ change, dryRun: z.boolean() }),
  'traffic.plan': runRequest,
  'traffic.start': runRequest,
  'traffic.subscribe': nothing,
  'traffic.stop': z.strictObject({ run: identifier }),
  'traffic.export': z.strictObject({ run: identifier }),
  'traffic.unrestored': nothing,
  'traffic.restore': z.strictObject({ run: identifier, forget: z.boolean() }),
};
