// known-bad: imports: no-cycles
import { TWO } from './circle-two.ts';

export const ONE: number = 1;
export const THREE = ONE + TWO;
