/**
 * The view model: all that the preview shows of one network, as plain data that structuredClone and JSON take.
 * Built from an analysis in build.ts, on the host's side; read by the layout (place.ts), the canvas, the cost
 * table and the tabs, which never see a graph or a tree of syntax. `null` is unknown, never zero.
 *
 * The nodes form a tree of bodies: the network's own body has the id `''`; a module call, a repeat, a turn, a head
 * and an output with a body are nodes that have children. Joins are the one exception: `concat { }` and its branches
 * are no boxes in a picture, so their layers belong to the body around them and say in `branches` where they stand.
 */

/** Metrics that the preview can be switched to. */
export const viewMetrics = ['multiplies', 'macs', 'flops', 'params', 'activationBytes'] as const;
export type ViewMetric = (typeof viewMetrics)[number];

/** A count or a sum; with `isPartial` it is what is known of it, and `null` where nothing is. */
export interface ViewCount {
  readonly value: number | null;
  readonly isPartial: boolean;
}

/** Height x width x channels. */
export type ViewShape = readonly [number | null, number | null, number | null];

export type ViewNodeKind =
  | 'input'
  | 'layer'
  /** The layer that joins branches or named results: `concat`, `add`. */
  | 'join'
  | 'module'
  | 'repeat'
  | 'turn'
  | 'head'
  /** An output that has a body: `output name from source { }`. */
  | 'output'
  /** Where the flow leaves the network: named as the output, with its shape, no layer and of no cost. */
  | 'result';

export const wordGlyphs = [
  'maxpool',
  'avgpool',
  'globalpool',
  'dense',
  'norm',
  'activation',
  'dropout',
  'softmax',
  'reshape',
  'identity',
  'transposed',
  'resize',
  'pad',
  'crop',
  'slice',
  'shuffle',
  'blocks',
  'arithmetic',
  'join',
  'module',
  'repeat',
  'head',
  'output',
  'input',
] as const;

/** What a layer looks like: a convolution is its kernel's footprint in dots. */
export type GlyphId = `conv-${number}x${number}` | (typeof wordGlyphs)[number];

/** A branch of a join that a node stands in. */
export interface ViewBranch {
  /** Id of the join's node. */
  readonly join: string;
  /** From 0, in written order; the join's input of this index is the branch's result. */
  readonly index: number;
  /** `branch_2`, or the name it was given. */
  readonly name: string;
}

export interface ViewReceptiveField {
  /** Input pixels, vertical then horizontal. */
  readonly size: readonly [number, number];
  /** Input pixels between two neighbouring values. */
  readonly jump: readonly [number, number];
}

/** The window that a layer slides over its input: sizes vertically, then horizontally. */
export interface ViewWindow {
  readonly kernel: readonly [number | null, number | null];
  readonly stride: readonly [number | null, number | null];
  /** Zeros at the top, bottom, left and right. */
  readonly pads: readonly [number | null, number | null, number | null, number | null];
  readonly groups: number | null;
}

export interface ViewNode {
  /** Stable over edits: the path, with a suffix only where two nodes would share one. */
  readonly id: string;
  readonly kind: ViewNodeKind;
  /** Id of the node whose body it stands in; `''` is the network's own body. */
  readonly parent: string;
  /** Depth in the tree of bodies; 1 at the top level, as `aria-level` counts. */
  readonly level: number;
  /** Ids in written order; empty for layers. */
  readonly children: readonly string[];
  /** Branches around it inside its body, the outermost first. */
  readonly branches: readonly ViewBranch[];
  /** `b2`, inside nested joins `b2.1`; empty outside of branches. */
  readonly branchLabel: string;
  /** Empty for a result, which has none of its own. */
  readonly path: string;
  /** Last part of the path: `conv_3`, `inception_3a`. */
  readonly name: string;
  /** `conv`; for a module call the module's name; else the kind. */
  readonly op: string;
  /** `conv 3×3`, `inception_3a`: what line 1 of the box says. */
  readonly title: string;
  /** `/2` where a stride is above 1, `×10` after a repeat's name; else empty. */
  readonly suffix: string;
  /** Filters or units, for the right end of line 1; null where a layer has none. */
  readonly filters: number | null;
  /** Second line of a closed module: `inception`; empty for layers. */
  readonly subtitle: string;
  /** Arguments of a module call: `(128, 128, 192)`; else empty. */
  readonly argumentText: string;
  readonly glyph: GlyphId;
  /** It has weights, or its body has: drawn tall, with numbers. */
  readonly hasWeights: boolean;
  /** Of its result. */
  readonly shape: ViewShape | null;
  /** Of its first input. */
  readonly inputShape: ViewShape | null;
  /** Own counts; for a body the sums of what outputs or heads need in it; for a repeat those of all turns. */
  readonly counts: Readonly<Record<ViewMetric, ViewCount>>;
  /**
   * `main`: counted in the main total. `head`: only heads need it, so it comes on top of that. `dead`: it leads nowhere,
   * is in no total, and `counts` are what it would cost.
   */
  readonly part: 'main' | 'head' | 'dead';
  /** For a body that is needed: what leads nowhere in it and is not in `counts`; else null. */
  readonly dead: Readonly<Record<ViewMetric, ViewCount>> | null;
  /** Of its weights in the network's precision, of a body as `counts` are; null where a part is unknown. */
  readonly weightBytes: number | null;
  /** FLOPs per byte moved; null for what multiplies nothing, for bodies and where it is unknown. */
  readonly intensity: number | null;
  /** null for a layer that has none, and for a body. */
  readonly window: ViewWindow | null;
  /** Bytes of its result in the network's precision. */
  readonly bytes: number | null;
  readonly receptiveField: ViewReceptiveField | null;
  /** Place among the layers of the main total with multiplies, from 1, equal ones sharing it; null for the others. */
  readonly rank: number | null;
  /** Names of the outputs and heads whose result it is. */
  readonly outputs: readonly string[];
  /** Id of the first node of its kind and operation that was made from the same text: its own, but for later instances. */
  readonly text: string;
  /** The first error reported at its text; for a body, at the call itself. */
  readonly error: string | null;
  /** Its shape or a count of it is unknown. */
  readonly isUnknown: boolean;
  /** Closed modules, repeats (one turn) and turns: one value per branch in written order, by metric. */
  readonly bars: readonly Readonly<Record<ViewMetric, number | null>>[];
  /** Turns of a repeat; 0 for all else. */
  readonly turns: number;
  /** For a join: channels that each input brings (concat), or null for each where unknown. */
  readonly joinChannels: readonly (number | null)[];
  /** A layer's with its values, a block's or join's as written and cut where it is long: `conv(192, 3x3)`; empty for the input. */
  readonly call: string;
}

/** What comes in and what comes out, which is no layer that does anything. */
export function isEnd({ kind }: Pick<ViewNode, 'kind'>): boolean {
  return kind === 'input' || kind === 'result';
}

/** End of an edge that is the body itself: where the flow comes in and where it goes out. */
export const ENTRY = '@in';
export const EXIT = '@out';

/** A tensor that flows between two children of one body, or between a child and the body's own entry or exit. */
export interface ViewEdge {
  /** Id of the body. */
  readonly body: string;
  /** Id of a child, or `ENTRY`. */
  readonly from: string;
  /** Id of a child, or `EXIT`. */
  readonly to: string;
  /** Which input of a join it is, from 0; 0 for all else. */
  readonly port: number;
  readonly shape: ViewShape | null;
  readonly bytes: number | null;
  /** To a side head: drawn dashed, hung at the right. */
  readonly isSide: boolean;
  readonly isUnknown: boolean;
}

export interface ViewBudget {
  /** Made from metric, file and place: the same budget has the same one in the next view. */
  readonly id: string;
  readonly metric: string;
  readonly limit: number;
  readonly value: number;
  /** `open` while the value is partial and still under the limit. */
  readonly verdict: 'ok' | 'over' | 'open';
  /** From 1. */
  readonly line: number;
  /** Id of the module call it holds for; empty for the network. */
  readonly path: string;
}

export interface ViewOutput {
  readonly name: string;
  readonly kind: 'output' | 'head';
  readonly shape: ViewShape | null;
  /** Id of the layer whose result it is; null where unknown. */
  readonly layer: string | null;
  /** Id of the head's or output's own node, if it has a body. */
  readonly node: string | null;
  /** Id of the `result` that the flow ends in; null where it goes on, in a head, and where it is unknown. */
  readonly end: string | null;
  /** What it adds to the main path; for a main output, all that it needs. */
  readonly counts: Readonly<Record<ViewMetric, ViewCount>>;
}

/** A change to the text that mends an error. */
export interface ViewFix {
  /** Among the fixes of its error. */
  readonly id: string;
  readonly title: string;
}

export interface ViewError {
  /** Made from code, file, line and column: the same mistake has the same one in the next view. */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** Id of the first node at whose text it is reported; null where it is at none. */
  readonly node: string | null;
  /** It stands in another network, or in a module that this one does not use: nothing here suffers from it. */
  readonly isElsewhere: boolean;
  readonly fixes: readonly ViewFix[];
}

export interface ViewPeak {
  readonly bytes: number;
  readonly isPartial: boolean;
  /** Path of the layer at which it is reached, and its node's id. */
  readonly where: string;
  readonly node: string;
  /** Tensors alive at that step. */
  readonly held: readonly { readonly node: string; readonly path: string; readonly bytes: number | null }[];
}

export interface ViewParameter {
  readonly name: string;
  /** As the language writes it. */
  readonly value: string;
}

export interface ViewModel {
  /** File id of the document. */
  readonly file: string;
  /** `googlenet.cnn`. */
  readonly fileName: string;
  readonly network: string;
  readonly networks: readonly string[];
  readonly parameters: readonly ViewParameter[];
  readonly inputShape: ViewShape | null;
  /** What a value takes in all bytes: `float32`, or where they differ that of weights and that of activations. */
  readonly precision: string;
  /** `broken`: the text has a syntax error, and all but `errors` is of the last good text (last-good.ts). */
  readonly status: 'ok' | 'partial' | 'broken';
  /** Layers of the network, and how many of them have an unknown count. */
  readonly layerCount: number;
  readonly unknownLayers: number;
  /** Layers that have a rank. */
  readonly rankedLayers: number;
  /** What the main outputs need. */
  readonly totals: Readonly<Record<ViewMetric | 'paramsTotal' | 'weightBytes' | 'effectiveMultiplies', ViewCount>>;
  /** What the side heads together add to that, layers that several of them need once; null without heads. */
  readonly headTotals: Readonly<Record<ViewMetric, ViewCount>> | null;
  /** What main outputs and heads need together; null without heads. */
  readonly everything: Readonly<Record<ViewMetric, ViewCount>> | null;
  /** Largest count of a single layer that is in the main total, by metric; 0 where there is none. */
  readonly costliest: Readonly<Record<ViewMetric, number>>;
  readonly peak: ViewPeak | null;
  readonly outputs: readonly ViewOutput[];
  readonly budgets: readonly ViewBudget[];
  readonly errors: readonly ViewError[];
  /** Children of the network's own body, in written order. */
  readonly children: readonly string[];
  /** Parents before their children, else in written order. */
  readonly nodes: readonly ViewNode[];
  /** Line of the text of each of `nodes`, from 1. Beside them, so that a new line in the text leaves the nodes the same. */
  readonly lines: readonly number[];
  readonly edges: readonly ViewEdge[];
}

/** What stands over a picture, of which each is its own; a design has them before its nodes are made. */
export interface ViewFigures
  extends Pick<
    ViewModel,
    'network' | 'status' | 'layerCount' | 'unknownLayers' | 'totals' | 'headTotals' | 'everything' | 'budgets'
  > {
  readonly peak: Pick<ViewPeak, 'bytes' | 'isPartial' | 'where'> | null;
  readonly outputs: readonly Pick<ViewOutput, 'kind'>[];
}

/** Where something stands in the text. Offsets are UTF-16 units. */
export interface ViewPlace {
  readonly id: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** The text that a node was made from. */
export interface NodePlace extends ViewPlace {
  /** The smallest text that stands for it. */
  readonly nameStart: number;
  readonly nameEnd: number;
}

/** Where what a view shows stands in the text, by its ids. Stays with the host: offsets move with every keystroke. */
export interface ViewPlaces {
  readonly nodes: readonly NodePlace[];
  readonly errors: readonly ViewPlace[];
  readonly budgets: readonly ViewPlace[];
}

/** What the text of a file gives the preview. */
export interface FileView {
  /** Null where the file has no network. */
  readonly view: ViewModel | null;
  /** A call of each module that the file declares, in written order. */
  readonly modules: readonly string[];
  /** Those of the view, or of a file that has none. */
  readonly errors: readonly ViewError[];
  readonly places: ViewPlaces;
  /** The text has a syntax error, so that a picture of it from before is better than this one. */
  readonly isBroken: boolean;
}
