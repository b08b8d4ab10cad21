// known-bad: imports: only:main-root
import { training } from '../training/imports-kube.ts';

export const inside = training;
