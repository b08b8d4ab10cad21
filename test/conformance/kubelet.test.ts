import { KUBELET_CASES } from './kubelet-cases.ts';
import { playAll } from './play.ts';

playAll('what the kubelet says', KUBELET_CASES, { status: false });
