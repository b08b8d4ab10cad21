import { playAll } from './play.ts';
import { VERB_CASES } from './verb-cases.ts';

playAll('every kind and verb', VERB_CASES, { status: false });
