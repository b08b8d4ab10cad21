import { expect, it } from 'vitest';
import { aService } from '../../test/support/builders.ts';
import { RunForm } from './run-form.svelte.ts';

it('asks for 200 requests at 50/s from 2 clients, each on a new connection, off beside on, unless told otherwise', () => {
  const service = aService();
  const form = new RunForm(service);
  expect(form.request(service)).toMatchObject({
    requests: 200,
    rate: 50,
    clients: 2,
    newConnection: true,
    timeoutMs: 2000,
    affinity: 'beside',
    path: '/',
    identify: { by: 'answer' },
  });
  expect(form.rateCap, '200/s for both sides together').toBe(100);
});
