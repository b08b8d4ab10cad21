import { invalid, type InvalidField } from '../status-errors.ts';

/**
 * Collects what is wrong with an object, field by field, in the API server's words. Source: k8s.io/apimachinery 1.34
 * pkg/util/validation/field/errors.go.
 */
export class FieldErrors {
  readonly #found: InvalidField[] = [];

  get empty(): boolean {
    return this.#found.length === 0;
  }

  required(field: string, detail = ''): void {
    this.#add('FieldValueRequired', field, 'Required value', detail);
  }

  invalid(field: string, value: unknown, detail: string): void {
    this.#add('FieldValueInvalid', field, `Invalid value: ${shown(value)}`, detail);
  }

  /** `supported` in the order of the message: sorted, as Go's sets are. */
  notSupported(field: string, value: unknown, supported: readonly string[]): void {
    const values = supported.map((each) => JSON.stringify(each)).join(', ');
    this.#add('FieldValueNotSupported', field, `Unsupported value: ${shown(value)}`, `supported values: ${values}`);
  }

  duplicate(field: string, value: unknown): void {
    this.#add('FieldValueDuplicate', field, `Duplicate value: ${shown(value)}`, '');
  }

  notFound(field: string, value: unknown): void {
    this.#add('FieldValueNotFound', field, `Not found: ${shown(value)}`, '');
  }

  forbidden(field: string, detail: string): void {
    this.#add('FieldValueForbidden', field, 'Forbidden', detail);
  }

  tooLong(field: string, limit: number): void {
    this.#add('FieldValueTooLong', field, 'Too long', `may not be more than ${limit} bytes`);
  }

  /** Several texts about one value. */
  eachInvalid(field: string, value: unknown, details: readonly string[]): void {
    for (const detail of details) this.invalid(field, value, detail);
  }

  /** Throws the 422 if anything was found. */
  throwIfAny(kind: string, group: string, name: string): void {
    if (!this.empty) throw invalid(kind, group, name, this.#found);
  }

  #add(reason: string, field: string, title: string, detail: string): void {
    this.#found.push({ reason, field, message: detail === '' ? title : `${title}: ${detail}` });
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}
