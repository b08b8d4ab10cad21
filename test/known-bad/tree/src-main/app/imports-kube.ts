// known-bad: imports: only:main-app-ipc
import { name } from '../kube/imports-electron.ts';

export const again = name;
