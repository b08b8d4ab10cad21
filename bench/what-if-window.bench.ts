// A keystroke in the what-if of a window: how long until the letter is painted, and until what it would come to is.
// needs: window
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { launchApp } from '../test/support/launch-app.ts';
import { startTrainingProcess } from '../test/support/training/training-process.ts';
import { loadTraining, untilListed } from './loaded-training.ts';
import { printRepeat, quantile, report } from './measure.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '10000' },
    services: { type: 'string', default: '1000' },
    repeats: { type: 'string', default: '7' },
  },
});
const [PODS, SERVICES] = [Number(values.pods), Number(values.services)];
const FRAME_MS = 1000 / 60;
const BETWEEN_MS = 400;
/** Selects all Pods; the others select a few each. */
const EVERYBODY = 'everybody';

interface Stamp {
  /** Milliseconds from the keystroke to the frame that shows the letter. */
  readonly letter: number;
  /** To the frame that shows what it would come to. */
  readonly outcome: number;
}

interface StampedWindow {
  stamps: Stamp[];
}

/** Notes each keystroke in a text field. Where there is no what-if, letter and outcome are one. */
function stampKeystrokes(page: Page): Promise<void> {
  return page.evaluate(() => {
    const stamps: Stamp[] = [];
    (window as unknown as StampedWindow).stamps = stamps;
    // A task that a frame asks for comes when it is painted.
    const painted = (then: (at: number) => void): void => {
      requestAnimationFrame(() => {
        setTimeout(() => then(performance.now()));
      });
    };
    const busy = (): boolean => document.querySelector('[aria-busy=true]') !== null;
    const noted = ({ timeStamp }: Event): void => {
      painted((letter) => {
        const look = (outcome: number): void => {
          if (busy()) painted(look);
          else stamps.push({ letter: letter - timeStamp, outcome: outcome - timeStamp });
        };
        look(letter);
      });
    };
    // Before the page hears of it, so that its own work after a frame comes after this look at it.
    document.addEventListener('input', noted, { capture: true });
  });
}

/** Types letter by letter and tells of the last one, which is the one that selects. */
async function typed(page: Page, text: string): Promise<{ readonly last: Stamp; readonly before: readonly Stamp[] }> {
  await page.evaluate(() => ((window as unknown as StampedWindow).stamps.length = 0));
  for (const letter of text) {
    await page.keyboard.press(letter);
    await page.waitForTimeout(BETWEEN_MS);
  }
  await page.waitForFunction((count) => (window as unknown as StampedWindow).stamps.length >= count, text.length);
  const stamps = await page.evaluate(() => (window as unknown as StampedWindow).stamps);
  const last = stamps.at(-1);
  if (last === undefined) throw new Error('no keystroke was seen');
  return { last, before: stamps.slice(0, -1) };
}

async function openWhatIf(page: Page, service: string): Promise<void> {
  await page.evaluate((name) => (location.hash = `#/service/default/${name}`), service);
  await page.getByRole('heading', { name: service }).waitFor();
  await page.getByRole('tab', { name: 'What if' }).click();
  await page.getByRole('combobox', { name: 'Selector: Value 1' }).waitFor();
}

/** A field of the window that nothing hangs on: what a keystroke costs here at all. */
function addPlainField(page: Page): Promise<void> {
  return page.evaluate(() => {
    const field = document.createElement('input');
    field.id = 'plain';
    field.style.cssText = 'position: fixed; top: 0; left: 0; z-index: 1000';
    document.body.append(field);
  });
}

async function oneRepeat(page: Page): Promise<Readonly<Record<string, readonly number[]>>> {
  await page.locator('#plain').fill('');
  await page.locator('#plain').focus();
  const plain = await typed(page, 'tier-1');
  await openWhatIf(page, 'app-00001');
  const select = async (key: string, value: string): ReturnType<typeof typed> => {
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('combobox', { name: 'Selector: Key 1' }).fill(key);
    await page.getByRole('combobox', { name: 'Selector: Value 1' }).fill('');
    await page.waitForTimeout(BETWEEN_MS);
    return typed(page, value);
  };
  const tenth = await select('tier', 'tier-1');
  const all = await select('all', 'yes');
  await openWhatIf(page, EVERYBODY);
  // From all of them to nobody, at each letter.
  const none = await select('all', 'none');
  return {
    plain: [...plain.before, plain.last].map(({ letter }) => letter),
    narrow: [...tenth.before, ...all.before].map(({ outcome }) => outcome),
    tenthLetter: [tenth.last.letter],
    tenthOutcome: [tenth.last.outcome],
    allLetter: [all.last.letter],
    allOutcome: [all.last.outcome],
    noneLetter: [...none.before, none.last].map(({ letter }) => letter),
    noneOutcome: [...none.before, none.last].map(({ outcome }) => outcome),
  };
}

async function measureIn(page: Page): Promise<void> {
  const all = new Map<string, number[]>();
  const repeats: Record<string, number>[] = [];
  for (let repeat = 0; repeat <= Number(values.repeats); repeat += 1) {
    const found = await oneRepeat(page);
    // The first one warms the compiler up; it is printed, because that is how a window is met.
    printRepeat(repeat, Object.fromEntries(Object.entries(found).map(([name, those]) => [name, quantile(those, 0.5)])));
    if (repeat === 0) continue;
    repeats.push(Object.fromEntries(Object.entries(found).map(([name, those]) => [name, quantile(those, 0.5)])));
    for (const [name, those] of Object.entries(found)) all.set(name, [...(all.get(name) ?? []), ...those]);
  }
  const of = (name: string, share: number): number => quantile(all.get(name) ?? [], share);
  const letters = ['tenthLetter', 'allLetter', 'noneLetter', 'narrow'];
  const addedAt = (share: number): number => Math.max(...letters.map((name) => of(name, share))) - of('plain', share);
  const [added, addedP99] = [addedAt(0.5), addedAt(0.99)];
  report({
    name: 'what-if-window',
    repeats,
    anchor: 'a letter in a plain field of the same window, in turns',
    figures: {
      pods: PODS,
      services: SERVICES,
      'plain field, median (ms)': of('plain', 0.5),
      'plain field, p99 (ms)': of('plain', 0.99),
      'few Pods selected: letter and outcome, median (ms)': of('narrow', 0.5),
      'few Pods selected: letter and outcome, p99 (ms)': of('narrow', 0.99),
      [`${String(PODS / 10)} selected: the letter, median (ms)`]: of('tenthLetter', 0.5),
      [`${String(PODS / 10)} selected: the letter, p99 (ms)`]: of('tenthLetter', 0.99),
      [`${String(PODS / 10)} selected: the outcome, median (ms)`]: of('tenthOutcome', 0.5),
      [`${String(PODS / 10)} selected: the outcome, p99 (ms)`]: of('tenthOutcome', 0.99),
      [`${String(PODS)} selected: the letter, median (ms)`]: of('allLetter', 0.5),
      [`${String(PODS)} selected: the letter, p99 (ms)`]: of('allLetter', 0.99),
      [`${String(PODS)} selected: the outcome, median (ms)`]: of('allOutcome', 0.5),
      [`from ${String(PODS)} selected to none: the letter, median (ms)`]: of('noneLetter', 0.5),
      [`from ${String(PODS)} selected to none: the letter, p99 (ms)`]: of('noneLetter', 0.99),
      [`from ${String(PODS)} selected to none: the outcome, median (ms)`]: of('noneOutcome', 0.5),
      'added to a letter, median (ms)': added,
      'added to a letter, p99 (ms)': addedP99,
    },
    holds: added <= FRAME_MS,
    conclusion: `a letter is painted ${added.toFixed(1)} ms later than in a plain field at worst (target ${FRAME_MS.toFixed(1)}), p99 ${addedP99.toFixed(1)}; ${String(PODS / 10)} Pods are told ${of('tenthOutcome', 0.5).toFixed(1)} ms after the keystroke, p99 ${of('tenthOutcome', 0.99).toFixed(1)}, and ${String(PODS)} ${of('allOutcome', 0.5).toFixed(1)} ms`,
  });
}

async function measure(): Promise<void> {
  const training = await startTrainingProcess();
  try {
    await loadTraining(training, { services: SERVICES, pods: PODS, padding: 0, ready: true, everybody: EVERYBODY });
    const launched = await launchApp({
      args: ['--kubeconfig', training.kubeconfig, '--context', 'servicescope-training'],
      namespace: 'default',
    });
    try {
      await untilListed(launched.page, 'Pod', PODS);
      await openWhatIf(launched.page, 'app-00001');
      await addPlainField(launched.page);
      await stampKeystrokes(launched.page);
      await measureIn(launched.page);
    } finally {
      await launched.close();
    }
  } finally {
    await training.end();
  }
}

await measure();
