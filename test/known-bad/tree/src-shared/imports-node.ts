// known-bad: imports: only:shared
import { readFileSync } from 'node:fs';

export const read = readFileSync;
