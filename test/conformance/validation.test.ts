import { playAll } from './play.ts';
import { VALIDATION_CASES } from './validation-cases.ts';

playAll('defaults and rules', VALIDATION_CASES, { status: false });
