/**
 * Checks that a value is a view model, as far as the preview reads it: an older version's saved state must not
 * break the panel that restores it. The ids that nodes and edges name must exist.
 */

import type {
  ViewBudget,
  ViewCount,
  ViewEdge,
  ViewError,
  ViewModel,
  ViewNode,
  ViewOutput,
  ViewShape,
} from '../view/model';
import { type Guard, isCount, isFlag, isNumber, isRecord, isText, listOf, oneOf, orNull, shaped } from './guard';

type Part<T, K extends keyof T> = { readonly [P in K]-?: Guard<T[P]> };

const isViewCount = shaped<ViewCount>({ value: orNull(isNumber), isPartial: isFlag });

const isShape = orNull(
  (value): value is ViewShape => Array.isArray(value) && value.length === 3 && value.every(orNull(isNumber)),
);

const isCounts = shaped<ViewNode['counts']>({
  multiplies: isViewCount,
  flops: isViewCount,
  params: isViewCount,
  activationBytes: isViewCount,
});

const nodeParts: Part<
  ViewNode,
  | 'id'
  | 'kind'
  | 'parent'
  | 'level'
  | 'children'
  | 'branchLabel'
  | 'path'
  | 'name'
  | 'op'
  | 'title'
  | 'suffix'
  | 'glyph'
  | 'hasWeights'
  | 'shape'
  | 'counts'
  | 'isMain'
  | 'isUnknown'
  | 'error'
  | 'outputs'
  | 'origin'
> = {
  id: isText,
  kind: oneOf('input', 'layer', 'join', 'module', 'repeat', 'turn', 'head', 'output'),
  parent: isText,
  level: isCount,
  children: listOf(isText),
  branchLabel: isText,
  path: isText,
  name: isText,
  op: isText,
  title: isText,
  suffix: isText,
  glyph: isText as Guard<ViewNode['glyph']>,
  hasWeights: isFlag,
  shape: isShape,
  counts: isCounts,
  isMain: isFlag,
  isUnknown: isFlag,
  error: orNull(isText),
  outputs: listOf(isText),
  origin: shaped<ViewNode['origin']>({
    file: isText,
    start: isCount,
    end: isCount,
    nameStart: isCount,
    nameEnd: isCount,
    line: isCount,
  }),
};
const hasNodeParts = shaped(nodeParts as Part<ViewNode, keyof ViewNode>);

const isEdge = shaped<Pick<ViewEdge, 'body' | 'from' | 'to' | 'port' | 'shape' | 'isSide' | 'isUnknown'>>({
  body: isText,
  from: isText,
  to: isText,
  port: isCount,
  shape: isShape,
  isSide: isFlag,
  isUnknown: isFlag,
});

const isOutput = shaped<ViewOutput>({
  name: isText,
  kind: oneOf('output', 'head'),
  shape: isShape,
  layer: orNull(isText),
  node: orNull(isText),
  counts: isCounts,
});

const isBudget = shaped<ViewBudget>({
  metric: isText,
  limit: isNumber,
  value: isNumber,
  verdict: oneOf('ok', 'over', 'open'),
  file: isText,
  start: isCount,
  line: isCount,
  path: isText,
});

export const isViewError: Guard<ViewError> = shaped<ViewError>({
  severity: oneOf('error', 'warning'),
  code: isText,
  message: isText,
  file: isText,
  start: isCount,
  end: isCount,
  line: isCount,
  node: orNull(isText),
  fixes: listOf(isText),
});

const hasModelParts = shaped<
  Pick<
    ViewModel,
    | 'version'
    | 'file'
    | 'fileName'
    | 'network'
    | 'networks'
    | 'inputShape'
    | 'status'
    | 'layerCount'
    | 'unknownLayers'
    | 'totals'
    | 'headTotals'
    | 'costliest'
    | 'peak'
    | 'outputs'
    | 'budgets'
    | 'errors'
    | 'children'
    | 'nodes'
    | 'edges'
  >
>({
  version: isNumber,
  file: isText,
  fileName: isText,
  network: isText,
  networks: listOf(isText),
  inputShape: isShape,
  status: oneOf('ok', 'partial', 'broken'),
  layerCount: isCount,
  unknownLayers: isCount,
  totals: isCounts as Guard<ViewModel['totals']>,
  headTotals: orNull(isCounts),
  costliest: shaped<ViewModel['costliest']>({
    multiplies: isNumber,
    flops: isNumber,
    params: isNumber,
    activationBytes: isNumber,
  }),
  peak: orNull(
    shaped<Pick<NonNullable<ViewModel['peak']>, 'bytes' | 'isPartial' | 'where' | 'node'>>({
      bytes: isNumber,
      isPartial: isFlag,
      where: isText,
      node: isText,
    }) as Guard<NonNullable<ViewModel['peak']>>,
  ),
  outputs: listOf(isOutput),
  budgets: listOf(isBudget),
  errors: listOf(isViewError),
  children: listOf(isText),
  nodes: listOf(hasNodeParts),
  edges: listOf(isEdge as Guard<ViewEdge>),
});

export function isViewModel(value: unknown): value is ViewModel {
  if (!isRecord(value) || !hasModelParts(value)) return false;
  const model = value as unknown as ViewModel;
  const depths = new Map<string, number>([['', 0]]);
  // Parents come first, so one pass finds a missing parent and a circle alike.
  for (const node of model.nodes) {
    const depth = depths.get(node.parent);
    if (depth === undefined || depths.has(node.id)) return false;
    depths.set(node.id, depth + 1);
  }
  return (
    model.children.every((id) => depths.has(id)) &&
    model.nodes.every((node) => node.children.every((id) => depths.has(id)))
  );
}
