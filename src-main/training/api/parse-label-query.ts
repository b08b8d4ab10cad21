import type { Requirement } from '../admission/label-query.ts';
import { labelValueErrors, qualifiedNameErrors } from '../admission/name-rules.ts';
import { badRequest } from '../status-errors.ts';
import { lookUp } from '../look-up.ts';

// Source: k8s.io/apimachinery 1.34 pkg/labels/selector.go: Lexer, Parser, NewRequirement; names and words are theirs.

const SYMBOLS = ['!=', '==', '=', '!', '>', '<', '(', ')', ','];
const BINARY: Readonly<Record<string, Requirement['operator']>> = {
  in: 'in',
  notin: 'notin',
  '=': 'in',
  '==': 'in',
  '!=': 'notin',
  '>': 'gt',
  '<': 'lt',
};
/** As the message lists them. */
const BINARY_NAMES = 'in, notin, =, ==, !=, gt, lt';

/** Symbols stand for themselves; `in` and `notin` are operators in one place and words in all others; '' is the end. */
interface Token {
  readonly text: string;
  readonly isWord: boolean;
}

const END: Token = { text: '', isWord: false };

/** A labelSelector as requirements, ordered as they stand. Throws the 400 of one that can't be read. */
export function parseLabelQuery(text: string): readonly Requirement[] {
  return new Parser(tokensOf(text)).all();
}

function tokensOf(text: string): readonly Token[] {
  const parts = text.match(/!=|==|[=!()<>,]|[^\s=!()<>,]+/g) ?? [];
  return parts.map((part) => ({ text: part, isWord: !SYMBOLS.includes(part) }));
}

class Parser {
  #position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  all(): readonly Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const next = this.#lookahead();
      if (next === END) return requirements;
      if (!startsRequirement(next)) {
        throw badRequest(`found '${next.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.#requirement());
      const after = this.#consume();
      if (after === END) return requirements;
      if (after.text !== ',') throw badRequest(`found '${after.text}', expected: ',' or 'end of string'`);
      const then = this.#lookahead();
      if (!startsRequirement(then)) throw badRequest(`found '${then.text}', expected: identifier after ','`);
    }
  }

  #requirement(): Requirement {
    const negated = this.#lookahead().text === '!';
    if (negated) this.#consume();
    const { text: key, isWord } = this.#consume();
    if (!isWord) throw unparsable(`found '${key}', expected: identifier`);
    const wrong = qualifiedNameErrors(key);
    if (wrong.length > 0) throw unparsable(`<nil>: Invalid value: ${JSON.stringify(key)}: ${wrong.join('; ')}`);
    const next = this.#lookahead();
    if (negated) return { key, operator: 'absent', values: [] };
    if (next === END || next.text === ',') return { key, operator: 'exists', values: [] };
    return this.#compared(key);
  }

  #compared(key: string): Requirement {
    const { text } = this.#consume();
    const operator = lookUp(BINARY, text);
    if (operator === undefined) throw unparsable(`found '${text}', expected: ${BINARY_NAMES}`);
    const values = text === 'in' || text === 'notin' ? this.#values() : [this.#exactValue()];
    checkValues(key, operator, values);
    return { key, operator, values };
  }

  #exactValue(): string {
    const next = this.#lookahead();
    if (next === END || next.text === ',') return '';
    const { text, isWord } = this.#consume();
    if (!isWord) throw unparsable(`found '${text}', expected: identifier`);
    return text;
  }

  #values(): readonly string[] {
    const open = this.#consume();
    if (open.text !== '(') throw unparsable(`found '${open.text}' expected: '('`);
    const first = this.#lookahead();
    if (first.text === ')') {
      this.#consume();
      return [''];
    }
    if (!first.isWord && first.text !== ',') {
      throw unparsable(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values = this.#list();
    if (this.#consume().text !== ')') throw unparsable(`found '${first.text}', expected: ')'`);
    return [...values].sort();
  }

  /** Empty values too: `(,a)` is the empty one and a. */
  #list(): ReadonlySet<string> {
    const values = new Set<string>();
    for (;;) {
      const token = this.#consume();
      const next = this.#lookahead();
      if (token.isWord) {
        values.add(token.text);
        if (next.text === ')') return values;
        if (next.text !== ',') throw unparsable(`found '${next.text}', expected: ',' or ')'`);
      } else if (token.text === ',') {
        if (values.size === 0 || next.text === ')' || next.text === ',') values.add('');
        if (next.text === ')') return values;
        if (next.text === ',') this.#consume();
      } else throw unparsable(`found '${token.text}', expected: ',', or identifier`);
    }
  }

  #lookahead(): Token {
    return this.tokens[this.#position] ?? END;
  }

  #consume(): Token {
    return this.tokens[this.#position++] ?? END;
  }
}

function startsRequirement({ text, isWord }: Token): boolean {
  return isWord || text === '!';
}

function checkValues(key: string, operator: Requirement['operator'], values: readonly string[]): void {
  const numeric = operator === 'gt' || operator === 'lt';
  const wrong = values.flatMap((value, index) => [
    ...(numeric && !/^[+-]?\d+$/.test(value)
      ? [
          `values[${index}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
        ]
      : []),
  ]);
  const labels = values.flatMap((value, index) => {
    const errors = labelValueErrors(value);
    const title = `values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}`;
    return errors.length === 0 ? [] : [`${title}: ${errors.join('; ')}`];
  });
  const all = [...wrong, ...labels];
  if (all.length > 0) throw unparsable(all.length === 1 ? (all[0] ?? '') : `[${all.join(', ')}]`);
}

function unparsable(why: string): Error {
  return badRequest(`unable to parse requirement: ${why}`);
}
