import type { Tool } from './tool.ts';

export const id: Tool = async ({ out }) => {
  await out('uid=0(root) gid=0(root) groups=0(root)\n');
  return 0;
};

export const whoami: Tool = async ({ out }) => {
  await out('root\n');
  return 0;
};

export const uname: Tool = async ({ args, facts, out }) => {
  await out(args.includes('-a') ? `Linux ${facts.hostname} 6.8.0-training #1 SMP x86_64 Linux\n` : 'Linux\n');
  return 0;
};

/** Taken and not done: the shell knows no signals but Ctrl-C. */
export const trap: Tool = async () => Promise.resolve(0);

export const ps: Tool = async ({ facts, out }) => {
  const rows = [
    ['1', 'root', '0:00', facts.firstProcess],
    ['7', 'root', '0:00', 'sh'],
    ['8', 'root', '0:00', 'ps'],
  ] as const;
  await out('PID   USER     TIME  COMMAND\n');
  for (const [pid, user, time, command] of rows) {
    await out(`${pid.padStart(5)} ${user.padEnd(9)} ${time}  ${command}\n`);
  }
  return 0;
};
