import type { Tool } from './tool.ts';

export const hostname: Tool = async ({ args, facts, out, err }) => {
  const [option] = args;
  if (option === undefined || option === '-s' || option === '-f') await out(`${facts.hostname}\n`);
  // Debian's hostname puts a space behind each address of -I.
  else if (option === '-i') await out(`${facts.podIP}\n`);
  else if (option === '-I') await out(`${facts.podIP} \n`);
  else {
    await err('hostname: sethostname: Operation not permitted\n');
    return 1;
  }
  return 0;
};
