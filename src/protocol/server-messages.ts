/**
 * What Incept's language server says beyond the Language Server Protocol: the plain data of its own requests and
 * notifications, which requests.ts lists. Used by the server, the extension and the session that answers. Ranges are in
 * lines and columns from 0, as in the protocol; files are URIs.
 */

import type { Explanation } from '../advice/explain';
import type { Target } from '../analysis/target-hints';
import type { TextEdit } from '../base/diagnostic';
import type { MachineProfile } from '../base/machine-profile';
import type { Convention } from '../base/metrics';
import type { LookQuestion } from '../runtime/look-question';
import type { RunProgress } from '../runtime/run-network';
import type { Insides } from '../view/insides';
import type { FileView, ViewFigures, ViewMetric } from '../view/model';
import type { AttributeOverride, ParameterOverride } from '../workspace/overrides';
import type { CompareBase, CompareOutcome } from './compare';
import type { MemoryReport } from './memory';
import type { SentOverrides } from './overrides';
import type { PresetFacts } from './preset';
import type { FinishedRun, Labels, RunOptions, SentImage, SentWeights, WeightsFit } from './run';
import type { StatementQuestion } from './statement';
import type { SweepRequest } from './sweep';
import type { DesignChange, DesignControls } from './what-if';

export type { SentOverrides } from './overrides';

export interface TextRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface FileRange {
  readonly uri: string;
  readonly range: TextRange;
}

/** A module body is looked at as one of its instances: a module call by its path in a network. */
export interface ChosenInstance {
  /** File and name of the module's declaration. */
  readonly file: string;
  readonly module: string;
  readonly network: string;
  readonly path: string;
}

/** What the user has set of what the server does. */
export interface Features {
  /** Shapes after layers. */
  readonly inlayHints: boolean;
  /** Names of parameters before the arguments of modules. */
  readonly parameterHints: boolean;
  /** What each layer costs, at the end of its line. */
  readonly costHints: boolean;
  readonly codeLens: boolean;
  /** The least share of a network's multiplies that an offered rewrite saves. */
  readonly minimumSaving: number;
  /** Runs give the same bits on every machine. */
  readonly exactRuns: boolean;
  /** The framework in which designs are to be built: what comes out differently there is told. */
  readonly target: Target | 'none';
  /** What arithmetic is counted in. */
  readonly convention: Convention;
}

/** What our own extension asks for at the start; other clients send what they like of it. */
export interface InitializationOptions extends SetFeaturesParams {
  /** The client runs the commands `incept.*` from links in hovers and from code lenses. */
  readonly commands?: boolean;
  /** Diagnostics are sent and not asked for, of closed files too. */
  readonly pushDiagnostics?: boolean;
  readonly choices?: readonly ChosenInstance[];
  /** The machine as it was last measured, to predict times with. */
  readonly profile?: MachineProfile | undefined;
}

export interface NetworkParams {
  readonly uri: string;
  /** Name of the network; without one, or of none in the file, the file's last. */
  readonly network?: string | undefined;
}

/** `incept/view`: the view of a network, as the text alone gives it; null for a file that the server does not know. */
export interface ViewParams extends NetworkParams {
  readonly overrides?: SentOverrides | undefined;
}
export interface PartOfViewParams extends ViewParams {
  /** What is wanted of what is inside of a large network's bodies; all of it where this is left out. */
  readonly insides?: Insides | undefined;
}
export interface RefusedParameterText extends ParameterOverride {
  readonly message: string;
}
export interface VersionedView extends FileView {
  /** Overrides of attributes that could not be applied: they name no call, or have a value that is none. */
  readonly refused: readonly AttributeOverride[];
  /** Overrides of parameters that were not applied, and why: one line for people. */
  readonly refusedParameters: readonly RefusedParameterText[];
  /** What the overrides make wrong that is right as it is written: one line for people; null where there is nothing. */
  readonly mistake: string | null;
  /** Version of the text that was analysed; 0 for a file that no editor holds. */
  readonly documentVersion: number;
  /** Of the texts that it was made of; see `DidAnalyzeParams`. */
  readonly revision: number;
}
export type ViewResult = VersionedView | null;

/** `incept/figures`: those of the view, which take less time; null where it would give none to show. */
export type FiguresResult = ViewFigures | null;

/** `incept/fix`: the edits of a fix of one of the view's errors, both by their ids; none where the text has it no longer. */
export interface FixParams {
  readonly uri: string;
  readonly error: string;
  readonly fix: string;
}
/** Offsets are of the text that the server has now. */
export type FixResult = readonly TextEdit[];

/** `incept/explain`: how every number of a layer or block arises, as structured data; null for an unknown path. */
export interface ExplainParams extends ViewParams {
  readonly path: string;
}

export interface StatementParams {
  readonly uri: string;
  readonly network: string;
  /** Of a layer or block of it. */
  readonly path: string;
}

export interface AskStatementParams extends StatementParams {
  readonly question: StatementQuestion;
}

export interface StatementEditsParams extends StatementParams {
  /** In the statement's place. */
  readonly text: string;
}

export interface CheaperEditsParams extends ExplainParams {
  /** By its id. */
  readonly way: string;
}
export type ExplainResult = Explanation | null;

/** `incept/memory`: bytes alive at each step of a network; null for a file without one. */
export type MemoryResult = MemoryReport | null;
/** `incept/controls`: what may be tried out of a network, and what applying the overrides would write. */
export interface ControlsParams extends ViewParams {
  /** Of the selected layer or block. */
  readonly path: string | null;
}
export type ControlsResult = DesignControls | null;

/** `incept/report`: what a report of a network holds; null where there is none. */
export interface ReportParams extends ViewParams {
  /** What its shares and colours are of. */
  readonly metric: ViewMetric;
}

/** `incept/nearestValues`: the values below and above a refused one that make nothing wrong. */
export interface NearestValuesParams {
  readonly uri: string;
  readonly network: string;
  /** The others that hold. */
  readonly changes: readonly DesignChange[];
  readonly refused: DesignChange;
}

/** `incept/sweep`: some points of a sweep, from a place on. */
export interface SweepParams {
  readonly uri: string;
  readonly network: string;
  readonly request: SweepRequest;
  readonly from: number;
}
/** `incept/compare`: the network beside another one. */
export interface CompareParams extends ViewParams {
  readonly base: CompareBase;
}
export type CompareResult = CompareOutcome;

/** `incept/selection`: the layers and blocks whose text the cursor stands in. */
export interface SelectionParams {
  readonly uri: string;
  readonly position: TextRange['start'];
  /** The network that is looked at, of any file: of it alone paths are wanted. */
  readonly within?: { readonly uri: string; readonly network: string } | undefined;
}
export interface SelectionResult {
  /** The network in whose text the cursor is, else the first that uses the module it is in. */
  readonly network: string | null;
  /** Paths in that network: of the chosen instance, if the module has one, else of all. */
  readonly paths: readonly string[];
  /** The module whose body the cursor is in. */
  readonly module: { readonly file: string; readonly name: string } | null;
}

/** `incept/networkAt`: the network of the file that a position belongs to, in a module the one that is looked at it in. */
export interface NetworkAtParams {
  readonly uri: string;
  readonly position: TextRange['start'];
}

/** `incept/location`: the text that a path stands for. */
export interface LocationParams extends NetworkParams {
  readonly path: string;
}
export type LocationResult = (FileRange & { readonly nameRange: TextRange }) | null;

/** `incept/networkSummary`: totals and budgets of the network at a position, for the status bar. */
export interface SummaryParams {
  readonly uri: string;
  readonly position?: TextRange['start'] | undefined;
}
export interface SummaryResult {
  readonly network: string;
  /** `1.583 G`, with `≥ ` before it where a part is unknown. */
  readonly multiplies: string;
  /** In what the user counts arithmetic in: `1.583 G mul`, and as it is spoken. */
  readonly work: string;
  readonly spokenWork: string;
  readonly params: string;
  readonly budgets: readonly {
    readonly metric: string;
    /** `98.9% of 1.6 G`. */
    readonly text: string;
    readonly verdict: 'ok' | 'over' | 'open';
    /** How full it is, as a bar of ten signs; empty where that is not known. */
    readonly gauge: string;
  }[];
  /** Of its `expect`s; absent where it has none. */
  readonly expects?:
    | {
        readonly verdict: 'ok' | 'missed' | 'open';
        /** `2 of 22 expects missed`. */
        readonly text: string;
        /** How many of them hold. */
        readonly gauge: string;
      }
    | undefined;
  /** Markdown with exact numbers. */
  readonly details: string;
}

/** `incept/expectTable`: expectations from a paper's table for the network at a position; null where it is none of that network. */
export interface ExpectTableParams {
  readonly uri: string;
  readonly position: TextRange['start'];
  readonly table: string;
}
export type ExpectTableResult = {
  readonly edits: readonly { readonly range: TextRange; readonly newText: string }[];
  /** Markdown: each figure of the table beside what is here. */
  readonly report: string;
  /** How many figures do not agree. */
  readonly disagreeing: number;
} | null;

/** `incept/preset`: what an example is, as a network to start from; null for a file that is none. */
export interface PresetParams {
  readonly uri: string;
}
export type PresetResult = PresetFacts | null;

/** `incept/callsAround`: the calls of modules that a path of a network lies in, the innermost first. */
export interface CallsAroundParams {
  readonly uri: string;
  readonly network: string;
  readonly path: string;
}
export type CallsAroundResult = readonly ChosenInstance[];

/** `incept/instances`: the instances of the module at a position, to choose from. */
export interface InstancesParams {
  readonly uri: string;
  readonly position?: TextRange['start'] | undefined;
  /** Names the module, in place of a position. */
  readonly file?: string | undefined;
  readonly module?: string | undefined;
}
export interface InstancesResult {
  readonly module: { readonly file: string; readonly name: string } | null;
  readonly instances: readonly {
    readonly network: string;
    readonly path: string;
    /** `28x28x192 -> 28x28x256 · 128,049,152 multiplies`. */
    readonly description: string;
  }[];
}

/** `incept/run`: a forward pass; progress comes as notifications with the token; cancelled like any request. */
export interface RunParams {
  readonly uri: string;
  readonly token: string;
  readonly options: RunOptions;
  /** Where the input is an image, unless it is one of several: a sample, or its file's name for people and its bytes in base64. */
  readonly image?: SentImage | undefined;
  /** Several that figures are also wanted over; `options.image` is the place of the one that is run. */
  readonly survey?: readonly SentImage[] | undefined;
  /** In place of random ones. */
  readonly weights?: SentWeights | undefined;
  readonly overrides?: SentOverrides | undefined;
}
/** `incept/look`: into a layer of a run as it would be done; cancelled like any request. */
export interface LookParams extends Omit<RunParams, 'token' | 'survey'> {
  readonly question: LookQuestion;
}

export interface RequestFailed {
  readonly kind: 'failed';
  readonly message: string;
  readonly isCancelled: boolean;
  /** The bytes of the weights are wanted again. */
  readonly lacksWeights?: boolean | undefined;
}
export type RunOutcome = ({ readonly kind: 'done' } & Pick<FinishedRun, 'result' | 'prediction'>) | RequestFailed;

/** `incept/weights`: a part of a `.safetensors` file, in base64; they come in order. */
export interface WeightsParams {
  readonly number: number;
  readonly total: number;
  readonly offset: number;
  readonly base64: string;
}

/** `incept/weightsFit`: whether weights that have been sent are those of a network, as a run of all its outputs wants them. */
export interface WeightsFitParams extends ViewParams {
  readonly weights: SentWeights;
}
export type WeightsFitOutcome = { readonly kind: 'done'; readonly fit: WeightsFit } | RequestFailed;

/** `incept/labels`: names of classes out of a file, for a network that has as many. */
export interface LabelsParams extends ViewParams {
  /** Of the file, for people. */
  readonly name: string;
  readonly base64: string;
}
export type LabelsOutcome = { readonly kind: 'done'; readonly labels: Labels } | RequestFailed;

/** `incept/calibrate`: measures the machine; progress and cancelling as for a run. */
export interface CalibrateParams {
  readonly token: string;
}
export type CalibrateOutcome = { readonly kind: 'done'; readonly profile: MachineProfile } | RequestFailed;

/** `incept/didCalibrate`, to the client: the machine has been measured; to be given back at the next start. */
export interface DidCalibrateParams {
  readonly profile: MachineProfile;
}

/** `incept/runProgress`: which layer is being computed. */
export interface RunProgressParams {
  readonly token: string;
  readonly progress: RunProgress;
}

/** Of a file and all that it imports. The version alone tells nothing of imports, and the revision nothing of a text that was changed and is again what it was. */
export type TextsRevision = Pick<VersionedView, 'documentVersion' | 'revision'>;

/** `incept/didAnalyze`, to the client: a file has been analysed again, whatever asked for its data may ask again. */
export interface DidAnalyzeParams {
  readonly uri: string;
  readonly version: number;
  /** Grows with each analysis of this server: a view of the same revision and version is of the same texts, those of imports among them. */
  readonly revision: number;
  /** The text has a syntax error. */
  readonly isBroken: boolean;
}

/** `incept/didOutdate`, to the client: the last view of a file that no editor holds is of other texts than there are now. */
export interface DidOutdateParams {
  readonly uri: string;
}

/** `incept/setChoices`, to the server: the chosen instances, all of them. */
export interface SetChoicesParams {
  readonly choices: readonly ChosenInstance[];
}

/** `incept/setFeatures`, to the server: what is left out stays as it is. */
export type SetFeaturesParams = { readonly [Name in keyof Features]?: Features[Name] | undefined };
