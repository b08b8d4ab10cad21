import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FailureDetail, KnownDetail } from '#shared/ipc/failure-detail.ts';
import { DetailError, detailOf } from './detail-error.ts';

/** Most that is read of a kubeconfig, certificate, key or token file, in bytes. etcd refuses larger objects anyway. */
export const FILE_CAP_BYTES = 1_048_576;

/**
 * Reads a whole regular file of at most `cap` bytes. Rejects with what `fileProblem` can tell. Opened without
 * waiting, so that a FIFO cannot hang it; /dev/zero and directories are refused by kind, not by how much was read.
 */
export async function readCappedFile(path: string, cap = FILE_CAP_BYTES): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new DetailError({ code: 'file-not-regular' });
    if (stat.size > cap) throw new DetailError({ code: 'file-too-large', bytes: cap });
    const buffer = Buffer.alloc(cap + 1);
    let length = 0;
    while (length <= cap) {
      const { bytesRead } = await file.read(buffer, length, cap + 1 - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > cap) throw new DetailError({ code: 'file-too-large', bytes: cap });
    return Buffer.from(buffer.subarray(0, length));
  } finally {
    await file.close();
  }
}

const PROBLEMS: ReadonlyMap<unknown, KnownDetail> = new Map([
  ['ENOENT', { code: 'file-missing' }],
  ['EACCES', { code: 'file-denied' }],
  ['EPERM', { code: 'file-denied' }],
  ['EISDIR', { code: 'file-is-folder' }],
  ['ENOTDIR', { code: 'file-below-file' }],
  ['ELOOP', { code: 'file-link-loop' }],
  ['ENXIO', { code: 'file-not-regular' }],
]);

/** What went wrong with a file. */
export function fileProblem(error: unknown): FailureDetail {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return PROBLEMS.get(code) ?? detailOf(error);
}
