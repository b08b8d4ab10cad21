import { LineEditor, splitKeys, type Edited } from './line-editor.ts';
import type { LiveInput } from './live-input.ts';

/** A line typed at a prompt; interrupt: Ctrl-C; end: Ctrl-D on an empty line. */
export type Typed = Exclude<Edited, { kind: 'editing' }>;

/** As bash's HISTSIZE. */
const KEPT_LINES = 500;

/**
 * A terminal's line discipline: at a prompt keys edit a line, while a command runs they are echoed and gathered to lines
 * for its stdin, and Ctrl-C interrupts it.
 */
export class Terminal {
  readonly #input: LiveInput;
  readonly #echo: (text: string) => void;
  readonly #interrupt: () => void;
  readonly #editor: LineEditor;
  readonly #history: string[];
  #typed: ((typed: Typed) => void) | undefined;
  #cooked = '';
  /** Keys that came before the prompt. */
  #ahead = '';
  #decoder = new TextDecoder();

  constructor(input: LiveInput, echo: (text: string) => void, interrupt: () => void, history: readonly string[] = []) {
    this.#history = [...history];
    this.#input = input;
    this.#echo = echo;
    this.#interrupt = interrupt;
    this.#editor = new LineEditor(this.#history, echo);
  }

  /** The lines typed last, the newest at the end. */
  get history(): readonly string[] {
    return this.#history.slice(-KEPT_LINES);
  }

  async readLine(prompt: string): Promise<Typed> {
    const typed = await new Promise<Typed>((resolve) => {
      this.#typed = resolve;
      this.#editor.begin(prompt);
      const ahead = this.#ahead + this.#input.takeNow().toString('utf8');
      this.#ahead = '';
      this.#press(ahead);
    });
    if (typed.kind === 'line' && typed.text.trim() !== '' && this.#history.at(-1) !== typed.text) {
      this.#history.push(typed.text);
    }
    return typed;
  }

  feed(data: Uint8Array): void {
    this.#press(this.#decoder.decode(data, { stream: true }));
  }

  #press(text: string): void {
    for (const key of splitKeys(text)) {
      if (this.#typed === undefined) {
        this.#cook(key);
        continue;
      }
      const edited = this.#editor.press(key);
      if (edited.kind === 'editing') continue;
      const done = this.#typed;
      this.#typed = undefined;
      done(edited);
    }
  }

  #cook(key: string): void {
    if (key === '\x03') {
      this.#cooked = '';
      this.#interrupt();
      this.#echo('^C\r\n');
    } else if (key === '\x04') {
      this.#input.push(Buffer.from(this.#cooked));
      this.#cooked = '';
      this.#input.endOnce();
    } else if (key === '\r' || key === '\n') {
      this.#echo('\r\n');
      this.#input.push(Buffer.from(`${this.#cooked}\n`));
      this.#cooked = '';
    } else if (key === '\x7f' || key === '\b') {
      if (this.#cooked !== '') this.#echo('\b \b');
      this.#cooked = this.#cooked.slice(0, -1);
    } else {
      this.#echo(key);
      this.#cooked += key;
    }
  }
}
