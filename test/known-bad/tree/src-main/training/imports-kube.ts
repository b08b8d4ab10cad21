// known-bad: imports: only:main-training
import { name } from '../kube/imports-electron.ts';

export const training = name;
