import { badRequest } from '../status-errors.ts';

/** One condition of a fieldSelector. */
export interface FieldTerm {
  readonly field: string;
  readonly equal: boolean;
  readonly value: string;
}

/** Throws the 400 of what is no selector. Source: apimachinery 0.34.4 pkg/fields/selector.go parseSelector, which sorts the terms. */
export function parseFieldQuery(text: string): readonly FieldTerm[] {
  return termsOf(text)
    .filter((term) => term !== '')
    .sort((a, b) => (a < b ? -1 : 1))
    .map((term) => {
      const parts = /^(.*?)(!=|==|=)(.*)$/su.exec(term);
      if (parts === null) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      const [, field = '', operator, value = ''] = parts;
      return { field, equal: operator !== '!=', value: unescaped(value) };
    });
}

/** Commas part terms, but for those behind a backslash. */
function termsOf(text: string): readonly string[] {
  return text.match(/(?:\\.|[^,\\]|\\$)+/gsu) ?? [];
}

function unescaped(value: string): string {
  return value.replaceAll(/\\.|[\\,=]/gsu, (found) => {
    if (['\\\\', '\\,', '\\='].includes(found)) return found.slice(1);
    if (found.startsWith('\\')) throw badRequest(`invalid field selector: invalid escape sequence: ${found}`);
    // Go prints the number of the character.
    throw badRequest(`invalid field selector: unescaped character in value: ${found.charCodeAt(0)}`);
  });
}
