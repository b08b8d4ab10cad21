import { beforeEach, describe, expect, it, vi } from 'vitest';
import { commandOf, Keys } from './keys.ts';

function press(key: string, target: Element = document.body, more: Partial<KeyboardEventInit> = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  document.body.innerHTML =
    '<input id="field" /><button id="button"></button><div role="dialog"><p id="inside"></p></div>';
});

const element = (id: string): Element => document.getElementById(id) ?? document.body;

describe('commandOf', () => {
  it.each([
    ['/', 'filter'],
    ['?', 'help'],
    ['Escape', 'back'],
    ['j', 'down'],
    ['ArrowUp', 'up'],
    ['t', 'traffic'],
    ['y', 'yaml'],
    ['a', 'attention'],
    ['q', null],
  ])('%s on the page is %s', (key, command) => {
    expect(commandOf(press(key))).toBe(command);
  });

  it('rests while typing, in a dialog, and with a modifier', () => {
    expect(commandOf(press('j', element('field')))).toBeNull();
    expect(commandOf(press('Escape', element('inside')))).toBeNull();
    expect(commandOf(press('j', document.body, { ctrlKey: true }))).toBeNull();
    expect(commandOf(press('j', document.body, { isComposing: true }))).toBeNull();
  });

  it('leaves Enter and arrows to the control that has the focus, and opens settings from anywhere', () => {
    expect(commandOf(press('Enter', element('button')))).toBeNull();
    expect(commandOf(press('j', element('button')))).toBe('down');
    expect(commandOf(press(',', element('field'), { ctrlKey: true }))).toBe('settings');
  });
});

describe('Keys', () => {
  it('asks the page on top first and falls back to what lies below', () => {
    const keys = new Keys();
    const [up, filter, own] = [vi.fn(), vi.fn(), vi.fn()];
    keys.register({ back: up, filter });
    const end = keys.register({ back: own });
    keys.press(press('Escape'));
    keys.press(press('/'));
    expect([up, filter, own].map((handler) => handler.mock.calls.length)).toEqual([0, 1, 1]);
    end();
    keys.press(press('Escape'));
    expect(up).toHaveBeenCalledOnce();
  });
});
