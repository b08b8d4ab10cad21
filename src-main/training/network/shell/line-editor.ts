/** What a key did to the line. */
export type Edited =
  | { readonly kind: 'editing' }
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'end' };

const EDITING: Edited = { kind: 'editing' };

/** One line at a prompt, edited on a terminal as readline does: arrows, Home, End, history, Ctrl-A E U K W L C D. */
export class LineEditor {
  readonly #history: string[];
  readonly #write: (text: string) => void;
  #prompt = '';
  #line = '';
  #cursor = 0;
  /** history.length: the line that is being typed. */
  #at = 0;
  #typed = '';

  constructor(history: string[], write: (text: string) => void) {
    this.#history = history;
    this.#write = write;
  }

  begin(prompt: string): void {
    this.#prompt = prompt;
    this.#line = '';
    this.#cursor = 0;
    this.#at = this.#history.length;
    this.#write(prompt);
  }

  /** @param key one character, or one escape sequence */
  press(key: string): Edited {
    switch (key) {
      case '\r':
      case '\n':
        this.#write('\r\n');
        return { kind: 'line', text: this.#line };
      case '\x03':
        this.#write('^C\r\n');
        return { kind: 'interrupt' };
      case '\x04':
        if (this.#line === '') return { kind: 'end' };
        this.#replace(this.#cursor, this.#cursor + 1, '');
        return EDITING;
      case '\x0c':
        this.#write('\x1b[H\x1b[2J');
        this.#redraw();
        return EDITING;
      default:
        this.#edit(key);
        return EDITING;
    }
  }

  #edit(key: string): void {
    const before = this.#line.slice(0, this.#cursor);
    if (key === '\x7f' || key === '\b') {
      if (before !== '') this.#replace(this.#cursor - 1, this.#cursor, '');
    } else if (key === '\x15') this.#replace(0, this.#cursor, '');
    else if (key === '\x0b') this.#replace(this.#cursor, this.#line.length, '');
    else if (key === '\x17') this.#replace(before.replace(/\S+\s*$/, '').length, this.#cursor, '');
    else if (key === '\x01' || key === '\x1b[H' || key === '\x1b[1~') this.#move(0);
    else if (key === '\x05' || key === '\x1b[F' || key === '\x1b[4~') this.#move(this.#line.length);
    else if (key === '\x02' || key === '\x1b[D') this.#move(this.#cursor - 1);
    else if (key === '\x06' || key === '\x1b[C') this.#move(this.#cursor + 1);
    else if (key === '\x10' || key === '\x1b[A') this.#recall(this.#at - 1);
    else if (key === '\x0e' || key === '\x1b[B') this.#recall(this.#at + 1);
    else if (key === '\x1b[3~') this.#replace(this.#cursor, this.#cursor + 1, '');
    else if (key >= ' ' && !key.startsWith('\x1b')) this.#replace(this.#cursor, this.#cursor, key);
  }

  #recall(at: number): void {
    if (at < 0 || at > this.#history.length) return;
    if (this.#at === this.#history.length) this.#typed = this.#line;
    this.#at = at;
    this.#line = this.#history[at] ?? this.#typed;
    this.#cursor = this.#line.length;
    this.#redraw();
  }

  #move(cursor: number): void {
    this.#cursor = Math.min(Math.max(cursor, 0), this.#line.length);
    this.#redraw();
  }

  #replace(from: number, to: number, text: string): void {
    const atEnd = from === this.#line.length;
    this.#line = this.#line.slice(0, from) + text + this.#line.slice(to);
    this.#cursor = from + text.length;
    if (atEnd) this.#write(text);
    else this.#redraw();
  }

  #redraw(): void {
    const back = this.#line.length - this.#cursor;
    this.#write(`\r${this.#prompt}${this.#line}\x1b[K${back === 0 ? '' : `\x1b[${back}D`}`);
  }
}

/** Characters and whole escape sequences of what a terminal sent. */
export function splitKeys(text: string): readonly string[] {
  return text.match(/\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Z]|[^]/gu) ?? [];
}
