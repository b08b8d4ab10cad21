// known-bad: imports: only:main-kube
import { app } from 'electron';

export const name = (): string => app.getName();
