import { expect, test } from '@playwright/test';
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
