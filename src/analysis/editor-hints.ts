/**
 * What is right and could be better, told in the editor alone: budgets that are nearly used up, a branch that costs nearly
 * all of its join, a ReLU in front of a softmax, layers that change nothing.
 */

import { type Diagnostic, diagnostic } from '../base/diagnostic';
import { formatExact, formatShare } from '../base/number-format';
import type { Block, Layer } from '../graph/graph';
import { layerOf } from '../ops/attributes';
import type { Analysis, NetworkAnalysis } from './analysis';
import { blockFigures } from './figures';
import { hintAt, PlacedHints } from './placed-hints';

/** Shares of a budget and of a join from which on there is something to say. */
const nearlyUsed = 0.95;
const nearlyAll = 0.9;

/** Of two branches one is nearly always the dearer. */
const fewestBranches = 3;

export function editorHints({ networks }: Pick<Analysis, 'networks'>): readonly Diagnostic[] {
  const placed = new PlacedHints();
  const budgets = new Map<string, Diagnostic>();
  for (const network of networks) {
    for (const budget of network.budgets) {
      const { metric, limit, value, verdict, location } = budget;
      if (verdict !== 'ok' || limit === 0 || value < nearlyUsed * limit || isRoundedUp(limit, value)) continue;
      const values = { metric, share: formatShare(value, limit), left: formatExact(limit - value) };
      budgets.set(JSON.stringify(location), diagnostic('lint.budget-close', location, values));
    }
    for (const layer of network.graph.layers) {
      if (layer.id === network.graph.input) continue;
      placed.see('softmax', layer.origin, softmaxHint(network, layer));
      placed.see(
        'effect',
        layer.origin,
        hasNoEffect(network, layer) ? hintAt('lint.no-effect', layer.origin, { name: layer.op.name }) : undefined,
      );
    }
    for (const block of network.graph.blocks)
      if (block.kind === 'branch') placed.see('branch', block.origin, branchHint(network, block));
  }
  return [...budgets.values(), ...placed.hints];
}

/** A limit that is the figure itself, rounded up to the digits it is written with, was meant to be tight: 1.6G for 1.583G. */
function isRoundedUp(limit: number, value: number): boolean {
  const [digits = '', exponent = '0'] = limit.toExponential().split('e');
  const unit = 10 ** (Number(exponent) - digits.replace(/^\d\.?/, '').length);
  return Math.abs(Math.ceil(value / unit) * unit - limit) < unit / 2;
}

function branchHint(network: NetworkAnalysis, branch: Block): Diagnostic | undefined {
  const join = network.graph.blocks[branch.parent ?? 0];
  if (join?.kind !== 'join') return undefined;
  const branches = join.children.filter((child) => 'block' in child).length;
  const { value: whole, isPartial } = blockFigures(network, join.id).sum.sums.multiplies;
  const { value: part } = blockFigures(network, branch.id).sum.sums.multiplies;
  if (branches < fewestBranches || isPartial || part < nearlyAll * whole || part === 0) return undefined;
  return hintAt('lint.branch-cost', branch.origin, { share: formatShare(part, whole) });
}

/** Layers that let through what flows, or choose from it. */
const passing: ReadonlySet<string> = new Set([
  'identity',
  'dropout',
  'flatten',
  'maxpool',
  'globalmaxpool',
  'slice',
  'crop',
  'shuffle',
]);

/** The layer whose values these are, through what only lets them through. */
function sourceOf({ graph }: NetworkAnalysis, { inputs }: Layer): Layer | undefined {
  let source = graph.layers[inputs[0] ?? -1];
  while (source !== undefined && passing.has(source.op.name) && source.id !== graph.input)
    source = graph.layers[source.inputs[0] ?? -1];
  return source;
}

function isRectified(layer: Layer | undefined): layer is Layer {
  return (
    layer !== undefined && (layer.op.name === 'relu' || layerOf(layer.attributes, 'activation')?.op.name === 'relu')
  );
}

/** ReLU makes all scores below zero equal, which softmax could tell apart. */
function softmaxHint(network: NetworkAnalysis, layer: Layer): Diagnostic | undefined {
  if (layer.op.name !== 'softmax') return undefined;
  const source = sourceOf(network, layer);
  return isRectified(source) ? hintAt('lint.relu-softmax', source.origin, { name: source.op.name }) : undefined;
}

function hasNoEffect(network: NetworkAnalysis, layer: Layer): boolean {
  const { op, attributes } = layer;
  const all = (name: string, value: number) => {
    const list = attributes[name];
    return typeof list === 'number' ? list === value : Array.isArray(list) && list.every((item) => item === value);
  };
  switch (op.name) {
    case 'relu':
      return isRectified(sourceOf(network, layer));
    case 'maxpool':
    case 'avgpool':
      return all('kernel', 1) && all('stride', 1);
    case 'dropout':
      return all('rate', 0);
    case 'scale':
      return all('factor', 1);
    case 'upsample':
      return all('factor', 1);
    case 'shuffle':
      return all('groups', 1);
    case 'pad':
    case 'crop':
      return all('amount', 0);
    default:
      return false;
  }
}
