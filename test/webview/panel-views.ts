/** Views for suites of the panel: one with budgets and a head, one with a mistake in it. */

import type { HostMessage } from '../../src/protocol/messages';
import type { ViewModel } from '../../src/view/model';
import { sampleView, stem } from './sample-view';

const head = { kind: 'head', shape: [1, 1, 1000], node: 'aux1', layer: 'aux1/dense_1', end: null } as const;
const counts = (sampleView(stem).nodes.find((node) => node.id === 'aux1') as ViewModel['nodes'][number]).counts;
const budget = { line: 40, path: '' };
export const view = sampleView(stem, {
  outputs: [
    { name: 'softmax_1', kind: 'output', shape: [1, 1, 1000], layer: 'softmax_1', node: null, end: null, counts },
    { ...head, name: 'aux1', counts },
  ],
  headTotals: counts,
  everything: { ...counts, multiplies: { value: 606_729_792, isPartial: false } },
  budgets: [
    { ...budget, id: 'multiplies', metric: 'multiplies', limit: 700_000_000, value: 605_724_672, verdict: 'ok' },
    { ...budget, id: 'params', metric: 'params', limit: 288_000, value: 288_112, verdict: 'over' },
  ],
  peak: { bytes: 4_816_896, isPartial: false, where: 'maxpool_1', node: 'maxpool_1', held: [] },
});
export const shown: Extract<HostMessage, { type: 'view' }> = { type: 'view', view, version: 1, documentVersion: 1 };

export const broken = sampleView(
  stem.map((node) =>
    node.path === 'conv_3' ? { ...node, multiplies: null, shape: null, error: 'conv needs filters' } : node,
  ),
  {
    errors: [
      {
        id: 'call.missing 24:3',
        severity: 'error',
        code: 'call.missing',
        message: 'conv needs filters',
        line: 24,
        node: 'conv_3',
        isElsewhere: false,
        fixes: [{ id: 'Add filters', title: 'Add filters' }],
      },
    ],
  },
);
