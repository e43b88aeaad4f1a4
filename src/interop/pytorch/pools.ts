/** Pools over windows in PyTorch: its own where their words say which windows there are, else with padding in front or a class. */

import { present } from '../../base/assert';
import type { Sides } from '../../base/tensor';
import { ops } from '../../ops/registry';
import { boolean, pair, sides } from '../known-attributes';
import { type Code, tuple } from './code';
import {
  commaPair,
  image,
  type LayerModules,
  type LayerRequest,
  type Pair,
  plainPair,
  type Step,
  toImage,
  windowNumbers,
  zeros,
} from './steps';
import { evenPads, type PoolGeometry, padOrder, poolWords, reachOf } from './windows';

export function maxPool(request: LayerRequest): LayerModules {
  const { input } = request;
  const geometry = poolGeometry(request);
  const words = poolWords(geometry);
  const before: Step[] = [];
  if (words === undefined) {
    const amounts = padOrder(reachOf(geometry)).join(', ');
    before.push({
      role: 'pad',
      module: [`nn.ConstantPad2d((${amounts}), float("-inf"))`],
      call: (x) => ['F.pad(', ...x, `, (${amounts}), value=float("-inf"))`],
    });
  }
  const list = poolArguments(request, words?.padding ?? [0, 0], words?.isCeil ?? false);
  const own: Step = {
    role: 'pool',
    module: ['nn.MaxPool2d(', ...list, ')'],
    call: (x) => ['F.max_pool2d(', ...x, ', ', ...list, ')'],
  };
  return { steps: [...toImage(input), ...before, own], output: image(request, input.channels) };
}

export function averagePool(request: LayerRequest): LayerModules {
  const { layer, input } = request;
  const geometry = poolGeometry(request);
  const counts = boolean(layer.attributes, 'count_padding');
  const output = image(request, input.channels);
  const isEven = evenPads(geometry.pads) !== undefined;
  const words = counts && !isEven ? undefined : poolWords(geometry);
  const pool = (list: Code): Step => ({
    role: 'pool',
    module: ['nn.AvgPool2d(', ...list, ')'],
    call: (x) => ['F.avg_pool2d(', ...x, ', ', ...list, ')'],
  });
  if (words !== undefined) {
    const isPadded = words.padding.some((amount) => amount > 0);
    const list = poolArguments(request, words.padding, words.isCeil);
    const own = pool(!counts && isPadded ? [...list, ', count_include_pad=False'] : list);
    return { steps: [...toImage(input), own], output };
  }
  if (counts) {
    // What is padded counts, what hangs over that does not, which is PyTorch's rule for windows that are rounded up.
    const [top, bottom, left, right] = geometry.pads;
    const padded: PoolGeometry = {
      ...geometry,
      pads: [0, 0, 0, 0],
      input: [geometry.input[0] + top + bottom, geometry.input[1] + left + right],
    };
    const inner = poolWords(padded);
    if (inner !== undefined) {
      const own = pool(poolArguments(request, inner.padding, inner.isCeil));
      return { steps: [...toImage(input), zeros(geometry.pads), own], output };
    }
    // The last window along an axis stands in the padding or beyond it: its mean is over what is padded.
    const over = reachOf(padded);
    const steps = [...toImage(input), zeros(geometry.pads), insideMean(request, over)];
    return { steps, output };
  }
  return { steps: [...toImage(input), insideMean(request, reachOf(geometry))], output };
}

function insideMean({ layer }: LayerRequest, around: Sides): Step {
  const kernel = commaPair(pair(layer.attributes, 'kernel'));
  const stride = commaPair(pair(layer.attributes, 'stride'));
  const module = `AveragePool(${kernel}, ${stride}, (${padOrder(around).join(', ')}))`;
  return { role: 'pool', module: [module], call: (x) => [`${module}(`, ...x, ')'] };
}

function poolGeometry({ layer, input, size }: LayerRequest): PoolGeometry {
  const { attributes } = layer;
  const shape = [input.height, input.width, input.channels.value] as const;
  const window = present(ops[layer.op.name as 'maxpool'].window?.(shape, attributes), 'window');
  return {
    kernel: pair(attributes, 'kernel'),
    stride: pair(attributes, 'stride'),
    pads: sides(window.pads),
    input: [input.height, input.width],
    output: size,
  };
}

function poolArguments(request: LayerRequest, padding: Pair, isCeil: boolean): Code {
  const { attributes } = request.layer;
  const kernel = windowNumbers(request, 'kernel', pair(attributes, 'kernel'));
  const stride = windowNumbers(request, 'stride', pair(attributes, 'stride'));
  return [
    ...(kernel.length === 1 ? kernel : tuple(kernel)),
    ', stride=',
    ...(stride.length === 1 ? stride : tuple(stride)),
    ...plainPair('padding', padding),
    isCeil ? ', ceil_mode=True' : '',
  ];
}
