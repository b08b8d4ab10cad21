import { playAll } from './play.ts';
import { SCENARIO_CASES } from './scenario-cases.ts';

playAll('scenarios at rest', SCENARIO_CASES, { status: true });
