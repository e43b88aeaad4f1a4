/** Number formats of weights and activations, for the metrics of bytes: counts and runs do not depend on them. */

/** Bits of one value. */
export const bitsOf = { float32: 32, float16: 16, bfloat16: 16, int8: 8, int4: 4 } as const;

export type NumberFormat = keyof typeof bitsOf;

export const numberFormats = Object.keys(bitsOf) as readonly NumberFormat[];

export function isNumberFormat(word: string): word is NumberFormat {
  return Object.hasOwn(bitsOf, word);
}

/** What a value takes; the network's input counts as an activation. */
export interface Precision {
  readonly weights: NumberFormat;
  readonly activations: NumberFormat;
}

export const defaultPrecision: Precision = { weights: 'float32', activations: 'float32' };

/** `float16`; where they differ that of weights, then that of activations. */
export function precisionText({ weights, activations }: Precision): string {
  return weights === activations ? weights : `${weights}, ${activations}`;
}

/** Bytes of a tensor with so many values, rounded up. */
export function bytesOf(values: number, format: NumberFormat): number {
  return Math.ceil((values * bitsOf[format]) / 8);
}
