/** What keys do on the pages. Each page offers the ones it has. */
export type KeyCommand =
  | 'filter'
  | 'attention'
  | 'back'
  | 'help'
  | 'settings'
  | 'open'
  | 'yaml'
  | 'traffic'
  | 'report'
  | 'down'
  | 'up'
  | 'first'
  | 'last';

const COMMANDS: Readonly<Record<string, KeyCommand>> = {
  '/': 'filter',
  a: 'attention',
  '?': 'help',
  Escape: 'back',
  Enter: 'open',
  y: 'yaml',
  t: 'traffic',
  c: 'report',
  j: 'down',
  k: 'up',
  ArrowDown: 'down',
  ArrowUp: 'up',
  Home: 'first',
  End: 'last',
};
// These belong to whatever control has the focus.
const OF_CONTROLS: ReadonlySet<string> = new Set(['Enter', 'ArrowDown', 'ArrowUp', 'Home', 'End']);
const TYPING = 'input, textarea, select, [contenteditable]';
const LAYER = '[role="dialog"], [role="listbox"], [role="menu"]';
const CONTROL = 'button, a, [role="tab"], [role="radio"], [tabindex]';

type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'target' | 'defaultPrevented'
>;

/** The command of a key; null while typing, in a dialog or list, and where the control with the focus uses the key itself. */
export function commandOf(press: KeyPress): KeyCommand | null {
  if (press.defaultPrevented || press.isComposing || press.altKey) return null;
  const target = press.target instanceof Element ? press.target : null;
  if (target?.closest(LAYER)) return null;
  if (press.ctrlKey || press.metaKey) return press.key === ',' ? 'settings' : null;
  if (target?.closest(TYPING)) return null;
  if (OF_CONTROLS.has(press.key) && target?.closest(CONTROL)) return null;
  return COMMANDS[press.key] ?? null;
}

export type KeyHandlers = Partial<Readonly<Record<KeyCommand, () => void>>>;

/** Who answers to keys: the page on top first, then what lies below it. */
export class Keys {
  #layers: readonly KeyHandlers[] = [];

  /** Returns the function that takes the handlers away again. */
  register(handlers: KeyHandlers): () => void {
    this.#layers = [handlers, ...this.#layers];
    return () => {
      this.#layers = this.#layers.filter((layer) => layer !== handlers);
    };
  }

  press(event: KeyboardEvent): void {
    const command = commandOf(event);
    if (command === null) return;
    const handler = this.#layers.find((layer) => layer[command] !== undefined)?.[command];
    if (handler === undefined) return;
    event.preventDefault();
    handler();
  }
}
