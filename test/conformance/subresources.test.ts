import { playAll } from './play.ts';
import { STATUS_CASES } from './status-cases.ts';
import { SUBRESOURCE_CASES } from './subresource-cases.ts';

playAll('what hangs below an object', [...SUBRESOURCE_CASES, ...STATUS_CASES], { status: true });
