import { playAll } from './play.ts';
import { ROLLOUT_CASES } from './rollout-cases.ts';
import { WORKLOAD_CASES } from './workload-cases.ts';

playAll('workloads', [...WORKLOAD_CASES, ...ROLLOUT_CASES], { status: false });
