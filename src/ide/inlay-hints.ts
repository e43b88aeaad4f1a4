/**
 * Inlay hints: the shape of the result after each layer. In a module's body that of the chosen instance, or the range
 * over all. Nothing is said where the shape is unknown: the diagnostics say why.
 */

import type { Span } from '../base/span';
import type { Shape } from '../ops/dim';
import type { SourceFile, SyntaxNode } from '../syntax/tree';
import { children } from '../syntax/tree-walk';
import { shapeRange } from './figures';
import { blocksFrom, layersFrom, type Scene } from './scene';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

export function inlayHints(scene: Scene, file: SourceFile, range: Span): readonly InlayHint[] {
  const hints: InlayHint[] = [];
  const waiting: SyntaxNode[] = [...file.declarations];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.end < range.start || node.start > range.end) continue;
    const hint = hintAfter(scene, file, node);
    if (hint !== undefined && range.start <= hint.offset && hint.offset <= range.end) hints.push(hint);
    if (mayHoldStatements(node)) for (const child of children(node)) waiting.push(child);
  }
  return hints.sort((a, b) => a.offset - b.offset);
}

const statementHolders: ReadonlySet<SyntaxNode['kind']> = new Set([
  'network', 'module', 'body', 'join', 'branch', 'repeat', 'if', 'side', 'head', 'output',
]); // biome-ignore format: a table of words

function mayHoldStatements(node: SyntaxNode): boolean {
  return statementHolders.has(node.kind);
}

function hintAfter(scene: Scene, file: SourceFile, node: SyntaxNode): InlayHint | undefined {
  if (node.kind === 'call') return hint(node.end, shapesOf(scene, file, node.callee.start, 'module'));
  if (node.kind === 'join') return hint(node.end, shapesOf(scene, file, node.keyword.start, undefined));
  if (node.kind === 'join-call') return hint(node.end, shapesOf(scene, file, node.keyword.start, undefined));
  if (node.kind === 'repeat') return hint(node.end, shapesOf(scene, file, node.keyword.start, 'repeat'));
  return undefined;
}

function hint(
  offset: number,
  { shapes, where }: { shapes: readonly (Shape | undefined)[]; where: string },
): InlayHint | undefined {
  if (shapes.length === 0) return undefined;
  // Short: an editor cuts off what is longer than some 40 characters a line.
  const label = shapeRange(shapes).replaceAll(' ', '');
  if (label.includes('?')) return undefined;
  return { offset, label, tooltip: where };
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
