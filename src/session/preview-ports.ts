/**
 * What the coordination of a preview (preview-controller.ts) needs of the world around it: the page that draws, the
 * source that answers, the editor that shows text, a clock. VS Code and its language server are one way to serve them, a
 * page with a session of its own is another; tests have theirs. All values are plain data, files are named by their ids.
 */

import type { TextEdit } from '../base/diagnostic';
import { type Guard, isText, shaped } from '../base/guard';
import type { FileId } from '../base/span';
import type { CheaperWay } from '../protocol/cheaper';
import type { CompareBase, CompareOutcome } from '../protocol/compare';
import type { PreviewExplanation } from '../protocol/explanation';
import type { LookOutcome } from '../protocol/layer-look';
import type { MemoryReport } from '../protocol/memory';
import type { HostMessage, PreviewSettings } from '../protocol/messages';
import type { EmbeddedReport } from '../protocol/report';
import type { Labels, RunOptions } from '../protocol/run';
import type {
  FiguresResult,
  LabelsOutcome,
  RunOutcome,
  SentOverrides,
  ViewResult,
  WeightsFitOutcome,
} from '../protocol/server-messages';
import type { StatementAnswer, StatementQuestion, StatementText } from '../protocol/statement';
import type { SweepPart, SweepRequest } from '../protocol/sweep';
import type { DesignChange, DesignControls } from '../protocol/what-if';
import type { LookQuestion } from '../runtime/look-question';
import type { RunProgress } from '../runtime/run-network';
import type { SampleName } from '../runtime/sample-images';
import type { Insides } from '../view/insides';
import type { ViewMetric } from '../view/model';
import type { SayPreviewRun } from '../words/extension';
import type { Preset } from './presets';

/** The page in which the preview is drawn. It may be hidden, forgotten and opened again by its host. */
export interface PreviewPage {
  /** A page that is out of sight is told nothing and asks for nothing. */
  readonly isVisible: boolean;
  post(message: HostMessage): void;
  /** The network that is shown now, for the page's title; undefined where there is none. */
  setNetwork(network: string | undefined): void;
}

/** A file, the bytes of one, or a sample. */
export type PickedImage =
  | { readonly file: FileId; readonly name: string }
  | { readonly bytes: Uint8Array; readonly name: string }
  | { readonly sample: SampleName };

export type PickedFile = Extract<PickedImage, { file: FileId }>;

/** For one that was kept, by whatever version. */
export const isPickedFile: Guard<PickedFile> = shaped<PickedFile>({ file: isText, name: isText });

export interface PreviewRunRequest {
  readonly options: RunOptions;
  readonly overrides: SentOverrides | undefined;
  /** Set where the input is an image, unless it is one of several. */
  readonly image: PickedImage | undefined;
  /** Several that figures are also wanted over; `options.image` is the place of the one that is run. */
  readonly survey?: readonly PickedImage[] | undefined;
  /** In place of random ones. */
  readonly weights?: PickedFile | undefined;
}

/** A run, or a look into a layer of one, that is under way. */
export interface RunningPreview<Outcome = RunOutcome> {
  /** Rejects where no answer is to be had. */
  readonly answer: Promise<Outcome>;
  /** Ends it soon. */
  cancel(): void;
}

/** Answers about files, as they would be with overrides. Each promise rejects where there is no answer to be had. */
export interface PreviewSource {
  /** The named network of a file, else its last one; of a large one with these insides; null for an unknown file. */
  view(
    file: FileId,
    network: string | undefined,
    overrides: SentOverrides | undefined,
    insides: Insides,
  ): Promise<ViewResult>;
  /** Those of such a view, sooner; null where it has none to show. */
  figures(file: FileId, network: string, overrides: SentOverrides | undefined): Promise<FiguresResult>;
  /** The network of a file that the cursor in its text stands in, or in whose module; null where it has none. */
  networkAt(file: FileId, cursor: TextCursor): Promise<string | null>;
  /** null for a path that is not in the network. */
  explain(
    file: FileId,
    network: string,
    path: string,
    overrides: SentOverrides | undefined,
  ): Promise<PreviewExplanation | null>;
  cheaper(
    file: FileId,
    network: string,
    path: string,
    overrides: SentOverrides | undefined,
  ): Promise<readonly CheaperWay[]>;
  /** The edits of one of them, by its id; none where the text has it no longer. */
  cheaperEdits(
    file: FileId,
    network: string,
    path: string,
    way: string,
    overrides: SentOverrides | undefined,
  ): Promise<readonly TextEdit[]>;
  statement(file: FileId, network: string, path: string): Promise<StatementText | null>;
  /** Of a text in the statement's place; null where the layer is gone. */
  askStatement(
    file: FileId,
    network: string,
    path: string,
    question: StatementQuestion,
  ): Promise<StatementAnswer | null>;
  statementEdits(file: FileId, network: string, path: string, text: string): Promise<readonly TextEdit[]>;
  compare(
    file: FileId,
    network: string,
    overrides: SentOverrides | undefined,
    base: CompareBase,
  ): Promise<CompareOutcome>;
  memory(file: FileId, network: string, overrides: SentOverrides | undefined): Promise<MemoryReport | null>;
  /** All that a report of it holds. */
  report(
    file: FileId,
    network: string,
    metric: ViewMetric,
    overrides: SentOverrides | undefined,
  ): Promise<EmbeddedReport | null>;
  /** What may be tried out of a network, of the layer or block at a path besides, and what applying the overrides writes. */
  controls(
    file: FileId,
    network: string,
    path: string | null,
    overrides: SentOverrides | undefined,
  ): Promise<DesignControls | null>;
  /** The nearest values around a refused one that make nothing wrong; `changes` are the others that hold. */
  nearestValues(
    file: FileId,
    network: string,
    changes: readonly DesignChange[],
    refused: DesignChange,
  ): Promise<readonly string[]>;
  /** Some points of a sweep, from a place on. */
  sweep(file: FileId, network: string, request: SweepRequest, from: number): Promise<SweepPart>;
  /** The edits that make overrides come true. */
  applied(file: FileId, network: string, overrides: SentOverrides): Promise<readonly TextEdit[]>;
  /** Paths in a network of `file` of what stands at the cursor, which may be in another file; see src/ide/selection.ts. */
  selection(file: FileId, network: string, cursor: TextCursor): Promise<readonly string[]>;
  /** The edits of a fix of an error, both by the ids that the view gave them; none where the text has it no longer. */
  fix(file: FileId, error: string, fix: string): Promise<readonly TextEdit[]>;
  /** Names of classes, out of a file. */
  labels(
    file: FileId,
    network: string,
    overrides: SentOverrides | undefined,
    labels: PickedFile,
  ): Promise<LabelsOutcome>;
  /** Of a chosen file: another one where it has been written since. Rejects where it cannot be read. */
  versionOf(chosen: PickedFile): Promise<string>;
  run(file: FileId, request: PreviewRunRequest, onProgress: (progress: RunProgress) => void): RunningPreview;
  /** Whether a file of weights is that of a network. */
  weightsFit(
    file: FileId,
    network: string,
    overrides: SentOverrides | undefined,
    weights: PickedFile,
  ): RunningPreview<WeightsFitOutcome>;
  /** Into a layer of such a run. */
  look(file: FileId, request: PreviewRunRequest, question: LookQuestion): RunningPreview<LookOutcome>;
}

export interface TextCursor {
  readonly file: FileId;
  /** Version of the text that the offset is of. */
  readonly version: number;
  readonly offset: number;
}

export interface TextPlace {
  readonly file: FileId;
  readonly start: number;
  readonly end: number;
  /** Where the cursor belongs in it. */
  readonly caret: number;
}

/** The texts of a file's last commit. */
export interface CommittedTexts {
  /** How the commit is called: `3f0c2a1, 2 days ago`. */
  readonly name: string;
  /** Text of a file as it was committed; null where the commit does not have it. */
  read(file: FileId): Promise<string | null>;
}

/** The editor of the texts. */
export interface PreviewEditor {
  /** The cursor of the editor in front, where that shows a design. */
  cursor(): TextCursor | undefined;
  /** Of a text that is open; undefined for one that is not. */
  versionOf(file: FileId): number | undefined;
  /** Shows and marks a place where its file is in sight, and moves the cursor there; opens no other file for it. */
  highlight(place: TextPlace): Promise<void>;
  clearHighlight(): void;
  /** Speaks of modules' texts as they are in the calls that the path lies in. */
  showInstances(file: FileId, network: string, path: string): Promise<void>;
  /** Puts the cursor at a place, and the keyboard into its editor. */
  open(place: TextPlace): Promise<void>;
  /** Lets the user choose images; none where none was chosen. */
  pickImages(): Promise<readonly PickedFile[]>;
  /** Lets the user choose a file of weights; undefined where none was chosen. */
  pickWeights(endings: readonly string[]): Promise<PickedFile | undefined>;
  /** The one that was last kept for the design, also before a restart. */
  keptWeights(): PickedFile | undefined;
  /** Undefined to forget it. */
  keepWeights(weights: PickedFile | undefined): void;
  /** Lets the user choose a file of names of classes; undefined where none was chosen. */
  pickLabels(): Promise<PickedFile | undefined>;
  /** Those that were last kept for the design, also before a restart. */
  keptLabels(): Labels | undefined;
  /** Undefined to forget them. */
  keepLabels(labels: Labels | undefined): void;
  apply(edits: readonly TextEdit[]): Promise<void>;
  /** Why there is none, in words, in its place. */
  lastCommit(file: FileId): Promise<CommittedTexts | string>;
  /** Lets the user choose another design; undefined where none was chosen. */
  pickDesign(file: FileId): Promise<FileId | undefined>;
  /** Lets the user choose one; undefined where none was chosen. */
  pickPreset(presets: Promise<readonly Preset[]>): Promise<Preset | undefined>;
  /** Writes its text into the file if that is empty, else opens a copy beside it. */
  usePreset(file: FileId, preset: Preset): Promise<void>;
  /** Has a model of another framework become a design; lets the user choose one where the address is null. */
  importModel(uri: string | null): Promise<void>;
  /** Asks for a place and writes a file there, beside the design at first. */
  save(name: string, bytes: Uint8Array): Promise<void>;
  settings(): PreviewSettings;
}

export interface PreviewClock {
  /** Milliseconds, from any start. */
  now(): number;
  /** Calls back after so many milliseconds. */
  later(milliseconds: number, action: () => void): { cancel(): void };
}

export interface PreviewPorts {
  readonly page: PreviewPage;
  readonly source: PreviewSource;
  readonly editor: PreviewEditor;
  readonly clock: PreviewClock;
  readonly say: SayPreviewRun;
  /** For the log. */
  log(message: string): void;
  /** Says to the user, in words, why what was asked for in the page could not be done. */
  tell(problem: unknown): void;
}
