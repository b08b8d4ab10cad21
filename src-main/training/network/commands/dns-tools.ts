import { DNS_ADDRESS, parseAddress } from '../addresses.ts';
import { candidates, searchDns } from '../resolve-host.ts';
import { resolve, type Tool } from './tool.ts';

/** busybox's and bind's nslookup agree in what matters: server, names, addresses, NXDOMAIN. */
export const nslookup: Tool = async ({ args, facts, network, out }) => {
  const [name] = args.filter((argument) => !argument.startsWith('-'));
  if (name === undefined) {
    await out('Usage: nslookup HOST [DNS_SERVER]\n');
    return 1;
  }
  await out(`Server:\t\t${DNS_ADDRESS}\nAddress:\t${DNS_ADDRESS}#53\n\n`);
  if (parseAddress(name) !== null) {
    const reverse = `${name.split('.').reverse().join('.')}.in-addr.arpa`;
    const { records } = await network.ask(reverse, 'PTR');
    if (records.length === 0) {
      await out(`** server can't find ${reverse}: NXDOMAIN\n\n`);
      return 1;
    }
    for (const { data } of records) await out(`${reverse}\tname = ${data}.\n`);
    await out('\n');
    return 0;
  }
  const found = await searchDns(network, facts.namespace, name, 'A');
  if (found.rcode === 'NXDOMAIN') {
    await out(`** server can't find ${candidates(name, facts.namespace)[0] ?? name}: NXDOMAIN\n\n`);
    return 1;
  }
  for (const record of found.records) {
    if (record.type === 'CNAME') await out(`${record.name}\tcanonical name = ${record.data}.\n`);
    else await out(`Name:\t${record.name}\nAddress: ${record.data}\n`);
  }
  await out('\n');
  return 0;
};

/** `dig [+short] [+search] NAME [TYPE]`: without +search the name is taken as it is. */
export const dig: Tool = async ({ args, facts, network, out, now }) => {
  const options = args.filter((argument) => argument.startsWith('+'));
  const [name = '.', asked = 'A'] = args.filter((argument) => !/^[+@-]/.test(argument));
  const type = (['A', 'AAAA', 'CNAME', 'PTR', 'SRV'] as const).find((one) => one === asked.toUpperCase()) ?? 'A';
  const startedAt = now();
  const answer = options.includes('+search')
    ? await searchDns(network, facts.namespace, name, type)
    : { ...(await network.ask(name, type)), name };
  if (options.includes('+short')) {
    for (const { data, type: kind } of answer.records)
      await out(`${data}${kind === 'A' || kind === 'SRV' ? '' : '.'}\n`);
    return 0;
  }
  const question = answer.name.replace(/\.?$/, '.');
  const lines = [
    '',
    `; <<>> DiG 9.18.27 <<>> ${args.join(' ')}`,
    ';; global options: +cmd',
    ';; Got answer:',
    `;; ->>HEADER<<- opcode: QUERY, status: ${answer.rcode}, id: 4711`,
    `;; flags: qr aa rd; QUERY: 1, ANSWER: ${answer.records.length}, AUTHORITY: 0, ADDITIONAL: 1`,
    '',
    ';; QUESTION SECTION:',
    `;${question}\t\tIN\t${type}`,
    '',
    ...(answer.records.length === 0 ? [] : [';; ANSWER SECTION:']),
    ...answer.records.map((record) => `${record.name}.\t30\tIN\t${record.type}\t${record.data}`),
    '',
    `;; Query time: ${now() - startedAt} msec`,
    `;; SERVER: ${DNS_ADDRESS}#53(${DNS_ADDRESS}) (UDP)`,
    '',
  ];
  await out(`${lines.join('\n')}\n`);
  return 0;
};

export const host: Tool = async (context) => {
  const [name = ''] = context.args;
  const addresses = await resolve(context, name);
  if (addresses.length === 0) await context.out(`Host ${name} not found: 3(NXDOMAIN)\n`);
  for (const address of addresses) await context.out(`${name} has address ${address}\n`);
  return addresses.length === 0 ? 1 : 0;
};

/** `getent hosts NAME`; the other databases are empty. */
export const getent: Tool = async (context) => {
  const [database, name = ''] = context.args;
  if (database !== 'hosts' && database !== 'ahosts' && database !== 'ahostsv4') return 2;
  const addresses = await resolve(context, name);
  for (const address of addresses) await context.out(`${address.padEnd(16)}${name}\n`);
  return addresses.length === 0 ? 2 : 0;
};
