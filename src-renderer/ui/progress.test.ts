import { render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import Progress from './Progress.svelte';

const moved = (container: Element): string | undefined =>
  container.querySelector<HTMLElement>('.fill')?.style.transform;

describe('Progress', () => {
  it.each([
    [0, 'translateX(-100%)'],
    [50, 'translateX(-75%)'],
    [200, 'translateX(0%)'],
    [210, 'translateX(0%)'],
  ])('%i of 200 are drawn as far as they came, and never beyond', (value, transform) => {
    const { container } = render(Progress, { label: 'Run', max: 200, value, valueText: '' });
    expect(moved(container)).toBe(transform);
  });

  it('moves by itself where nobody knows how many there are, and follows once somebody does', async () => {
    const { container, rerender } = render(Progress, { label: 'Run', max: null, value: 7, valueText: '' });
    expect(container.querySelector('.open')).not.toBeNull();
    await rerender({ max: 10 });
    expect(container.querySelector('.open')).toBeNull();
    expect(moved(container)).toMatch(/^translateX\(-30(\.\d+)?%\)$/);
  });
});
