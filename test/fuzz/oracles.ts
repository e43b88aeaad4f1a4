/**
 * What holds for every text, broken or not: of its tree, its layout, and of all that a session and the editor features
 * answer about it. Texts are main.cnn beside a blocks.cnn that never changes.
 */

import * as assert from 'node:assert/strict';
import { explainablePaths } from '../../src/advice/explain';
import type { Analysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import type { Random } from '../../src/base/random';
import { codeLenses } from '../../src/ide/code-lens';
import { complete } from '../../src/ide/completion';
import { definition, highlights, references } from '../../src/ide/definition';
import { fixesAt } from '../../src/ide/fixes';
import { foldingRanges } from '../../src/ide/folding';
import { inlayHints } from '../../src/ide/inlay-hints';
import { fileLinks } from '../../src/ide/links';
import { outline } from '../../src/ide/outline';
import { rename } from '../../src/ide/rename';
import { semanticTokens } from '../../src/ide/semantic-tokens';
import { signatureHelp } from '../../src/ide/signature-help';
import { compareWith } from '../../src/session/compare-views';
import {
  hoverAt,
  instancesOf,
  locationOfPath,
  networkNameAt,
  selectionAt,
  selectionWithin,
  summaryAt,
} from '../../src/session/cursor';
import { type DesignSession, type Look, lookAt } from '../../src/session/look';
import { explain, viewOf } from '../../src/session/picture';
import { format } from '../../src/syntax/format';
import { parse } from '../../src/syntax/parser';
import type { SourceFile, SyntaxNode } from '../../src/syntax/tree';
import { children, isTrivia, walk } from '../../src/syntax/tree-walk';
import { stackModel } from '../../src/view/place';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';
import { pick, whole } from './grammar';

export const mainFile = 'file:///fuzz/main.cnn';
export const blocksFile = 'file:///fuzz/blocks.cnn';
export const blocksText =
  'const size = 2\nmodule block(c = 4) { concat { branch { conv(c, 1x1) } branch { relu() } } }\n';

/** What a text has failed. */
export interface Finding {
  /** The rule and, for those about calls, the call: how inputs that fail alike are told from others. */
  readonly oracle: string;
  readonly message: string;
}

/** Processor time of one call for each kilobyte of text, but never less. */
const limitMs = 50;
/** As many layers count as a kilobyte: a short text may unroll to many, and a view has a node for each. */
const layersOfKilobyte = { analyze: 5000, others: 500 };
/** Messages that a text gets when it unrolls as far as the language allows, and how many kilobytes that counts as. */
const unrollingLimits: ReadonlySet<string> = new Set(['flow.layer-limit', 'flow.work-limit', 'flow.repeat-limit']);
const kilobytesOfLimit = 20;

/** The first rule that a text breaks. Where calls look at places of the text, `random` says which. */
export async function findingOf(text: string, random: Random): Promise<Finding | undefined> {
  let file = blocks;
  const rules: readonly (readonly [string, () => void | Promise<void>])[] = [
    [
      'tree',
      () => {
        file = parse(mainFile, text);
        checkTree(file);
      },
    ],
    ['format', () => checkFormat(file)],
    ['spacing', () => checkSpacing(file, random)],
    ['answers', () => checkAnswers(text, random)],
  ];
  for (const [rule, check] of rules) {
    try {
      await check();
    } catch (error) {
      const oracle = error instanceof CallError ? `${rule}: ${error.call}` : rule;
      return { oracle, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }
  return undefined;
}

// ---- The tree ----

/** Tokens cover the text. Every node lies in its parent and siblings do not overlap; messages and fixes lie in the text. */
export function checkTree(file: SourceFile): void {
  let at = 0;
  for (const token of file.tokens) {
    if (token.start !== at)
      assert.fail(`a token at ${token.start} that does not touch the one before, which ends at ${at}`);
    at = token.end;
  }
  assert.equal(at, file.text.length, 'tokens cover the text');
  const check = (node: SyntaxNode, depth: number): void => {
    if (node.start > node.end) assert.fail(`${node.kind} ${node.start}..${node.end}`);
    if (depth >= 1500) assert.fail('a tree that is too deep to walk');
    let end = node.start;
    for (const child of children(node)) {
      if (child.end > node.end) assert.fail(`${child.kind} in ${node.kind} ends at ${child.end} > ${node.end}`);
      // Declarations that stand in a body by mistake come last.
      if (node.kind !== 'file' && child.start < end) {
        assert.fail(`${child.kind} in ${node.kind} starts at ${child.start} < ${end}`);
      }
      end = child.end;
      check(child, depth + 1);
    }
  };
  check(file, 0);
  checkData(file.diagnostics, () => file.text.length);
}

/**
 * The value is plain data, of objects, lists and values alone; every span, place and offset in it lies in its text, and
 * ends where it starts or behind. That is asked of all that is answered, so no message is made before one is needed.
 */
function checkData(value: unknown, lengthOf: (file: string | undefined) => number, file?: string): void {
  if (typeof value === 'function' || typeof value === 'symbol') assert.fail(`no data: ${String(value)}`);
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const part of value) checkData(part, lengthOf, file);
    return;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) assert.fail(`no plain data: ${value.constructor?.name}`);
  const record = value as Readonly<Record<string, unknown>>;
  const own = typeof record.file === 'string' ? record.file : file;
  const { start, end, offset } = record;
  if (typeof start === 'number' && typeof end === 'number' && !(0 <= start && start <= end && end <= lengthOf(own))) {
    assert.fail(`a span ${start}..${end} of ${lengthOf(own)}`);
  }
  if (typeof offset === 'number' && !(0 <= offset && offset <= lengthOf(own))) assert.fail(`an offset ${offset}`);
  for (const key in record) checkData(record[key], lengthOf, own);
}

// ---- The layout ----

/** The formatter changes neither tree nor messages nor comments, and nothing the second time. */
export function checkFormat(file: SourceFile): void {
  const formatted = format(file);
  if (formatted === file.text) return;
  const again = parse(mainFile, formatted);
  assert.equal(writtenIn(again), writtenIn(file), 'tokens and comments');
  checkSame(again.declarations, file.declarations);
  assert.deepEqual(saidOf(again), saidOf(file), 'messages');
  assert.equal(format(again), formatted, 'the second time');
}

/** White space only separates: a sound text stays sound, has the same tree, and the same layout whatever its blanks. */
function checkSpacing(file: SourceFile, random: Random): void {
  if (file.diagnostics.length > 0 || lacksParentheses(file)) return;
  const wider = file.tokens.map((token) => {
    const written = file.text.slice(token.start, token.end);
    return token.kind === 'whitespace' ? written.replace(/[ \t]+/g, '$&  ') : written;
  });
  assert.equal(format(parse(mainFile, wider.join(''))), format(file), 'formatted with other blanks');
  const spaced = parse(mainFile, spacedAnew(file, random));
  assert.deepEqual(
    spaced.diagnostics.map(({ code }) => code),
    [],
    `messages after\n${spaced.text}`,
  );
  assert.equal(kindsOf(spaced), kindsOf(file), `tree after\n${spaced.text}`);
}

/**
 * The text with any white space between tokens, but around comments. Before a call that is a value it stays, as behind a
 * line break that may be the next statement of a half-typed one.
 */
function spacedAnew(file: SourceFile, random: Random): string {
  const { tokens, text } = file;
  const beforeStatements = new Set(['{', '}', ')', '->']);
  let last = '';
  return tokens
    .map((token, i) => {
      const written = text.slice(token.start, token.end);
      const before = last;
      if (!isTrivia(token)) last = written;
      if (token.kind !== 'whitespace') return written;
      const [left, next, behind] = [tokens[i - 1], tokens[i + 1], tokens[i + 2]];
      if ([left, next].some((other) => other === undefined || isTrivia(other))) return written;
      const isCall = next?.kind === 'identifier' && text.startsWith('(', behind?.start);
      return isCall && !beforeStatements.has(before) ? written : pick(random, [' ', '\n', '\r', '\r\n\t', '\n\n    ']);
    })
    .join('');
}

/** A call without its parentheses is told by a line break from other mistakes; the analysis reports it. */
function lacksParentheses(file: SourceFile): boolean {
  let isLacking = false;
  walk(file, (node) => {
    if (node.kind === 'call' && !node.hasParentheses) isLacking = true;
  });
  return isLacking;
}

function kindsOf(file: SourceFile): string {
  const kinds: string[] = [];
  walk(file, ({ kind }) => kinds.push(kind));
  return kinds.join(' ');
}

/** Text of tokens and comments, each on a line: no white space, no commas, no arrows. */
function writtenIn({ tokens, text }: SourceFile): string {
  return tokens
    .filter(({ kind }) => kind !== 'whitespace' && kind !== 'end')
    .map(({ start, end }) => text.slice(start, end).replace(/[ \t]+$/, ''))
    .filter((written) => written !== ',' && written !== '->')
    .join('\n');
}

/** Two trees, or parts of them, are the same but for their places. */
function checkSame(part: unknown, other: unknown): void {
  if (typeof part !== 'object' || part === null || typeof other !== 'object' || other === null) {
    if (!Object.is(part, other)) assert.fail(`${String(part)} in the tree where ${String(other)} was`);
    return;
  }
  const [record, before] = [part, other] as Readonly<Record<string, unknown>>[];
  for (const key in { ...before, ...record }) {
    if (key !== 'start' && key !== 'end') checkSame(record?.[key], before?.[key]);
  }
}

/** What an analysis says of a text, in its order. */
function saidOf(file: SourceFile): unknown[] {
  return analysisOf(file).diagnostics.map(({ text, severity, values, near }) => ({ text, severity, values, near }));
}

const blocks = parse(blocksFile, blocksText);
const words = editorWords('en');

function analysisOf(file: SourceFile): Analysis {
  const files = new Map([
    [mainFile, file],
    [blocksFile, blocks],
  ]);
  const resolve = (_: string, path: string) => (path === './blocks.cnn' ? blocksFile : `file:///fuzz/${path}`);
  return analyze({ file: (id) => files.get(id), resolve }, mainFile);
}

// ---- Answers ----

/** A call that has thrown or broken a rule. */
class CallError extends Error {
  constructor(
    readonly call: string,
    cause: unknown,
  ) {
    super(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  }
}

async function checkAnswers(text: string, random: Random): Promise<void> {
  const workspace = new Workspace(new MemoryFiles({ [blocksFile]: blocksText }));
  workspace.setRoots(['file:///fuzz']);
  const session: DesignSession = { workspace, settings: () => ({ choices: [], words }) };
  let version = 0;
  const open = () => workspace.setText(mainFile, ++version, text);
  open();
  await workspace.load(mainFile);
  let layers = 0;
  let unrolled = 0;
  const limitOf = (call: string) => () =>
    limitMs *
    Math.max(1, unrolled, text.length / 1024, layers / layersOfKilobyte[call === 'analyze' ? call : 'others']);
  const run = async <T>(call: string, make: () => T | Promise<T>): Promise<T> => {
    // What is asked twice is remembered: the text is opened anew, and analysed where that is not the question.
    const afresh = async () => {
      open();
      if (call !== 'analyze') await workspace.analysis(mainFile);
    };
    try {
      return await timed(limitOf(call), make, afresh);
    } catch (error) {
      throw error instanceof CallError ? error : new CallError(call, error);
    }
  };
  const lengthOf = (file?: string) => (file === blocksFile ? blocksText : text).length;
  const ask: Ask = (call, make) =>
    run(call, async () => {
      const answer = await make();
      checkData(answer, lengthOf);
      return answer;
    });
  const analysis = await run('analyze', async () => {
    const made = await workspace.analysis(mainFile);
    layers = made?.networks.reduce((sum, { graph }) => sum + graph.layers.length, 0) ?? 0;
    if (made?.diagnostics.some(({ code }) => unrollingLimits.has(code))) unrolled = kilobytesOfLimit;
    return made;
  });
  const diagnostics = await ask('diagnostics', () => analysis?.diagnostics ?? []);
  checkOrder(
    'diagnostics',
    diagnostics.filter(({ file }) => file === mainFile).map(({ span }) => span.start),
  );
  const look = await lookAt(session, mainFile);
  assert.ok(look !== undefined);
  await checkWholeFile(look, session, ask);
  const offsets = [whole(random, text.length + 1), pick(random, [0, text.length, whole(random, text.length + 1)])];
  for (const offset of offsets) await checkPlace(look, session, offset, ask);
}

type Ask = <T>(call: string, make: () => T | Promise<T>) => Promise<T>;

async function checkWholeFile(look: Look, session: DesignSession, ask: Ask): Promise<void> {
  const { scene, file, analysis } = look;
  const { workspace } = session;
  const all = { start: 0, end: file.text.length };
  const resolve = (path: string) => workspace.resolve(mainFile, path);
  const folds = await ask('foldingRanges', () => foldingRanges(file));
  checkOrder(
    'foldingRanges',
    folds.map(({ start }) => start),
  );
  const colours = await ask('semanticTokens', () => semanticTokens(analysis, file));
  checkOrder(
    'semanticTokens',
    colours.flatMap(({ start, end }) => [start, end]),
  );
  const hints = await ask('inlayHints', () => inlayHints(scene, file, all));
  checkOrder(
    'inlayHints',
    hints.map(({ offset }) => offset),
  );
  await ask('outline', () => outline(scene, file));
  await ask('codeLenses', () => codeLenses(scene, file));
  await ask('fileLinks', () => fileLinks(file, resolve));
  await ask('fixesAt', () => fixesAt(analysis, mainFile, all));
  await ask('summaryAt', () => summaryAt(session, mainFile, undefined));
  const view = await ask('viewOf', () => viewOf(session, mainFile));
  if (view?.view != null) {
    const model = view.view;
    await ask('stackModel', () => stackModel(model, new Set(model.nodes.map(({ id }) => id).slice(0, 200))));
  }
  await ask('compareWith', () =>
    compareWith(session, mainFile, { overrides: { inputShape: [9, 7, 3] } }, { kind: 'text' }),
  );
  const network = analysis.networks.at(-1);
  const paths = network === undefined ? [] : explainablePaths(network);
  for (const path of [...paths.slice(0, 3), ...paths.slice(-2), '', 'toString']) {
    await ask('explain', () => explain(session, mainFile, path));
    await ask('locationOfPath', () => locationOfPath(session, mainFile, undefined, path));
  }
}

async function checkPlace(look: Look, session: DesignSession, offset: number, ask: Ask): Promise<void> {
  const { scene, file } = look;
  const { workspace } = session;
  const resolve = (path: string) => workspace.resolve(mainFile, path);
  const importPaths = () => ['./blocks.cnn'];
  await ask('hoverAt', () => hoverAt(session, mainFile, offset, { commands: true }));
  await ask('complete', () =>
    complete(scene, file, offset, { importPaths, resolve, tree: (id) => workspace.tree(id) }),
  );
  await ask('signatureHelp', () => signatureHelp(scene, file, offset));
  await ask('definition', () => definition(scene, file, offset, resolve));
  await ask('references', () => references(scene, file, offset, true));
  await ask('highlights', () => highlights(scene, file, offset));
  await ask('rename', () => rename(scene, file, offset, 'renamed'));
  await ask('selectionAt', () => selectionAt(session, mainFile, offset));
  await ask('selectionWithin', () => selectionWithin(session, { file: mainFile, network: 'N0' }, mainFile, offset));
  await ask('networkNameAt', () => networkNameAt(session, mainFile, offset));
  await ask('summaryAt', () => summaryAt(session, mainFile, offset));
  await ask('instancesOf', () => instancesOf(session, mainFile, offset));
}

function checkOrder(call: string, places: readonly number[]): void {
  const at = places.findIndex((place, i) => i > 0 && place < (places[i - 1] as number));
  if (at > 0) throw new CallError(call, `out of order: ${places[at - 1]}, then ${places[at]}`);
}

/** Slow calls are made again, `afresh`, as the machine has more to do than this: the best of three counts. */
async function timed<T>(limit: () => number, make: () => T | Promise<T>, afresh: () => unknown): Promise<T> {
  const started = performance.now();
  const answer = await make();
  if (performance.now() - started <= limitMs || performance.now() - started <= limit()) return answer;
  let least = Infinity;
  for (let i = 0; i < 3 && least > limit(); i++) {
    await afresh();
    const before = process.cpuUsage();
    await make();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  assert.ok(least <= limit(), `${Math.round(least)} ms where ${Math.round(limit())} ms are allowed`);
  return answer;
}
