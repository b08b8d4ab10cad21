/** What a colour means; each is always beside an icon or a word. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'neutral';
