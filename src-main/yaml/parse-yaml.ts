import { Lexer, parse, Parser } from 'yaml';

/** What is open at once, from the document to the innermost value; far more than any object of Kubernetes nests. */
const DEEPEST = 500;

export interface YamlOptions {
  /** Aliases followed, with what they unfold to: a few bytes of them can come to gigabytes. 0: none. */
  readonly maxAliasCount: number;
  /** False: of a key that is there twice the last is taken, as kubectl does. */
  readonly uniqueKeys?: boolean;
}

/**
 * A text of somebody else as one YAML document. Odd tags and keys are taken without a word: it is no reason for warnings on
 * our own stderr. Throws YAMLParseError, and RangeError where it nests too deep: that ends in a full stack, and a regular
 * expression that is compiled on a full stack ends the process (V8's RegExpCompiler), whoever would catch the error.
 */
export function parseYaml(text: string, { maxAliasCount, uniqueKeys = true }: YamlOptions): unknown {
  checkDepth(text);
  return parse(text, { maxAliasCount, uniqueKeys, logLevel: 'error' }) as unknown;
}

/** Lexer and parser keep what is open in a list; it is the composer, which comes after them, that calls itself. */
function checkDepth(text: string): void {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // What is complete is of no interest; that it is asked for drives the parser on.
    Array.from(parser.next(lexeme));
    if (parser.stack.length > DEEPEST) throw new RangeError('exceeded max depth');
  }
}
