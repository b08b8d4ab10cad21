import { playAll } from './play.ts';
import { WATCH_CASES } from './watch-cases.ts';

playAll('watches of every kind, and versions', WATCH_CASES, { status: true });
