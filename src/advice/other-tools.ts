/**
 * What other counting tools print for the same convolutions and dense layers, and the term that differs.
 * All of them are right in their own convention; none of them says which it is. Rules: docs/costs.md.
 *
 * Only what is known of a tool is stated: one whose batch-norm rule is not known is left out where there
 * is a batch norm.
 */

import type { Dim } from '../ops/dim';

export interface ToolFigure {
  readonly tools: readonly string[];
  readonly value: Dim;
  /** Each multiply and its add are counted as two. */
  readonly isDoubled: boolean;
  /** What it has more than the multiplies, or twice of them. */
  readonly terms: readonly ToolTerm[];
}

export interface ToolTerm {
  readonly of: 'bias' | 'norm';
  /** Operations for each result that has it. */
  readonly each: number;
  readonly value: Dim;
}

/** What the conventions of the field differ in, of one layer or summed over many. */
export interface CountedTerms {
  readonly multiplies: Dim;
  /** Results that a bias is added to. */
  readonly biasAdds: Dim;
  /** Results that a batch norm, alone or inside of a layer, is applied to. */
  readonly normElements: Dim;
}

export function otherTools(terms: CountedTerms): readonly ToolFigure[] {
  const { multiplies, biasAdds, normElements } = terms;
  if (multiplies === 0) return [];
  const figure = (tools: string[], factor: 1 | 2, hasBias: boolean, perNormElement: number): ToolFigure => {
    const parts: ToolTerm[] = [];
    if (hasBias && biasAdds !== 0) parts.push({ of: 'bias', each: 1, value: biasAdds });
    if (perNormElement > 0 && normElements !== 0) {
      parts.push({ of: 'norm', each: perNormElement, value: scaled(normElements, perNormElement) });
    }
    const value = parts.reduce<Dim>((sum, part) => sumOf(sum, part.value), scaled(multiplies, factor));
    return { tools, value, isDoubled: factor === 2, terms: parts };
  };
  const normed = normElements !== 0;
  return normed
    ? [
        figure(['course', 'Netscope'], 1, false, 0),
        figure(['fvcore', 'timm'], 1, false, 2),
        figure(['thop'], 1, false, 4),
        figure(['ptflops'], 1, true, 2),
        figure(['FlopCounterMode', 'TensorFlow'], 2, false, 0),
      ]
    : [
        figure(['course', 'fvcore', 'thop', 'Netscope'], 1, false, 0),
        figure(['torchinfo', 'ptflops', 'onnx-tool'], 1, true, 0),
        figure(['FlopCounterMode', 'TensorFlow'], 2, false, 0),
        figure(['calflops'], 2, true, 0),
      ];
}

function sumOf(a: Dim, b: Dim): Dim {
  return a === undefined || b === undefined ? undefined : a + b;
}

function scaled(value: Dim, factor: number): Dim {
  return value === undefined ? undefined : value * factor;
}
