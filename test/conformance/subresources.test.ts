import { playAll } from './play.ts';
import { SUBRESOURCE_CASES } from './subresource-cases.ts';

playAll('what hangs below an object', SUBRESOURCE_CASES, { status: true });
