import { DISCOVERY_CASES } from './discovery-cases.ts';
import { playAll } from './play.ts';

playAll('discovery', DISCOVERY_CASES, { status: false });
