import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeObject } from '../../src-main/kube/change-object.ts';
import type { KubeApi } from '../../src-main/kube/kube-api.ts';
import { commandLine, commandsOf } from '../../src-shared/findings/commands.ts';
import { diagnose } from '../../src-shared/findings/diagnose.ts';
import type { ServiceChange } from '../../src-shared/what-if/change.ts';
import { serviceYaml } from '../support/course.ts';
import { aWorld, inputOf } from '../support/findings/world.ts';
import { type Folder, makeFolder } from '../support/kubeconfig-writer.ts';
import { testConnection } from '../support/kube-client.ts';
import { apply, eventually, kubectl, kubectlJson } from '../support/kubectl.ts';
import { createNamespace, deleteNamespace } from '../support/namespace.ts';
import { applyRoles, makeUser, tokenKubeconfig } from '../support/role-user.ts';

// What a real API server refuses: a change, by a policy of the cluster; a look, by RBAC.

const REFUSAL = 'that app belongs to another team';
const over = new AbortController();
const { signal } = over;
let namespace = '';
let api: KubeApi;
let folder: Folder;

/** Named as the namespace, and of it alone: the cluster is others' too. */
const policy = (): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${namespace}}
spec:
  matchConstraints:
    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${namespace}}}
    resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [UPDATE], resources: [services]}]
  variables: [{name: app, expression: "has(object.spec.selector) && 'app' in object.spec.selector ? object.spec.selector['app'] : ''"}]
  validations:
    - {expression: variables.app != 'other', message: ${REFUSAL}}
    - {expression: variables.app != 'guarded', message: ${REFUSAL}, reason: Forbidden}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${namespace}}
spec: {policyName: ${namespace}, validationActions: [Deny]}
`;
const POLICIES = 'validatingadmissionpolicybindings,validatingadmissionpolicies';

beforeAll(async () => {
  namespace = await createNamespace('refusals');
  folder = await makeFolder();
  ({ api } = await testConnection(signal));
  await apply([serviceYaml(namespace, 'web', 'web'), policy()].join('---\n'));
});

afterAll(async () => {
  over.abort();
  await folder.remove();
  if (namespace === '') return;
  await kubectl('delete', POLICIES, namespace, '--ignore-not-found');
  await deleteNamespace(namespace);
});

interface Live {
  readonly metadata: { readonly uid: string; readonly resourceVersion: string };
  readonly spec: { readonly selector: Readonly<Record<string, string>> };
}

const web = (): Promise<Live> => kubectlJson<Live>('get', 'service', 'web', '-n', namespace);

async function toApp(app: string): Promise<ServiceChange> {
  const { metadata, spec } = await web();
  const edits = [{ field: 'selector' as const, from: spec.selector, to: { app } }];
  return { kind: 'Service', namespace, name: 'web', ...metadata, edits };
}

// A policy chooses: Invalid where it says nothing, Forbidden as RBAC does.
it.each([
  ['other', 422],
  ['guarded', 403],
])('app=%s: admission refuses the dry run already, with %i in the words of the policy', async (app, status) => {
  // A policy is enforced a moment after it is there.
  await eventually(async () => {
    const tried = changeObject(api, await toApp(app), { dryRun: true, signal });
    return tried.then(
      () => null,
      () => true,
    );
  }, 'the policy to be enforced');
  const before = await web();
  for (const dryRun of [true, false]) {
    await expect(changeObject(api, await toApp(app), { dryRun, signal })).rejects.toMatchObject({
      failure: {
        code: 'api.rejected',
        parameters: {
          status,
          message: expect.stringMatching(`ValidatingAdmissionPolicy .*${namespace}.*: ${REFUSAL}`) as string,
        },
      },
    });
  }
  expect(await web()).toEqual(before);
  await changeObject(api, await toApp(`not-${app}`), { dryRun: false, signal });
  expect((await web()).spec.selector).toEqual({ app: `not-${app}` });
});

it('the command on the card of what may not be read answers no to a user who may not, and yes to one who may', async () => {
  await applyRoles(namespace, 'servicescope-look');
  const answers = async (user: string, roles: readonly string[]): Promise<readonly string[]> => {
    const token = await makeUser(namespace, user, roles);
    const file = await folder.write(`${user}.yaml`, await tokenKubeconfig(user, namespace, token));
    const deniedKinds = [
      { kind: 'Pod', verb: 'list', resource: 'pods', namespace },
      { kind: 'EndpointSlice', verb: 'list', resource: 'endpointslices.discovery.k8s.io', namespace },
    ];
    const findings = diagnose(inputOf(aWorld({ pods: null, slices: null, deniedKinds })));
    expect(findings.map(({ code }) => code)).toEqual(['pods-unknown', 'slices-unknown']);
    return Promise.all(
      findings.map((finding) => {
        const scope = { context: user, namespace, service: 'web', hasSelector: true };
        const line = commandLine(commandsOf(finding, scope).show);
        return new Promise<string>((resolve) => {
          const env = { ...process.env, KUBECONFIG: file };
          execFile('bash', ['-c', line], { env }, (_error, stdout, stderr) => resolve(`${stdout}${stderr}`));
        });
      }),
    );
  };
  expect(await answers('blind', [])).toEqual(['no\n', 'no\n']);
  expect(await answers('looker', ['servicescope-look'])).toEqual(['yes\n', 'yes\n']);
});
