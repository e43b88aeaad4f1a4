/** What the middle value of a layer sees of the image: what is drawn of it, and what is said below. */

import type { PreviewExplanation } from '../../src/protocol/explanation';
import type { FieldDrawing } from '../../src/view/draw/receptive-field';
import type { ViewModel, ViewNode } from '../../src/view/model';
import { exact, times } from '../../src/view/number-text';
import type { PreviewWords } from '../../src/words/preview';

/** Sizes are height and width. */
export interface SeenField {
  readonly field: NonNullable<PreviewExplanation['receptiveField']>;
  readonly input: readonly [number, number];
  readonly result: readonly [number, number];
}

/** Undefined where it has none, or a size is unknown. */
export function fieldOf(
  { inputShape }: ViewModel,
  { shape }: ViewNode,
  { receptiveField: field }: PreviewExplanation,
): SeenField | undefined {
  const [inputHeight, inputWidth] = inputShape ?? [];
  const [height, width] = shape ?? [];
  if (field == null || inputHeight == null || inputWidth == null || height == null || width == null) return undefined;
  return { field, input: [inputHeight, inputWidth], result: [height, width] };
}

export function seenText({ input }: SeenField, { seen }: FieldDrawing, { explainTab: say }: PreviewWords): string {
  const sizes = (size: readonly [number, number]): string => size.map((side) => exact(side)).join(times);
  return say('field.seen', { seen: sizes(seen), image: sizes(input) });
}

/** The same, and whether it reaches beyond the image. */
export function fieldText(found: SeenField, drawing: FieldDrawing, words: PreviewWords): string {
  const isBeyond = found.field.some(({ size }, axis) => size > (drawing.seen[axis] ?? 0));
  const beyond = isBeyond ? [words.explainTab('field.beyond')] : [];
  return [seenText(found, drawing, words), ...beyond].join(words.language.betweenSentences);
}
