// known-bad: imports: only:renderer
import { PURE } from '../../src-main/kube/pure.ts';

export const wished = PURE;
