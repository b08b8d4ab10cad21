/** What differs in a case: the paths in its transcript, and why it is left so. */
export interface Difference {
  readonly paths: readonly string[];
  readonly why: string;
}

function portPaths(answer: number, index: number): readonly string[] {
  const port = `[${String(answer)}].body.spec.ports[${String(index)}]`;
  return ['name', 'port', 'targetPort'].map((field) => `${port}.${field}`);
}

/** Why → case → paths. Everything else of the case is equal, the status codes too. docs/training.md says the same. */
export const REASONS: readonly (readonly [string, Readonly<Record<string, readonly string[]>>])[] = [
  [
    "The API server shows what it refuses in Go's words: a diff of structs, a struct with all of its fields.",
    {
      'Pod, changed: another image and command': ['[1].body.details.causes[0].message', '[1].body.message'],
      'Job, changed: another template': ['[1].body.details.causes[0].message', '[1].body.message'],
    },
  ],
  [
    'A strategic merge patch without an order puts a new element last, the API server first; kubectl always sends the order.',
    {
      'patch: strategic, a list by its key': [
        ...[0, 1, 2, 3].flatMap((index) => portPaths(1, index)),
        ...[0, 1, 2].flatMap((index) => portPaths(2, index)),
      ],
    },
  ],
  [
    'What a path, a media type or a method is refused with is said in other words.',
    {
      'request: a kind of nothing': ['body'],
      'request: a version of nothing': ['body'],
      'request: an Accept that is none': ['body.details', 'body.message'],
      'request: a patch of an unknown type': ['body.details', 'body.message'],
    },
  ],
  [
    'Whether one may do something is always yes, for a reason of its own.',
    { 'request: a review of oneself': ['body.status.reason'] },
  ],
];

/** By case. A path that no longer differs fails the suite: it is to be taken out. */
export const DIFFERENCES: ReadonlyMap<string, Difference> = new Map(
  REASONS.flatMap(([why, cases]) => Object.entries(cases).map(([name, paths]) => [name, { why, paths }] as const)),
);
