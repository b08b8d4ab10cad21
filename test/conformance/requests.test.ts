import { playAll } from './play.ts';
import { REQUEST_CASES } from './request-cases.ts';

playAll('types, patches and requests', REQUEST_CASES, { status: false });
