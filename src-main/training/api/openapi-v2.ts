import { json, type Call, type Reply } from './call.ts';

const ASKED = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
/** An `@` may not stand in a media type, and Go refuses one in an answer. Source: kube-openapi pkg/handler. */
const ANSWERED = ASKED.replace('@', '.');
/** message Document { string swagger = 1; }: the version and no definitions. Source: gnostic openapiv2/OpenAPIv2.proto. */
const DOCUMENT = Buffer.from([0x0a, 3, ...Buffer.from('2.0')]);

/**
 * /openapi/v2. kubectl asks for it where it validates a `kind: List`, which no path of OpenAPI 3 has; a kind without a
 * definition it leaves to the server (kubectl pkg/validation validateResource), which refuses unknown fields itself.
 */
export function openapiV2(accept: Call['accept']): Reply {
  if (accept.includes(ASKED)) return { kind: 'text', code: 200, text: DOCUMENT.toString(), type: ANSWERED };
  return json({ swagger: '2.0', info: { title: 'Kubernetes', version: 'training' }, paths: {} });
}
