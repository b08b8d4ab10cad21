import { failure } from '../../src-shared/ipc/failure.ts';
import { aScene, DESCRIPTION } from './scene.ts';

import { aContext, CONTEXTS, type Scenes } from './scene-parts.ts';

export const CONNECT_SCENES: Scenes = {
  connect: () => aScene({ opened: null, contexts: CONTEXTS, hash: '#/connect' }),
  'connect-many': () =>
    aScene({
      opened: null,
      contexts: {
        ...CONTEXTS,
        contexts: [
          ...CONTEXTS.contexts,
          ...Array.from({ length: 12 }, (_, index) => aContext(`cluster-${String(index)}`)),
        ],
      },
    }),
  'connect-failed': () =>
    aScene({
      opened: null,
      contexts: {
        ...CONTEXTS,
        failures: [
          failure('kubeconfig.invalid', {
            path: '/home/user/.kube/staging.yaml',
            detail: 'line 4: tabs are not allowed as indentation',
          }),
        ],
      },
      openFailure: failure('connect.refused', { host: '127.0.0.1', port: 6443 }),
      description: { ...DESCRIPTION, startContext: 'training' },
    }),
  'connect-empty': () => aScene({ opened: null, contexts: { ...CONTEXTS, contexts: [], currentContext: null } }),
  'connect-none': () =>
    aScene({ opened: null, contexts: failure('kubeconfig.none', { paths: ['/home/user/.kube/config'] }) }),
};
