import { WORKLOAD_CASES } from './workload-cases.ts';
import { playAll } from './play.ts';

playAll('workloads', WORKLOAD_CASES, { status: false });
