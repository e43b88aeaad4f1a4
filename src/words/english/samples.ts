/** The images that the tool draws itself: what each shows, and what it is good for. */

export const samples = {
  all: 'All samples',
  edges: 'Sample: edges at eight angles',
  stripes: 'Sample: stripes of growing frequency',
  checkerboard: 'Sample: checkerboard',
  shapes: 'Sample: coloured shapes',
  gradient: 'Sample: colours from white to black',
  dot: 'Sample: one white pixel',
  'edges.why': 'Which filters of the first layers answer to edges of which direction.',
  'stripes.why': 'Which frequencies are left after strides and pooling, and which alias.',
  'checkerboard.why': 'Corners and repetition: maps that are uneven show where stride and pattern fall out of step.',
  'shapes.why': 'What a filter answers to, colour or outline, and where each shape is in deep layers.',
  'gradient.why': 'No edge at all: what still answers is a filter of colour or brightness, or a bias.',
  'dot.why': 'The first map is the filter itself, and how far the pixel spreads is the receptive field.',
} as const;
