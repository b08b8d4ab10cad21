import { APPLY_CASES } from './apply-cases.ts';
import { playAll } from './play.ts';

playAll('server-side apply', APPLY_CASES, { status: false });
