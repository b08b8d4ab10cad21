import { expect, test } from '@playwright/test';
import { recordDrawing, unrecordedCanvases } from '../support/drawn-text.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { layoutFaults } from '../support/layout.ts';

// The judge of all pictures is itself judged: boxes that are wrong in one way each, and some that only look it.

type Box = Readonly<Record<string, string>>;

let launched: LaunchedApp;

test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(() => launched.close());

/** What is said of a text in a box of this style, alone on the page. */
async function faultsOf(box: Box, title = ''): Promise<readonly string[]> {
  // By the object model: the page's policy lets no style attribute through.
  await launched.page.evaluate(
    ([style, whole]) => {
      const element = document.createElement('div');
      element.textContent = 'A sentence to be read';
      element.title = whole;
      Object.assign(element.style, { font: '13px sans-serif', lineHeight: '20px', whiteSpace: 'nowrap' }, style);
      document.body.replaceChildren(element);
    },
    [box, title] as const,
  );
  return layoutFaults(launched.page);
}

const HIDDEN = { overflow: 'hidden' };
const FAULTY: readonly (readonly [string, Box])[] = [
  ['clipped to nothing', { ...HIDDEN, height: '0' }],
  ['clipped to nothing', { ...HIDDEN, width: '0' }],
  ['cut in height', { ...HIDDEN, height: '10px' }],
  ['cut off', { ...HIDDEN, width: '60px' }],
  ['ellipsis without a title', { ...HIDDEN, width: '60px', textOverflow: 'ellipsis' }],
];

for (const [fault, box] of FAULTY)
  test(`${fault}: ${JSON.stringify(box)}`, async () => {
    expect(await faultsOf(box)).toEqual([expect.stringContaining(fault)]);
  });

test('nothing is said of what is whole, can be scrolled to, or stands in a title', async () => {
  expect(await faultsOf({ ...HIDDEN, height: '16px' })).toEqual([]);
  expect(await faultsOf({ overflow: 'auto', height: '10px' })).toEqual([]);
  expect(await faultsOf({ overflow: 'auto', height: '1px' })).toEqual([]);
  expect(await faultsOf({ ...HIDDEN, width: '60px', textOverflow: 'ellipsis' }, 'A sentence to be read')).toEqual([]);
});

/** What is said of boxes that lie where they are put. */
async function faultsOfBoxes(...boxes: readonly Box[]): Promise<readonly string[]> {
  await launched.page.evaluate((styles) => {
    const elements = styles.map((style) => {
      const element = document.createElement('div');
      element.textContent = 'A sentence to be read';
      Object.assign(element.style, {
        position: 'absolute',
        font: '13px sans-serif',
        lineHeight: '20px',
        whiteSpace: 'nowrap',
      });
      Object.assign(element.style, style);
      return element;
    });
    document.body.replaceChildren(...elements);
  }, boxes);
  return layoutFaults(launched.page);
}

test('two texts on one another are a fault; two that only touch, as lines and neighbours do, are none', async () => {
  const first = { left: '20px', top: '20px', width: '140px' };
  const overlap = [expect.stringContaining('overlap')];
  expect(await faultsOfBoxes(first, { ...first, top: '26px' })).toEqual(overlap);
  expect(await faultsOfBoxes(first, { ...first, left: '100px' })).toEqual(overlap);
  expect(await faultsOfBoxes(first, { ...first, top: '40px' })).toEqual([]);
  expect(await faultsOfBoxes(first, { ...first, left: '240px' })).toEqual([]);
});

/** An element that lies where it is put: `text` in it, or as a field's value. */
interface Piece {
  readonly tag: 'div' | 'button' | 'input' | 'canvas';
  readonly left: string;
  readonly width: string;
  readonly padding?: string;
  readonly text?: string;
}

/** What is said of pieces in one line, the later over the earlier. */
async function faultsOfPieces(...pieces: readonly Piece[]): Promise<readonly string[]> {
  await launched.page.evaluate((all) => {
    const elements = all.map(({ tag, text = '', ...style }) => {
      const element = document.createElement(tag);
      if (element instanceof HTMLInputElement) element.value = text;
      else if (tag !== 'canvas') element.textContent = text;
      Object.assign(element.style, {
        position: 'absolute',
        top: '20px',
        height: '24px',
        font: '13px sans-serif',
        whiteSpace: 'nowrap',
        ...style,
      });
      return element;
    });
    document.body.replaceChildren(...elements);
  }, pieces);
  return layoutFaults(launched.page);
}

const WORDS: Piece = { tag: 'div', left: '20px', width: '140px', text: 'A sentence to be read' };
const FIELD: Piece = { tag: 'input', left: '20px', width: '200px', padding: '0 40px 0 8px', text: 'app=web' };
const BUTTON: Piece = { tag: 'button', left: '20px', width: '30px', padding: '0', text: 'Go' };

test('a field, a button or a picture over a text is a fault, and so is a button over what a field holds', async () => {
  const overlap = [expect.stringContaining('overlap')];
  expect(await faultsOfPieces(WORDS, { ...FIELD, left: '60px' })).toEqual(overlap);
  expect(await faultsOfPieces(WORDS, { ...BUTTON, left: '60px' })).toContainEqual(expect.stringContaining('<button>'));
  expect(await faultsOfPieces(WORDS, { tag: 'canvas', left: '60px', width: '200px' })).toEqual(overlap);
  expect(await faultsOfPieces(FIELD, { ...BUTTON, left: '60px' })).toContainEqual(expect.stringContaining('<input>'));
});

test('controls beside a text or one another are none, nor what stands in a field’s own padding', async () => {
  expect(await faultsOfPieces(WORDS, { ...FIELD, left: '170px' }, { ...BUTTON, left: '400px' })).toEqual([]);
  expect(await faultsOfPieces(FIELD, { ...BUTTON, left: '186px' })).toEqual([]);
});

test('what a closed details holds is not on the page, and is once it is opened', async () => {
  await faultsOfPieces(WORDS, { ...BUTTON, left: '60px' });
  const hide = (open: boolean): Promise<void> =>
    launched.page.evaluate((shown) => {
      const details = document.querySelector('details') ?? document.createElement('details');
      details.append(...[...document.body.children].filter((child) => child !== details));
      details.open = shown;
      document.body.replaceChildren(details);
    }, open);
  await hide(false);
  expect(await layoutFaults(launched.page)).toEqual([]);
  await hide(true);
  expect(await layoutFaults(launched.page)).toContainEqual(expect.stringContaining('<button>'));
});

test('a page wider than its window is a fault', async () => {
  const before = await launched.page.evaluate(() => document.documentElement.style.overflow);
  const wide = { left: '20px', top: '20px', width: '4000px' };
  // Ours hides what is too wide, so it cannot be one: the judge is asked of a page that lets it be.
  await launched.page.evaluate(() => {
    for (const element of [document.documentElement, document.body]) element.style.overflow = 'visible';
  });
  expect(await faultsOfBoxes(wide)).toEqual([expect.stringMatching(/^the page is \d+ px too wide$/)]);
  expect(await faultsOfBoxes({ ...wide, width: '200px' })).toEqual([]);
  await launched.page.evaluate((overflow) => {
    for (const element of [document.documentElement, document.body]) element.style.overflow = overflow;
  }, before);
});

/** The same of a field with this text in it. */
async function faultsOfField(kind: 'input' | 'select', width: string, title = ''): Promise<readonly string[]> {
  await launched.page.evaluate(
    ([tag, wide, whole]) => {
      const field = document.createElement(tag);
      const text = 'registry.example.com/team/image:1';
      if (field instanceof HTMLInputElement) field.value = text;
      else field.add(new Option(text));
      field.title = whole;
      Object.assign(field.style, { font: '13px sans-serif', width: wide });
      document.body.replaceChildren(field);
    },
    [kind, width, title] as const,
  );
  return layoutFaults(launched.page);
}

for (const kind of ['input', 'select'] as const)
  test(`${kind}: what does not fit into a field is a fault, unless its title has it`, async () => {
    expect(await faultsOfField(kind, '80px')).toEqual([expect.stringContaining('a field too narrow')]);
    expect(await faultsOfField(kind, '80px', 'registry.example.com/team/image:1')).toEqual([]);
    expect(await faultsOfField(kind, '320px')).toEqual([]);
  });

/** A text at a place of a canvas, its own top and left; `room`: what it may take. */
interface Drawn {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly room?: number;
}

const CANVAS = { width: 200, height: 60 };

/** What is said of texts on a canvas, which is recorded, and whose pixels are half as wide as the page's. */
async function faultsOfDrawing(...texts: readonly Drawn[]): Promise<readonly string[]> {
  await recordDrawing(launched.page);
  await launched.page.evaluate(
    ([all, size]) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [size.width * 2, size.height * 2];
      Object.assign(canvas.style, { width: `${String(size.width)}px`, height: `${String(size.height)}px` });
      document.body.replaceChildren(canvas);
      const pen = canvas.getContext('2d');
      if (pen === null) throw new Error('There is no canvas here.');
      pen.scale(2, 2);
      pen.font = '13px sans-serif';
      pen.textBaseline = 'top';
      for (const { text, x, y, room } of all) {
        if (room === undefined) pen.fillText(text, x, y);
        else pen.fillText(text, x, y, room);
      }
    },
    [texts, CANVAS] as const,
  );
  return layoutFaults(launched.page);
}

const NAME: Drawn = { text: 'myapp-rs-7xk2p', x: 10, y: 10 };

test('text on a canvas that leaves it, lies on other text or is pressed together is a fault', async () => {
  expect(await faultsOfDrawing({ ...NAME, x: 160 })).toEqual([expect.stringContaining('cut off: "myapp-rs-7xk2p"')]);
  expect(await faultsOfDrawing({ ...NAME, x: -20 })).toEqual([expect.stringContaining('cut off')]);
  expect(await faultsOfDrawing({ ...NAME, y: 54 })).toEqual([expect.stringContaining('cut in height')]);
  expect(await faultsOfDrawing({ ...NAME, x: 230 })).toEqual([expect.stringContaining('clipped to nothing')]);
  expect(await faultsOfDrawing(NAME, { ...NAME, text: 'myapp-rs-b2c4d', x: 40, y: 12 })).toEqual([
    expect.stringContaining('overlap: "myapp-rs-7xk2p" and "myapp-rs-b2c4d"'),
  ]);
  expect(await faultsOfDrawing({ ...NAME, room: 50 })).toEqual([expect.stringContaining('pressed together')]);
});

test('text that stands on a canvas whole and apart is none, nor is what was cleared away', async () => {
  expect(await faultsOfDrawing(NAME, { ...NAME, y: 30 }, { ...NAME, text: 'A', x: 120 })).toEqual([]);
  expect(await faultsOfDrawing({ ...NAME, room: 150 })).toEqual([]);
  await faultsOfDrawing({ ...NAME, x: 160 });
  await launched.page.evaluate(({ width, height }) => {
    document.querySelector('canvas')?.getContext('2d')?.clearRect(0, 0, width, height);
  }, CANVAS);
  expect(await layoutFaults(launched.page)).toEqual([]);
});

test('a canvas that nobody recorded is known to be one', async () => {
  await faultsOfDrawing(NAME);
  expect(await unrecordedCanvases(launched.page)).toBe(0);
  await launched.page.evaluate(() => document.body.append(document.createElement('canvas')));
  expect(await unrecordedCanvases(launched.page)).toBe(1);
});
