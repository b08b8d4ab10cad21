import { expect, it } from 'vitest';
import descriptions from './descriptions.json' with { type: 'json' };
import { TYPES } from './schema.ts';

const described = Object.entries(descriptions.types).map(
  ([name, fields]) => [name, Object.keys(fields).filter((field) => field !== '')] as const,
);

// Scalars are described as types there. `kubectl explain` shows what stands here, in the words from there.
it.each(described.filter(([, fields]) => fields.length > 0))(
  '%s has the fields that the API server’s own document describes, and no other',
  (name, fields) => {
    expect([...(TYPES.get(name)?.fields.keys() ?? [])].sort()).toEqual([...fields].sort());
  },
);
