import type { Case, Sample } from './case.ts';
import type { Wire } from './target.ts';

/** Name → the spec that is sent; a dry run tells what is put into it, or what is wrong. */
type Specs = Readonly<Record<string, Wire>>;

/** A case of each. */
export function specs(sample: Sample, table: Specs): readonly Case[] {
  return Object.entries(table).map(([name, spec]) => rule(sample, name, { spec }));
}

/** What a new object is refused for, or is given. */
export function rule(sample: Sample, name: string, fields: Wire, metadata: Wire = {}): Case {
  return {
    name: `${sample.kind}: ${name}`,
    play: (target, id) => {
      const { apiVersion, kind } = sample.make(id);
      const body = { apiVersion, kind, metadata: { name: id, ...metadata }, ...fields };
      return target.send('POST', `${sample.path(target.namespace)}?dryRun=All`, { body });
    },
  };
}

/** Stored and removed: a dry run allocates nothing. */
export function stored(sample: Sample, table: Specs): readonly Case[] {
  return Object.entries(table).map(([name, spec]) => ({
    name: `${sample.kind}: ${name}`,
    play: async (target, id) => {
      const path = sample.path(target.namespace);
      const { apiVersion, kind } = sample.make(id);
      const answer = await target.send('POST', path, { body: { apiVersion, kind, metadata: { name: id }, spec } });
      return [answer, (await target.send('DELETE', `${path}/${id}`)).code];
    },
  }));
}

/** What is created, changed, and what the API says of the change. */
export function change(sample: Sample, name: string, spec: Wire, changed: Wire, patch = 'merge'): Case {
  return {
    name: `${sample.kind}, changed: ${name}`,
    play: async (target, id) => {
      const path = sample.path(target.namespace);
      const { apiVersion, kind } = sample.make(id);
      const body = { ...spec, apiVersion, kind, metadata: { name: id } };
      const type = `application/${patch}-patch+json`;
      return [
        await target.send('POST', path, { body }),
        await target.send('PATCH', `${path}/${id}`, { body: changed, type }),
      ];
    },
  };
}
