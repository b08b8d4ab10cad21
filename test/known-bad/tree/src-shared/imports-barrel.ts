// known-bad: imports: no-barrels
import { GOOD } from './index.ts';

export const BETTER = GOOD;
