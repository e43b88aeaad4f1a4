/**
 * What the extension and the preview say to each other. Both sides check what arrives with the guards here: a
 * message that is unknown or malformed is ignored and logged, never thrown. The text and the analysis live with the
 * host; the preview names nodes, errors, budgets, fixes and presets by the ids it was sent.
 */

import {
  eitherOf,
  type Fields,
  type Guard,
  isCount,
  isFlag,
  isRecord,
  isText,
  listOf,
  oneOf,
  optional,
  orNull,
  shaped,
} from '../base/guard';
import { type Convention, conventions } from '../base/metrics';
import type { LayerLook } from '../runtime/layer-look';
import type { LookQuestion } from '../runtime/look-question';
import type { RunProgress } from '../runtime/run-network';
import { type PictureTheme, pictureThemes } from '../view/draw/picture-style';
import { type ViewError, type ViewFigures, type ViewMetric, type ViewModel, viewMetrics } from '../view/model';
import type { ViewPatch } from '../view/patch';
import { type CheaperWay, isCheaperWay } from './cheaper';
import { type ComparedWith, type CompareReport, isComparedWith, isCompareReport } from './compare';
import { isExplanation, type PreviewExplanation } from './explanation';
import { isLayerLook, isLookQuestion } from './layer-look';
import { isMemoryReport, type MemoryReport } from './memory';
import type { PresetFacts } from './preset';
import { type EmbeddedReport, isEmbeddedReport } from './report';
import {
  type FinishedRun,
  type GivenImage,
  isFileBytes,
  isFinishedRun,
  isGivenImage,
  isLabels,
  isRunOptions,
  isRunProgress,
  isTakenImage,
  isWeightsCheck,
  type Labels,
  mostImages,
  type RunOptions,
  type TakenImage,
  type WeightsCheck,
} from './run';
import {
  isAnswer,
  isQuestion,
  isStatement,
  type StatementAnswer,
  type StatementQuestion,
  type StatementText,
} from './statement';
import {
  isSweepRefusal,
  isSweepReport,
  isSweepRequest,
  type SweepPurpose,
  type SweepRefusal,
  type SweepReport,
  type SweepRequest,
  sweepPurposes,
} from './sweep';
import { isViewError, isViewFigures, isViewModel, isViewPatch } from './view-guard';
import { type DesignChange, type DesignControls, isChange, isControls } from './what-if';

/** Changes with every change that an older saved state or an older other side could not stand. */
export const protocolVersion = 2;

export const previewTabs = ['graph', 'cost', 'layer', 'whatIf', 'memory', 'run', 'compare'] as const;
export type PreviewTab = (typeof previewTabs)[number];

export const pictureFormats = ['svg', 'png'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

export interface PreviewSettings {
  /** The metric a preview opens with. */
  readonly metric: ViewMetric;
  /** How work is counted where a table has another metric. */
  readonly convention: Convention;
}

export type HostMessage =
  /** A new picture; `documentVersion` is that of the text it was made from, `version` counts what the host has posted. */
  | { readonly type: 'view'; readonly view: ViewModel; readonly version: number; readonly documentVersion: number }
  /** What has changed since the picture of version `base`. A page that does not have it answers with `needView`. */
  | {
      readonly type: 'viewPatch';
      readonly patch: ViewPatch;
      readonly base: number;
      readonly version: number;
      readonly documentVersion: number;
    }
  /** Those of the picture that comes next, ahead of it. */
  | { readonly type: 'figures'; readonly figures: ViewFigures }
  /** The file has no network to show, with the errors that may be why. */
  | {
      readonly type: 'noNetwork';
      readonly file: string;
      readonly fileName: string;
      /** A call of each module that it declares: `inception(16, 16)`. */
      readonly modules: readonly string[];
      readonly errors: readonly ViewError[];
      /** A few of so many. */
      readonly presets: readonly OfferedPreset[];
      readonly presetCount: number;
    }
  /** There was no answer to be had; what is shown stays. */
  | { readonly type: 'unavailable'; readonly message: string }
  /** The preview stays with its file: kept by the page, as it outlives the window. */
  | { readonly type: 'locked'; readonly isLocked: boolean }
  /** Overrides of parameters that are not applied, in words; none once all of them are. */
  | { readonly type: 'refused'; readonly messages: readonly string[] }
  /** The picture as the text alone gives it, while another design is shown; null while none is; or the one that the page has. */
  | { readonly type: 'textView'; readonly view: ViewModel | 'shown' | null }
  /** A design that was wanted is not shown: what it makes wrong. The one that is shown has these changes. */
  | {
      readonly type: 'designRefused';
      readonly turn: number;
      readonly changes: readonly DesignChange[];
      readonly refused: DesignChange;
      readonly message: string;
      /** Values around the refused one that make nothing wrong; null until they are found. */
      readonly nearest: readonly string[] | null;
    }
  /** The design that was wanted is in the text now. */
  | { readonly type: 'designApplied' }
  | { readonly type: 'controls'; readonly path: string | null; readonly controls: DesignControls | null }
  | {
      readonly type: 'sweepProgress';
      readonly purpose: SweepPurpose;
      readonly done: number;
      readonly count: number;
    }
  | { readonly type: 'sweepResult'; readonly purpose: SweepPurpose; readonly report: SweepReport }
  | { readonly type: 'sweepRefused'; readonly purpose: SweepPurpose; readonly refusal: SweepRefusal }
  | { readonly type: 'explanation'; readonly path: string; readonly explanation: PreviewExplanation | null }
  /** What would make that layer cheaper, the most first. */
  | { readonly type: 'cheaper'; readonly path: string; readonly ways: readonly CheaperWay[] }
  | { readonly type: 'statement'; readonly path: string; readonly statement: StatementText | null }
  /** Of the question with that number; null where the layer is gone. */
  | { readonly type: 'statementAnswer'; readonly asked: number; readonly answer: StatementAnswer | null }
  /** Of as many images as were asked for; null where there is none to be had. */
  | { readonly type: 'memory'; readonly report: MemoryReport | null }
  /** What the network is compared with now; `name` calls it: `last commit 3f0c2a1, 2 days ago`. */
  | {
      readonly type: 'comparison';
      readonly with: ComparedWith;
      readonly name: string;
      /** It was asked for, and is not what an edit has made of one. */
      readonly isNew: boolean;
      readonly report: CompareReport;
    }
  /** There is nothing to compare with, for a reason in words, or it is not wanted any more. */
  | { readonly type: 'comparisonEnded'; readonly reason: string }
  /** Ids of the nodes at the cursor, the best one first; empty when the cursor is at none. */
  | { readonly type: 'selection'; readonly nodes: readonly string[] }
  /** What runs on images take from now on. */
  | { readonly type: 'images'; readonly images: readonly TakenImage[] }
  /** The file that the weights of runs are from; null where they are random, or where nothing is known of them as a file. */
  | { readonly type: 'weights'; readonly name: string | null; readonly check: WeightsCheck | null }
  /** Names of classes, null where they have none; and why others were not taken, in words, empty where all is well. */
  | { readonly type: 'labels'; readonly labels: Labels | null; readonly problem: string }
  | { readonly type: 'runStarted'; readonly upto: string | null }
  | { readonly type: 'runProgress'; readonly progress: RunProgress }
  | { readonly type: 'runResult'; readonly run: FinishedRun }
  | { readonly type: 'runFailed'; readonly message: string; readonly isCancelled: boolean }
  /** Into a layer of the last run; null where there is none to look into. */
  | { readonly type: 'look'; readonly look: LayerLook | null; readonly reason: string }
  | { readonly type: 'settings'; readonly settings: PreviewSettings }
  /** A command wants this tab in front, with this node selected. */
  | { readonly type: 'show'; readonly tab: PreviewTab; readonly node?: string | undefined }
  /** A command wants the picture as a file, which the page sends with `save`. */
  | { readonly type: 'exportPicture'; readonly format: PictureFormat; readonly theme: PictureTheme }
  /** A command wants a report of what is shown, which the page makes as for its own menu. */
  | { readonly type: 'exportReport' }
  /** What a report is made of; null where there is no network. */
  | { readonly type: 'report'; readonly report: EmbeddedReport | null };

/** A network to start from, by a name of its own. */
export interface OfferedPreset extends Pick<PresetFacts, 'name' | 'title' | 'sentence'> {
  readonly multiplies: number;
  readonly params: number;
}

const revealKinds = ['node', 'error', 'budget'] as const;

/** A place in the text, named by what stands there. */
export interface RevealTarget {
  readonly kind: (typeof revealKinds)[number];
  readonly id: string;
}

export type ViewMessage =
  | {
      readonly type: 'ready';
      readonly protocol: number;
      readonly network: string | null;
      /** Of the design that was shown when the page was last left. */
      readonly changes?: readonly DesignChange[] | undefined;
      /** What it was compared with then. */
      readonly compare?: ComparedWith | undefined;
    }
  /** The design that is to be shown: the text's with changes, the last of which is `changed`. Turns are counted. */
  | {
      readonly type: 'tryDesign';
      readonly changes: readonly DesignChange[];
      readonly changed: DesignChange | null;
      readonly turn: number;
    }
  | { readonly type: 'applyDesign' }
  /** What may be tried out, and of the layer or block at this path. */
  | { readonly type: 'askControls'; readonly path: string | null }
  | { readonly type: 'sweep'; readonly purpose: SweepPurpose; readonly request: SweepRequest }
  | { readonly type: 'cancelSweep' }
  | { readonly type: 'reveal'; readonly target: RevealTarget; readonly takeFocus: boolean }
  | { readonly type: 'select'; readonly node: string | null }
  | { readonly type: 'explain'; readonly path: string }
  | { readonly type: 'cheaper'; readonly path: string }
  /** Writes one of the ways that make a layer cheaper. */
  | { readonly type: 'applyCheaper'; readonly path: string; readonly way: string }
  /** The text that a layer or block comes from. */
  | { readonly type: 'statement'; readonly path: string }
  /** Of a text in its place; answers carry the number. */
  | {
      readonly type: 'askStatement';
      readonly path: string;
      readonly asked: number;
      readonly question: StatementQuestion;
    }
  | { readonly type: 'applyStatement'; readonly path: string; readonly text: string }
  /** `batch` images at once. */
  | { readonly type: 'memory'; readonly batch: number }
  | { readonly type: 'compare'; readonly with: ComparedWith }
  /** What is the old one becomes the new one. */
  | { readonly type: 'swapCompare' }
  | { readonly type: 'endCompare' }
  | { readonly type: 'run'; readonly options: RunOptions }
  | { readonly type: 'cancelRun' }
  /** Into a layer of the last run. */
  | { readonly type: 'lookInto'; readonly question: LookQuestion }
  | { readonly type: 'setNetwork'; readonly network: string }
  | { readonly type: 'chooseImage' }
  | { readonly type: 'chooseWeights' }
  /** Weights are random again. */
  | { readonly type: 'dropWeights' }
  | { readonly type: 'chooseLabels' }
  /** Classes stand by their indices again. */
  | { readonly type: 'dropLabels' }
  /** Those of the page: samples, and what was dropped or pasted. */
  | { readonly type: 'takeImages'; readonly images: readonly GivenImage[] }
  /** By its name; null for one that is to be chosen among all. */
  | { readonly type: 'usePreset'; readonly preset: string | null }
  /** A model of another framework that was dropped; null where it came without its address. */
  | { readonly type: 'importModel'; readonly uri: string | null }
  /** By their ids. */
  | { readonly type: 'applyFix'; readonly error: string; readonly fix: string }
  /** A file, which a person is asked the place of; `base64` of its bytes. */
  | { readonly type: 'save'; readonly name: string; readonly base64: string }
  /** All that a report of what is shown is made of. */
  | { readonly type: 'report'; readonly metric: ViewMetric; readonly batch: number }
  /** What is inside of these bodies is to be shown and was left out of the view; null for all of it. */
  | { readonly type: 'needInsides'; readonly nodes: readonly string[] | null }
  /** A patch did not fit: the whole view is wanted. */
  | { readonly type: 'needView' }
  /** Something went wrong in the preview itself; for the log. */
  | { readonly type: 'problem'; readonly message: string };

/** By these the user has something done that the page itself does not show: where it fails, it has to be said. */
export const outerActions: ReadonlySet<ViewMessage['type']> = new Set<ViewMessage['type']>([
  'applyCheaper',
  'applyDesign',
  'applyFix',
  'applyStatement',
  'chooseImage',
  'chooseLabels',
  'chooseWeights',
  'compare',
  'importModel',
  'report',
  'reveal',
  'save',
  'usePreset',
]);

/** A message without its type. */
type Body<M extends { type: string }, T extends M['type']> = Omit<Extract<M, { readonly type: T }>, 'type'>;

type Bodies<M extends { type: string }> = { readonly [T in M['type']]: Fields<Body<M, T>> };

const isPreset = shaped<OfferedPreset>({
  name: isText,
  title: isText,
  sentence: isText,
  multiplies: isCount,
  params: isCount,
});

const isPurpose = oneOf(...sweepPurposes);

const hostBodies: Bodies<HostMessage> = {
  view: { view: isViewModel, version: isCount, documentVersion: isCount },
  viewPatch: { patch: isViewPatch, base: isCount, version: isCount, documentVersion: isCount },
  figures: { figures: isViewFigures },
  noNetwork: {
    file: isText,
    fileName: isText,
    modules: listOf(isText),
    errors: listOf(isViewError),
    presets: listOf(isPreset),
    presetCount: isCount,
  },
  unavailable: { message: isText },
  locked: { isLocked: isFlag },
  refused: { messages: listOf(isText) },
  textView: { view: orNull(eitherOf(isViewModel, oneOf('shown'))) },
  designRefused: {
    turn: isCount,
    changes: listOf(isChange),
    refused: isChange,
    message: isText,
    nearest: orNull(listOf(isText)),
  },
  designApplied: {},
  controls: { path: orNull(isText), controls: orNull(isControls) },
  sweepProgress: { purpose: isPurpose, done: isCount, count: isCount },
  sweepResult: { purpose: isPurpose, report: isSweepReport },
  sweepRefused: { purpose: isPurpose, refusal: isSweepRefusal },
  explanation: { path: isText, explanation: orNull(isExplanation) },
  cheaper: { path: isText, ways: listOf(isCheaperWay, 100) },
  statement: { path: isText, statement: orNull(isStatement) },
  statementAnswer: { asked: isCount, answer: orNull(isAnswer) },
  memory: { report: orNull(isMemoryReport) },
  comparison: { with: isComparedWith, name: isText, isNew: isFlag, report: isCompareReport },
  comparisonEnded: { reason: isText },
  selection: { nodes: listOf(isText) },
  images: { images: listOf(isTakenImage, mostImages) },
  weights: { name: orNull(isText), check: orNull(isWeightsCheck) },
  labels: { labels: orNull(isLabels), problem: isText },
  runStarted: { upto: orNull(isText) },
  runProgress: { progress: isRunProgress },
  runResult: { run: isFinishedRun },
  runFailed: { message: isText, isCancelled: isFlag },
  look: { look: orNull(isLayerLook), reason: isText },
  settings: { settings: shaped<PreviewSettings>({ metric: oneOf(...viewMetrics), convention: oneOf(...conventions) }) },
  show: { tab: oneOf(...previewTabs), node: optional(isText) },
  exportPicture: { format: oneOf(...pictureFormats), theme: oneOf(...pictureThemes) },
  exportReport: {},
  report: { report: orNull(isEmbeddedReport) },
};

const viewBodies: Bodies<ViewMessage> = {
  ready: {
    protocol: isCount,
    network: orNull(isText),
    changes: optional(listOf(isChange)),
    compare: optional(isComparedWith),
  },
  tryDesign: { changes: listOf(isChange), changed: orNull(isChange), turn: isCount },
  applyDesign: {},
  askControls: { path: orNull(isText) },
  sweep: { purpose: isPurpose, request: isSweepRequest },
  cancelSweep: {},
  reveal: { target: shaped<RevealTarget>({ kind: oneOf(...revealKinds), id: isText }), takeFocus: isFlag },
  select: { node: orNull(isText) },
  explain: { path: isText },
  cheaper: { path: isText },
  applyCheaper: { path: isText, way: isText },
  statement: { path: isText },
  askStatement: { path: isText, asked: isCount, question: isQuestion },
  applyStatement: { path: isText, text: isText },
  memory: { batch: isCount },
  compare: { with: isComparedWith },
  swapCompare: {},
  endCompare: {},
  run: { options: isRunOptions },
  cancelRun: {},
  lookInto: { question: isLookQuestion },
  setNetwork: { network: isText },
  chooseImage: {},
  chooseWeights: {},
  dropWeights: {},
  chooseLabels: {},
  dropLabels: {},
  takeImages: { images: listOf(isGivenImage, mostImages) },
  usePreset: { preset: orNull(isText) },
  importModel: { uri: orNull(isText) },
  applyFix: { error: isText, fix: isText },
  save: { name: isText, base64: isFileBytes },
  report: { metric: oneOf(...viewMetrics), batch: isCount },
  needInsides: { nodes: orNull(listOf(isText)) },
  needView: {},
  problem: { message: isText },
};

/** The message, or the reason why it is none. */
export type Parsed<M> = { readonly message: M } | { readonly ignored: string };

function parserOf<M extends { type: string }>(bodies: Bodies<M>): (value: unknown) => Parsed<M> {
  const guards = new Map<string, Guard<object>>(
    Object.entries(bodies).map(([type, fields]) => [type, shaped(fields as Fields<object>)]),
  );
  return (value) => {
    const type = isRecord(value) ? value.type : undefined;
    if (typeof type !== 'string') return { ignored: 'a message without a type' };
    const hasBody = guards.get(type);
    if (hasBody === undefined) return { ignored: `a message of the unknown type ${type.slice(0, 40)}` };
    // The type is one of the keys, and the body is that of the key.
    return hasBody(value) ? { message: value as unknown as M } : { ignored: `a malformed message of type ${type}` };
  };
}

const parseHostValue = parserOf(hostBodies);

/** Of a message as `sentHostMessage` gives it, or as it is. */
export function parseHostMessage(value: unknown): Parsed<HostMessage> {
  return parseHostValue(typeof value === 'string' ? jsonOf(value) : value);
}

/** Undefined for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A message for a page of another process. It crosses as text: on its way from one process to the next an object would be copied at
 * each border, on the threads that draw the editor and the page, and that of a large network is of 100,000 parts.
 */
export function sentHostMessage(message: HostMessage): string {
  return JSON.stringify(message);
}

export const parseViewMessage = parserOf(viewBodies);
