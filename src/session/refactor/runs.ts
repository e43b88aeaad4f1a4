/**
 * Statements that stand side by side in one body, and the places of a file that say the same but for values. Of a run is
 * told what each word in it is: text that is the same everywhere, a value that may be another one, or a name that the run
 * gives itself.
 */

import type { Analysis } from '../../analysis/analysis';
import type { Span } from '../../base/span';
import type { NameKind } from '../../graph/name-meaning';
import type { Body, SourceFile, Statement, SyntaxNode, Token } from '../../syntax/tree';
import { isDefinition, isTrivia, isWord, keywordOf, nodesAt, tokenIndexAt, walk } from '../../syntax/tree-walk';

export interface Run extends Span {
  readonly body: Body;
  readonly statements: readonly Statement[];
}

export function runOf(body: Body, from: number, length: number): Run | undefined {
  const statements = body.statements.slice(from, from + length);
  const [first, last] = [statements[0], statements.at(-1)];
  if (first === undefined || last === undefined || statements.length < length) return undefined;
  return { body, statements, start: first.start, end: last.end };
}

/** The statements that a range touches, of the innermost body that holds all of it. */
export function runTouching(file: SourceFile, span: Span): Run | undefined {
  const body = nodesAt(file, span.start).findLast(
    (node): node is Body => node.kind === 'body' && node.start <= span.start && span.end <= node.end,
  );
  if (body === undefined) return undefined;
  const isTouched = ({ start, end }: Statement): boolean => start < span.end && end > span.start;
  const from = body.statements.findIndex(isTouched);
  return from < 0 ? undefined : runOf(body, from, body.statements.filter(isTouched).length);
}

/** The name that the statement gives its result, with the sign behind it. */
export function labelSpan(statement: Statement): Span | undefined {
  const label = 'label' in statement ? statement.label : undefined;
  const word = statement.kind === 'call' ? statement.callee : keywordOf(statement);
  return label === undefined || word === undefined ? undefined : { start: label.start, end: word.start };
}

/** The name that a statement gives its result. */
export function labelOf(statement: Statement | undefined): string | undefined {
  return statement !== undefined && 'label' in statement ? statement.label?.text : undefined;
}

const makesLayers: ReadonlySet<Statement['kind']> = new Set(['call', 'join', 'join-call', 'repeat', 'if']);

/** The last statement of some that makes layers, whose result theirs is. */
export function lastMaking(statements: readonly Statement[]): Statement | undefined {
  return statements.findLast(({ kind }) => makesLayers.has(kind));
}

export type RunWord =
  | { readonly kind: 'fixed'; readonly token: Token }
  /** A name that the run gives; they are counted. */
  | { readonly kind: 'own'; readonly token: Token; readonly place: number }
  /** A number, a size, or a name for a value or a result that is given around the run. */
  | { readonly kind: 'value' | 'result'; readonly token: Token; readonly isName: boolean };

const values: ReadonlySet<NameKind> = new Set(['parameter', 'constant', 'variable']);
const results: ReadonlySet<NameKind> = new Set(['result', 'input', 'branch']);

/** What may differ between places that are equal: numbers alone, or sizes too. */
export type Differing = 'numbers' | 'sizes';

/** The words of a run, without what only separates and without the name of its result. */
function wordsOf(
  { names }: Analysis,
  file: SourceFile,
  run: Run,
  home: SyntaxNode | undefined,
  differing: Differing,
): readonly RunWord[] {
  const meanings = names.get(file.file);
  const label = labelSpan(run.statements.at(-1) as Statement);
  const checks = spansOf(run, 'expect');
  const own = new Map<number, number>();
  const words: RunWord[] = [];
  for (let index = tokenIndexAt(file, run.start); index < file.tokens.length; index++) {
    const token = file.tokens[index] as Token;
    if (token.start >= run.end) break;
    const text = file.text.slice(token.start, token.end);
    if (isTrivia(token) || text === ',' || text === '->' || isIn(label, token)) continue;
    const isCheck = checks.some((check) => isIn(check, token));
    if (!isCheck && (token.kind === 'number' || (token.kind === 'size' && differing === 'sizes'))) {
      words.push({ kind: 'value', token, isName: false });
      continue;
    }
    const meaning = isWord(token) ? meanings?.get(token.start) : undefined;
    const { declaration, kind = 'layer' } = meaning ?? {};
    const start = declaration?.file === file.file ? declaration.span.start : -1;
    if (isIn(run, { start })) {
      if (!own.has(start)) own.set(start, own.size);
      words.push({ kind: 'own', token, place: own.get(start) as number });
    } else if (isIn(home, { start }) && (values.has(kind) || results.has(kind))) {
      words.push({ kind: values.has(kind) ? 'value' : 'result', token, isName: true });
    } else words.push({ kind: 'fixed', token });
  }
  return words;
}

/** The module or network that a place stands in. */
export function homeOf(file: SourceFile, { start }: Pick<Span, 'start'>): SyntaxNode | undefined {
  return nodesAt(file, start).find(isDefinition);
}

export function isIn(span: Span | undefined, { start }: Pick<Span, 'start'>): boolean {
  return span !== undefined && span.start <= start && start < span.end;
}

function spansOf({ statements }: Run, kind: SyntaxNode['kind']): readonly Span[] {
  const found: Span[] = [];
  for (const statement of statements) {
    walk(statement, (node) => {
      if (node.kind === kind) found.push(node);
    });
  }
  return found;
}

/** What belongs to the body of a network, or holds for the rest of the body that it stands in. */
const bound: ReadonlySet<SyntaxNode['kind']> = new Set([
  'input',
  'head',
  'output',
  'precision',
  'budget',
  'defaults',
  'error',
  'error-expression',
] as const);

function isBound({ statements }: Run): boolean {
  let found = false;
  for (const statement of statements) {
    walk(statement, ({ kind }) => {
      found ||= bound.has(kind);
    });
  }
  return found;
}

interface RepeatedRun {
  readonly run: Run;
  /** How many calls it consists of. */
  readonly size: number;
}

/** The runs of one file. */
export class Runs {
  private readonly keys = new Map<Statement, string>();
  /** Places of names that the file declares, beside the declarations themselves. */
  private readonly uses: { readonly start: number; readonly declared: number }[] = [];
  private readonly bodies: Body[] = [];
  private readonly known = new WeakMap<Run, readonly RunWord[]>();
  private readonly homes = new Map<Body, SyntaxNode | undefined>();

  constructor(
    private readonly analysis: Analysis,
    private readonly file: SourceFile,
    private readonly differing: Differing,
  ) {
    for (const [start, { declaration }] of analysis.names.get(file.file) ?? []) {
      if (declaration?.file !== file.file || declaration.span.start === start) continue;
      this.uses.push({ start, declared: declaration.span.start });
    }
    walk(file, (node) => {
      if (node.kind === 'body') this.bodies.push(node);
    });
  }

  /** Whether a run could be somewhere else: nothing in it belongs to its body, and nothing but its result is used behind it. */
  isMovable(run: Run): boolean {
    if (lastMaking(run.statements) === undefined || this.homeOf(run) === undefined) return false;
    if (isBound(run)) return false;
    const result = labelSpan(run.statements.at(-1) as Statement);
    return this.uses.every(
      ({ start, declared }) => declared === result?.start || !isIn(run, { start: declared }) || isIn(run, { start }),
    );
  }

  words(run: Run): readonly RunWord[] {
    let words = this.known.get(run);
    if (words === undefined) {
      words = wordsOf(this.analysis, this.file, run, this.homeOf(run), this.differing);
      this.known.set(run, words);
    }
    return words;
  }

  private homeOf(run: Run): SyntaxNode | undefined {
    const { homes } = this;
    if (!homes.has(run.body)) homes.set(run.body, homeOf(this.file, run));
    return homes.get(run.body);
  }

  /** A run, then those of other places that are equal but for values, none inside of another. */
  equalTo(run: Run): readonly Run[] {
    const { length } = run.statements;
    const makers = run.statements.map(makerOf);
    const key = this.keyOf(run);
    const words = this.words(run);
    const found: Run[] = [run];
    for (const body of this.bodies) {
      for (let from = 0; from + length <= body.statements.length; from++) {
        // Most places are told apart by what they call.
        if (makers.some((maker, i) => maker !== makerOf(body.statements[from + i] as Statement))) continue;
        const other = runOf(body, from, length);
        if (other === undefined || this.keyOf(other) !== key) continue;
        if (found.some((one) => one.start < other.end && other.start < one.end)) continue;
        if (!isEqual(this.file, words, this.words(other))) continue;
        if (this.isMovable(other)) found.push(other);
      }
    }
    return found;
  }

  /** The runs around a statement that stand at more than one place; those that say most in all places come first. */
  repeatedAround(body: Body, statement: Statement): readonly RepeatedRun[] {
    const place = body.statements.indexOf(statement);
    const found: (RepeatedRun & { readonly saved: number })[] = [];
    for (let length = 1; length <= mostStatements; length++) {
      const places = this.placesByKey(length);
      for (let from = Math.max(0, place - length + 1); from <= place; from++) {
        const run = runOf(body, from, length);
        const count = (run && places.get(this.keyOf(run))) ?? 0;
        const size = run === undefined ? 0 : callsIn(run);
        if (run !== undefined && count > 1 && size > 1 && !isPromise(run.statements.at(-1)))
          found.push({ run, size, saved: (count - 1) * size });
      }
    }
    return found.sort((a, b) => b.saved - a.saved);
  }

  private placesByKey(length: number): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const body of this.bodies) {
      let last: { key: string; end: number } | undefined;
      for (let from = 0; from + length <= body.statements.length; from++) {
        const run = runOf(body, from, length);
        if (run === undefined) continue;
        const key = this.keyOf(run);
        // Two that overlap are one.
        if (last?.key === key && run.start < last.end) continue;
        last = { key, end: run.end };
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return counts;
  }

  /** The same for runs that may be equal. */
  private keyOf({ body, statements }: Run): string {
    return statements
      .map((statement) => {
        let key = this.keys.get(statement);
        if (key === undefined) {
          const { start, end } = statement;
          key = this.words({ body, statements: [statement], start, end })
            .map(({ kind, token }) => (kind === 'fixed' ? this.file.text.slice(token.start, token.end) : signs[kind]))
            .join(' ');
          this.keys.set(statement, key);
        }
        return key;
      })
      .join('\n');
  }
}

/** What a run gives itself and what it is given are the same for one of its statements alone. */
const signs = { own: '@', result: '@', value: '#' } as const;

const mostStatements = 12;

/** What the statement is made of, in one word. */
function makerOf(statement: Statement): string {
  switch (statement.kind) {
    case 'call':
      return statement.callee.text;
    case 'join':
    case 'join-call':
      return `${statement.kind} ${statement.join}`;
    default:
      return statement.kind;
  }
}

function callsIn(run: Run): number {
  return spansOf(run, 'call').length;
}

/** What is expected of a statement stays behind the call that it becomes. */
function isPromise(statement: Statement | undefined): boolean {
  return statement?.kind === 'expect';
}

function isEqual({ text }: SourceFile, words: readonly RunWord[], others: readonly RunWord[]): boolean {
  const textOf = ({ token }: RunWord): string => text.slice(token.start, token.end);
  return (
    words.length === others.length &&
    words.every((word, i) => {
      const other = others[i] as RunWord;
      if (word.kind !== other.kind) return false;
      if (word.kind === 'own') return word.place === (other as typeof word).place;
      return word.kind !== 'fixed' || textOf(word) === textOf(other);
    })
  );
}
