/**
 * Local response normalisation that is written in parts, as PyTorch writes it: the squares with zeros around the channels,
 * their mean in a window over the channels, `(k + alpha * mean) ^ beta`, and a division. What has moved the values to five
 * axes and back is followed; which norm it is, is seen at the division.
 */

import { phrase } from '../../base/diagnostic';
import { Inexpressible } from '../import/foreign-network';
import { integersOf, scalarOf } from './constants';
import { constantAt, type NodeRequest, neededConstant } from './node-request';
import { isFunctionOf } from './read-norm-parts';
import { ChannelWindow, PaddedChannels, type SourceValue, Tensor } from './source-values';
import { channelsAxis, isSameAxis } from './views';

/** Zeros before the first channel and behind the last one, where channels are an axis of a tensor that is no image. */
export function padded(request: NodeRequest): readonly SourceValue[] | undefined {
  const { node, inputs, values } = request;
  const [input] = inputs;
  const amounts = node.attributes.ints('pads') ?? integersOf(neededConstant(request, 1));
  if (input instanceof PaddedChannels) return amounts.every((amount) => amount === 0) ? [input] : undefined;
  if (!(input instanceof Tensor) || input.axes.length !== 5 || amounts.length !== 10) return undefined;
  const axis = amounts.findIndex((amount) => amount > 0) % 5;
  const [before = 0, after = 0] = [amounts[axis], amounts[axis + 5]];
  const [, , channels] = values.shapeOf(input);
  const isAlong =
    isSameAxis(input.axes[axis] ?? [], channelsAxis(channels)) &&
    amounts.every((amount, at) => amount === 0 || at % 5 === axis);
  const fill = constantAt(request, 2);
  const value = fill === undefined ? node.attributes.float('value', 0) : (scalarOf(fill) ?? 0);
  if (!isAlong || value !== 0 || node.attributes.text('mode', 'constant') !== 'constant') return undefined;
  const { source, f } = input.cell;
  return [new PaddedChannels(values.of(source, input.axes), f, axis, before, after)];
}

/** The mean of so many channels in a row: as many places come out as there were before the zeros. */
export function windowMean({ node, inputs }: NodeRequest): readonly SourceValue[] {
  const [input] = inputs;
  const { attributes } = node;
  const kernel = attributes.ints('kernel_shape') ?? [];
  if (!(input instanceof PaddedChannels)) throw new Inexpressible(phrase('foreign.inputs'));
  const { axis, before, after } = input;
  // The first two axes are images and what a pool takes for channels.
  const size = kernel[axis - 2] ?? 1;
  const isPlain =
    kernel.length === 3 &&
    kernel.every((side, at) => side === 1 || at === axis - 2) &&
    [...(attributes.ints('pads') ?? [])].every((amount) => amount === 0) &&
    [...(attributes.ints('strides') ?? [])].every((step) => step === 1);
  if (!isPlain || before + after !== size - 1) throw new Inexpressible(phrase('foreign.not-two'));
  return [new ChannelWindow(input.of, input.each, { size, before, factor: 1, offset: 0, power: 1 })];
}

/** A number on one side of an operation. Undefined where the form is left. */
export function followed(window: ChannelWindow, operation: string, number: number, isFirst: boolean) {
  const { factor, offset, power } = window.form;
  const isOpen = power === 1;
  if (operation === 'Mul' && isOpen) return window.as({ factor: factor * number, offset: offset * number });
  if (operation === 'Div' && isOpen && !isFirst) return window.as({ factor: factor / number, offset: offset / number });
  if (operation === 'Add' && isOpen) return window.as({ offset: offset + number });
  if (operation === 'Pow' && !isFirst) return window.as({ power: power * number });
  return undefined;
}

/** Undefined where what is divided is not what the window is over. */
export function dividedBy(
  { values, node }: NodeRequest,
  a: SourceValue,
  window: ChannelWindow,
): SourceValue | undefined {
  const { size, before, factor, offset, power } = window.form;
  const isNorm = a instanceof Tensor && before === Math.floor((size - 1) / 2) && isFunctionOf(a, window, (x) => x * x);
  if (!isNorm) return undefined;
  const short = (value: number) => Number(value.toPrecision(7));
  const given = { size, alpha: short(factor), beta: short(power), k: short(offset) };
  return values.like(a, values.layer(node, 'lrn', [values.settle(a)], given));
}
