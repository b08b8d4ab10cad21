import { lookUp } from '../look-up.ts';

/** How a suffix multiplies. Source: apimachinery pkg/api/resource/suffix.go. */
const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The value of a quantity (`100m`, `64Mi`, `1e3`); NaN where it is none. Close enough to compare two of them. */
export function quantityValue(quantity: unknown): number {
  const [, digits = '', suffix = ''] = /^([+-]?[0-9.]+(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(String(quantity)) ?? [];
  return digits === '' ? Number.NaN : Number(digits) * (lookUp(SUFFIXES, suffix) ?? Number.NaN);
}
