/**
 * Hover: what the text at an offset is and what it costs. A name says what it stands for; anywhere else inside a call
 * the call itself speaks, so that no pixel of a layer is silent. The cards themselves are in the files beside this one.
 */

import type { NetworkAnalysis } from '../analysis/analysis';
import { findMetric } from '../base/metrics';
import { formatBytes, formatExact } from '../base/number-format';
import { bitsOf, isNumberFormat, type NumberFormat } from '../base/precision';
import type { Span } from '../base/span';
import type { NameMeaning } from '../graph/name-meaning';
import { documentationOf, summaryOf } from '../ops/documentation';
import type { Op } from '../ops/op';
import type { Keyword, Name, SourceFile, Statement, SyntaxNode, Token } from '../syntax/tree';
import { isTrivia, isWord, keywordOf, nodesAt, textOf, tokenAt, tokenIndexAt } from '../syntax/tree-walk';
import { functionNames } from '../syntax/words';
import type { EditorWords } from '../words/editor';
import { blockCard, moduleCard } from './block-card';
import { bytesSum, exactSum, workOf } from './figures';
import { keywordExamples } from './keyword-examples';
import { layerCard, networkFile } from './layer-card';
import { codeBlock, escapeMarkdown, type Hover, inlineCode, paragraphs, type Rendering } from './markdown';
import { networkCard } from './network-card';
import { blocksFrom, layersFrom, moduleInstances, networksOf, type Scene } from './scene';
import {
  moduleSignature,
  opSignature,
  type Signature,
  type SignatureParameter,
  signatureOf,
  signaturesAt,
  signatureText,
} from './signatures';
import { userMarkdown } from './user-markdown';
import { channelsCard, valueCard } from './value-card';

/** `undefined` where there is nothing to say: between statements, in comments. */
export function hover(scene: Scene, file: SourceFile, offset: number, rendering: Rendering): Hover | undefined {
  const token = hoveredToken(file, offset);
  if (token.kind === 'comment' || token.kind === 'documentation') return undefined;
  const nodes = nodesAt(file, offset);
  const look: Look = { scene, file, offset, nodes, rendering };
  const named = isWord(token) ? hoverWord(look, token) : undefined;
  if (named !== undefined && named !== '') return { span: spanOf(token), markdown: named };
  return hoverAround(look, token);
}

/** Where nothing stands behind the offset, what ends there: `conv(8)|` is the call. */
function hoveredToken(file: SourceFile, offset: number): Token {
  const token = tokenAt(file, offset);
  const before = file.tokens[tokenIndexAt(file, offset) - 1];
  const isEnd = token.kind === 'end' || token.kind === 'whitespace';
  return isEnd && before?.end === offset && !isTrivia(before) ? before : token;
}

interface Look {
  readonly scene: Scene;
  readonly file: SourceFile;
  readonly offset: number;
  readonly nodes: readonly SyntaxNode[];
  readonly rendering: Rendering;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function hoverWord(look: Look, token: Token): string | undefined {
  const { scene, file } = look;
  const meaning = scene.analysis.names.get(file.file)?.get(token.start);
  if (meaning !== undefined) return hoverName(look, token, meaning);
  const definition = look.nodes.find((node) => node.kind === 'module' || node.kind === 'network');
  if (definition?.kind === 'network' && definition.name?.start === token.start) return hoverNetwork(look, token.start);
  if (definition?.kind === 'module' && definition.name?.start === token.start) {
    return hoverModule(look, file.file, definition.name.text);
  }
  return token.kind === 'keyword' ? hoverKeyword(look, token) : hoverPrecision(look, token);
}

function hoverName(look: Look, token: Token, meaning: NameMeaning): string | undefined {
  const { scene, file } = look;
  switch (meaning.kind) {
    case 'network':
      return hoverNetwork(look, meaning.declaration?.span.start ?? token.start);
    case 'module': {
      const call = callWithCallee(look, token.start);
      if (call !== undefined) return hoverCall(look, call);
      return hoverModule(look, meaning.declaration?.file ?? file.file, declaredName(look, meaning));
    }
    case 'layer': {
      const call = callWithCallee(look, token.start);
      return call === undefined
        ? meaning.op === undefined
          ? undefined
          : opCard(meaning.op, scene.words)
        : hoverCall(look, call);
    }
    case 'argument':
      return hoverArgument(look, token, meaning);
    case 'word':
      return hoverWordValue(look, token, meaning);
    case 'function':
      if (meaning.name === 'channels') return channelsCard(scene, file, token.start);
      return paragraphs(scene.words.hover('name.function', { name: meaning.name }), functionText(look, meaning.name));
    case 'metric':
      return hoverMetric(look, meaning.name);
    case 'constant':
    case 'parameter':
    case 'variable':
      return valueCard(scene, file, token.start, { ...meaning, kind: meaning.kind });
    case 'result':
    case 'input':
    case 'output':
    case 'branch':
      return hoverResult(look, meaning);
  }
}

/** A module goes by the name of its declaration in instances, whatever an import calls it. */
function declaredName({ scene }: Look, meaning: NameMeaning): string {
  const { declaration } = meaning;
  if (declaration === undefined) return meaning.name;
  const text = scene.analysis.files.get(declaration.file);
  return text === undefined ? meaning.name : textOf(text, declaration.span);
}

type Call = Extract<Statement, { kind: 'call' }>;

function callWithCallee({ nodes }: Look, start: number): Call | undefined {
  return nodes.find((node): node is Call => node.kind === 'call' && node.callee.start === start);
}

/** A layer or module that is applied: its costs, then what it is. */
function hoverCall(look: Look, call: Call): string {
  const { scene, file, rendering } = look;
  const signature = signatureOf(scene, file.file, call.callee.text);
  const blocks = blocksFrom(scene, file.file, call.callee.start);
  const own = { ...blocks, all: ofModule(blocks.all), shown: ofModule(blocks.shown) };
  if (signature !== undefined && 'module' in signature.target) {
    const { declaration } = signature.target.module;
    return paragraphs(
      blockCard(scene, own, rendering),
      own.all.length === 0 ? unseen(look) : '',
      '---',
      codeBlock(`module ${signatureText(signature)}`),
      userMarkdown(declaration.documentation),
    );
  }
  const layers = layersFrom(scene, file.file, call.callee.start);
  const op = signature !== undefined && 'op' in signature.target ? signature.target.op : undefined;
  // A parameter may hold a module at one call and a layer at another.
  return paragraphs(
    own.all.length === 0 ? '' : blockCard(scene, own, rendering),
    layers.all.length === 0 ? '' : layerCard(scene, layers, rendering),
    own.all.length + layers.all.length === 0 ? unseen(look) : '',
    op === undefined ? '' : '---',
    op === undefined ? '' : opSummary(op, scene.words),
  );
}

function ofModule<T extends { readonly block: { readonly kind: string } }>(list: readonly T[]): readonly T[] {
  return list.filter(({ block }) => block.kind === 'module');
}

function unseen({ scene, nodes }: Look): string {
  return scene.words.hover(nodes.some((node) => node.kind === 'module') ? 'unknown.module' : 'unknown.call');
}

function opSummary(op: Op, words: EditorWords): string {
  return paragraphs(codeBlock(signatureText(opSignature(op, words))), summaryOf(op, words));
}

function opCard(op: Op, words: EditorWords): string {
  return paragraphs(opSummary(op, words), documentationOf(op, words));
}

function functionText({ scene }: Look, name: string): string {
  const known = functionNames.find((candidate) => candidate === name);
  return known === undefined ? '' : scene.words.functions(known);
}

function hoverNetwork(look: Look, nameStart: number): string | undefined {
  const network = networksOf(look.scene).find(
    (candidate) => candidate.nameSpan.start === nameStart && networkFile(candidate) === look.file.file,
  );
  return network === undefined ? undefined : networkCard(network, look.scene.words);
}

function hoverModule(look: Look, file: string, name: string): string {
  const { scene, rendering } = look;
  const module = scene.analysis.modules.get(file)?.get(name);
  const instances = moduleInstances(scene, name, file);
  return paragraphs(
    module === undefined
      ? `**${name}**`
      : codeBlock(`module ${signatureText(moduleSignature(scene.analysis, name, module))}`),
    userMarkdown(module?.declaration.documentation),
    moduleCard(scene, instances, { file, name }, rendering),
  );
}

/** A named argument: what the parameter is. */
function hoverArgument(look: Look, token: Token, meaning: NameMeaning): string | undefined {
  const signature = enclosingSignature(look, token.start, meaning);
  const parameter = signature?.parameters.find(({ name }) => name === meaning.name);
  return parameter === undefined ? undefined : parameterCard(look, parameter, signature?.name ?? '');
}

function parameterCard({ scene }: Look, { label, documentation }: SignatureParameter, owner: string): string {
  const title = scene.words.hover('argument.named', { parameter: inlineCode(label), owner: inlineCode(owner) });
  return paragraphs(title, documentation);
}

function enclosingSignature(look: Look, start: number, meaning: NameMeaning) {
  const { scene, nodes } = look;
  if (meaning.op !== undefined) return opSignature(meaning.op, scene.words);
  const call = nodes.findLast((node) => {
    const isCall = node.kind === 'call' || node.kind === 'call-expression';
    return isCall && node.arguments.some((argument) => argument.name?.start === start);
  });
  if (call?.kind !== 'call' && call?.kind !== 'call-expression') return undefined;
  return signatureIn(look, call);
}

/** Of a call of a value that differs between instances, the first. */
function signatureIn({ scene, file }: Look, { callee }: { readonly callee: Name }): Signature | undefined {
  return signaturesAt(scene, file, callee.text, callee.start)[0];
}

/** `same`, `relu`: the layer it means, or which parameter takes it. */
function hoverWordValue(look: Look, token: Token, meaning: NameMeaning): string | undefined {
  if (meaning.op !== undefined && meaning.op.name === meaning.name) return opCard(meaning.op, look.scene.words);
  if (isNumberFormat(meaning.name)) return hoverFormat(look, meaning.name);
  const argument = look.nodes.findLast(({ kind }) => kind === 'argument');
  const call = look.nodes.findLast((node) => node.kind === 'call' || node.kind === 'call-expression');
  if (call?.kind !== 'call' && call?.kind !== 'call-expression') return undefined;
  const signature = signatureIn(look, call);
  const index = call.arguments.findIndex((candidate) => candidate.start === argument?.start);
  const name = call.arguments[index]?.name?.text;
  const parameter =
    name === undefined ? signature?.parameters[index] : signature?.parameters.find((p) => p.name === name);
  if (parameter === undefined) return undefined;
  const word = escapeMarkdown(textOf(look.file, token));
  const title = look.scene.words.hover('argument.word', { word, parameter: inlineCode(parameter.name) });
  return paragraphs(title, parameter.documentation);
}

/** `int8` and the like, and what the network's values take as they are. */
function hoverFormat(look: Look, format: NumberFormat): string {
  const say = look.scene.words.hover;
  return paragraphs(say('format', { format, bits: bitsOf[format] }), say(`format.${format}`), precisionLine(look));
}

function precisionLine(look: Look): string {
  const network = networkAround(look);
  if (network === undefined) return '';
  const { weightBytes, activationBytes, peakBytes } = network.main.sums;
  return look.scene.words.hover('precision.network', {
    network: escapeMarkdown(network.name),
    weights: `${bytesSum(weightBytes)} ${network.precision.weights}`,
    activations: `${bytesSum(activationBytes)} ${network.precision.activations}`,
    peak: bytesSum(peakBytes),
  });
}

/** A word of a `precision` statement. */
function hoverPrecision(look: Look, token: Token): string | undefined {
  const statement = look.nodes.findLast((node) => node.kind === 'precision');
  if (statement?.kind !== 'precision') return undefined;
  const word = textOf(look.file, token);
  if (isNumberFormat(word)) return hoverFormat(look, word);
  if (word !== 'weights' && word !== 'activations') return undefined;
  const isPart = statement.settings.some(({ name }) => name?.start === token.start);
  return isPart ? paragraphs(look.scene.words.hover(`precision.${word}`), precisionLine(look)) : undefined;
}

function hoverMetric(look: Look, name: string): string | undefined {
  const metric = findMetric(name);
  if (metric === undefined) return undefined;
  const network = networkAround(look);
  const isBudget = look.nodes.some((node) => node.kind === 'budget');
  const { metrics, hover: say } = look.scene.words;
  const format = (value: number) =>
    metric.unit === 'bytes'
      ? say('metric.bytes', { exact: formatExact(value), short: formatBytes(value) })
      : formatExact(value);
  const sum = network?.main.sums[metric.name];
  const value =
    isBudget && network !== undefined && sum !== undefined
      ? say('metric.of-network', {
          network: escapeMarkdown(network.name),
          amount: sum.isPartial ? `≥ ${format(sum.value)}` : format(sum.value),
        })
      : '';
  const label = metrics(metric.name);
  // What is called by its own name, or one that is short for it, is said once.
  const stem = metric.name.toLowerCase().replace(/s$/, '');
  const title = label.toLowerCase().replaceAll(' ', '').startsWith(stem) ? '' : ` ${label}`;
  return paragraphs(`**${metric.name}**${title}`, value, metrics(`${metric.name}.documentation`));
}

function networkAround({ scene, file, nodes }: Look): NetworkAnalysis | undefined {
  const definition = nodes.find((node) => node.kind === 'network');
  if (definition === undefined) return undefined;
  return scene.analysis.networks.find(
    (network) => network.declaration.start === definition.start && networkFile(network) === file.file,
  );
}

/** The name of a result: the statement that makes it. */
function hoverResult(look: Look, meaning: NameMeaning): string | undefined {
  const { declaration } = meaning;
  const file = declaration === undefined ? undefined : look.scene.analysis.files.get(declaration.file);
  if (declaration === undefined || file === undefined) return undefined;
  const nodes = nodesAt(file, declaration.span.start);
  const there: Look = { ...look, file, offset: declaration.span.start, nodes };
  const made = nodes.findLast(hasCard);
  return made === undefined ? undefined : hoverStatement(there, made);
}

const kindsWithCard: ReadonlySet<SyntaxNode['kind']> = new Set([
  'call', 'join', 'join-call', 'branch', 'repeat', 'head', 'output', 'input',
]); // biome-ignore format: a table of words

function hasCard(node: SyntaxNode): boolean {
  return kindsWithCard.has(node.kind);
}

function hoverStatement(look: Look, node: SyntaxNode): string | undefined {
  const { scene, file, rendering } = look;
  switch (node.kind) {
    case 'call':
      return hoverCall(look, node);
    case 'join-call':
      return layerCard(scene, layersFrom(scene, file.file, node.keyword.start), rendering);
    case 'join':
    case 'repeat':
      return blockCard(scene, ofKind(blocksFrom(scene, file.file, node.keyword.start), node.kind), rendering);
    case 'head':
    case 'output': {
      const blocks = ofKind(blocksFrom(scene, file.file, node.start), node.kind);
      return blocks.all.length > 0 ? blockCard(scene, blocks, rendering) : outputCard(look, node.name?.text);
    }
    case 'input':
      return layerCard(scene, layersAtInput(scene, file, node), rendering);
    case 'branch':
      return blockCard(scene, ofKind(blocksFrom(scene, file.file, node.start), 'branch'), rendering);
    default:
      return undefined;
  }
}

function ofKind(instances: ReturnType<typeof blocksFrom>, kind: string): ReturnType<typeof blocksFrom> {
  const keep = (list: typeof instances.all) => list.filter(({ block }) => block.kind === kind);
  return { ...instances, all: keep(instances.all), shown: keep(instances.shown) };
}

/** The input's layer may stand under its name or, without one, under the word `input`. */
function layersAtInput(scene: Scene, file: SourceFile, node: Extract<Statement, { kind: 'input' }>) {
  const named = layersFrom(scene, file.file, node.name?.start ?? node.start);
  return named.all.length > 0 ? named : layersFrom(scene, file.file, node.start);
}

/** `output name` without a body: which result leaves the network there. */
function outputCard(look: Look, name: string | undefined): string | undefined {
  const network = networkAround(look);
  const output = network?.outputs.find((candidate) => candidate.output.name === name);
  if (network === undefined || output === undefined) return undefined;
  const { layer } = output.output;
  const say = look.scene.words.hover;
  const path = network.graph.layers[layer]?.path;
  const named = { name: escapeMarkdown(output.output.name), network: escapeMarkdown(network.name) };
  return paragraphs(
    path === undefined ? say('output', named) : say('output.result-of', { ...named, path: escapeMarkdown(path) }),
    say('output.cost', { count: exactSum(workOf(look.scene.words, output.needs.sums)) }),
  );
}

/** A keyword that stands for a block or layer shows its costs first. */
function hoverKeyword(look: Look, token: Token): string | undefined {
  const word = textOf(look.file, token) as Keyword;
  const example = keywordExamples[word];
  if (example === undefined) return undefined;
  const documentation = paragraphs(look.scene.words.keywords(word), codeBlock(example));
  const node = look.nodes.findLast((candidate) => startsWith(candidate, token) && hasCard(candidate));
  const card = node === undefined ? undefined : hoverStatement(look, node);
  return card === undefined || card === ''
    ? paragraphs(`**${word}**`, documentation)
    : paragraphs(card, '---', documentation);
}

function startsWith(node: SyntaxNode, token: Token): boolean {
  return node.start === token.start || keywordOf(node)?.start === token.start;
}

/** Numbers, signs and blanks inside of a call belong to it. */
function hoverAround(look: Look, token: Token): Hover | undefined {
  const node = look.nodes.findLast(
    (candidate) =>
      candidate.kind === 'call' ||
      candidate.kind === 'join-call' ||
      candidate.kind === 'input' ||
      candidate.kind === 'body',
  );
  if (node === undefined || node.kind === 'body') return undefined;
  if (isTrivia(token) && (look.offset <= node.start || look.offset >= node.end)) return undefined;
  const card = hoverStatement(look, node);
  if (card === undefined || card === '') return undefined;
  const argument = node.kind === 'call' ? argumentLine(look, node) : '';
  return { span: spanOf(node), markdown: paragraphs(argument, card) };
}

/** Which parameter the argument at the offset is, where it is given by position. */
function argumentLine(look: Look, call: Call): string {
  const index = call.arguments.findIndex(
    (argument) => argument.start <= look.offset && look.offset <= argument.end && argument.name === undefined,
  );
  if (index < 0) return '';
  const parameter = signatureIn(look, call)?.parameters[index];
  if (parameter === undefined) return '';
  const [first = ''] = parameter.documentation.split('\n');
  const name = inlineCode(parameter.name);
  return first === '' ? name : look.scene.words.hover('argument.positional', { parameter: name, meaning: first });
}
