/**
 * Completion: what can be written at an offset, in half-typed text too. Where the offset stands is read from the tokens
 * before it (typing.ts), the names in scope from the tree, layers and words from the registry. Filtering by what has been
 * typed is left to the editor.
 */

/* biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of snippets look like those of templates */

import type { ModuleInScope } from '../analysis/analysis';
import type { TextEdit } from '../base/diagnostic';
import { findMetric, metricSpellings } from '../base/metrics';
import { formatBytes, formatExact, formatShape } from '../base/number-format';
import type { FileId, Span } from '../base/span';
import { documentationOf, summaryOf } from '../ops/documentation';
import type { Op, OpParameter } from '../ops/op';
import { allWords, callableOps, findOp } from '../ops/registry';
import { type Keyword, keywords, type SourceFile } from '../syntax/tree';
import { nodesAt } from '../syntax/tree-walk';
import { functionNames, functionWords } from '../syntax/words';
import type { EditorWords } from '../words/editor';
import { blockSnippets } from './block-snippets';
import { boundValues } from './bound-values';
import { canJoin, fittingValues, fittingWindows, flowAt, joinedAt, shapeOfResult } from './fitting';
import { flowBefore } from './flow';
import { keywordExamples } from './keyword-examples';
import { codeBlock, paragraphs } from './markdown';
import type { Scene } from './scene';
import { importableNames, namesInScope } from './scope';
import {
  declaredSignature,
  moduleSignature,
  opSignature,
  type Signature,
  signaturesAt,
  signatureText,
  valueSignatures,
} from './signatures';
import { type BodyOwner, type OpenCall, type TypingPlace, typingAt } from './typing';
import { userMarkdown } from './user-markdown';

export type CompletionKind =
  | 'layer'
  | 'module'
  | 'parameter'
  | 'word'
  | 'constant'
  | 'variable'
  | 'result'
  | 'keyword'
  | 'metric'
  | 'function'
  | 'file'
  | 'value'
  | 'snippet';

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Short, beside the label. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  /** With `${1:name}` for what is to be filled in if `isSnippet`. */
  readonly insert: string;
  readonly isSnippet: boolean;
  /** Items of a lower rank come first. */
  readonly rank: number;
  /** After it the editor asks again: for the parameter's values, or for the call's parameters. */
  readonly continues: boolean;
  /** Changes elsewhere in the file that go with it. */
  readonly edits: readonly TextEdit[];
  /** Of a result: `28x28x192`. */
  readonly shape: string;
}

export interface Completions {
  /** What an item replaces. */
  readonly span: Span;
  readonly items: readonly CompletionItem[];
  /** Few things can stand here, so that a list may open by itself. */
  readonly isSpecific: boolean;
}

/** What lies outside of the texts that a completion may offer. */
export interface CompletionSources {
  /** Paths of `.cnn` files that an import in this file can name, as it would write them. */
  importPaths(): readonly string[];
  resolve(path: string): FileId | 'outside';
  /** A file that may be imported. */
  tree(id: FileId): SourceFile | undefined;
  /** Modules of other files that this one does not know yet. */
  modules?(): readonly ImportableModule[];
}

/** A module of another file, and what has the file know it. */
export interface ImportableModule extends ModuleInScope {
  readonly name: string;
  /** As an import names its file. */
  readonly path: string;
  /** Of its file. */
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

export function complete(scene: Scene, file: SourceFile, offset: number, sources: CompletionSources): Completions {
  const { place, word } = typingAt(file, offset);
  const isSpecific = place.kind === 'result' || place.kind === 'metric' || (place.kind === 'argument' && place.isStart);
  return { span: word, items: eachOnce(itemsFor(scene, file, offset, place, sources)), isSpecific };
}

/** Half-typed code can stand at several places at once; the best of equal items stays. */
function eachOnce(items: readonly CompletionItem[]): readonly CompletionItem[] {
  const best = new Map<string, CompletionItem>();
  for (const one of items) {
    const key = `${one.kind} ${one.label}`;
    const known = best.get(key);
    if (known === undefined || one.rank < known.rank) best.set(key, one);
  }
  return [...best.values()];
}

function item(
  kind: CompletionKind,
  label: string,
  rank: number,
  rest: Partial<Omit<CompletionItem, 'kind' | 'label' | 'rank'>> = {},
): CompletionItem {
  return {
    label,
    kind,
    rank,
    detail: '',
    documentation: '',
    insert: label,
    isSnippet: false,
    continues: false,
    edits: [],
    shape: '',
    ...rest,
  };
}

function itemsFor(
  scene: Scene,
  file: SourceFile,
  offset: number,
  place: TypingPlace,
  sources: CompletionSources,
): readonly CompletionItem[] {
  switch (place.kind) {
    case 'nothing':
      return [];
    case 'top':
      return topItems(scene.words);
    case 'statement':
      return [
        ...statementItems(scene, file, offset, place.owner, place.label, place.isFirst),
        ...(sources.modules?.() ?? []).map((module) => importedItem(scene.words, module)),
      ];
    case 'branch':
      return [keyword(scene.words, 'branch', 'branch { $0 }')];
    case 'defaults':
      return callableOps.map((op) => layerItem(scene.words, op, 10, `${op.name}($0)`));
    case 'import-name': {
      const target = place.path === undefined ? 'outside' : sources.resolve(place.path);
      if (target === 'outside') return [];
      return importableNames(sources.tree(target)).map(({ name, kind, documentation }) =>
        item(kind, name, 10, {
          documentation: userMarkdown(documentation),
          detail: scene.words.editor(`completion.${kind}`),
        }),
      );
    }
    case 'import-path':
      // A string has no escape for a line break.
      return sources
        .importPaths()
        .filter((path) => !/[\r\n]/.test(path))
        .map((path) => item('file', path, 10, { insert: path.replace(/[\\"]/g, '\\$&') }));
    case 'argument':
      return argumentItems(scene, file, offset, place.call, place.isStart, place.owner);
    case 'value':
      return place.of === 'number'
        ? valueItems(scene, file, offset)
        : [...valueItems(scene, file, offset), ...moduleValues(scene, file), ...wordItems(scene.words, allWords, 40)];
    case 'result':
      return resultItems(scene, file, offset);
    case 'metric':
      return metricItems(scene, file, offset, place.statement);
    case 'word':
      return place.words.map((word) => item('keyword', word, 10, keywordText(scene.words, word)));
  }
}

function keyword(words: EditorWords, word: Keyword, insert: string, rank = 30): CompletionItem {
  return item('keyword', word, rank, { ...keywordText(words, word), insert, isSnippet: insert !== word });
}

function keywordText(words: EditorWords, word: string): { documentation: string } {
  const known = keywords.find((candidate) => candidate === word);
  if (known === undefined) return { documentation: '' };
  return { documentation: paragraphs(words.keywords(known), codeBlock(keywordExamples[known])) };
}

function topItems(words: EditorWords): readonly CompletionItem[] {
  return [
    keyword(words, 'network', 'network ${1:Name}(${2:classes = 1000}) {\n  input image: ${3:224x224x3}\n\n  $0\n}', 10),
    keyword(words, 'module', 'module ${1:name}(${2:c}) {\n  $0\n}', 11),
    keyword(words, 'import', 'import { $0 } from "./${1:blocks}.cnn"', 12),
    keyword(words, 'const', 'const ${1:name} = $0', 13),
  ];
}

function statementItems(
  scene: Scene,
  file: SourceFile,
  offset: number,
  owner: BodyOwner,
  isLabelled: boolean,
  isFirst: boolean,
): readonly CompletionItem[] {
  const { words } = scene;
  const items: CompletionItem[] = [];
  for (const [name, module] of scene.analysis.modules.get(file.file) ?? []) {
    items.push(moduleItem(words, moduleSignature(scene.analysis, name, module), 10));
  }
  for (const { name, start } of namesInScope(scene.analysis, file, offset).values) {
    const [signature] = valueSignatures(scene, file, name, start);
    if (signature !== undefined) items.push(calledValueItem(words, signature));
  }
  const hidden = scene.analysis.modules.get(file.file);
  for (const op of callableOps) if (hidden?.has(op.name) !== true) items.push(layerItem(words, op, 20));
  items.push(
    keyword(words, 'concat', 'concat {\n  branch { $1 }\n  branch { $2 }\n}$0'),
    keyword(words, 'add', 'add {\n  branch { $1 }\n  branch { $2 }\n}$0'),
    keyword(words, 'multiply', 'multiply {\n  branch { $1 }\n  branch { $2 }\n}$0'),
    keyword(words, 'repeat', 'repeat ${1:4} {\n  $0\n}'),
    keyword(words, 'if', 'if ${1:condition} {\n  $0\n}'),
  );
  if (isLabelled) return items;
  for (const [name, insert] of Object.entries(blockSnippets) as [keyof typeof blockSnippets, string][]) {
    items.push(
      item('snippet', name, 32, {
        detail: words.blocks(name),
        documentation: codeBlock(plainSnippet(insert)),
        insert,
        isSnippet: true,
      }),
    );
  }
  items.push(
    keyword(words, 'from', 'from $0'),
    keyword(words, 'const', 'const ${1:name} = $0'),
    keyword(words, 'defaults', 'defaults { $0 }'),
    keyword(words, 'expect', 'expect $0'),
  );
  if (owner === 'network' || owner === 'module')
    items.push(keyword(words, 'budget', 'budget ${1:multiplies} <= ${2:1G}'));
  if (owner === 'network') {
    items.push(
      keyword(words, 'head', 'head ${1:aux} from ${2:source} {\n  $0\n}'),
      keyword(words, 'output', 'output ${1:prob}'),
      keyword(words, 'precision', 'precision ${1:float16}'),
      keyword(words, 'input', 'input ${1:image}: ${2:224x224x3}', isFirst ? 5 : 30),
    );
  }
  return items;
}

function layerItem(words: EditorWords, op: Op, rank: number, insert = snippet(opSignature(op, words))): CompletionItem {
  return item('layer', op.name, rank, {
    detail: summaryOf(op, words),
    documentation: layerText(words, op),
    insert,
    isSnippet: true,
    continues: op.parameters.length > 0,
  });
}

function layerText(words: EditorWords, op: Op): string {
  return paragraphs(codeBlock(signatureText(opSignature(op, words))), documentationOf(op, words));
}

function moduleItem(words: EditorWords, signature: Signature, rank: number): CompletionItem {
  return item('module', signature.name, rank, {
    detail: words.editor('completion.module'),
    documentation: paragraphs(codeBlock(`module ${signatureText(signature)}`), signature.documentation),
    insert: snippet(signature),
    isSnippet: true,
    continues: signature.parameters.length > 0,
  });
}

/** A module of another file: taken, it is imported. */
function importedItem(words: EditorWords, module: ImportableModule): CompletionItem {
  const known = moduleItem(words, declaredSignature(module.text, module.name, module), 35);
  return { ...known, detail: words.editor('completion.import', { path: module.path }), edits: module.edits };
}

/** A parameter, constant or loop variable whose value can be called. */
function calledValueItem(words: EditorWords, signature: Signature): CompletionItem {
  return item('variable', signature.name, 8, {
    detail: words.editor('completion.called'),
    documentation: paragraphs(codeBlock(signatureText(signature)), signature.documentation),
    insert: snippet(signature),
    isSnippet: true,
    continues: signature.parameters.length > 0,
  });
}

/** Modules as values, by their names. */
function moduleValues(scene: Scene, file: SourceFile): readonly CompletionItem[] {
  return [...(scene.analysis.modules.get(file.file) ?? [])].map(([name, module]) => {
    const { detail, documentation } = moduleItem(scene.words, moduleSignature(scene.analysis, name, module), 30);
    return item('module', name, 30, { detail, documentation });
  });
}

/** As it is written where nothing is filled in. */
export function plainSnippet(snippet: string): string {
  const defaults = new Map(
    [...snippet.matchAll(/\$\{(\d+):([^}]*)\}/g)].map(([, number = '', text = '']) => [number, text]),
  );
  return snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$(\d+)/g, (_, number: string) => defaults.get(number) ?? '');
}

/** The required arguments to fill in: `conv(${1:filters}, ${2:3x3})`. */
function snippet({ name, parameters }: Signature): string {
  const required = parameters.filter(({ isRequired }) => isRequired);
  const fields = required.map((parameter, i) => `\${${i + 1}:${exampleOf(parameter.opParameter) ?? parameter.name}}`);
  return `${name}(${fields.join(', ')})$0`;
}

/** A usual value, where there is one that is right more often than not. */
function exampleOf(parameter: OpParameter | undefined): string | undefined {
  if (parameter?.name === 'kernel') return '3x3';
  return parameter?.name === 'rate' ? '0.5' : undefined;
}

function argumentItems(
  scene: Scene,
  file: SourceFile,
  offset: number,
  call: OpenCall,
  isStart: boolean,
  owner: BodyOwner | undefined,
): readonly CompletionItem[] {
  const [signature] = signaturesAt(scene, file, call.callee, call.calleeSpan.start);
  const items: CompletionItem[] = [];
  const byName = call.name !== undefined;
  const parameter = byName
    ? signature?.parameters.find(({ name }) => name === call.name)
    : call.positional === call.index
      ? signature?.parameters[call.index]
      : undefined;
  if (parameter?.opParameter?.type.kind === 'result') return resultItems(scene, file, offset);
  if (parameter !== undefined) {
    items.push(...wordItems(scene.words, parameter.words, byName ? 5 : 25, parameter.defaultText));
    if (parameter.opParameter?.type.kind === 'boolean') {
      items.push(keyword(scene.words, 'true', 'true', 6), keyword(scene.words, 'false', 'false', 6));
    }
  } else if (signature === undefined && !functionWords.has(call.callee)) {
    items.push(...wordItems(scene.words, allWords, 40));
  }
  if (parameter !== undefined && signature !== undefined && 'module' in signature.target) {
    items.push(...resultItems(scene, file, offset), ...moduleValues(scene, file));
    items.push(...wordItems(scene.words, allWords, 40));
  }
  if (isStart || byName)
    items.push(...fittingItems(scene, file, offset, call.calleeSpan.start, parameter?.opParameter));
  if (isStart && !byName) {
    const taken = new Set([
      ...call.given,
      ...(signature?.parameters.slice(0, call.positional).map((p) => p.name) ?? []),
    ]);
    for (const [i, candidate] of (signature?.parameters ?? []).entries()) {
      if (taken.has(candidate.name)) continue;
      items.push(
        item('parameter', `${candidate.name} =`, 10 + i / 100, {
          detail:
            candidate.defaultText === undefined
              ? scene.words.editor('completion.required')
              : scene.words.editor('completion.default', { value: candidate.defaultText }),
          documentation: candidate.documentation,
          insert: `${candidate.name} = `,
          continues: true,
        }),
      );
    }
    // A call that is left open may have ended for the writer, who is at the next statement.
    if (owner !== undefined)
      items.push(...statementItems(scene, file, offset, owner, false, false).map((i) => ({ ...i, rank: i.rank + 50 })));
  }
  if (byName || call.positional === call.index || signature === undefined)
    items.push(...valueItems(scene, file, offset));
  return items;
}

/** Values for what flows into the layer that is being written, those first that keep its shape. */
function fittingItems(
  scene: Scene,
  file: SourceFile,
  offset: number,
  callee: number,
  parameter: OpParameter | undefined,
): readonly CompletionItem[] {
  if (parameter === undefined) return [];
  const flow = flowAt(scene, file, offset);
  const values =
    fittingWindows(scene, file, callee, parameter) ?? (flow === undefined ? [] : fittingValues(parameter, flow));
  const say = scene.words.editor;
  return values.map(({ text, isWord = false, keepsShape, fitsJoin = false, shape }, i) =>
    item(isWord ? 'word' : 'value', text, (fitsJoin || keepsShape ? 3 : 4) + i / 100, {
      detail: fitsJoin
        ? say('completion.fits-join')
        : keepsShape
          ? say('completion.keeps-shape')
          : shape === undefined
            ? ''
            : say('completion.gives', { shape: formatShape(shape) }),
    }),
  );
}

/** Words of a parameter; layers among them say what they are. The default comes last, as it need not be written. */
function wordItems(
  words: EditorWords,
  known: Iterable<string>,
  rank: number,
  defaultText?: string,
): readonly CompletionItem[] {
  return [...known].map((word) => {
    const op = findOp(word);
    return item('word', word, word === defaultText ? rank + 1 : rank, {
      detail:
        word === defaultText ? words.editor('completion.is-default') : op === undefined ? '' : summaryOf(op, words),
      documentation: op === undefined ? '' : layerText(words, op),
    });
  });
}

function valueItems(scene: Scene, file: SourceFile, offset: number): readonly CompletionItem[] {
  const say = scene.words.editor;
  const values = namesInScope(scene.analysis, file, offset).values.map((value) =>
    item(value.kind === 'constant' ? 'constant' : 'variable', value.name, value.kind === 'constant' ? 22 : 20, {
      detail: value.detail ?? say(value.kind === 'constant' ? 'completion.imported-constant' : 'completion.variable'),
      documentation: userMarkdown(value.documentation),
    }),
  );
  const functions = functionNames.map((name) =>
    item('function', name, 45, {
      detail: say('completion.function'),
      documentation: scene.words.functions(name),
      insert: `${name}($1)$0`,
      isSnippet: true,
    }),
  );
  return [...values, ...channelsItem(scene, file, offset), ...functions];
}

/** `channels`, where something flows: in bodies, and in the defaults of a module. */
function channelsItem({ words }: Scene, file: SourceFile, offset: number): readonly CompletionItem[] {
  const isFlow = nodesAt(file, offset).some((node) => node.kind === 'body' || node.kind === 'module');
  if (!isFlow) return [];
  return [item('function', 'channels', 24, { documentation: words.hover('name.channels') })];
}

/** The nearest result comes first. */
function resultItems(scene: Scene, file: SourceFile, offset: number): readonly CompletionItem[] {
  const { results, values } = namesInScope(scene.analysis, file, offset);
  const given = values.filter(({ kind, start }) => kind === 'parameter' && mayHoldResult(scene, file, start));
  const joined = joinedAt(scene, file, offset, results);
  const known = results.map((result) => ({ ...result, shape: shapeOfResult(scene, file, result.start) }));
  const passed = given.map(({ name, detail = '' }) => ({ name, detail, shape: undefined }));
  return [...passed, ...known].map(({ name, detail, shape }, i, all) => {
    // What can be joined with the others comes before what cannot.
    const isApart = joined !== undefined && shape !== undefined && !canJoin(shape, joined);
    const rank = (isApart ? 15 : 10) + (all.length - i) / 1e6;
    return item('result', name, rank, { detail, shape: shape === undefined ? '' : formatShape(shape) });
  });
}

/** In a module that nothing calls, any parameter may. */
function mayHoldResult(scene: Scene, file: SourceFile, start: number): boolean {
  const meaning = scene.analysis.names.get(file.file)?.get(start);
  if (meaning === undefined) return false;
  const bound = boundValues(scene, { file, start }, meaning);
  return bound.length === 0 || bound.some(({ value }) => typeof value === 'object' && value.kind === 'result');
}

function metricItems(
  scene: Scene,
  file: SourceFile,
  offset: number,
  statement: 'expect' | 'budget',
): readonly CompletionItem[] {
  const flow = statement === 'expect' ? flowBefore(scene, file, offset) : undefined;
  const items: CompletionItem[] = [];
  if (flow?.shape !== undefined) {
    items.push(item('value', formatShape(flow.shape), 5, { detail: scene.words.editor('completion.shape-here') }));
  }
  for (const name of metricSpellings) {
    const metric = findMetric(name);
    if (metric === undefined) continue;
    const value = flow?.counts[metric.name];
    const operator = statement === 'budget' ? '<=' : '==';
    const exact = value === undefined ? '' : metric.unit === 'bytes' ? formatBytes(value) : formatExact(value);
    const written = value === undefined ? '' : `${value}`.replace(/\B(?=(\d{3})+$)/g, '_');
    items.push(
      item('metric', name, name === metric.name ? 10 : 12, {
        detail: exact === '' ? scene.words.metrics(metric.name) : exact,
        documentation: scene.words.metrics(`${metric.name}.documentation`),
        insert: value === undefined ? `${name} ${operator} ` : `${name} ${operator} ${written}`,
      }),
    );
  }
  return items;
}
