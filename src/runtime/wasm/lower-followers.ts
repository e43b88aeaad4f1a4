/** Steps that are computed with a convolution (fusion.ts) as fields of its kernel. */

import type { ConvolutionStep } from '../../plan/plan';
import { foldNorm } from './fold';
import { normPanelBytes, panelWidth } from './kernels/gemm';
import type { Lowering } from './lowering';

/** As `finishSums` in gemm.ts reads them. */
export interface FollowerFields {
  readonly norm: number;
  readonly summand: number;
  readonly limits: number;
}

export const noFollowers = { norm: 0, summand: 0 } as const;

/** `slots[f]` is where filter f lies among the panels. */
export function followerFields(
  step: ConvolutionStep,
  slots: readonly number[],
  panels: number,
  lowering: Lowering,
): FollowerFields | undefined {
  const { followers, builder } = lowering;
  if (followers === undefined) return undefined;
  const { norm, summand, activation } = followers;
  let norms = 0;
  if (norm !== null) {
    // A sum with -0 is no sum: it leaves every number as it is, zeros with their signs too.
    const { factors, terms } =
      typeof norm === 'number'
        ? { factors: new Float64Array(slots.length).fill(norm), terms: new Float64Array(slots.length).fill(-0) }
        : foldNorm(norm, slots.length, lowering);
    const floats = normPanelBytes / 4;
    const values = new Float32Array(panels * floats);
    for (const [filter, slot] of slots.entries()) {
      const at = Math.floor(slot / panelWidth) * floats + (slot % panelWidth);
      values[at] = factors[filter] as number;
      values[at + panelWidth] = terms[filter] as number;
    }
    norms = builder.floats(values);
  }
  return {
    norm: norms,
    summand: summand === null ? 0 : 4 * (summand.offset - step.output.offset),
    limits: lowering.limits(activation),
  };
}
