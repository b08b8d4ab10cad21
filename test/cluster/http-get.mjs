// @ts-check
import { certificate, key } from './certificates.mjs';
import { attemptInNamespace } from './run-command.mjs';

/**
 * Whether a GET from inside the cluster's namespace, with the administrator's certificate, is answered by 2xx.
 * @param {string} url
 */
export async function answers(url) {
  const { code } = await attemptInNamespace([
    ...['curl', '-q', '--noproxy', '*', '-sf', '-m', '3', '-o', '/dev/null'],
    ...['--cacert', certificate('ca'), '--cert', certificate('admin'), '--key', key('admin')],
    url,
  ]);
  return code === 0;
}
