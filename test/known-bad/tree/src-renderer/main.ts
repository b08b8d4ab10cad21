// known-good
import { GOOD } from '#shared/good.ts';

document.title = GOOD;
