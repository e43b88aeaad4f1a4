/**
 * What the extension and the preview say to each other. Both sides check what arrives with the guards here: a
 * message that is unknown or malformed is ignored and logged, never thrown. The text and the analysis live with the
 * host; the preview knows nodes by the ids of the view model it was last sent.
 */

import { type ViewError, type ViewMetric, type ViewModel, viewMetrics } from '../view/model';
import { isExplanation, type PreviewExplanation } from './explanation';
import { type Guard, isCount, isFlag, isRecord, isText, listOf, oneOf, optional, orNull, shaped } from './guard';
import { isRunOptions, isRunReport, type RunOptions, type RunReport } from './run-report';
import { isViewError, isViewModel } from './view-guard';

/** Changes with every change that an older saved state or an older other side could not stand. */
export const protocolVersion = 1;

export const previewTabs = ['graph', 'cost', 'run', 'explain'] as const;
export type PreviewTab = (typeof previewTabs)[number];

export interface PreviewSettings {
  /** The metric a preview opens with. */
  readonly metric: ViewMetric;
}

/** How far a run is. */
export interface RunStep {
  /** Measuring the machine, getting weights and memory ready, counting multiplies with the reference kernels, or running. */
  readonly phase: 'calibrate' | 'prepare' | 'verify' | 'run';
  /** Path of the layer that is being computed; may be empty while preparing. */
  readonly layer: string;
  readonly done: number;
  readonly total: number;
}

export type HostMessage =
  /** A new picture; `documentVersion` is the version of the text it was made from. */
  | { readonly type: 'view'; readonly view: ViewModel; readonly documentVersion: number }
  /** The file has no network to show, with the errors that may be why. */
  | {
      readonly type: 'noNetwork';
      readonly file: string;
      readonly fileName: string;
      readonly errors: readonly ViewError[];
      readonly presets: readonly Preset[];
    }
  /** There was no answer to be had; what is shown stays. */
  | { readonly type: 'unavailable'; readonly message: string }
  | { readonly type: 'explanation'; readonly path: string; readonly explanation: PreviewExplanation | null }
  /** Ids of the nodes at the cursor, the best one first; empty when the cursor is at none. */
  | { readonly type: 'selection'; readonly nodes: readonly string[] }
  | { readonly type: 'image'; readonly name: string }
  | { readonly type: 'runStarted'; readonly upto: string | null }
  | { readonly type: 'runProgress'; readonly progress: RunStep }
  /** `documentVersion` is that of the text that was run. */
  | { readonly type: 'runResult'; readonly report: RunReport; readonly documentVersion: number }
  | { readonly type: 'runFailed'; readonly message: string; readonly isCancelled: boolean }
  | { readonly type: 'settings'; readonly settings: PreviewSettings }
  /** A command wants this tab in front, with this node selected. */
  | { readonly type: 'show'; readonly tab: PreviewTab; readonly node?: string | undefined };

/** A network to start from. */
export interface Preset {
  readonly file: string;
  /** The first of the file, whose costs these are; so many others follow it. */
  readonly network: string;
  readonly others: number;
  readonly multiplies: number;
  readonly params: number;
}

/** A place in the text, named by what the last view model says about it. */
export type RevealTarget =
  | { readonly node: string }
  /** Index in the errors last sent. */
  | { readonly error: number }
  /** Index in the budgets last sent. */
  | { readonly budget: number };

export type ViewMessage =
  | { readonly type: 'ready'; readonly protocol: number; readonly network: string | null }
  | { readonly type: 'reveal'; readonly target: RevealTarget; readonly takeFocus: boolean }
  | { readonly type: 'select'; readonly node: string | null }
  | { readonly type: 'explain'; readonly path: string }
  /** With `calibrate` the machine is measured before, so that times can be predicted. */
  | { readonly type: 'run'; readonly options: RunOptions; readonly calibrate?: boolean | undefined }
  | { readonly type: 'cancelRun' }
  | { readonly type: 'setNetwork'; readonly network: string }
  | { readonly type: 'chooseImage' }
  /** Index in the presets last sent. */
  | { readonly type: 'usePreset'; readonly preset: number }
  /** Applies the fix of this index of the error of this index. */
  | { readonly type: 'applyFix'; readonly error: number; readonly fix: number }
  /** Something went wrong in the preview itself; for the log. */
  | { readonly type: 'problem'; readonly message: string };

type Bodies<M extends { type: string }> = {
  readonly [T in M['type']]: Guard<Omit<Extract<M, { type: T }>, 'type'>>;
};

const isPreset = shaped<Preset>({
  file: isText,
  network: isText,
  others: isCount,
  multiplies: isCount,
  params: isCount,
});

const isTarget: Guard<RevealTarget> = (value): value is RevealTarget =>
  isRecord(value) && (isText(value.node) || isCount(value.error) || isCount(value.budget));

const hostBodies: Bodies<HostMessage> = {
  view: shaped({ view: isViewModel as Guard<ViewModel>, documentVersion: isCount }),
  noNetwork: shaped({ file: isText, fileName: isText, errors: listOf(isViewError), presets: listOf(isPreset) }),
  unavailable: shaped({ message: isText }),
  explanation: shaped({ path: isText, explanation: orNull(isExplanation) }),
  selection: shaped({ nodes: listOf(isText) }),
  image: shaped({ name: isText }),
  runStarted: shaped({ upto: orNull(isText) }),
  runProgress: shaped({
    progress: shaped<RunStep>({
      phase: oneOf('calibrate', 'prepare', 'verify', 'run'),
      layer: isText,
      done: isCount,
      total: isCount,
    }),
  }),
  runResult: shaped({ report: isRunReport, documentVersion: isCount }),
  runFailed: shaped({ message: isText, isCancelled: isFlag }),
  settings: shaped({ settings: shaped<PreviewSettings>({ metric: oneOf(...viewMetrics) }) }),
  show: shaped<{ tab: PreviewTab; node?: string | undefined }>({ tab: oneOf(...previewTabs), node: optional(isText) }),
};

const viewBodies: Bodies<ViewMessage> = {
  ready: shaped({ protocol: isCount, network: orNull(isText) }),
  reveal: shaped({ target: isTarget, takeFocus: isFlag }),
  select: shaped({ node: orNull(isText) }),
  explain: shaped({ path: isText }),
  run: shaped<{ options: RunOptions; calibrate?: boolean | undefined }>({
    options: isRunOptions,
    calibrate: optional(isFlag),
  }),
  cancelRun: shaped({}),
  setNetwork: shaped({ network: isText }),
  chooseImage: shaped({}),
  usePreset: shaped({ preset: isCount }),
  applyFix: shaped({ error: isCount, fix: isCount }),
  problem: shaped({ message: isText }),
};

/** The message, or the reason why it is none. */
export type Parsed<M> = { readonly message: M } | { readonly ignored: string };

function parse<M extends { type: string }>(bodies: Bodies<M>, value: unknown): Parsed<M> {
  const type = isRecord(value) ? value.type : undefined;
  if (typeof type !== 'string') return { ignored: 'a message without a type' };
  // An own key only: `constructor` is no message.
  if (!Object.hasOwn(bodies, type)) return { ignored: `a message of the unknown type ${type.slice(0, 40)}` };
  const hasBody = bodies[type as M['type']] as Guard<object>;
  return hasBody(value) ? { message: value as unknown as M } : { ignored: `a malformed message of type ${type}` };
}

export function parseHostMessage(value: unknown): Parsed<HostMessage> {
  return parse(hostBodies, value);
}

export function parseViewMessage(value: unknown): Parsed<ViewMessage> {
  return parse(viewBodies, value);
}
