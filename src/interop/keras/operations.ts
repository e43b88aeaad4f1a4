/**
 * What a Keras model computes without a layer: functions of TensorFlow in Keras 2 (`TFOpLambda`), operations of Keras 3. With
 * numbers, as MobileNet 3 writes its gates, and of two results.
 */

import { phrase } from '../../base/diagnostic';
import { Inexpressible } from '../import/foreign-network';
import { difference, extreme, join } from './joins';
import { isList, textIn, valueIn } from './json';
import type { KerasValue, LayerRequest } from './layer-request';
import { constantLine, globalPool, isActivation, withActivation } from './read-layers';

/** The last part of its name, with small letters; undefined for a layer. */
export function operationOf({ type, config, module }: LayerRequest): string | undefined {
  if (type === 'TFOpLambda') return textIn(config, 'function').split('.').pop();
  if (!/^keras\.(src\.)?ops\b/.test(module)) return undefined;
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}

const sums = new Set(['add']);
const differences = new Set(['sub', 'subtract']);
const products = new Set(['mul', 'multiply']);
const extremes: ReadonlyMap<string, 'greatest' | 'least'> = new Map([
  ['maximum', 'greatest'],
  ['minimum', 'least'],
]);
const quotients = new Set(['truediv', 'divide', 'div', 'true_divide']);
const nothing = new Set(['identity', 'stop_gradient', 'cast']);

/** Throws `Inexpressible`. */
export function turnOperation(request: LayerRequest, operation: string): KerasValue {
  const { operands, inputs, named } = request;
  const [a, b] = operands;
  const [only] = inputs;
  if (only === undefined) throw new Inexpressible(phrase('foreign.inputs'));
  if (nothing.has(operation)) return only;
  const kind = extremes.get(operation);
  if (kind !== undefined && inputs.length === operands.length) return extreme(request, kind);
  const isBinary = [sums, differences, products, quotients].some((names) => names.has(operation));
  if (isBinary) {
    if (a === undefined || b === undefined || operands.length > 2) throw new Inexpressible(phrase('foreign.inputs'));
    if (typeof a === 'object' && typeof b === 'object') return ofTwo(request, operation);
    return withNumber(request, operation, only, Number(typeof a === 'number' ? a : b), typeof a === 'number');
  }
  if (operation === 'concat' || operation === 'concatenate') {
    const axis = valueIn(named, 'axis') ?? valueIn(request.config, 'axis');
    if (axis !== -1 && axis !== 3) throw new Inexpressible(phrase('foreign.axis', { axis: Number(axis) }));
    return join(request, 'concat');
  }
  if (operation === 'mean' || operation === 'reduce_mean') {
    const axes = valueIn(named, 'axis') ?? valueIn(request.config, 'axis');
    const isImage = isList(axes) && axes.length === 2 && axes.includes(1) && axes.includes(2);
    if (!isImage) throw new Inexpressible(phrase('foreign.reduce', { axes: isList(axes) ? axes.join(', ') : '' }));
    return globalPool({ ...request, config: { ...request.config, ...named } }, 'globalavgpool');
  }
  if (operation === 'resize') return resized(request, only);
  if (!isActivation(operation)) throw new Inexpressible(phrase('foreign.no-layer'));
  return withActivation({ ...request, config: { ...request.config, activation: operation } }, only);
}

/** To a height and a width, by the rule of `Resizing`. */
function resized(request: LayerRequest, input: KerasValue): KerasValue {
  const { config, named, name, builder } = request;
  const given = (key: string) => valueIn(named, key) ?? valueIn(config, key);
  // Before version 2 pixels were counted from their corners.
  const isOld = /^compat\./.test(textIn(config, 'function'));
  const isPlain = ['antialias', 'preserve_aspect_ratio', 'crop_to_aspect_ratio', 'pad_to_aspect_ratio'].every(
    (key) => given(key) !== true,
  );
  const said = given('method') ?? given('interpolation');
  const mode = typeof said === 'string' ? said : 'bilinear';
  const size = given('size');
  const [height, width] = (isList(size) ? size : []).map(Number);
  const [rows, columns] = builder.shapeOf(input.layer);
  const factors = [(height ?? 0) / rows, (width ?? 0) / columns];
  // The nearest pixel to a middle is the one of ours where each is repeated as often.
  const isRepeated = mode === 'nearest' && factors.every((factor) => Number.isInteger(factor) && factor > 0);
  const isFirst = given('data_format') === 'channels_first';
  if (isOld || isFirst || !isPlain || !(isRepeated || mode === 'bilinear') || input.isList) {
    throw new Inexpressible(phrase('foreign.resize', { mode, transform: isOld ? 'asymmetric' : 'half_pixel' }));
  }
  const layer = isRepeated
    ? builder.add(name, 'upsample', [input.layer], { factor: factors, mode })
    : builder.add(name, 'resize', [input.layer], { size: [height ?? 0, width ?? 0], mode });
  return { ...input, layer };
}

function ofTwo(request: LayerRequest, operation: string): KerasValue {
  if (sums.has(operation)) return join(request, 'add');
  if (products.has(operation)) return join(request, 'multiply');
  if (differences.has(operation)) return difference(request);
  throw new Inexpressible(phrase('foreign.no-function'));
}

function withNumber(
  request: LayerRequest,
  operation: string,
  input: KerasValue,
  number: number,
  isFirst: boolean,
): KerasValue {
  const [, , channels] = request.builder.shapeOf(input.layer);
  const line = (factor: number, summand: number): KerasValue =>
    constantLine(request, input, Array(channels).fill(factor), Array(channels).fill(summand));
  if (sums.has(operation)) return number === 0 ? input : line(1, number);
  if (differences.has(operation)) return line(isFirst ? -1 : 1, isFirst ? number : -number);
  if (products.has(operation)) return times(request, input, number);
  if (isFirst || number === 0) throw new Inexpressible(phrase('foreign.no-function'));
  return times(request, input, 1 / number);
}

function times(request: LayerRequest, input: KerasValue, factor: number): KerasValue {
  const { builder, name } = request;
  if (factor === 1) return input;
  return { ...input, layer: builder.add(name, 'scale', [input.layer], { factor }) };
}
