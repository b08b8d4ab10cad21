import { FIELD_CASES } from './field-cases.ts';
import { LIST_CASES } from './list-cases.ts';
import { playAll } from './play.ts';

playAll('lists and watches', [...LIST_CASES, ...FIELD_CASES], { status: true });
