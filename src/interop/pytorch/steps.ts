/**
 * What a layer is in PyTorch: steps, each a module and, where it has no parameters, an expression too. Images are channels
 * first, lists are batch, channels.
 */

import type { Sides } from '../../base/tensor';
import type { Layer } from '../../graph/graph';
import type { Code } from './code';
import { type Num, times } from './numbers';
import { padOrder } from './windows';

/** A value between layers. */
export interface Flow {
  readonly channels: Num;
  readonly height: number;
  readonly width: number;
  /** Batch, channels alone. */
  readonly isList: boolean;
}

export interface Step {
  /** In a layer of several modules, the module's name. */
  readonly role: string;
  readonly module: Code;
  /** The same as an expression; undefined for a module with parameters. */
  readonly call: ((value: Code) => Code) | undefined;
}

export interface LayerRequest {
  readonly layer: Layer;
  readonly input: Flow;
  /** A list's values go by channel, height, width: what reads them has its weights in this order. */
  readonly isByChannel: boolean;
  /** A number of the layer. `parameter`: as which argument the text of the design may have it. */
  readonly slot: (value: number, hint: string, parameter?: string, axis?: 0 | 1) => Num;
  /** What ends in a softmax gives its logits. */
  readonly leavesOutSoftmax: boolean;
  /** Height and width of the result. */
  readonly size: readonly [number, number];
}

export interface LayerModules {
  /** In order; all but one of them are expressions, unless the layer is several modules. */
  readonly steps: readonly Step[];
  readonly output: Flow;
}

export type Pair = readonly [number, number];

/** The value as an image. */
export function toImage({ isList, channels }: Flow): readonly Step[] {
  if (!isList) return [];
  const call = (x: Code): Code => [...x, '[:, :, None, None]'];
  return [{ role: 'unflatten', module: ['nn.Unflatten(1, (', channels, ', 1, 1))'], call }];
}

export function toList({ isList, channels, height, width }: Flow, slot: LayerRequest['slot']): LayerModules {
  const pixels = height * width;
  const all = isList || pixels === 1 ? channels : times(channels, slot(pixels, 'pixels'));
  const output: Flow = { channels: all, height: 1, width: 1, isList: true };
  if (isList) return { steps: [], output };
  const call = (x: Code): Code => ['torch.flatten(', ...x, ', 1)'];
  return { steps: [{ role: 'flatten', module: ['nn.Flatten()'], call }], output };
}

export function image({ size }: LayerRequest, channels: Num): Flow {
  return { channels, height: size[0], width: size[1], isList: false };
}

export function imageStep(
  request: LayerRequest,
  role: string,
  module: Code,
  call: (value: Code) => Code,
): LayerModules {
  const steps = [...toImage(request.input), { role, module, call }];
  return { steps, output: image(request, request.input.channels) };
}

/** One number where both axes have the same. */
export function windowNumbers({ slot }: LayerRequest, parameter: string, [vertical, horizontal]: Pair): readonly Num[] {
  const hint = parameter === 'kernel' ? 'kernel_size' : parameter;
  if (vertical === horizontal) return [slot(vertical, hint, parameter, 0)];
  return [slot(vertical, `${hint}_v`, parameter, 0), slot(horizontal, `${hint}_h`, parameter, 1)];
}

export function zeros(around: Sides): Step {
  const amounts = padOrder(around).join(', ');
  return { role: 'pad', module: [`nn.ZeroPad2d((${amounts}))`], call: (x) => ['F.pad(', ...x, `, (${amounts}))`] };
}

export function plainPair(name: string, values: Pair): Code {
  if (values[0] === 0 && values[1] === 0) return [];
  return [`, ${name}=${values[0] === values[1] ? values[0] : commaPair(values)}`];
}

export function commaPair([vertical, horizontal]: Pair): string {
  return vertical === horizontal ? String(vertical) : `(${vertical}, ${horizontal})`;
}
