// Source: k8s.io/apimachinery 0.34.4 pkg/api/resource, ParseQuantity and CanonicalizeBytes.

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** Characters, and powers of ten: beyond, reckoning would take the process's time and memory. */
const LONGEST = 1_000;
/** Amounts are whole numbers of 10⁻⁹, which is the least there is. */
const NANO = -9;
const ONE = 10n ** 9n;
const MILLI = 10n ** 6n;
const LARGEST_BINARY = (2n ** 63n - 1n) * ONE;
/** Above whatever is meant. */
const HUGE = 10n ** 2_100n;

interface Parsed {
  readonly text: string;
  readonly negative: boolean;
  /** Without zeros at its front, but one where there is nothing else. */
  readonly whole: string;
  readonly fraction: string;
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly scientific: boolean;
}

/**
 * A quantity as the API server gives it back: `0.5` is `500m`, `1024Mi` is `1Gi`. `text` must be one. What nobody means, as
 * `1e999999999` or a million digits, is given back as it is: its value would fill memory.
 */
export function canonicalQuantity(text: string): string {
  const parsed = parse(text.trim());
  return isKept(parsed) || !isMeant(parsed) ? parsed.text : formatted(parsed, amountOf(parsed));
}

/** The same of what a container asks for: no less than a thousandth. Source: k/k 1.34.4 SetDefaults_ResourceList. */
export function inThousandths(text: string): string {
  const parsed = parse(text.trim());
  const amount = isMeant(parsed) ? amountOf(parsed) : 0n;
  if (amount % MILLI === 0n) return canonicalQuantity(text);
  // Up, below nothing as well: away from it.
  return formatted(parsed, (amount / MILLI + 1n) * MILLI);
}

/** How much it is, in 10⁻⁹: to compare. What nobody means is more than anything else, or as good as nothing. */
export function inBillionths(text: string): bigint {
  const parsed = parse(text.trim());
  const tiny = parsed.exponent < 0 || parsed.whole === '0';
  const amount = isMeant(parsed) ? amountOf(parsed) : tiny ? 1n : HUGE;
  return parsed.negative ? -amount : amount;
}

/** Whether two are as much; of two that nobody means, whether they are written alike. */
export function sameQuantity(one: string, other: string): boolean {
  if (one === other) return true;
  const meant = [one, other].every((text) => isMeant(parse(text.trim())));
  return meant && inBillionths(one) === inBillionths(other);
}

/** Whether it is a number of whole units, as bytes have to be. */
export function isWhole(text: string): boolean {
  const parsed = parse(text.trim());
  return !isMeant(parsed) || amountOf(parsed) % ONE === 0n;
}

function isMeant({ text, exponent }: Parsed): boolean {
  return text.length <= LONGEST && Math.abs(exponent) <= LONGEST;
}

function formatted(parsed: Parsed, amount: bigint): string {
  if (amount === 0n) return '0';
  const sign = parsed.negative ? '-' : '';
  // Below 1Ki, and where a fraction would be lost, it is told in tens.
  const binary = parsed.base === 2 && amount >= 1024n * ONE && amount % ONE === 0n;
  return sign + (binary ? inBinary(amount / ONE) : inDecimal(amount, parsed.scientific));
}

function parse(text: string): Parsed {
  const [, sign = '', digits = '', fraction = '', suffix = ''] = /^([+-]?)(\d*)\.?(\d*)(.*)$/.exec(text) ?? [];
  const whole = digits.replace(/^0+/, '') || '0';
  const amount = { text, negative: sign === '-', whole, fraction };
  const power = BINARY.indexOf(suffix);
  if (power > 0) return { ...amount, base: 2, exponent: power * 10, scientific: false };
  const place = DECIMAL.indexOf(suffix);
  if (place !== -1) return { ...amount, base: 10, exponent: place * 3 + NANO, scientific: false };
  return { ...amount, base: 10, exponent: Number(suffix.slice(1)), scientific: true };
}

/** What reads as canonical at a first glance stays as it was written, and be it `+1` or `1.500`. */
function isKept({ whole, fraction, base, exponent }: Parsed): boolean {
  const digits = whole + fraction;
  if (base === 2) {
    const isShort = fraction === '' && 14 - whole.length - Math.trunc((exponent * 3) / 10) >= 0;
    return isShort && BigInt(whole) % 8n !== 0n;
  }
  const scale = exponent - fraction.length;
  const isShort = digits.length <= 18 && scale >= NANO;
  return isShort && scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

/** In 10⁻⁹, rounded up: who asks for some should get some. */
function amountOf({ whole, fraction, base, exponent }: Parsed): bigint {
  const digits = BigInt(whole + fraction);
  const scale = (base === 10 ? exponent : 0) - fraction.length - NANO;
  const scaled = base === 2 ? digits * 2n ** BigInt(exponent) : digits;
  if (scale >= 0) return capped(scaled * 10n ** BigInt(scale), base);
  const divisor = 10n ** BigInt(-scale);
  return capped((scaled + divisor - 1n) / divisor, base);
}

const capped = (amount: bigint, base: number): bigint =>
  base === 2 && amount > LARGEST_BINARY ? LARGEST_BINARY : amount;

function inBinary(amount: bigint): string {
  let power = 0;
  let rest = amount;
  for (; rest % 1024n === 0n; rest /= 1024n) power += 1;
  return `${rest}${BINARY[power] ?? ''}`;
}

function inDecimal(amount: bigint, scientific: boolean): string {
  let exponent = NANO;
  let rest = amount;
  for (; rest % 1000n === 0n; rest /= 1000n) exponent += 3;
  if (!scientific) return `${rest}${DECIMAL[(exponent - NANO) / 3] ?? ''}`;
  return exponent === 0 ? String(rest) : `${rest}e${exponent}`;
}
