// known-good
import { GOOD } from '#shared/good.ts';
import { IMPORTED } from '#shared/unused-export.ts';

process.title = `${GOOD} ${IMPORTED}`;
