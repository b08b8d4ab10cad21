import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FieldErrors } from '../../src-main/training/admission/field-errors.ts';
import type { TrainingCluster } from '../../src-main/training/training-cluster.ts';
import { CLUSTER_CASES } from './cluster-cases.ts';
import { makeNamespace, startTraining } from './play.ts';
import { RULE_CASES } from './rule-cases.ts';
import { SERVICE_RULE_CASES } from './service-rule-cases.ts';
import { STATUS_CASES } from './status-cases.ts';
import { SUBRESOURCE_CASES } from './subresource-cases.ts';
import { openTarget, type Target } from './target.ts';
import { VALIDATION_CASES } from './validation-cases.ts';
import { VERB_CASES } from './verb-cases.ts';

// Which rules of admission the cases break. Where a rule stands in the code is read off the stack of each error that is found.

const FOLDER = join(import.meta.dirname, '../../src-main/training/admission');
const ADDS = ['required', 'invalid', 'notSupported', 'duplicate', 'notFound', 'forbidden', 'tooLong'] as const;
const HELPERS =
  'oneOf|validateIP|validatePortReference|validateCount|validateImmutable|validateLabels|validateSelector';
/** Where an error is found, or a rule that several kinds have is asked. */
const RULE = new RegExp(`errors\\.(${ADDS.join('|')}|eachInvalid)\\(|(?<!function )\\b(${HELPERS})\\(`);
/** What no case can break, by what stands in its line. */
const NOT_BROKEN: Readonly<Record<string, string>> = {
  'failed to allocate IP: range is full': 'takes 65,000 Services',
  "'range is full'": 'takes 2,700 node ports',
  "errors.required(field, `must be '${value}'`)": 'a new Job is given these labels before',
  "'metadata.namespace', namespace": 'the path names it, and no Namespace has such a name',
  'when session affinity type is ClientIP': 'a default stands before',
  'if (value === undefined) errors.required(field)': 'a default stands before',
  'primary clusterIP can not be unset': 'what was allocated is filled in again before',
};

const CASES = [
  ...[VALIDATION_CASES, RULE_CASES, SERVICE_RULE_CASES, VERB_CASES],
  ...[CLUSTER_CASES, SUBRESOURCE_CASES, STATUS_CASES],
].flat();
const broken = new Set<string>();
let folder = '';
let cluster: TrainingCluster;
let target: Target;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'));
  cluster = await startTraining(join(folder, 'kubeconfig'));
  target = await openTarget(cluster.kubeconfigPath, '', 'conf-rules');
  await makeNamespace(target, 'conf-rules');
});

afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

it('each rule of admission is broken by a case', async () => {
  const forget = listen();
  await Promise.all(CASES.map(({ play }, index) => play(target, `c${String(index)}`)));
  forget();
  const rules = await rulesThereAre();
  const unbroken = rules.filter(({ place }) => !broken.has(place));
  expect(rules.length).toBeGreaterThan(100);
  expect(unbroken.map(({ place, text }) => `${place} ${text}`)).toEqual([]);
});

/** Notes every line of a rule that adds an error; undone by what it returns. */
function listen(): () => void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 40;
  const undo = ADDS.map((name) => {
    const original = FieldErrors.prototype[name] as (...args: unknown[]) => void;
    Object.assign(FieldErrors.prototype, {
      [name](this: FieldErrors, ...args: unknown[]) {
        const stack = new Error('where').stack ?? '';
        for (const [, place] of stack.matchAll(/admission\/([a-z-]+\.ts:\d+)/g)) broken.add(place ?? '');
        original.apply(this, args);
      },
    });
    return () => Object.assign(FieldErrors.prototype, { [name]: original });
  });
  return () => {
    for (const each of undo) each();
    Error.stackTraceLimit = limit;
  };
}

async function rulesThereAre(): Promise<readonly { readonly place: string; readonly text: string }[]> {
  const files = (await readdir(FOLDER)).filter((file) => !/test|field-errors/.test(file));
  const texts = await Promise.all(
    files.map(async (file) => ({ file, lines: (await readFile(join(FOLDER, file), 'utf8')).split('\n') })),
  );
  return texts.flatMap(({ file, lines }) =>
    lines.flatMap((text, index) => {
      const excepted = Object.keys(NOT_BROKEN).some((each) => text.includes(each));
      return RULE.test(text) && !excepted ? [{ place: `${file}:${String(index + 1)}`, text: text.trim() }] : [];
    }),
  );
}
