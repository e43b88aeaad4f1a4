/**
 * Repairs of shapes that do not fit, computed: the padding, stride or filters of a layer that is there, or a crop, border,
 * 1x1 convolution or other layer at the end of a branch, which makes a join or a window fit. What could do is found with
 * the layers' own shape rules; each repair is then written into a copy of the text, and offered only if that analysis no
 * longer has the mistake and no other in its place. The smallest change comes first.
 */

import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import { type Diagnostic, type Fix, fix, phrase, type TextEdit } from '../base/diagnostic';
import { formatShape } from '../base/number-format';
import type { Block, Graph, Layer, LayerId } from '../graph/graph';
import type { OfferedFix } from '../ide/fixes';
import { pairOf } from '../ops/attributes';
import { type Shape, UNKNOWN_SHAPE } from '../ops/dim';
import type { Attribute, Attributes } from '../ops/op';
import { findOp } from '../ops/registry';
import { parse } from '../syntax/parser';
import type { Name, SourceFile } from '../syntax/tree';
import { nodesAt, walk } from '../syntax/tree-walk';
import {
  type Edits,
  insertAfter,
  insertBefore,
  removeArgument,
  removeStatement,
  replaceSpans,
  setArgument,
} from '../workspace/edit-builder';
import { allReady, type Eventual, whenReady } from '../workspace/eventual';
import { applyEdits, lineEdits } from '../workspace/text-edits';
import type { Workspace } from '../workspace/workspace';
import { correctionAt } from './corrected-expectations';

/** So many are offered for a mistake. */
const mostOffered = 5;

/** Each is one analysis of the file. */
const mostTried = 16;

/** How far back from where it shows a mistake is mended. */
const mostLayersBack = 8;

type Messages = (analysis: Analysis) => readonly Diagnostic[];

interface Repair {
  readonly fix: Fix;
  /** Small changes are near: an argument is nearer than a layer, a small number than a large one. */
  readonly distance: number;
  /** The same change at another place has the same key. */
  readonly key: string;
}

/** A network in which the mistake shows, and the layer at which it does. */
interface Place {
  readonly analysis: Analysis;
  readonly network: NetworkAnalysis;
  readonly layer: Layer;
}

/** Repairs of the diagnostics of an analysis, proven: `messages` is all there is to say of one. */
export function repairsOf(
  workspace: Workspace,
  analysis: Analysis,
  diagnostics: readonly Diagnostic[],
  messages: Messages,
): Eventual<readonly OfferedFix[]> {
  const offers = diagnostics.map((diagnostic) => {
    const possible = [...possibleRepairs(analysis, diagnostic)].sort((a, b) => a.distance - b.distance);
    const tried = possible
      .slice(0, mostTried)
      .map(({ fix }) =>
        whenReady(isProven(workspace, analysis, fix.edits, diagnostic, messages), (good) => (good ? fix : undefined)),
      );
    return whenReady(allReady(tried), (fixes) =>
      fixes
        .flatMap((one) => one ?? [])
        .slice(0, mostOffered)
        .map((fix) => ({ diagnostic, fix })),
    );
  });
  return whenReady(allReady(offers), (lists) => lists.flat());
}

function isProven(
  workspace: Workspace,
  before: Analysis,
  edits: readonly TextEdit[],
  mended: Diagnostic,
  messages: Messages,
): Eventual<boolean> {
  return whenReady(workspace.overlay(edits).analysis(before.file.file), (after) => {
    if (after === undefined) return false;
    const [old, now] = [messageCounts(messages(before)), messageCounts(messages(after))];
    const isFewer = (now.get(mended.code) ?? 0) < (old.get(mended.code) ?? 0);
    // A hint is given once, at the first place that it is for: it may be told of the next one then.
    const start = shifted(mended, edits);
    const isHint = mended.code.startsWith('lint.');
    const isGone =
      isFewer || (isHint && !messages(after).some(({ code, span }) => code === mended.code && span.start === start));
    return isGone && [...now].every(([code, count]) => count <= (old.get(code) ?? 0));
  });
}

/** Where a message would be after the edits. */
function shifted({ file, span: { start } }: Diagnostic, edits: readonly TextEdit[]): number {
  return edits
    .filter((edit) => edit.file === file && edit.span.end <= start)
    .reduce((at, { span, newText }) => at + newText.length - (span.end - span.start), start);
}

function messageCounts(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of diagnostics) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

function possibleRepairs(analysis: Analysis, diagnostic: Diagnostic): readonly Repair[] {
  const { code } = diagnostic;
  if (code === 'expect.shape' || code === 'expect.metric') return expectRepairs(analysis, diagnostic);
  if (code === 'lint.channels-first') return channelsLast(analysis, diagnostic);
  const place = placeOf(analysis, diagnostic);
  if (place === undefined) return [];
  switch (code) {
    case 'shape.concat-size':
    case 'shape.add-shape':
    case 'shape.multiply-shape':
      return joinRepairs(place);
    case 'shape.window':
      return windowRepairs(place, diagnostic);
    case 'shape.groups':
    case 'shape.channel-groups':
      return groupRepairs(place);
    case 'lint.relu-softmax':
      return takesActivation(place.layer)
        ? argumentRepair(place, place.layer, 'activation', 'none', 1)
        : removal(place);
    case 'lint.no-effect':
      return removal(place);
    case 'flow.dead':
      return deadRemovals(place);
    case 'lint.pool-stride':
      return [
        ...argumentRepair(place, place.layer, 'stride', String(diagnostic.values.stride), 1),
        ...argumentRepair(place, place.layer, 'stride', '1', 2),
      ];
    case 'lint.pool-cut':
      return argumentRepair(place, place.layer, 'padding', 'valid', 1);
    case 'lint.dense-positions':
      return putBefore(place, 'globalavgpool()');
    case 'lint.conv-order':
      return withoutChannels(place);
    case 'lint.output-padding-same':
      return withoutArgument(place, 'output_padding');
    case 'lint.rounding-same':
      return withoutArgument(place, 'rounding');
    case 'target.odd-same':
      return explicitPads(place);
    case 'target.rounding':
      return argumentRepair(
        place,
        place.layer,
        'rounding',
        place.layer.attributes.rounding === 'ceil' ? 'floor' : 'ceil',
        1,
      );
    case 'target.epsilon':
      return sameEpsilon(place, diagnostic);
    case 'target.count-padding':
      return argumentRepair(place, place.layer, 'count_padding', `${place.layer.attributes.count_padding !== true}`, 1);
    default:
      return [];
  }
}

function takesActivation({ op }: Layer): boolean {
  return op.parameters.some(({ name }) => name === 'activation');
}

/** Of a layer whose result has no name. */
function removal({ analysis, layer }: Place): Repair[] {
  const { file: id, nameSpan } = layer.origin;
  const file = analysis.files.get(id);
  const call = file && nodesAt(file, nameSpan.start).findLast((node) => node.kind === 'call');
  if (file === undefined || call?.kind !== 'call' || call.label !== undefined) return [];
  const edits = removeStatement(file, call.start);
  return edits === undefined ? [] : [{ fix: fix('remove-it', {}, ...edits), distance: 1, key: 'remove' }];
}

/** Of so many calls at most that lead nowhere. */
const mostDead = 8;

/** What leads nowhere, with calls in front of it that may lead only there: whether anything else reads them is proven. */
function deadRemovals({ analysis, layer }: Place): Repair[] {
  const { file: id, nameSpan } = layer.origin;
  const file = analysis.files.get(id);
  const nodes = file === undefined ? [] : nodesAt(file, nameSpan.start);
  const body = nodes.findLast((node) => node.kind === 'body');
  if (file === undefined || body?.kind !== 'body') return [];
  const end = body.statements.findIndex((statement) => nodes.includes(statement));
  const last = body.statements[end];
  const repairs: Repair[] = [];
  for (let i = end; i >= 0 && last !== undefined && end - i < mostDead; i--) {
    const first = body.statements[i];
    const edits = first?.kind === 'call' ? removeStatement(file, first.start, last.start) : undefined;
    if (edits === undefined) break;
    repairs.push({ fix: fix('remove-it', {}, ...edits), distance: end - i + 1, key: `remove ${end - i + 1}` });
  }
  return repairs;
}

function withoutArgument({ analysis, layer: { op, origin } }: Place, name: string): Repair[] {
  const file = analysis.files.get(origin.file);
  const names = op.parameters.map((parameter) => parameter.name);
  const edits = file && removeArgument(file, origin.nameSpan.start, names, name);
  return edits === undefined ? [] : [{ fix: fix('remove-it', {}, ...edits), distance: 1, key: 'remove' }];
}

function putBefore({ analysis, layer: { origin } }: Place, text: string): Repair[] {
  const file = analysis.files.get(origin.file);
  const edits = file && insertBefore(file, origin.span.start, text);
  return edits === undefined ? [] : [{ fix: fix('insert', { text }, ...edits), distance: 1, key: 'insert' }];
}

/** `conv(64, 3)` of `conv(3, 64, 3)`. */
function withoutChannels({ analysis, layer: { origin } }: Place): Repair[] {
  const file = analysis.files.get(origin.file);
  const call = file && nodesAt(file, origin.nameSpan.start).findLast((node) => node.kind === 'call');
  if (file === undefined || call?.kind !== 'call') return [];
  const [channels, filters, kernel] = call.arguments;
  if (channels === undefined || filters === undefined || kernel === undefined || kernel.name !== undefined) return [];
  const edits = replaceSpans(file, [{ span: { start: channels.start, end: filters.start }, newText: '' }]);
  const text = `${call.callee.text}(${file.text.slice(filters.start, call.end)}`;
  return edits === undefined ? [] : [{ fix: fix('write', { text }, ...edits), distance: 1, key: 'order' }];
}

/** `224x224x3` of `3x224x224`. */
function channelsLast({ files }: Analysis, { file: id, span }: Diagnostic): Repair[] {
  const file = files.get(id);
  const node = file && nodesAt(file, span.start).findLast((one) => one.kind === 'size');
  if (file === undefined || node?.kind !== 'size') return [];
  const [channels, height, width] = node.dimensions;
  const text = `${height}x${width}x${channels}`;
  const edit = { file: id, span: { start: node.start, end: node.end }, newText: text };
  return [{ fix: fix('write-input', { text }, edit), distance: 1, key: 'input' }];
}

/** What `same` comes to, in numbers, where it is the same in all places that the text makes. */
function explicitPads(place: Place): readonly Repair[] {
  const { analysis, layer } = place;
  const { file, nameSpan } = layer.origin;
  const pads = analysis.networks.flatMap(({ graph, shapes }) =>
    graph.layers
      .filter(({ origin }) => origin.file === file && origin.nameSpan.start === nameSpan.start)
      .map(({ op, inputs, attributes }) => {
        const input = shapes[inputs[0] ?? -1];
        return input === undefined ? undefined : op.window?.(input, attributes)?.pads;
      }),
  );
  const [first] = pads;
  if (first === undefined || first.includes(undefined)) return [];
  if (pads.some((other) => String(other) !== String(first))) return [];
  return argumentRepair(place, layer, 'padding', `[${first.join(', ')}]`, 1);
}

/** The epsilon of another framework, at all places of the file that make the norm. */
function sameEpsilon({ analysis, layer: { origin } }: Place, { values }: Diagnostic): Repair[] {
  const before = analysis.files.get(origin.file);
  const op = findOp(String(values.name));
  if (before === undefined || op === undefined) return [];
  const names = op.parameters.map(({ name }) => name);
  const text = String(values.there);
  let file = before;
  for (let place = 0; ; place++) {
    const call = callsOf(file, op.name)[place];
    if (call === undefined) break;
    const edits = setArgument(file, call.start, names, 'epsilon', text);
    if (edits === undefined) return [];
    file = parse(file.file, applyEdits(file.text, edits));
  }
  const edits = lineEdits(before.text, file.text).map((edit) => ({ file: file.file, ...edit }));
  const written = { text: `${op.name}(epsilon = ${text})` };
  return edits.length === 0 ? [] : [{ fix: fix('write', written, ...edits), distance: 1, key: 'epsilon' }];
}

/** Names of a layer in calls of it, as statements and as values. */
function callsOf(file: SourceFile, name: string): readonly Name[] {
  const found: Name[] = [];
  walk(file, (node) => {
    if ((node.kind === 'call' || node.kind === 'call-expression') && node.callee.text === name) found.push(node.callee);
  });
  return found.sort((a, b) => a.start - b.start);
}

function expectRepairs(analysis: Analysis, { file, span }: Diagnostic): Repair[] {
  const edit = correctionAt(analysis, file, span);
  if (edit === undefined) return [];
  return [{ fix: fix('write', { text: edit.newText }, edit), distance: 0, key: 'expect' }];
}

function placeOf(analysis: Analysis, { code, file: id, span }: Diagnostic): Place | undefined {
  const file = analysis.files.get(id);
  if (file === undefined) return undefined;
  const call = nodesAt(file, span.start).findLast((node) => node.kind === 'call');
  const start = call?.kind === 'call' && span.end <= call.end ? call.callee.start : span.start;
  for (const network of analysis.networks) {
    for (const layer of network.graph.layers) {
      if (layer.origin.file !== id || layer.origin.nameSpan.start !== start) continue;
      const isWrong = shapeWith(network, layer, layer.attributes) === undefined;
      if (isWrong || !code.startsWith('shape.')) return { analysis, network, layer };
    }
  }
  return undefined;
}

/** Undefined where the layer does not fit. */
function shapeWith(
  { graph, shapes }: NetworkAnalysis,
  layer: Layer,
  attributes: Attributes,
  inputs?: readonly Shape[],
): Shape | undefined {
  const from = inputs ?? layer.inputs.map((id) => shapes[id] ?? UNKNOWN_SHAPE);
  if (layer.id === graph.input) return shapes[layer.id];
  let isWrong = false;
  const shape = layer.op.shape(from, attributes, () => {
    isWrong = true;
  });
  return isWrong ? undefined : shape;
}

// ---- Joins ----

/** What one input of a join is, and where it can be changed. */
interface Operand {
  readonly shape: Shape;
  /** The layers that lead to it alone, the last first. */
  readonly layers: readonly Layer[];
  /** Of a join with branches. */
  readonly branch: Block | undefined;
}

function joinRepairs(place: Place): Repair[] {
  const { network, layer } = place;
  const operands = layer.inputs.map((id, i) => operandOf(network, layer, id, i));
  if (operands.some(({ shape }) => shape.includes(undefined))) return [];
  const axes = layer.op.name === 'concat' ? [0, 1] : [0, 1, 2];
  const fits = (shape: Shape, wanted: Shape) => axes.every((axis) => shape[axis] === wanted[axis]);
  const repairs: Repair[] = [];
  // What most agree on is what was meant; of two either may be.
  const targets = operands
    .map(({ shape }) => ({ shape, others: operands.filter((one) => !fits(one.shape, shape)) }))
    .filter(({ shape }, i, all) => all.findIndex((one) => fits(one.shape, shape)) === i);
  const fewest = Math.min(...targets.map(({ others }) => others.length));
  for (const { shape, others } of targets.filter(({ others }) => others.length === fewest)) {
    const lists = others.map((operand) => operandRepairs(place, operand, shape, axes));
    repairs.push(...together(lists));
  }
  return repairs;
}

/** Repairs of several places at once: those that are the same change everywhere. */
function together(lists: readonly (readonly Repair[])[]): readonly Repair[] {
  const [first = [], ...rest] = lists;
  return first.flatMap((repair) => {
    const same = rest.map((list) => list.find(({ key }) => key === repair.key));
    const all = [repair, ...same];
    if (!all.every((one) => one !== undefined)) return [];
    const edits = all.flatMap((one) => one.fix.edits);
    return [
      { ...repair, fix: { ...repair.fix, edits }, distance: all.reduce((sum, { distance }) => sum + distance, 0) },
    ];
  });
}

function operandOf({ graph, shapes }: NetworkAnalysis, join: Layer, id: LayerId, index: number): Operand {
  const block = graph.blocks[join.block];
  const isBlock = block?.kind === 'join' && block.result === join.id;
  const branches = isBlock
    ? block.children.flatMap((child) => ('block' in child ? [graph.blocks[child.block]] : []))
    : [];
  const branch = branches[index];
  const layers: Layer[] = [];
  for (
    let at = graph.layers[id];
    at !== undefined && layers.length < mostLayersBack;
    at = graph.layers[at.inputs[0] ?? -1]
  ) {
    if (branch !== undefined && !isIn(graph, at, branch)) break;
    if (at.inputs.length !== 1 || at.id === graph.input) break;
    layers.push(at);
  }
  return { shape: shapes[id] ?? UNKNOWN_SHAPE, layers, branch };
}

function isIn({ blocks }: Graph, layer: Layer, block: Block): boolean {
  for (let at: number | undefined = layer.block; at !== undefined; at = blocks[at]?.parent)
    if (at === block.id) return true;
  return false;
}

function operandRepairs(place: Place, operand: Operand, wanted: Shape, axes: readonly number[]): Repair[] {
  const { network } = place;
  const fits = (shape: Shape | undefined) => shape !== undefined && axes.every((axis) => shape[axis] === wanted[axis]);
  const repairs: Repair[] = [];
  for (const [back, layer] of operand.layers.entries()) {
    const after = operand.layers.slice(0, back).reverse();
    for (const { name, text, value, distance } of changesOf(layer, wanted)) {
      let shape = shapeWith(network, layer, { ...layer.attributes, [name]: value });
      for (const next of after) shape = shape && shapeWith(network, next, next.attributes, [shape]);
      if (fits(shape)) repairs.push(...argumentRepair(place, layer, name, text, distance + back / 10));
    }
  }
  for (const { text, distance } of layersThatGive(operand.shape, wanted, axes)) {
    repairs.push(...branchRepair(place, operand, text, distance));
  }
  return repairs;
}

interface Change {
  readonly name: string;
  readonly text: string;
  readonly value: Attribute;
  readonly distance: number;
}

/** Arguments that change what comes out of a layer. */
function changesOf({ op, attributes }: Layer, wanted: Shape): readonly Change[] {
  const takes = (name: string) => op.parameters.some((parameter) => parameter.name === name);
  const changes: Change[] = [];
  const add = (name: string, text: string, value: Attribute, distance: number) => {
    if (takes(name) && JSON.stringify(attributes[name]) !== JSON.stringify(value))
      changes.push({ name, text, value, distance });
  };
  if (!isWindow(attributes)) {
    if (wanted[2] !== undefined) add('filters', `${wanted[2]}`, wanted[2], 2);
    return changes;
  }
  add('padding', 'same', 'same', 1);
  for (let side = 0; side <= 3; side++)
    add('padding', side === 0 ? 'valid' : `${side}`, [side, side, side, side], 1.1 + side / 10);
  const [step = 1] = pairOf(attributes, 'stride');
  for (let stride = 1; stride <= 4; stride++)
    add('stride', `${stride}`, [stride, stride], 1 + Math.abs(stride - step) / 5);
  if (wanted[2] !== undefined) add('filters', `${wanted[2]}`, wanted[2], 2);
  return changes;
}

function isWindow(attributes: Attributes): boolean {
  return attributes.kernel !== undefined && attributes.stride !== undefined && attributes.padding !== undefined;
}

/** Layers behind a result that make another shape of it. */
function layersThatGive(
  shape: Shape,
  wanted: Shape,
  axes: readonly number[],
): readonly { readonly text: string; readonly distance: number }[] {
  const [height = 0, width = 0, channels = 0] = shape;
  const [toHeight = 0, toWidth = 0, toChannels = 0] = wanted;
  const keepsChannels = channels === toChannels || !axes.includes(2);
  const [less, narrower] = [height - toHeight, width - toWidth];
  const stride = Math.ceil(height / toHeight);
  const isStrided = Math.ceil(height / stride) === toHeight && Math.ceil(width / stride) === toWidth;
  const found: { text: string; distance: number }[] = [];
  if (keepsChannels && less >= 0 && narrower >= 0 && toHeight > 0) {
    found.push({ text: `crop(${sides(less, narrower)})`, distance: 3 + (less + narrower) / 4 });
    if (isStrided && stride > 1) found.push({ text: `maxpool(${stride}x${stride}, stride = ${stride})`, distance: 5 });
  }
  if (keepsChannels && less <= 0 && narrower <= 0) {
    found.push({ text: `pad(${sides(-less, -narrower)})`, distance: 3.5 - (less + narrower) / 4 });
    const factor = toHeight / height;
    if (Number.isInteger(factor) && width * factor === toWidth)
      found.push({ text: `upsample(${factor})`, distance: 4.5 });
  }
  if (axes.includes(2) && isStrided) {
    const step = stride === 1 ? '' : `, stride = ${stride}`;
    found.push({ text: `conv(${toChannels}, 1x1${step}, activation = none)`, distance: 4 });
  }
  return found;
}

/** As `crop` and `pad` take it, an odd row and column at the bottom and right. */
function sides(vertical: number, horizontal: number): string {
  const [top, left] = [Math.floor(vertical / 2), Math.floor(horizontal / 2)];
  const [bottom, right] = [vertical - top, horizontal - left];
  if (top !== bottom || left !== right) return `[${top}, ${bottom}, ${left}, ${right}]`;
  return top === left ? `${top}` : `[${top}, ${left}]`;
}

function branchRepair(
  { analysis, network }: Place,
  { branch, layers }: Operand,
  text: string,
  distance: number,
): readonly Repair[] {
  const origin = branch?.origin ?? layers[0]?.origin;
  const file = origin && analysis.files.get(origin.file);
  if (origin === undefined || file === undefined) return [];
  if (branch === undefined) return resultRepair(file, origin.nameSpan.start, text, distance);
  const edits = atEnd(file, origin.span.start, text);
  if (edits === undefined) return [];
  const isNamed = origin.nameSpan.start !== origin.span.start;
  const siblings = network.graph.blocks.filter(({ parent, kind }) => parent === branch.parent && kind === 'branch');
  const number = siblings.indexOf(branch) + 1;
  const name = isNamed ? branch.name : phrase('branch-number', { number });
  return [{ fix: fix('put-layer', { layer: text, branch: name }, ...edits), distance, key: `put ${text}` }];
}

/** The name of a result goes to a new layer behind the one that made it. */
function resultRepair(file: SourceFile, start: number, text: string, distance: number): readonly Repair[] {
  const call = nodesAt(file, start).findLast((node) => node.kind === 'call');
  if (call?.kind !== 'call' || call.label === undefined || call.continued) return [];
  const { label, callee, end } = call;
  const move = { file: file.file, span: { start: label.start, end: callee.start }, newText: '' };
  const put = { file: file.file, span: { start: end, end }, newText: ` -> ${label.text} = ${text}` };
  return [
    {
      fix: fix('put-behind', { layer: text, name: label.text }, move, put),
      distance: distance + 1,
      key: `put ${text}`,
    },
  ];
}

/** Behind the last statement of the branch that starts at an offset, or in its empty braces. */
function atEnd(file: SourceFile, start: number, text: string): Edits {
  const branch = nodesAt(file, start).findLast((node) => node.kind === 'branch' && node.start === start);
  const body = branch?.kind === 'branch' ? branch.body : undefined;
  if (body === undefined) return undefined;
  const last = body.statements.at(-1);
  if (last !== undefined) return insertAfter(file, last.start, text);
  if (file.text[body.end - 1] !== '}') return undefined;
  return [{ file: file.file, span: { start: body.start + 1, end: body.end - 1 }, newText: ` ${text} ` }];
}

function argumentRepair(
  { analysis }: Place,
  { op, origin, path }: Layer,
  name: string,
  value: string,
  distance: number,
): readonly Repair[] {
  const file = analysis.files.get(origin.file);
  const names = op.parameters.map((parameter) => parameter.name);
  const edits = file && setArgument(file, origin.nameSpan.start, names, name, value);
  if (edits === undefined || edits.length === 0) return [];
  return [
    { fix: fix('set-argument', { parameter: name, value, path }, ...edits), distance, key: `${name} = ${value}` },
  ];
}

// ---- Windows and groups ----

function windowRepairs(place: Place, { values }: Diagnostic): Repair[] {
  const { network, layer } = place;
  const [height, width] = network.shapes[layer.inputs[0] ?? -1] ?? UNKNOWN_SHAPE;
  const repairs: Repair[] = [];
  const offer = (name: string, text: string, value: Attribute, distance: number) => {
    if (shapeWith(network, layer, { ...layer.attributes, [name]: value }) === undefined) return;
    repairs.push(...argumentRepair(place, layer, name, text, distance));
  };
  if (!isWindow(layer.attributes) || height === undefined || width === undefined) return repairs;
  offer('padding', 'same', 'same', 1);
  const [down = 1, across = 1] = pairOf(layer.attributes, 'kernel');
  const least = Math.ceil(Math.max(down - height, across - width) / 2);
  if (least >= 1) offer('padding', `${least}`, [least, least, least, least], 1 + least / 10);
  const fitted: readonly [number, number] = [Math.min(down, height), Math.min(across, width)];
  offer('kernel', formatShape(fitted), fitted, 2);
  if (typeof values.image === 'string') repairs.push(...imageRepair(place, values.image));
  return repairs;
}

/** A larger image, where the network says its size in digits. */
function imageRepair({ analysis, network }: Place, size: string): readonly Repair[] {
  const { graph, shapes } = network;
  const input = graph.layers[graph.input];
  const file = input && analysis.files.get(input.origin.file);
  if (input === undefined || file === undefined) return [];
  const node = nodesAt(file, input.origin.span.start).findLast((one) => one.kind === 'input');
  if (node?.kind !== 'input' || node.shape?.kind !== 'size') return [];
  const text = `${size}x${shapes[input.id]?.[2] ?? ''}`;
  const edit = { file: file.file, span: { start: node.shape.start, end: node.shape.end }, newText: text };
  return [{ fix: fix('write-input', { text }, edit), distance: 3, key: 'input' }];
}

/** Numbers of groups that divide what has to be divided, the nearest first. */
function groupRepairs(place: Place): Repair[] {
  const { network, layer } = place;
  const channels = network.shapes[layer.inputs[0] ?? -1]?.[2];
  const groups = layer.attributes.groups;
  if (channels === undefined || typeof groups !== 'number') return [];
  const repairs: Repair[] = [];
  for (let number = 1; number <= Math.min(channels, 4 * groups); number++) {
    if (number === groups || shapeWith(network, layer, { ...layer.attributes, groups: number }) === undefined) continue;
    repairs.push(...argumentRepair(place, layer, 'groups', `${number}`, Math.abs(number - groups)));
  }
  return repairs;
}
