import {
  parse,
  serialize,
  type CommandNode,
  type PipelineNode,
  type ScriptNode,
  type SimpleCommandNode,
  type StatementNode,
} from 'just-bash';
import { LIVE_ERR, LIVE_LINE, LIVE_OUT, LIVE_REST } from './live-fs.ts';
import { quoteWord } from './shell-words.ts';
import { fromRoot, readsArchive } from './tar-arguments.ts';

/** Which of the session's streams a command has, as opposed to a pipe, a file or a substitution. */
interface Streams {
  readonly in: boolean;
  readonly out: boolean;
  readonly err: boolean;
}

type Word = NonNullable<SimpleCommandNode['name']>;
type Redirection = SimpleCommandNode['redirections'][number];

/** A command before a turn of a loop: lets the thread hear of Ctrl-C. */
export const TICK = '__tick';
/** Before the name of a command that writes to the session itself while it runs. */
export const LIVE_PREFIX = '__live_';

const NONE: Streams = { in: false, out: false, err: false };
/** They read all of stdin where no argument names a file. */
const FILTERS = new Set(['cat', 'wc', 'sort', 'uniq', 'tr', 'tee', 'nl', 'rev', 'tac', 'jq', 'base64', 'md5sum']);

const OUT = redirection(`>>${LIVE_OUT}`);
const ERR = redirection(`2>>${LIVE_ERR}`);
const ERR_TO_OUT = redirection(`2>>${LIVE_OUT}`);
const OUT_TO_ERR = redirection(`>>${LIVE_ERR}`);

/**
 * just-bash hands over what commands wrote when all of a script has ended. So each simple command whose stdout is the
 * session's is given a redirection to a file that is the session's stdout; `read` and filters, likewise, get stdin.
 * @param streaming commands that have a live form
 * @throws where the text is no script (yet)
 */
export function rewriteScript(text: string, streaming: ReadonlySet<string>): string {
  const script = parse(text);
  const rewriter = new Rewriter(streaming);
  const rewritten: ScriptNode = {
    ...script,
    statements: script.statements.map((statement) => rewriter.statement(statement, { in: true, out: true, err: true })),
  };
  return serialize(rewritten);
}

class Rewriter {
  readonly #streaming: ReadonlySet<string>;

  constructor(streaming: ReadonlySet<string>) {
    this.#streaming = streaming;
  }

  statement(node: StatementNode, streams: Streams): StatementNode {
    const { sourceText: _, ...rest } = node;
    return { ...rest, pipelines: node.pipelines.map((pipeline) => this.#pipeline(pipeline, streams)) };
  }

  #pipeline(node: PipelineNode, streams: Streams): PipelineNode {
    const last = node.commands.length - 1;
    const commands = node.commands.map((command, index) =>
      this.#command(command, {
        in: streams.in && index === 0,
        out: streams.out && index === last,
        err: streams.err && (index === last || node.pipeStderr?.[index] !== true),
      }),
    );
    return { ...node, commands };
  }

  #command(node: CommandNode, outer: Streams): CommandNode {
    if (node.type === 'SimpleCommand') return this.#simple(node, outer);
    if (node.type === 'FunctionDef') {
      const body = this.#command(node.body, NONE);
      return body.type === 'SimpleCommand' || body.type === 'FunctionDef' ? node : { ...node, body };
    }
    const streams = insideOf(node.redirections, outer);
    const all = (statements: StatementNode[]): StatementNode[] =>
      statements.map((statement) => this.statement(statement, streams));
    switch (node.type) {
      case 'If':
        return {
          ...node,
          clauses: node.clauses.map((clause) => ({ condition: all(clause.condition), body: all(clause.body) })),
          elseBody: node.elseBody === null ? null : all(node.elseBody),
        };
      case 'While':
      case 'Until':
        return { ...node, condition: [tick(), ...all(node.condition)], body: all(node.body) };
      case 'For':
      case 'CStyleFor':
        return { ...node, body: [tick(), ...all(node.body)] };
      case 'Case':
        return { ...node, items: node.items.map((item) => ({ ...item, body: all(item.body) })) };
      case 'Subshell':
      case 'Group':
        return { ...node, body: all(node.body) };
      default:
        return node;
    }
  }

  #simple(node: SimpleCommandNode, streams: Streams): SimpleCommandNode {
    const name = literalName(node);
    if (node.name === null && node.assignments.some((one) => one.array !== null)) return arrayAssignment(node);
    if (node.name === null || name === 'exec') return node;
    const given = node.redirections.map((one) => redirected(one, node.redirections, streams));
    const own = given.filter((one) => one.fd !== 0 && !one.operator.startsWith('<'));
    const hasOut = own.some((one) => (one.fd ?? 1) === 1 || one.operator.startsWith('&'));
    const hasErr = own.some((one) => one.fd === 2 || one.operator.startsWith('&'));
    const added = [
      ...(streams.out && !hasOut ? [OUT] : []),
      ...(streams.err && !hasErr ? [ERR] : []),
      ...(streams.in && own.length === given.length ? stdinOf(node, name) : []),
    ];
    const live = streams.out && streams.err && own.length === 0 && name !== undefined && this.#streaming.has(name);
    return {
      ...node,
      name: live ? word(`${LIVE_PREFIX}${name}`) : node.name,
      args: (name === 'tar' ? tarArguments(node.args) : node.args).map(quoted),
      redirections: [...added, ...given],
    };
  }
}

/** `$'…'` is parsed to a literal, and a line end in a literal is serialized as nothing (just-bash 3.4.2). */
function quoted(given: Word): Word {
  const parts = given.parts.map((part) =>
    part.type === 'Literal' && part.value.includes('\n') ? { ...part, type: 'SingleQuoted' as const } : part,
  );
  return { ...given, parts };
}

/** just-bash's serializer drops the quotes of an array's elements (3.4.2): the assignment becomes an `eval` of its text. */
function arrayAssignment(node: SimpleCommandNode): SimpleCommandNode {
  const text = node.assignments.map((one) => {
    if (one.array === null) return textOf({ ...node, assignments: [one] });
    const elements = one.array.map((element) => textOf({ ...node, assignments: [], name: element }));
    return `${one.name}${one.append ? '+' : ''}=(${elements.join(' ')})`;
  });
  return { ...node, assignments: [], name: word('eval'), args: simple(`eval ${quoteWord(text.join(' '))}`).args };
}

function textOf(command: SimpleCommandNode): string {
  const pipeline: PipelineNode = { type: 'Pipeline', commands: [command], negated: false };
  const statement: StatementNode = { type: 'Statement', pipelines: [pipeline], operators: [], background: false };
  return serialize({ type: 'Script', statements: [statement] });
}

/** `2>&1` and `>&2` mean the session's streams where nothing redirects the one they name. */
function redirected(one: Redirection, all: readonly Redirection[], streams: Streams): Redirection {
  if (one.operator !== '>&' || one.target.type !== 'Word') return one;
  const target = literal(one.target.parts);
  const fd = one.fd ?? 1;
  const others = all.filter((other) => other !== one && other.operator !== '<');
  const taken = (wanted: number): boolean => others.some((other) => (other.fd ?? 1) === wanted);
  if (fd === 2 && target === '1' && streams.out && !taken(1)) return ERR_TO_OUT;
  if (fd === 1 && target === '2' && streams.err && !taken(2)) return OUT_TO_ERR;
  return one;
}

function stdinOf(node: SimpleCommandNode, name: string | undefined): readonly Redirection[] {
  if (name === 'read') return [redirection(`<${LIVE_LINE}`)];
  const given = node.args.map((argument) => literal(argument.parts));
  const reads = name === 'tar' ? readsArchive(given) : name !== undefined && FILTERS.has(name) && given.every(isOption);
  return reads ? [redirection(`<${LIVE_REST}`)] : [];
}

function tarArguments(given: readonly Word[]): readonly Word[] {
  return fromRoot(given.map(({ parts }) => literal(parts)))?.map(singleQuoted) ?? given;
}

function singleQuoted(value: string): Word {
  return { type: 'Word', parts: [{ type: 'SingleQuoted', value }] };
}

function isOption(argument: string | undefined): boolean {
  return argument?.startsWith('-') === true;
}

function insideOf(redirections: readonly Redirection[], outer: Streams): Streams {
  const reads = redirections.some((one) => one.operator.startsWith('<'));
  const writes = redirections.some((one) => !one.operator.startsWith('<'));
  return { in: outer.in && !reads, out: outer.out && !writes, err: outer.err && !writes };
}

function literalName(node: SimpleCommandNode): string | undefined {
  const text = node.name === null ? undefined : literal(node.name.parts);
  return text?.replace(/^\/(usr\/)?(local\/)?s?bin\//, '');
}

function literal(parts: readonly { readonly type: string; readonly value?: unknown }[]): string | undefined {
  const [only] = parts;
  if (parts.length !== 1 || only === undefined) return undefined;
  return ['Literal', 'SingleQuoted', 'Escaped'].includes(only.type) && typeof only.value === 'string'
    ? only.value
    : undefined;
}

function tick(): StatementNode {
  return first(parse(TICK).statements);
}

function word(text: string): Word {
  return { type: 'Word', parts: [{ type: 'Literal', value: text }] };
}

function redirection(text: string): Redirection {
  return first(simple(`x ${text}`).redirections);
}

function simple(text: string): SimpleCommandNode {
  const command = first(first(first(parse(text).statements).pipelines).commands);
  if (command.type !== 'SimpleCommand') throw new TypeError('not a simple command');
  return command;
}

function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new RangeError('empty list');
  return item;
}
