import { FORGOTTEN_CASES } from './forgotten-cases.ts';
import { playAll } from './play.ts';

playAll('versions that are forgotten', FORGOTTEN_CASES, { status: false });
