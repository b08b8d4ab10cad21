// What the window keeps of the Services list, as one module that Node.js can load: see build-overview.ts.
export { createApi } from '../src-renderer/api.ts';
export { Clock } from '../src-renderer/state/clock.svelte.ts';
export { ClusterView } from '../src-renderer/state/cluster-view.svelte.ts';
export { ServiceRows } from '../src-renderer/state/service-rows.svelte.ts';
