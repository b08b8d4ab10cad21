import type { ContextList, KubeContext } from '../../src-shared/ipc/context-list.ts';
import { failure } from '../../src-shared/ipc/failure.ts';
import { aService, aServicePort } from '../support/builders.ts';
import { PLAN } from './built-run.ts';
import { ago, COURSE, coursePod, LONG } from './course-cluster.ts';
import { aScene, firstBatch, OPENED, type Scene } from './scene.ts';

/** Scenes by name, made when they are played: their times are "seconds ago". */
export type Scenes = Readonly<Record<string, () => Scene>>;

export const now = Date.now();

export const ALL = { ...OPENED, namespace: null };

export function aContext(name: string, more: Partial<KubeContext> = {}): KubeContext {
  return {
    name,
    cluster: name,
    server: 'https://127.0.0.1:6443',
    user: `${name}-admin`,
    namespace: 'default',
    credentials: 'certificate',
    refused: null,
    ...more,
  };
}

export const CONTEXTS: ContextList = {
  contexts: [
    aContext('training'),
    aContext('kind-dev', { server: 'https://127.0.0.1:39217', namespace: 'shop' }),
    aContext(`arn:aws:eks:eu-central-1:123456789012:cluster/${LONG}`, {
      server: 'https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-central-1.eks.amazonaws.com',
      user: 'eks-user',
      credentials: 'exec',
      refused: failure('kubeconfig.exec-refused', { user: 'eks-user', command: 'aws' }),
    }),
    aContext('staging', { server: 'https://staging.example.com:6443', credentials: 'token' }),
  ],
  currentContext: 'training',
  files: ['/home/user/.kube/config', '/home/user/.kube/staging.yaml'],
  failures: [],
};

export const MANY_PODS = Array.from({ length: 40 }, (_, index) =>
  coursePod(`r${String(index).padStart(4, '0')}`, `10.244.1.${String(index + 20)}`),
);

export const MULTI = aService({
  meta: { name: LONG, creationTimestamp: ago(999_999) },
  clusterIPs: ['10.104.53.99'],
  selector: { 'app.kubernetes.io/name': 'reconciliation', 'app.kubernetes.io/instance': LONG },
  sessionAffinity: 'ClientIP',
  affinityTimeoutSeconds: 600,
  ports: [
    aServicePort({ name: 'http', port: 80, targetPort: 'http' }),
    aServicePort({ name: 'grpc', port: 9090, targetPort: 9090 }),
    aServicePort({ name: 'metrics', port: 9100, targetPort: 'metrics' }),
  ],
});

export const withCourse = (more: Partial<Scene>): Scene =>
  aScene({ contexts: CONTEXTS, batches: [firstBatch(COURSE)], plan: PLAN, ...more });
