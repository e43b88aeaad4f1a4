/**
 * Checks that a value is a view model or a patch of one: an older version's saved state must not break the panel that
 * restores it. The ids by which nodes hang together must exist.
 */

import {
  type Fields,
  type Guard,
  isCount,
  isFlag,
  isNumber,
  isText,
  listOf,
  oneOf,
  orNull,
  partly,
  shaped,
  tupleOf,
} from '../base/guard';
import {
  type GlyphId,
  type ViewBranch,
  type ViewBudget,
  type ViewCount,
  type ViewEdge,
  type ViewError,
  type ViewFigures,
  type ViewFix,
  type ViewMetric,
  type ViewModel,
  type ViewNode,
  type ViewOutput,
  type ViewParameter,
  type ViewPeak,
  type ViewReceptiveField,
  type ViewShape,
  type ViewWindow,
  wordGlyphs,
} from '../view/model';
import type { ListPatch, Splice, ViewPatch } from '../view/patch';

const isViewCount = shaped<ViewCount>({ value: orNull(isNumber), isPartial: isFlag });

const isShape = tupleOf<ViewShape>(orNull(isNumber), orNull(isNumber), orNull(isNumber));

/** The same guard for every metric. */
function byMetric<T>(guard: Guard<T>): Fields<Record<ViewMetric, T>> {
  return { multiplies: guard, macs: guard, flops: guard, params: guard, activationBytes: guard };
}

const isCounts = shaped<ViewNode['counts']>(byMetric(isViewCount));

const isWordGlyph = oneOf(...wordGlyphs);
const isGlyph: Guard<GlyphId> = (value): value is GlyphId =>
  isWordGlyph(value) || (isText(value) && /^conv-\d+x\d+$/.test(value));

const nodeFields: Fields<ViewNode> = {
  id: isText,
  kind: oneOf('input', 'layer', 'join', 'module', 'repeat', 'turn', 'head', 'output', 'result'),
  parent: isText,
  level: isCount,
  children: listOf(isText),
  branches: listOf(shaped<ViewBranch>({ join: isText, index: isCount, name: isText })),
  branchLabel: isText,
  path: isText,
  name: isText,
  op: isText,
  title: isText,
  suffix: isText,
  filters: orNull(isNumber),
  subtitle: isText,
  argumentText: isText,
  glyph: isGlyph,
  hasWeights: isFlag,
  shape: orNull(isShape),
  inputShape: orNull(isShape),
  counts: isCounts,
  weightBytes: orNull(isNumber),
  intensity: orNull(isNumber),
  window: orNull(
    shaped<ViewWindow>({
      kernel: tupleOf(orNull(isNumber), orNull(isNumber)),
      stride: tupleOf(orNull(isNumber), orNull(isNumber)),
      pads: tupleOf(orNull(isNumber), orNull(isNumber), orNull(isNumber), orNull(isNumber)),
      groups: orNull(isNumber),
    }),
  ),
  bytes: orNull(isNumber),
  receptiveField: orNull(
    shaped<ViewReceptiveField>({ size: tupleOf(isNumber, isNumber), jump: tupleOf(isNumber, isNumber) }),
  ),
  rank: orNull(isCount),
  part: oneOf('main', 'head', 'dead'),
  dead: orNull(isCounts),
  outputs: listOf(isText),
  text: isText,
  error: orNull(isText),
  isUnknown: isFlag,
  bars: listOf(shaped<ViewNode['bars'][number]>(byMetric(orNull(isNumber)))),
  turns: isCount,
  joinChannels: listOf(orNull(isNumber)),
  call: isText,
};

const edgeFields: Fields<ViewEdge> = {
  body: isText,
  from: isText,
  to: isText,
  port: isCount,
  shape: orNull(isShape),
  bytes: orNull(isNumber),
  isSide: isFlag,
  isUnknown: isFlag,
};

export const isViewError = shaped<ViewError>({
  id: isText,
  severity: oneOf('error', 'warning'),
  code: isText,
  message: isText,
  line: isCount,
  node: orNull(isText),
  isElsewhere: isFlag,
  fixes: listOf(shaped<ViewFix>({ id: isText, title: isText })),
});

const figureFields: Omit<Fields<ViewFigures>, 'peak' | 'outputs'> = {
  network: isText,
  status: oneOf('ok', 'partial', 'broken'),
  layerCount: isCount,
  unknownLayers: isCount,
  totals: shaped<ViewModel['totals']>({
    ...byMetric(isViewCount),
    paramsTotal: isViewCount,
    weightBytes: isViewCount,
    effectiveMultiplies: isViewCount,
  }),
  headTotals: orNull(isCounts),
  everything: orNull(isCounts),
  budgets: listOf(
    shaped<ViewBudget>({
      id: isText,
      metric: isText,
      limit: isNumber,
      value: isNumber,
      verdict: oneOf('ok', 'over', 'open'),
      line: isCount,
      path: isText,
    }),
  ),
};

const peakFields: Fields<NonNullable<ViewFigures['peak']>> = { bytes: isNumber, isPartial: isFlag, where: isText };

const isOutputKind = oneOf('output', 'head');

export const isViewFigures = shaped<ViewFigures>({
  ...figureFields,
  peak: orNull(shaped(peakFields)),
  outputs: listOf(shaped<ViewFigures['outputs'][number]>({ kind: isOutputKind })),
});

const modelFields: Fields<ViewModel> = {
  ...figureFields,
  file: isText,
  fileName: isText,
  networks: listOf(isText),
  parameters: listOf(shaped<ViewParameter>({ name: isText, value: isText })),
  inputShape: orNull(isShape),
  precision: isText,
  rankedLayers: isCount,
  costliest: shaped<ViewModel['costliest']>(byMetric(isNumber)),
  peak: orNull(
    shaped<ViewPeak>({
      ...peakFields,
      node: isText,
      held: listOf(shaped<ViewPeak['held'][number]>({ node: isText, path: isText, bytes: orNull(isNumber) })),
    }),
  ),
  outputs: listOf(
    shaped<ViewOutput>({
      name: isText,
      kind: isOutputKind,
      shape: orNull(isShape),
      layer: orNull(isText),
      node: orNull(isText),
      end: orNull(isText),
      counts: isCounts,
    }),
  ),
  errors: listOf(isViewError),
  children: listOf(isText),
  nodes: listOf(shaped(nodeFields)),
  lines: listOf(isCount),
  edges: listOf(shaped(edgeFields)),
};

const hasModelFields = shaped(modelFields);

export const isViewModel: Guard<ViewModel> = (value): value is ViewModel =>
  hasModelFields(value) && hangsTogether(value);

/** Parents come first, so one pass finds a missing parent and a circle alike. */
export function hangsTogether(model: ViewModel): boolean {
  const known = new Set(['']);
  for (const node of model.nodes) {
    if (!known.has(node.parent) || known.has(node.id)) return false;
    known.add(node.id);
  }
  const areKnown = (ids: readonly string[]): boolean => ids.every((id) => id !== '' && known.has(id));
  return (
    model.lines.length === model.nodes.length &&
    areKnown(model.children) &&
    // What is inside of a body is there or is not.
    model.nodes.every(({ children }) => areKnown(children) || children.every((id) => !known.has(id)))
  );
}

function isListPatch<T extends object>(fields: Fields<T>): Guard<ListPatch<T>> {
  return shaped<ListPatch<T>>({
    splices: listOf(shaped<Splice<T>>({ keep: isCount, drop: isCount, add: listOf(shaped(fields)) })),
    changes: listOf(shaped<ListPatch<T>['changes'][number]>({ at: isCount, to: partly(fields) })),
  });
}

const { nodes: _nodes, edges: _edges, ...ownFields } = modelFields;

/** Whether it fits is seen when it is applied: what comes of it must hang together. */
export const isViewPatch = shaped<ViewPatch>({
  fields: partly<Omit<ViewModel, 'nodes' | 'edges'>>(ownFields),
  nodes: isListPatch(nodeFields),
  edges: isListPatch(edgeFields),
});
