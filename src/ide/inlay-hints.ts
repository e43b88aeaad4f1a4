/**
 * Inlay hints: the shape of the result after each layer, the names of parameters before the arguments that a module's call
 * gives by position, and what a line costs at its end. In a module's body those of the chosen instance, or the range over
 * all. Nothing is said where a shape is unknown: the diagnostics say why.
 */

import type { Sum } from '../analysis/analysis';
import { addSums, blockFigures, layerSum, shareOf } from '../analysis/figures';
import type { Span } from '../base/span';
import type { Shape } from '../ops/dim';
import type { CallExpression, CallStatement, SourceFile, SyntaxNode } from '../syntax/tree';
import { children } from '../syntax/tree-walk';
import { convention, shapeRange, shareText, shortSum, sumRange, workOf } from './figures';
import { joined } from './markdown';
import { blocksFrom, layersFrom, type Scene } from './scene';
import { signaturesAt } from './signatures';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
  readonly kind: 'shape' | 'parameter' | 'cost';
}

/** Which hints are wanted. */
export interface HintKinds {
  readonly shapes: boolean;
  readonly parameters: boolean;
  readonly costs: boolean;
}

const onlyShapes: HintKinds = { shapes: true, parameters: false, costs: false };

export function inlayHints(
  scene: Scene,
  file: SourceFile,
  range: Span,
  kinds: HintKinds = onlyShapes,
): readonly InlayHint[] {
  const hints: InlayHint[] = [];
  const costs = new CostsOfLines(scene, file);
  const waiting: SyntaxNode[] = [...file.declarations];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.end < range.start || node.start > range.end) continue;
    if (kinds.shapes) hints.push(...shapeAfter(scene, file, node));
    if (kinds.parameters && isCall(node)) hints.push(...parametersOf(scene, file, node));
    if (kinds.costs) costs.add(node);
    for (const child of children(node)) if (mayHoldHints(child)) waiting.push(child);
  }
  return [...hints, ...costs.hints()]
    .filter(({ offset }) => range.start <= offset && offset <= range.end)
    .sort((a, b) => a.offset - b.offset);
}

const holders: ReadonlySet<SyntaxNode['kind']> = new Set([
  'network', 'module', 'body', 'join', 'branch', 'repeat', 'if', 'side', 'head', 'output', 'call', 'join-call', 'argument',
  'call-expression', 'defaults',
]); // biome-ignore format: a table of words

function mayHoldHints(node: SyntaxNode): boolean {
  return holders.has(node.kind);
}

function isCall(node: SyntaxNode): node is CallStatement | CallExpression {
  return node.kind === 'call' || node.kind === 'call-expression';
}

// ---- Shapes ----

function shapeAfter(scene: Scene, file: SourceFile, node: SyntaxNode): readonly InlayHint[] {
  if (node.kind === 'call') return hint(node.end, shapesOf(scene, file, node.callee.start, 'module'));
  if (node.kind === 'join') return hint(node.end, shapesOf(scene, file, node.keyword.start, undefined));
  if (node.kind === 'join-call') return hint(node.end, shapesOf(scene, file, node.keyword.start, undefined));
  if (node.kind === 'repeat') return hint(node.end, shapesOf(scene, file, node.keyword.start, 'repeat'));
  return [];
}

function hint(
  offset: number,
  { shapes, where }: { shapes: readonly (Shape | undefined)[]; where: string },
): readonly InlayHint[] {
  if (shapes.length === 0) return [];
  // Short: an editor cuts off what is longer than some 40 characters a line.
  const label = shapeRange(shapes).replaceAll(' ', '');
  return label.includes('?') ? [] : [{ offset, label, tooltip: where, kind: 'shape' }];
}

function shapesOf(scene: Scene, file: SourceFile, start: number, kind: string | undefined) {
  const blocks = blocksFrom(scene, file.file, start);
  const made = blocks.shown.filter(({ block }) => block.kind === kind);
  if (made.length > 0) {
    const shapes = made.map(({ network, block }) => (block.result < 0 ? undefined : network.shapes[block.result]));
    return { shapes, where: whereText(scene, made.length, blocks.choice?.path) };
  }
  const layers = layersFrom(scene, file.file, start);
  const shapes = layers.shown.map(({ network, layer }) => network.shapes[layer.id]);
  return { shapes, where: whereText(scene, shapes.length, layers.choice?.path) };
}

function whereText({ words }: Scene, count: number, chosen: string | undefined): string {
  if (chosen !== undefined) return words.editor('inlay.shape-in', { path: chosen });
  return count > 1 ? words.editor('inlay.shape-of-instances', { count }) : words.editor('inlay.shape');
}

// ---- Parameters ----

/** Of modules: what a layer takes by position is known by heart. */
function parametersOf(scene: Scene, file: SourceFile, call: CallStatement | CallExpression): readonly InlayHint[] {
  const [signature] = signaturesAt(scene, file, call.callee.text, call.callee.start);
  if (signature === undefined || !('module' in signature.target)) return [];
  const hints: InlayHint[] = [];
  for (const [i, { name, value }] of call.arguments.entries()) {
    if (name !== undefined) break;
    const parameter = signature.parameters[i];
    if (value === undefined || parameter === undefined) continue;
    // An argument that is spelled as its parameter says it itself.
    if (file.text.slice(value.start, value.end) === parameter.name) continue;
    hints.push({ offset: value.start, label: `${parameter.name}:`, tooltip: parameter.label, kind: 'parameter' });
  }
  return hints;
}

// ---- Costs ----

/** What a statement costs in each of the places that are shown, of which network. */
interface Work {
  readonly sum: Sum;
  readonly main: Sum;
}

/** What the calls and joins that end on a line cost together. */
class CostsOfLines {
  /** By the end of the line, for each statement on it. */
  private readonly lines = new Map<number, (readonly Work[])[]>();

  constructor(
    private readonly scene: Scene,
    private readonly file: SourceFile,
  ) {}

  add(node: SyntaxNode): void {
    if (node.kind !== 'call' && node.kind !== 'join-call') return;
    const works = this.worksOf(node.kind === 'call' ? node.callee.start : node.keyword.start);
    if (works.length === 0) return;
    const rest = this.file.text.slice(node.end);
    const end = node.end + rest.search(/[\r\n]|$/);
    const line = this.lines.get(end) ?? [];
    line.push(works);
    this.lines.set(end, line);
  }

  private worksOf(start: number): readonly Work[] {
    const { scene, file } = this;
    const modules = blocksFrom(scene, file.file, start).shown.filter(({ block }) => block.kind === 'module');
    if (modules.length > 0) {
      return modules.map(({ network, block }) => ({
        sum: workOf(scene.words, blockFigures(network, block.id).sum.sums),
        main: workOf(scene.words, network.main.sums),
      }));
    }
    return layersFrom(scene, file.file, start).shown.map(({ network, layer }) => ({
      sum: layerSum(network, layer.id, convention(scene.words)),
      main: workOf(scene.words, network.main.sums),
    }));
  }

  hints(): readonly InlayHint[] {
    return [...this.lines].flatMap(([offset, statements]) => {
      const count = Math.max(...statements.map((works) => works.length));
      // Statements of one body stand in the same places, in the same order.
      if (statements.some((works) => works.length !== count)) return [];
      const each = Array.from({ length: count }, (_, i) => addSums(statements.map((works) => (works[i] as Work).sum)));
      if (each.every(({ value }) => value === 0)) return [];
      const wholes = new Set(statements.flat().map(({ main }) => main));
      const [main] = wholes;
      const share = wholes.size === 1 && main !== undefined ? shareText(shareOf(addSums(each), main)) : '';
      const amount = sumRange(each, shortSum);
      const tooltip = this.scene.words.editor('multiplies', { amount });
      return [{ offset, label: joined(amount, share), tooltip, kind: 'cost' as const }];
    });
  }
}
