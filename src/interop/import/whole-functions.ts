/**
 * Activations that a source has in parts: `x * sigmoid(x)`, `min(max(x + 3, 0), 6) / 6`, a clip of what was moved to zero and is
 * moved back. Constants of such parts are no trained parameters then, and the notes that say so go.
 */

import { numberOf } from '../../ops/attributes';
import { type OpName, ops } from '../../ops/registry';
import type { ForeignLayer, ForeignNetwork } from './foreign-network';
import { layerValue } from './network-builder';

/** `min(max(factor * x + summand, least), most)` of a layer's result. */
interface Clamp {
  readonly of: number;
  readonly factor: number;
  readonly summand: number;
  readonly least: number;
  readonly most: number;
}

export function withWholeFunctions(network: ForeignNetwork): ForeignNetwork {
  const layers: ForeignLayer[] = [];
  /** What a clip is, and what only moves or scales it. */
  const clamps = new Map<number, Clamp>();
  for (const [id, layer] of network.layers.entries()) {
    const clamp = clampOf(layers, clamps, layer);
    if (clamp !== undefined) clamps.set(id, clamp);
    layers.push((clamp && wholeClamp(layer, clamp)) ?? gated(layers, layer) ?? layer);
  }
  if (layers.every((layer, id) => layer === network.layers[id])) return network;
  const isLeft = constantsLeft(layers, network);
  const notes = network.notes.filter(
    ({ phrase, values }) => phrase !== 'foreign.constant-trained' || isLeft.has(String(values?.node)),
  );
  return { ...network, layers, notes };
}

function clampOf(
  layers: readonly ForeignLayer[],
  clamps: ReadonlyMap<number, Clamp>,
  { op, attributes, inputs, weights }: ForeignLayer,
): Clamp | undefined {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) return undefined;
  const before = lineOf(layers[input]);
  const of = before === undefined ? input : (layers[input]?.inputs[0] ?? input);
  const { factor, summand } = before ?? { factor: 1, summand: 0 };
  if (op.name === 'relu6') return { of, factor, summand, least: 0, most: 6 };
  if (op.name === 'clip') {
    const [least, most] = [numberOf(attributes, 'minimum'), numberOf(attributes, 'maximum')];
    return least === undefined || most === undefined ? undefined : { of, factor, summand, least, most };
  }
  const clamp = clamps.get(input);
  const after = clamp && lineOf({ op, attributes, inputs, weights });
  if (clamp === undefined || after === undefined || !(after.factor > 0)) return undefined;
  const moved = (value: number) => value * after.factor + after.summand;
  return {
    of: clamp.of,
    factor: clamp.factor * after.factor,
    summand: moved(clamp.summand),
    least: moved(clamp.least),
    most: moved(clamp.most),
  };
}

/** One factor and one summand for all channels. */
function lineOf(layer: Pick<ForeignLayer, 'op' | 'attributes' | 'weights' | 'inputs'> | undefined) {
  if (layer?.op.name === 'scale') return { factor: numberOf(layer.attributes, 'factor') ?? 1, summand: 0 };
  if (layer?.op.name !== 'affine') return undefined;
  const one = (name: string, otherwise: number): number | undefined => {
    if (layer.attributes[name === 'gamma' ? 'scale' : 'center'] === false) return otherwise;
    const weight = layer.weights.get(name);
    const values = weight?.isConstant === true ? weight.values() : [];
    const [first] = values;
    return values.every((value) => value === first) ? first : undefined;
  };
  const [factor, summand] = [one('gamma', 1), one('beta', 0)];
  return factor === undefined || summand === undefined ? undefined : { factor, summand };
}

const isNear = (a: number, b: number) => Math.abs(a - b) < 1e-6;

/** As one layer, where it is made of several. */
function wholeClamp(layer: ForeignLayer, { of, factor, summand, least, most }: Clamp): ForeignLayer | undefined {
  if (of === layer.inputs[0]) return undefined;
  if (isNear(least, 0) && isNear(most, 1) && isNear(summand, 0.5) && factor > 0) {
    return as(layer, 'hardsigmoid', of, { slope: isNear(factor, 1 / 6) ? 1 / 6 : Number(factor.toPrecision(7)) });
  }
  if (!isNear(factor, 1) || !isNear(summand, 0)) return undefined;
  if (isNear(least, 0) && isNear(most, 6)) return as(layer, 'relu6', of);
  const [minimum, maximum] = [least, most].map((bound) => Number(bound.toPrecision(7)));
  return minimum === undefined || maximum === undefined ? undefined : as(layer, 'clip', of, { minimum, maximum });
}

const gates: Readonly<Record<string, 'silu' | 'hardswish'>> = { sigmoid: 'silu', hardsigmoid: 'hardswish' };

/** A result times a gate of itself. */
function gated(layers: readonly ForeignLayer[], layer: ForeignLayer): ForeignLayer | undefined {
  const [a, b] = layer.inputs;
  if (layer.op.name !== 'multiply' || a === undefined || b === undefined || layer.inputs.length > 2) return undefined;
  for (const [value, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const gate = layers[other];
    const op = gates[gate?.op.name ?? ''];
    if (gate === undefined || op === undefined || gate.inputs[0] !== value) continue;
    if (op === 'silu' || isNear(numberOf(gate.attributes, 'slope') ?? 0, 1 / 6)) return as(layer, op, value);
  }
  return undefined;
}

function as(layer: ForeignLayer, name: OpName, of: number, given: Readonly<Record<string, number>> = {}): ForeignLayer {
  const op = ops[name];
  return { ...layer, op, attributes: layerValue(op, given).attributes, inputs: [of], weights: new Map() };
}

/** Names of the constants that lead to an output still. */
function constantsLeft(layers: readonly ForeignLayer[], { outputs }: ForeignNetwork): ReadonlySet<string> {
  const isNeeded = layers.map(() => false);
  for (const { layer } of outputs) isNeeded[layer] = true;
  const left = new Set<string>();
  for (let id = layers.length - 1; id > 0; id--) {
    const layer = layers[id];
    if (layer === undefined || isNeeded[id] !== true) continue;
    if (layer.op.name === 'affine') left.add(layer.name);
    for (const input of layer.inputs) isNeeded[input] = true;
  }
  return left;
}
