import type { Page } from '@playwright/test';
import type { RecordedCanvas } from './drawn-text.ts';

/**
 * What a designer would send back at once: text cut off without an ellipsis, text of which nothing or not its whole height is
 * seen, two of texts, controls and pictures on one another, and anything wider than the window. Empty where there is nothing.
 * Text that ends in an ellipsis counts as shown if the whole of it is in a title; what can be scrolled to is shown. With a dialog
 * open, it is the dialog that is looked at. Text on a canvas is looked at as well, once `recordDrawing` knows of it.
 */
export function layoutFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    interface Shown {
      readonly element: Element;
      readonly text: string;
      readonly box: DOMRect;
      /** On a canvas, which has many texts. */
      readonly drawn?: boolean;
    }
    /** What of a line its ancestors cut away, in px, by which of them. */
    interface Cut {
      readonly x: number;
      readonly y: number;
      readonly ellipsis: boolean;
      readonly box: DOMRect;
    }
    const faults: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth)
      faults.push(`the page is ${String(root.scrollWidth - root.clientWidth)} px too wide`);

    const scrolls = (overflow: string): boolean => /auto|scroll/.test(overflow);
    /** The part of a line that its scrolling and clipping ancestors let be seen; null once it is scrolled away or in part. */
    const cutOf = (element: Element, line: DOMRect): Cut | null => {
      let { left, top, right, bottom } = line;
      let ellipsis = false;
      let scrolled = false;
      for (let parent: Element | null = element; parent !== null; parent = parent.parentElement) {
        const style = getComputedStyle(parent);
        if (style.overflow === 'visible') continue;
        const clip = parent.getBoundingClientRect();
        const x = clip.left > left + 1 || clip.right < right - 1;
        const y = clip.top > top + 1 || clip.bottom < bottom - 1;
        scrolled ||= (x && scrolls(style.overflowX)) || (y && scrolls(style.overflowY));
        ellipsis ||= x && style.textOverflow === 'ellipsis';
        left = Math.max(left, clip.left);
        top = Math.max(top, clip.top);
        right = Math.min(right, clip.right);
        bottom = Math.min(bottom, clip.bottom);
      }
      const box = new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
      if (scrolled) return box.width < 2 || box.height < 4 ? null : { x: 0, y: 0, ellipsis, box };
      return { x: line.width - box.width, y: Math.max(top - line.top, line.bottom - bottom), ellipsis, box };
    };
    const hasTitle = (element: Element, text: string): boolean =>
      element.closest(`[title]`)?.getAttribute('title')?.includes(text.slice(0, 20)) === true;
    /** A line is higher than its letters, by half as much again in some fonts: less than this from a side cuts none. */
    const slack = (line: DOMRect): number => Math.max(2, line.height * 0.18);

    /** What a closed details holds has boxes, too. */
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).opacity !== '0';

    const shown: Shown[] = [];
    const look = (element: Element, text: string, line: DOMRect, drawn = false): void => {
      if (line.width < 2 || line.height < 4) return;
      const cut = cutOf(element, line);
      if (cut === null) return;
      const seen = cut.box.width >= 2 && cut.box.height >= 4;
      if (seen) shown.push({ element, text, box: cut.box, drawn });
      const what = `"${text.slice(0, 60)}"`;
      if (cut.ellipsis && cut.x > 2 && !hasTitle(element, text)) faults.push(`ellipsis without a title: ${what}`);
      else if (!seen && !cut.ellipsis) faults.push(`clipped to nothing: ${what}`);
      else if (cut.x > 2 && !cut.ellipsis) faults.push(`cut off: ${what}`);
      if (seen && cut.y > slack(line)) faults.push(`cut in height by ${cut.y.toFixed(0)} px: ${what}`);
    };
    const scene = document.querySelector('[role=dialog]') ?? document.body;
    const pen = document.createElement('canvas').getContext('2d');
    for (const field of scene.querySelectorAll('input, select')) {
      const { width } = field.getBoundingClientRect();
      if (width === 0 || (field instanceof HTMLInputElement && /^(radio|checkbox)$/.test(field.type))) continue;
      const style = getComputedStyle(field);
      const text =
        field instanceof HTMLSelectElement
          ? (field.selectedOptions[0]?.text ?? '')
          : (field as HTMLInputElement).value || (field as HTMLInputElement).placeholder;
      if (pen !== null) pen.font = style.font;
      const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      const needs = pen?.measureText(text).width ?? 0;
      if (needs > room + 1 && !hasTitle(field, text))
        faults.push(`a field too narrow by ${(needs - room).toFixed(0)} px: "${text.slice(0, 60)}"`);
    }
    const walker = document.createTreeWalker(scene, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = (node.textContent ?? '').trim();
      const left = element?.closest('.sr-only, [aria-hidden=true] canvas, select, option') ?? null;
      if (element === null || text === '' || left !== null || !isShown(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) look(element, text, line);
    }
    const CONTROLS = 'button, input, select, textarea, canvas, [role=progressbar]';
    const FIELDS = 'input:not([type=radio], [type=checkbox]), select, textarea';
    /** What of it must be free: of a field what is in it, for crosses and arrows have their place in its padding. */
    const placeOf = (control: Element): DOMRect => {
      const { x, y, width, height } = control.getBoundingClientRect();
      if (!control.matches(FIELDS)) return new DOMRect(x, y, width, height);
      const style = getComputedStyle(control);
      const [left, right] = [parseFloat(style.paddingLeft), parseFloat(style.paddingRight)];
      return new DOMRect(x + left, y, Math.max(0, width - left - right), height);
    };
    for (const control of scene.querySelectorAll(CONTROLS)) {
      const left = control.closest('.sr-only') !== null || !isShown(control);
      const cut = left ? null : cutOf(control, placeOf(control));
      if (cut === null || cut.box.width < 4 || cut.box.height < 4) continue;
      const name = control.getAttribute('aria-label') ?? (control.textContent || control.getAttribute('placeholder'));
      shown.push({ element: control, text: `<${control.localName}> ${(name ?? '').trim()}`, box: cut.box });
    }
    for (const canvas of scene.querySelectorAll<RecordedCanvas>('canvas')) {
      if (!isShown(canvas)) continue;
      const place = canvas.getBoundingClientRect();
      // Of a canvas's own pixels there are more than one in one of the page's, on some screens.
      const [across, down] = [place.width / canvas.width, place.height / canvas.height];
      for (const { text, left, top, right, bottom, squeezed } of canvas.drawn ?? []) {
        if (squeezed) faults.push(`pressed together: "${text.slice(0, 60)}"`);
        const [x, y] = [place.x + left * across, place.y + top * down];
        look(canvas, text, new DOMRect(x, y, (right - left) * across, (bottom - top) * down), true);
      }
    }
    /** Words in a control, and words in a line with words: one thing. A control over the words around it is another. */
    const isPart = (inner: Shown, outer: Shown): boolean =>
      (inner.drawn !== true || outer.drawn !== true) &&
      outer.element.contains(inner.element) &&
      (!inner.element.matches(CONTROLS) || outer.element.matches(CONTROLS));
    for (const [index, one] of shown.entries()) {
      for (const other of shown.slice(index + 1)) {
        if (isPart(one, other) || isPart(other, one)) continue;
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // Line boxes of neighbouring lines touch by a pixel or two; glyphs do not.
        if (width > 2 && height > 5)
          faults.push(`overlap: "${one.text.slice(0, 40)}" and "${other.text.slice(0, 40)}"`);
      }
    }
    return [...new Set(faults)];
  });
}
