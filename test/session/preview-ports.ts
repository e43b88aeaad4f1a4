/**
 * Ports of a preview in memory, for tests of its controller: what was asked waits until a test answers it, time passes
 * when a test says so, and what the page, the editor and the log were told is written down.
 */

import * as assert from 'node:assert/strict';
import type { TextEdit } from '../../src/base/diagnostic';
import type { CheaperWay } from '../../src/protocol/cheaper';
import type { CompareBase, CompareOutcome } from '../../src/protocol/compare';
import type { PreviewExplanation } from '../../src/protocol/explanation';
import type { LookOutcome } from '../../src/protocol/layer-look';
import type { MemoryReport } from '../../src/protocol/memory';
import type { HostMessage } from '../../src/protocol/messages';
import type { EmbeddedReport } from '../../src/protocol/report';
import type { Labels } from '../../src/protocol/run';
import type {
  LabelsOutcome,
  RunOutcome,
  SentOverrides,
  VersionedView,
  WeightsFitOutcome,
} from '../../src/protocol/server-messages';
import type { StatementAnswer, StatementQuestion, StatementText } from '../../src/protocol/statement';
import type { SweepPart } from '../../src/protocol/sweep';
import type { DesignChange, DesignControls } from '../../src/protocol/what-if';
import type { LookQuestion } from '../../src/runtime/look-question';
import type { RunProgress } from '../../src/runtime/run-network';
import type {
  CommittedTexts,
  PickedFile,
  PreviewPorts,
  PreviewRunRequest,
  TextCursor,
  TextPlace,
} from '../../src/session/preview-ports';
import type { Insides } from '../../src/view/insides';
import type { ViewFigures, ViewMetric, ViewModel } from '../../src/view/model';
import { applyPatch } from '../../src/view/patch';
import { extensionWords } from '../../src/words/extension';

/** A question that waits for its answer. */
export interface Asked<Q, A> {
  readonly question: Q;
  answer(value: A): void;
  fail(problem: unknown): void;
}

function waiting<Q, A>(list: Asked<Q, A>[], question: Q): Promise<A> {
  return new Promise<A>((answer, fail) => list.push({ question, answer, fail }));
}

export interface AskedRun extends Asked<PreviewRunRequest, RunOutcome> {
  readonly progress: (progress: RunProgress) => void;
  isCancelled: boolean;
}

export interface AskedLook extends Asked<readonly [PreviewRunRequest, LookQuestion], LookOutcome> {
  isCancelled: boolean;
}

export interface AskedWeights
  extends Asked<
    { readonly network: string; readonly overrides: SentOverrides | undefined; readonly weights: PickedFile },
    WeightsFitOutcome
  > {
  isCancelled: boolean;
}

export class MemoryPorts implements PreviewPorts {
  readonly posted: HostMessage[] = [];
  /** What the page shows after each view and each patch. */
  readonly pictures: { readonly view: ViewModel; readonly documentVersion: number }[] = [];
  readonly titles: (string | undefined)[] = [];
  readonly logged: string[] = [];
  /** What the user was told of. */
  readonly told: unknown[] = [];
  /** What the editor was asked to do. */
  /** Paths of which the texts of modules speak. */
  readonly instances: string[] = [];
  readonly done: (readonly [string, ...unknown[]])[] = [];
  readonly views: Asked<string | undefined, VersionedView>[] = [];
  /** Those that a source has before its view. */
  figures: (network: string, overrides: SentOverrides | undefined) => ViewFigures | null = () => null;
  /** Those of each of the views. */
  readonly askedOverrides: (SentOverrides | undefined)[] = [];
  readonly askedInsides: Insides[] = [];
  readonly controls: Asked<string | null, DesignControls | null>[] = [];
  readonly nearest: Asked<DesignChange, readonly string[]>[] = [];
  readonly sweeps: Asked<number, SweepPart>[] = [];
  readonly applications: Asked<SentOverrides, readonly TextEdit[]>[] = [];
  readonly explanations: Asked<string, PreviewExplanation | null>[] = [];
  readonly statements: Asked<string, StatementText | null>[] = [];
  readonly statementQuestions: Asked<readonly [path: string, StatementQuestion], StatementAnswer | null>[] = [];
  readonly cheaperWays: Asked<string, readonly CheaperWay[]>[] = [];
  readonly cheaperEdits: Asked<readonly [path: string, way: string, ...unknown[]], readonly TextEdit[]>[] = [];
  /** The network that the source finds at an offset. */
  networkAtOffset: (offset: number) => string | null = () => null;
  readonly selections: Asked<TextCursor & { readonly network: string }, readonly string[]>[] = [];
  readonly comparisons: Asked<
    { readonly network: string; readonly overrides: SentOverrides | undefined; readonly base: CompareBase },
    CompareOutcome
  >[] = [];
  /** The texts of the last commit, or why there is none. */
  commit: CommittedTexts | string = 'no commit';
  pickedDesign: string | undefined;
  readonly reports: Asked<{ metric: ViewMetric; overrides: SentOverrides | undefined }, EmbeddedReport | null>[] = [];
  readonly memories: Asked<SentOverrides | undefined, MemoryReport | null>[] = [];
  readonly fixes: Asked<unknown, readonly TextEdit[]>[] = [];
  readonly runs: AskedRun[] = [];
  readonly looks: AskedLook[] = [];
  isVisible = true;
  cursorInFront: TextCursor | undefined;
  /** Of the file of the preview in an editor. */
  textVersion: number | undefined;
  images: readonly PickedFile[] = [];
  weights: PickedFile | undefined;
  labels: PickedFile | undefined;
  /** Of chosen files, by their ids. */
  readonly fileVersions = new Map<string, string>();
  keptLabels: Labels | undefined;
  keptWeights: PickedFile | undefined;
  readonly weightsAsked: AskedWeights[] = [];
  readonly labelsAsked: Asked<PickedFile, LabelsOutcome>[] = [];
  /** Name of the preset that is chosen where one may be. */
  pickedPreset: string | undefined;
  private drawnVersion = 0;
  private time = 0;
  private timers: { readonly at: number; readonly action: () => void }[] = [];

  readonly page: PreviewPorts['page'];
  readonly source: PreviewPorts['source'];
  readonly editor: PreviewPorts['editor'];
  readonly clock: PreviewPorts['clock'];

  constructor(readonly say = extensionWords('en').previewRun) {
    const isVisible = () => this.isVisible;
    this.page = {
      get isVisible() {
        return isVisible();
      },
      post: (message) => {
        this.posted.push(message);
        this.draw(message);
      },
      setNetwork: (network) => void this.titles.push(network),
    };
    this.source = {
      view: (_file, network, overrides, insides) => {
        this.askedInsides.push(insides);
        this.askedOverrides.push(overrides);
        return waiting(this.views, network);
      },
      figures: async (_file, network, overrides) => this.figures(network, overrides),
      controls: (_file, _network, path) => waiting(this.controls, path),
      nearestValues: (_file, _network, _changes, refused) => waiting(this.nearest, refused),
      sweep: (_file, _network, _request, from) => waiting(this.sweeps, from),
      applied: (_file, _network, overrides) => waiting(this.applications, overrides),
      versionOf: async ({ file }) => this.fileVersions.get(file) ?? '',
      networkAt: async (_file, { offset }) => this.networkAtOffset(offset),
      compare: (_file, network, overrides, base) => waiting(this.comparisons, { network, overrides, base }),
      memory: (_file, _network, overrides) => waiting(this.memories, overrides),
      report: (_file, _network, metric, overrides) => waiting(this.reports, { metric, overrides }),
      explain: (_file, _network, path) => waiting(this.explanations, path),
      cheaper: (_file, _network, path) => waiting(this.cheaperWays, path),
      cheaperEdits: (_file, _network, ...question) => waiting(this.cheaperEdits, question),
      statement: (_file, _network, path) => waiting(this.statements, path),
      askStatement: (_file, _network, ...question) => waiting(this.statementQuestions, question),
      statementEdits: (_file, _network, ...question) => waiting(this.cheaperEdits, question),
      selection: (_file, network, cursor) => waiting(this.selections, { ...cursor, network }),
      fix: (_file, ...question) => waiting(this.fixes, question),
      labels: (_file, _network, _overrides, labels) => waiting(this.labelsAsked, labels),
      run: (_file, question, progress) => {
        const pending: Asked<PreviewRunRequest, RunOutcome>[] = [];
        const answer = waiting(pending, question);
        const [asked] = pending as [Asked<PreviewRunRequest, RunOutcome>];
        const run: AskedRun = { ...asked, progress, isCancelled: false };
        this.runs.push(run);
        const cancel = () => {
          run.isCancelled = true;
        };
        return { answer, cancel };
      },
      weightsFit: (_file, network, overrides, weights) => {
        const pending: Asked<AskedWeights['question'], WeightsFitOutcome>[] = [];
        const answer = waiting(pending, { network, overrides, weights });
        const [check] = pending as [(typeof pending)[0]];
        const told: AskedWeights = { ...check, isCancelled: false };
        this.weightsAsked.push(told);
        const cancel = () => {
          told.isCancelled = true;
        };
        return { answer, cancel };
      },
      look: (_file, ...question) => {
        const pending: Asked<readonly [PreviewRunRequest, LookQuestion], LookOutcome>[] = [];
        const answer = waiting(pending, question);
        const look: AskedLook = { ...(pending[0] as Asked<typeof question, LookOutcome>), isCancelled: false };
        this.looks.push(look);
        const cancel = () => {
          look.isCancelled = true;
        };
        return { answer, cancel };
      },
    };
    this.editor = {
      cursor: () => this.cursorInFront,
      versionOf: () => this.textVersion,
      highlight: async (place: TextPlace) => void this.done.push(['highlight', place]),
      clearHighlight: () => {},
      showInstances: async (_file, network, path) => void this.instances.push(`${network} ${path}`),
      open: async (place: TextPlace) => void this.done.push(['open', place]),
      pickWeights: async () => this.weights,
      keptWeights: () => this.keptWeights,
      keepWeights: (weights) => {
        this.keptWeights = weights;
      },
      pickLabels: async () => this.labels,
      keptLabels: () => this.keptLabels,
      keepLabels: (labels) => {
        this.keptLabels = labels;
      },
      pickImages: async () => this.images,
      lastCommit: async () => this.commit,
      pickDesign: async () => this.pickedDesign,
      apply: async (edits) => void this.done.push(['apply', edits]),
      pickPreset: async (presets) => (await presets).find(({ name }) => name === this.pickedPreset),
      usePreset: async (file, { name }) => void this.done.push(['usePreset', file, name]),
      importModel: async (uri) => void this.done.push(['importModel', uri]),
      save: async (name, bytes) => void this.done.push(['save', name, new TextDecoder().decode(bytes)]),
      settings: () => ({ metric: 'params', convention: 'multiplies' }),
    };
    this.clock = {
      now: () => this.time,
      later: (milliseconds, action) => {
        const timer = { at: this.time + milliseconds, action };
        this.timers.push(timer);
        return { cancel: () => void this.timers.splice(this.timers.indexOf(timer) >>> 0, 1) };
      },
    };
  }

  log(message: string): void {
    this.logged.push(message);
  }

  tell(problem: unknown): void {
    this.told.push(problem);
  }

  /** Lets so many milliseconds pass. */
  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.timers.filter(({ at }) => at <= this.time);
    this.timers = this.timers.filter(({ at }) => at > this.time);
    for (const { action } of due) action();
  }

  private draw(message: HostMessage): void {
    if (message.type === 'view') {
      this.pictures.push(message);
      this.drawnVersion = message.version;
    }
    if (message.type === 'viewPatch') {
      assert.equal(message.base, this.drawnVersion, 'the patch is one of what the page has');
      const view = applyPatch((this.pictures.at(-1) as { view: ViewModel }).view, message.patch);
      assert.ok(view, 'the patch fits');
      this.pictures.push({ view, documentVersion: message.documentVersion });
      this.drawnVersion = message.version;
    }
  }

  /** What was posted since this was last asked, in order. */
  take(): HostMessage[] {
    return this.posted.splice(0);
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
