/**
 * Steps that a kernel does to its results while it has them in registers: behind a convolution a batch norm or a constant
 * factor, then the sum with another tensor, then an activation that is a limit; behind a batch norm such an activation. They work in place and
 * right behind it. Their bits are those of the steps one by one: a norm is a product and a sum of its own here too.
 */

import type { BatchNorm, ConvolutionStep, Pointwise, Step, TensorView } from '../../plan/plan';
import { chooseConvolution, isLimit } from './algorithms';

export interface Followers {
  /** Steps behind the first that are done with it. */
  readonly count: number;
  /** A norm, or a factor for all channels. */
  readonly norm: BatchNorm | number | null;
  /** What is added to the results. */
  readonly summand: TensorView | null;
  readonly activation: Pointwise | null;
}

/** By the position of the step that they are computed with. */
export function findFollowers(steps: readonly Step[]): ReadonlyMap<number, Followers> {
  const found = new Map<number, Followers>();
  for (let index = 0; index < steps.length; index++) {
    const followers = followersOf(steps, index);
    if (followers === undefined) continue;
    found.set(index, followers);
    index += followers.count;
  }
  return found;
}

/** Undefined where nothing is done with the step. */
function followersOf(steps: readonly Step[], index: number): Followers | undefined {
  const first = steps[index];
  if (first === undefined || !takesFollowers(first)) return undefined;
  const found: { -readonly [K in keyof Followers]: Followers[K] } = {
    count: 0,
    norm: null,
    summand: null,
    activation: null,
  };
  for (let at = index + 1; found.activation === null; at++) {
    const step = steps[at];
    if (step === undefined || !isSamePlace(step.output, first.output)) break;
    const others = step.inputs.filter((input) => !isSamePlace(input, first.output));
    if (others.length !== step.inputs.length - 1) break;
    const [other] = others;
    const isConvolution = first.kernel === 'convolution';
    const mayScale = isConvolution && found.norm === null && found.summand === null;
    if (mayScale && (step.kernel === 'batchnorm' || step.kernel === 'scale')) {
      found.norm = step.kernel === 'scale' ? step.factor : step.norm;
    } else if (step.kernel === 'add' && isConvolution && found.summand === null && isLaidOutAs(other, first.output)) {
      found.summand = other;
    } else if (step.kernel === 'activation' && isLimit(step.activation)) {
      found.activation = step.activation;
    } else if (step.kernel !== 'view') {
      break;
    }
    found.count = at - index;
  }
  return found.count === 0 ? undefined : found;
}

function takesFollowers(step: Step): step is Step & { readonly kernel: 'convolution' | 'batchnorm' } {
  if (step.kernel === 'batchnorm') return true;
  return step.kernel === 'convolution' && step.activation === null && !isOfOnePixel(step) && !isByChannels(step);
}

/** Computed by the kernel of dense layers. */
function isOfOnePixel({ output, groups }: ConvolutionStep): boolean {
  return output.height * output.width === 1 && groups === 1;
}

function isByChannels(step: ConvolutionStep): boolean {
  return chooseConvolution(step).by === 'channels';
}

function isSamePlace(a: TensorView, b: TensorView): boolean {
  return a.offset === b.offset && isLaidOutAs(a, b);
}

function isLaidOutAs(view: TensorView | undefined, other: TensorView): view is TensorView {
  return (
    view !== undefined &&
    view.height === other.height &&
    view.width === other.width &&
    view.channels === other.channels &&
    view.pixelStride === other.pixelStride &&
    view.rowStride === other.rowStride
  );
}
