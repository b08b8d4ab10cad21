// known-bad: imports: only:main-traffic
import type { KubeConfig } from '@kubernetes/client-node';

export type Config = KubeConfig;
