// known-good
import { ONE } from './circle-one.ts';

export const TWO = ONE + 1;
