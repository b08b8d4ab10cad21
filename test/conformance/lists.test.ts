import { LIST_CASES } from './list-cases.ts';
import { playAll } from './play.ts';

playAll('lists and watches', LIST_CASES, { status: true });
