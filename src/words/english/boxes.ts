/**
 * What boxes of the picture, and rows of tables beside it, are called where the text gives them no name of their own:
 * parts of a network by their kind, and layers whose name is several words.
 */

export const boxes = {
  /** The name of a turn is its number or value. */
  turn: 'turn {name}',
  repeat: 'repeat',
  head: 'side head',
  output: 'output',
  globalavgpool: 'global avgpool',
  globalmaxpool: 'global maxpool',
  adaptiveavgpool: 'adaptive avgpool',
} as const;
