import { VERSION_CASES } from './version-cases.ts';
import { playAll } from './play.ts';

playAll('versions of lists and watches', VERSION_CASES, { status: false });
