import { Linter } from 'eslint';
import svelte from 'eslint-plugin-svelte';
import { expect, it } from 'vitest';
import { noLiteralText } from './no-literal-text.mjs';

function literalsIn(markup: string): string[] {
  const config = [
    ...svelte.configs.base,
    {
      files: ['**/*.svelte'],
      plugins: { servicescope: { rules: { 'no-literal-text': noLiteralText } } },
      rules: { 'servicescope/no-literal-text': 'error' as const },
    },
  ];
  const messages = new Linter().verify(markup, config, 'a.svelte');
  return messages.map(({ message }) => /"(.*)"/.exec(message)?.[1] ?? message);
}

it.each([
  ['<p>Services</p>', ['Services']],
  ['<p>한국어</p>', ['한국어']],
  ["<p>{ready ? 'Ready' : text}</p>", ['Ready']],
  ["<p>{name ?? 'none'}</p>", ['none']],
  ['<p>{`${count} Pods`}</p>', ['Pods']],
  ["<p>{'Pods: ' + count}</p>", ['Pods:']],
  ['<button aria-label="Close">×</button>', ['Close']],
  ['<Field label="Port" />', ['Port']],
  ["<input placeholder={'Filter'} />", ['Filter']],
  ['<p title={text}>{text} · {count}/{total} → {say("key")}</p>', []],
  ['<p class={ready ? "ready" : "waiting"} id="x" role="status">{text}</p>', []],
  ['<script>const words = "not markup";</script><style>p { color: red }</style>', []],
])('%s', (markup, literals) => {
  expect(literalsIn(markup)).toEqual(literals);
});
