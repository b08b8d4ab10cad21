// known-bad: imports: only:renderer-state
import { wished } from '../pages/imports-main.ts';

export const state = wished;
