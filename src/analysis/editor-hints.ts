/**
 * What is right and could be better, told in the editor alone: budgets that are nearly used up, a branch that costs nearly
 * all of its join, a ReLU in front of a softmax, layers that change nothing.
 */

import { type Diagnostic, diagnostic, sortDiagnostics } from '../base/diagnostic';
import { formatExact, formatShare, formatShareOfLimit } from '../base/number-format';
import type { Block, BlockId, Layer } from '../graph/graph';
import { layerOf } from '../ops/attributes';
import type { Attribute } from '../ops/op';
import type { Analysis, NetworkAnalysis } from './analysis';
import { neededSums } from './figures';
import { agreedHints, hintAt } from './placed-hints';

/** Shares of a budget and of a join from which on there is something to say. */
const nearlyUsed = 0.95;
const nearlyAll = 0.9;

/** Of two branches one is nearly always the dearer. */
const fewestBranches = 3;

export function editorHints({ networks }: Pick<Analysis, 'networks'>): readonly Diagnostic[] {
  return [
    ...budgetHints(networks),
    ...sortDiagnostics([
      ...agreedHints(networks, layersOf, softmaxHint),
      ...agreedHints(networks, layersOf, effectHint),
      ...branchHints(networks),
    ]),
  ];
}

function layersOf({ graph }: NetworkAnalysis): readonly Layer[] {
  return graph.layers;
}

function branchesOf({ graph }: NetworkAnalysis): readonly Block[] {
  return graph.blocks.filter(({ kind }) => kind === 'branch');
}

/** A budget that several networks have is told once. */
function budgetHints(networks: readonly NetworkAnalysis[]): Iterable<Diagnostic> {
  const budgets = new Map<string, Diagnostic>();
  for (const network of networks) {
    for (const { metric, limit, value, verdict, location } of network.budgets) {
      if (verdict !== 'ok' || limit === 0 || value < nearlyUsed * limit || isRoundedUp(limit, value)) continue;
      const values = { metric, share: formatShareOfLimit(value, limit) ?? '?', left: formatExact(limit - value) };
      budgets.set(JSON.stringify(location), diagnostic('lint.budget-close', location, values));
    }
  }
  return budgets.values();
}

/** A limit that is the figure itself, rounded up to the digits it is written with, was meant to be tight: 1.6G for 1.583G. */
function isRoundedUp(limit: number, value: number): boolean {
  const [digits = '', exponent = '0'] = limit.toExponential().split('e');
  const unit = 10 ** (Number(exponent) - digits.replace(/^\d\.?/, '').length);
  return Math.abs(Math.ceil(value / unit) * unit - limit) < unit / 2;
}

function branchHints(networks: readonly NetworkAnalysis[]): readonly Diagnostic[] {
  const shares = new Map(networks.map((network) => [network, branchShares(network)]));
  return agreedHints(networks, branchesOf, (network, branch) => {
    const share = shares.get(network)?.get(branch.id);
    return share === undefined ? undefined : hintAt('lint.branch-cost', branch.origin, { share });
  });
}

/** Of the branches that have nearly all multiplies of their join, as text. */
function branchShares(network: NetworkAnalysis): ReadonlyMap<BlockId, string> {
  const dear = new Map<BlockId, string>();
  const joins = network.graph.blocks.filter(
    ({ kind, children }) => kind === 'join' && children.filter((child) => 'block' in child).length >= fewestBranches,
  );
  if (joins.length === 0) return dear;
  const sums = neededSums(network, 'multiplies');
  for (const { id, children } of joins) {
    const whole = sums[id];
    if (whole === undefined || whole.isPartial || whole.value === 0) continue;
    for (const child of children) {
      if (!('block' in child)) continue;
      const part = sums[child.block]?.value ?? 0;
      if (part >= nearlyAll * whole.value) dear.set(child.block, formatShare(part, whole.value));
    }
  }
  return dear;
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

function effectHint(network: NetworkAnalysis, layer: Layer): Diagnostic | undefined {
  return hasNoEffect(network, layer) ? hintAt('lint.no-effect', layer.origin, { name: layer.op.name }) : undefined;
}

/** An attribute is this number, or this number in each direction. */
function isAll(value: Attribute, number: number): boolean {
  return value === number || (Array.isArray(value) && value.every((item) => item === number));
}

function hasNoEffect(network: NetworkAnalysis, layer: Layer): boolean {
  const { op, attributes } = layer;
  switch (op.name) {
    case 'relu':
      return isRectified(sourceOf(network, layer));
    case 'maxpool':
    case 'avgpool':
      return isAll(attributes.kernel, 1) && isAll(attributes.stride, 1);
    case 'dropout':
      return isAll(attributes.rate, 0);
    case 'scale':
      return isAll(attributes.factor, 1);
    case 'upsample':
      return isAll(attributes.factor, 1);
    case 'shuffle':
      return isAll(attributes.groups, 1);
    case 'pad':
    case 'crop':
      return isAll(attributes.amount, 0);
    default:
      return false;
  }
}
