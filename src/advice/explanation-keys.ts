/** What an explanation can count of a layer, and what of it can be one more: by the names that tables of words have. */

export const changes = ['filters', 'units', 'multiplier', 'channels'] as const;
export type Change = (typeof changes)[number];

export const countNames = [
  'multiplies',
  'effectiveMultiplies',
  'adds',
  'compares',
  'otherMultiplies',
  'otherAdds',
  'divides',
  'exps',
  'params',
  'weights',
  'biases',
  'affine',
  'slopes',
  'moving',
  'paramsTotal',
  'weightBytes',
  'activationBytes',
  'outputBytes',
  'traffic',
  'intensity',
] as const;
export type CountName = (typeof countNames)[number];
