import { isInCidr, parseAddress } from '../../network/addresses.ts';

/** The network's own address, the bridge's, and at the end the broadcast are no Pod's. */
const FIRST = 2;

/**
 * The Pod addresses of one Node. They are given in turn, as host-local IPAM does, so that an address that became free is
 * the last to be given again: a recycled address would inherit another Pod's affinity.
 */
export class PodAddresses {
  readonly #taken = new Set<number>();
  readonly #base: number;
  readonly #count: number;
  #latest = FIRST - 1;

  /** @param podCIDR `10.244.0.0/17` */
  constructor(private readonly podCIDR: string) {
    const [base = '', length = '32'] = podCIDR.split('/');
    this.#base = parseAddress(base) ?? 0;
    this.#count = 2 ** (32 - Number(length)) - 1 - FIRST;
  }

  /** Undefined when the Node has none left. */
  take(): string | undefined {
    for (let step = 1; step <= this.#count; step += 1) {
      const host = FIRST + ((this.#latest - FIRST + step) % this.#count);
      if (this.#taken.has(host)) continue;
      this.#taken.add(host);
      this.#latest = host;
      return printAddress(this.#base + host);
    }
    return undefined;
  }

  /** Addresses that are not of this Node's are left alone: a Pod on the host network has the Node's own. */
  release(address: string): void {
    const bits = parseAddress(address);
    if (bits !== null && isInCidr(address, this.podCIDR)) this.#taken.delete(bits - this.#base);
  }
}

function printAddress(bits: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((size) => Math.floor(bits / size) % 256).join('.');
}
