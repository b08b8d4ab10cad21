import { LIST_CASES } from './list-cases.ts';
import { playAll } from './play.ts';

playAll('lists, watches and discovery', LIST_CASES, { status: true });
