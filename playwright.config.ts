import { defineConfig } from '@playwright/test';

// CONTRIBUTING.md says more, file by file.
const REAL_CLUSTER_ONLY = [
  '**/{rbac,rbac-runs,what-if-rights}.spec.ts', // everything is allowed to its one user
  '**/connect-credentials.spec.ts', // and that one has a bearer token: no client certificate
  '**/proxy-mode.spec.ts', // a kube-proxy that has a mode
  '**/dual-stack.spec.ts', // a control plane beside the cluster, with both IP families
  '**/traffic-accuracy.spec.ts', // reads /proc in a client's Pod
  '**/start.spec.ts', // reads it on this computer, and is about no cluster
  '**/{training,findings}.spec.ts', // start a training cluster by themselves
];

// A file has a namespace and an app of its own, and spends most of its time waiting for the cluster; within one, tests build on
// one another.
export default defineConfig({
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // No test asserts a time: what waits in vain says for what, before this.
  timeout: 240_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  reporter: [['list']],
  projects: [
    { name: 'e2e', testDir: 'test/e2e', testMatch: '**/*.spec.ts' },
    // The same on a training cluster, but for what it does not have.
    { name: 'e2e-training', testDir: 'test/e2e', testMatch: '**/*.spec.ts', testIgnore: REAL_CLUSTER_ONLY },
    { name: 'screenshots', testDir: 'test/screenshots', testMatch: '**/*.shot.ts' },
  ],
});
