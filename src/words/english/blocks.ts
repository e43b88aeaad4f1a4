/** Blocks that completion writes at once: what each is, and where it is from. */

export const blocks = {
  residual: 'residual block (He et al. 2016)',
  bottleneck: 'residual block with a 1x1 bottleneck (He et al. 2016)',
  inception: 'Inception module (Szegedy et al. 2015)',
  'depthwise-separable': 'depthwise and 1x1 convolution (Howard et al. 2017)',
  'squeeze-excitation': 'gate of the channels (Hu et al. 2018)',
} as const;
