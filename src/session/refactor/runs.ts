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
  checks: readonly Span[],
): readonly RunWord[] {
  const meanings = names.get(file.file);
  const label = labelSpan(run.statements.at(-1) as Statement);
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

/** Those of nodes in order that begin in a run. */
function startingIn<Node extends Pick<Span, 'start'>>(nodes: readonly Node[], { start, end }: Span): readonly Node[] {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as Node).start < start) low = middle + 1;
    else high = middle;
  }
  let to = low;
  while (to < nodes.length && (nodes[to] as Node).start < end) to++;
  return nodes.slice(low, to);
}

interface RepeatedRun {
  readonly run: Run;
  /** How many calls it consists of. */
  readonly size: number;
}

/** The runs of one file. */
export class Runs {
  /** A number for each way in which statements are alike, and of each body those of its statements. */
  private readonly likes = new Map<string, number>();
  private readonly likesIn = new Map<Body, readonly number[]>();
  /** Where the file declares names, in order, and where each is used. */
  private readonly uses: { readonly start: number; readonly use: number }[] = [];
  /** In order, as all that follow. */
  private readonly checks: Span[] = [];
  private readonly calls: Span[] = [];
  /** What cannot be moved. */
  private readonly bound: Span[] = [];
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
      this.uses.push({ start: declaration.span.start, use: start });
    }
    this.uses.sort((a, b) => a.start - b.start);
    walk(file, (node) => {
      if (node.kind === 'body') this.bodies.push(node);
      else if (node.kind === 'expect') this.checks.push(node);
      else if (node.kind === 'call') this.calls.push(node);
      else if (bound.has(node.kind)) this.bound.push(node);
    });
    for (const nodes of [this.checks, this.calls, this.bound]) nodes.sort((a, b) => a.start - b.start);
  }

  /** Whether a run could be somewhere else: nothing in it belongs to its body, and nothing but its result is used behind it. */
  isMovable(run: Run): boolean {
    if (lastMaking(run.statements) === undefined || this.homeOf(run) === undefined) return false;
    if (startingIn(this.bound, run).length > 0) return false;
    const result = labelSpan(run.statements.at(-1) as Statement);
    return startingIn(this.uses, run).every(({ start, use }) => start === result?.start || isIn(run, { start: use }));
  }

  words(run: Run): readonly RunWord[] {
    let words = this.known.get(run);
    if (words === undefined) {
      words = this.readWords(run);
      this.known.set(run, words);
    }
    return words;
  }

  private readWords(run: Run): readonly RunWord[] {
    return wordsOf(this.analysis, this.file, run, this.homeOf(run), this.differing, startingIn(this.checks, run));
  }

  private homeOf(run: Run): SyntaxNode | undefined {
    const { homes } = this;
    if (!homes.has(run.body)) homes.set(run.body, homeOf(this.file, run));
    return homes.get(run.body);
  }

  /** A run, then those of other places that are equal but for values, none inside of another. */
  equalTo(run: Run): readonly Run[] {
    const words = this.words(run);
    const found: Run[] = [run];
    for (const other of this.placesLike(run)) {
      if (found.some((one) => one.start < other.end && other.start < one.end)) continue;
      if (!isEqual(this.file, words, this.words(other))) continue;
      if (this.isMovable(other)) found.push(other);
    }
    return found;
  }

  /** The runs around a statement that stand at more than one place; those that say most in all places come first. */
  repeatedAround(body: Body, statement: Statement): readonly RepeatedRun[] {
    const place = body.statements.indexOf(statement);
    const found: (RepeatedRun & { readonly saved: number })[] = [];
    for (let length = 1; length <= mostStatements; length++) {
      for (let from = Math.max(0, place - length + 1); from <= place; from++) {
        const run = runOf(body, from, length);
        const size = run === undefined ? 0 : startingIn(this.calls, run).length;
        if (run === undefined || size < 2 || isPromise(run.statements.at(-1))) continue;
        const count = this.countLike(run);
        if (count > 1) found.push({ run, size, saved: (count - 1) * size });
      }
    }
    return found.sort((a, b) => b.saved - a.saved);
  }

  /** How many places there are that may be equal to a run; two that overlap are one. */
  private countLike(run: Run): number {
    let count = 0;
    let last: Run | undefined;
    for (const other of this.placesLike(run)) {
      if (last?.body === other.body && other.start < last.end) continue;
      last = other;
      count++;
    }
    return count;
  }

  /** Runs of all bodies that may be equal to one, itself among them. */
  private placesLike({ body, statements }: Run): readonly Run[] {
    const { length } = statements;
    const first = body.statements.indexOf(statements[0] as Statement);
    const wanted = this.likesOf(body).slice(first, first + length);
    const found: Run[] = [];
    for (const other of this.bodies) {
      const likes = this.likesOf(other);
      for (let from = 0; from + length <= likes.length; from++) {
        let same = 0;
        while (same < length && likes[from + same] === wanted[same]) same++;
        const run = same < length ? undefined : runOf(other, from, length);
        if (run !== undefined) found.push(run);
      }
    }
    return found;
  }

  private likesOf(body: Body): readonly number[] {
    let likes = this.likesIn.get(body);
    if (likes === undefined) {
      likes = body.statements.map((statement) => this.likeOf(body, statement));
      this.likesIn.set(body, likes);
    }
    return likes;
  }

  private likeOf(body: Body, statement: Statement): number {
    const { start, end } = statement;
    const key = this.readWords({ body, statements: [statement], start, end })
      .map(({ kind, token }) => (kind === 'fixed' ? this.file.text.slice(token.start, token.end) : signs[kind]))
      .join(' ');
    const known = this.likes.get(key) ?? this.likes.size;
    this.likes.set(key, known);
    return known;
  }
}

/** What a run gives itself and what it is given are the same for one of its statements alone. */
const signs = { own: '@', result: '@', value: '#' } as const;

const mostStatements = 12;

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
