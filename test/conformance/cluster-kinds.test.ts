import { CLUSTER_CASES } from './cluster-cases.ts';
import { playAll } from './play.ts';

playAll('Namespaces, Nodes and Events', CLUSTER_CASES, { status: true });
