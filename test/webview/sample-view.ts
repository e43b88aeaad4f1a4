/**
 * A small view model made by hand, for tests of the panel that want no analysis: the stem of GoogLeNet, a module with
 * branches and a side head. Counts are those of the course and the paper's model.
 */

import type { ViewCount, ViewModel, ViewNode, ViewShape } from '../../src/view/model';

export interface SampleNode {
  readonly path: string;
  readonly title?: string;
  readonly op?: string;
  readonly kind?: ViewNode['kind'];
  readonly shape?: ViewShape | null;
  /** null is unknown. */
  readonly multiplies?: number | null;
  readonly params?: number | null;
  readonly part?: ViewNode['part'];
  readonly error?: string;
  readonly branchLabel?: string;
  readonly children?: readonly SampleNode[];
  readonly outputs?: readonly string[];
}

const counted = (value: number | null): ViewCount => ({ value, isPartial: value === null });

function nodesFrom(samples: readonly SampleNode[], parent: string, level: number): ViewNode[] {
  return samples.flatMap((sample) => {
    const kind = sample.kind ?? (sample.children === undefined ? 'layer' : 'module');
    const multiplies = sample.multiplies === undefined ? 0 : sample.multiplies;
    const params = sample.params === undefined ? 0 : sample.params;
    const name = sample.path.split('/').at(-1) ?? sample.path;
    const shape = sample.shape === undefined ? ([56, 56, 64] as const) : sample.shape;
    const node: ViewNode = {
      id: sample.path,
      kind,
      parent,
      level,
      children: (sample.children ?? []).map((child) => child.path),
      branches: [],
      branchLabel: sample.branchLabel ?? '',
      path: sample.path,
      name,
      op: sample.op ?? (kind === 'module' ? 'inception' : 'conv'),
      title: sample.title ?? name,
      suffix: '',
      filters: null,
      subtitle: kind === 'module' ? 'inception' : '',
      argumentText: '',
      glyph: kind === 'module' ? 'module' : kind === 'head' ? 'head' : kind === 'input' ? 'input' : 'conv-3x3',
      hasWeights: multiplies !== 0,
      shape,
      inputShape: shape,
      counts: {
        multiplies: counted(multiplies),
        macs: counted(multiplies),
        flops: counted(multiplies === null ? null : 2 * multiplies),
        params: counted(params),
        activationBytes: counted(shape === null ? null : shape.reduce<number>((all, side) => all * (side ?? 0), 4)),
      },
      weightBytes: params === null ? null : 4 * params,
      intensity: null,
      window: null,
      bytes: null,
      receptiveField: null,
      rank: null,
      part: sample.part ?? 'main',
      dead: null,
      outputs: sample.outputs ?? [],
      text: sample.path,
      error: sample.error ?? null,
      isUnknown: multiplies === null,
      bars: [],
      turns: 0,
      joinChannels: [],
      call: sample.title ?? name,
    };
    return [node, ...nodesFrom(sample.children ?? [], sample.path, level + 1)];
  });
}

export function sampleView(samples: readonly SampleNode[], overrides: Partial<ViewModel> = {}): ViewModel {
  const nodes = nodesFrom(samples, '', 1);
  const leaves = nodes.filter((node) => node.children.length === 0 && node.part === 'main');
  const sum = (metric: 'multiplies' | 'macs' | 'flops' | 'params' | 'activationBytes'): ViewCount => ({
    value: leaves.reduce((all, node) => all + (node.counts[metric].value ?? 0), 0),
    isPartial: leaves.some((node) => node.counts[metric].value === null),
  });
  const most = (metric: 'multiplies' | 'macs' | 'flops' | 'params' | 'activationBytes'): number =>
    Math.max(0, ...leaves.map((node) => node.counts[metric].value ?? 0));
  const unknownLayers = leaves.filter((node) => node.isUnknown).length;
  return {
    file: '/net.cnn',
    fileName: 'net.cnn',
    network: 'Sample',
    networks: ['Sample'],
    parameters: [],
    inputShape: [224, 224, 3],
    precision: 'float32',
    status: unknownLayers > 0 ? 'partial' : 'ok',
    layerCount: leaves.length,
    unknownLayers,
    rankedLayers: leaves.filter((node) => (node.counts.multiplies.value ?? 0) > 0).length,
    totals: {
      multiplies: sum('multiplies'),
      macs: sum('macs'),
      flops: sum('flops'),
      params: sum('params'),
      activationBytes: sum('activationBytes'),
      paramsTotal: sum('params'),
      weightBytes: sum('params'),
      effectiveMultiplies: sum('multiplies'),
    },
    headTotals: null,
    everything: null,
    costliest: {
      multiplies: most('multiplies'),
      macs: most('macs'),
      flops: most('flops'),
      params: most('params'),
      activationBytes: most('activationBytes'),
    },
    peak: null,
    outputs: [],
    budgets: [],
    errors: [],
    children: samples.map((sample) => sample.path),
    nodes,
    lines: nodes.map((_, index) => index + 1),
    edges: samples.slice(1).map((sample, index) => ({
      body: '',
      from: (samples[index] as SampleNode).path,
      to: sample.path,
      port: 0,
      shape: null,
      bytes: null,
      isSide: false,
      isUnknown: false,
    })),
    ...overrides,
  };
}

export const stem: readonly SampleNode[] = [
  { path: 'image', kind: 'input', op: 'input', shape: [224, 224, 3] },
  { path: 'conv_1', title: 'conv 7×7', multiplies: 118_013_952, params: 9_472, shape: [112, 112, 64] },
  { path: 'maxpool_1', title: 'maxpool 3×3', op: 'maxpool', shape: [56, 56, 64] },
  { path: 'conv_2', title: 'conv 1×1', multiplies: 12_845_056, params: 4_160, shape: [56, 56, 64] },
  { path: 'conv_3', title: 'conv 3×3', multiplies: 346_816_512, params: 110_784, shape: [56, 56, 192] },
  {
    path: 'inception_3a',
    multiplies: 128_049_152,
    params: 163_696,
    shape: [28, 28, 256],
    children: [
      {
        path: 'inception_3a/branch_1/conv_1',
        title: 'conv 1×1',
        branchLabel: 'b1',
        multiplies: 9_633_792,
        params: 12_352,
      },
      {
        path: 'inception_3a/branch_2/conv_1',
        title: 'conv 1×1',
        branchLabel: 'b2',
        multiplies: 14_450_688,
        params: 18_528,
      },
      {
        path: 'inception_3a/branch_2/conv_2',
        title: 'conv 3×3',
        branchLabel: 'b2',
        multiplies: 86_704_128,
        params: 110_720,
      },
      {
        path: 'inception_3a/branch_3/conv_1',
        title: 'conv 1×1',
        branchLabel: 'b3',
        multiplies: 2_408_448,
        params: 3_088,
      },
      {
        path: 'inception_3a/branch_3/conv_2',
        title: 'conv 5×5',
        branchLabel: 'b3',
        multiplies: 10_035_200,
        params: 12_832,
      },
      { path: 'inception_3a/branch_4/maxpool_1', title: 'maxpool 3×3', branchLabel: 'b4', op: 'maxpool' },
      {
        path: 'inception_3a/branch_4/conv_1',
        title: 'conv 1×1',
        branchLabel: 'b4',
        multiplies: 4_816_896,
        params: 6_176,
      },
      { path: 'inception_3a/concat', title: 'concat', kind: 'join', op: 'concat', shape: [28, 28, 256] },
    ],
  },
  {
    path: 'aux1',
    kind: 'head',
    title: 'aux1',
    op: 'head',
    part: 'head',
    multiplies: 1_000_000,
    params: 5_000,
    children: [
      { path: 'aux1/dense_1', title: 'dense', op: 'dense', part: 'head', multiplies: 1_000_000, params: 5_000 },
    ],
  },
  { path: 'softmax_1', title: 'softmax', op: 'softmax', shape: [1, 1, 1000], outputs: ['softmax_1'] },
];
