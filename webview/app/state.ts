/**
 * All that the panel knows, as one immutable value, and the one function that changes it. No DOM and no host here:
 * the views read the state, effects.ts says what a change has to tell the host.
 */

import { type Convention, isConvention } from '../../src/base/metrics';
import type { CheaperWay } from '../../src/protocol/cheaper';
import type { ComparedWith, CompareReport } from '../../src/protocol/compare';
import type { PreviewExplanation } from '../../src/protocol/explanation';
import type { HostMessage, OfferedPreset, PreviewTab } from '../../src/protocol/messages';
import type { FinishedRun, GivenImage, Labels, RunOptions, TakenImage, WeightsCheck } from '../../src/protocol/run';
import type { StatementAnswer, StatementQuestion, StatementText } from '../../src/protocol/statement';
import { hangsTogether } from '../../src/protocol/view-guard';
import type { Device } from '../../src/runtime/device';
import type { LookQuestion } from '../../src/runtime/look-question';
import type { RunProgress } from '../../src/runtime/run-network';
import { isEnd, type ViewError, type ViewFigures, type ViewMetric, type ViewModel } from '../../src/view/model';
import { applyPatch } from '../../src/view/patch';
import type { LayoutPhase } from '../graph/api';
import { type CompareState, initialCompare, isSwapped, nextChange } from './compare-state';
import { columnKinds, firstColumns, type OptionalColumn, type SortColumn } from './cost-columns';
import { needsInsides, resumed } from './insides-wanted';
import { initialLook, type LookState } from './look-state';
import { initialMemory, largestBatch, type MemoryState } from './memory-state';
import { findNode, nodesById } from './nodes';
import { nextFound, openIn, type PictureState, withAllToggled, withShown, withToggled } from './picture-state';
import { initialWhatIf, updateWhatIf, type WhatIfEvent, type WhatIfState } from './what-if-state';

/** wide: the pane at the right; medium: below; narrow: one region with tabs. */
export type Layout = 'wide' | 'medium' | 'narrow';

export interface Sort {
  readonly column: SortColumn;
  readonly isDescending: boolean;
}

/** What the Cost tab shows. */
export const costViews = ['table', 'charts'] as const;
export type CostView = (typeof costViews)[number];

/** `name` is null for one that a person describes. */
export interface ChosenDevice extends Device {
  readonly name: string | null;
}

export interface RunState {
  readonly options: RunOptions;
  /** Those that runs on images take; none until some are chosen. */
  readonly images: readonly TakenImage[];
  /** The file that weights are from; null where they are random. */
  readonly weights: string | null;
  /** What is known of it, as long as this is what is shown. */
  readonly weightsCheck: { readonly check: WeightsCheck; readonly of: ViewModel | null } | null;
  /** Of the classes, by their indices. */
  readonly labels: Labels | null;
  /** Why other names were not taken; empty where all is well. */
  readonly labelsProblem: string;
  /** What was dropped or pasted and is no image that could be taken, and why; empty where all is well. */
  readonly imageProblem: string;
  readonly phase: 'idle' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly progress: RunProgress | null;
  /** The last one that came to its end; of another version than the view's where the text has changed. */
  readonly finished: FinishedRun | null;
  readonly message: string;
  readonly showsAllTimes: boolean;
  readonly showsAllStatistics: boolean;
  readonly look: LookState;
  /** A device that times are also told for: by its name, or described; null for none. */
  readonly device: ChosenDevice | null;
}

export interface AppState extends PictureState {
  readonly layout: Layout;
  /** Those of the picture that comes next; null while the picture's own are the newest. */
  readonly figures: ViewFigures | null;
  /** Waits for nodes that are still with the host (insides-wanted.ts). */
  readonly waiting: AppEvent | null;
  /** As the host counts the views that it posts; null for one that was kept over a reload. */
  readonly viewVersion: number | null;
  /** Version of the text that the view was made from. */
  readonly documentVersion: number;
  /** Set while the file has no network. */
  readonly empty: {
    readonly file: string;
    readonly fileName: string;
    readonly modules: readonly string[];
    readonly errors: readonly ViewError[];
    readonly presets: readonly OfferedPreset[];
    readonly presetCount: number;
  } | null;
  /** Why there is no answer from the host; empty while there is. */
  readonly unavailable: string;
  /** The preview stays with its file when the editor shows another. */
  readonly isLocked: boolean;
  /** The panel only shows what it was made with: there is no text to go to, and nothing runs. */
  readonly isReport: boolean;
  readonly dropsNeedShift: boolean;
  /** Why overrides are not applied. */
  readonly refused: readonly string[];
  /** True once a person has chosen a metric: a setting no longer changes it. */
  readonly isMetricChosen: boolean;
  /** The tab that was chosen; which one is in front is `frontTab`. */
  readonly tab: PreviewTab;
  /** Ids of rows that are open in the cost table; not those that are open in the picture. */
  readonly openRows: readonly string[];
  readonly sort: Sort | null;
  readonly costView: CostView;
  /** What the rows of the table are searched for; empty for all. */
  readonly costFilter: string;
  /** Those of the table that are wanted, in any order; which have room is another matter. */
  readonly columns: readonly OptionalColumn[];
  /** How work is counted beside another metric: as a person looked at it last, else as the settings have it. */
  readonly convention: { readonly ofSettings: Convention; readonly chosen: Convention | null };
  /** Id of the cell of the icicle that is gone into; empty for the network. */
  readonly icicle: string;
  /** How the picture is looked at (camera, columns), kept as it was given. */
  readonly position: unknown;
  readonly zoom: number;
  readonly layoutPhase: LayoutPhase;
  /** Width of the pane over the panel's (wide), height over the panel's (medium). */
  readonly paneShare: { readonly wide: number; readonly medium: number };
  /** Tabs for which the pane was made large, or small again. */
  readonly largePanes: Readonly<Record<string, boolean>>;
  readonly explanation: { readonly path: string; readonly value: PreviewExplanation | null } | null;
  /** Its text in the file; null until it is known. */
  readonly statement: { readonly path: string; readonly value: StatementText | null } | null;
  /** The last answer about a text that is being typed. */
  readonly statementAnswer: { readonly asked: number; readonly answer: StatementAnswer | null } | null;
  /** What would make that layer cheaper; null until it is known. */
  readonly cheaper: { readonly path: string; readonly ways: readonly CheaperWay[] } | null;
  readonly memory: MemoryState;
  readonly compare: CompareState;
  readonly run: RunState;
  readonly whatIf: WhatIfState;
}

export const initialState: AppState = {
  layout: 'wide',
  view: null,
  figures: null,
  waiting: null,
  viewVersion: null,
  documentVersion: 0,
  empty: null,
  unavailable: '',
  isLocked: false,
  isReport: false,
  dropsNeedShift: false,
  refused: [],
  metric: 'multiplies',
  isMetricChosen: false,
  tab: 'graph',
  selection: null,
  hover: null,
  openRows: [],
  sort: null,
  costView: 'table',
  costFilter: '',
  columns: firstColumns,
  convention: { ofSettings: 'multiplies', chosen: null },
  icicle: '',
  find: '',
  openNodes: { of: '', ids: [] },
  position: null,
  zoom: 1,
  layoutPhase: 'idle',
  paneShare: { wide: 0.31, medium: 0.4 },
  largePanes: {},
  explanation: null,
  statement: null,
  statementAnswer: null,
  cheaper: null,
  memory: initialMemory,
  compare: initialCompare,
  run: {
    options: { input: 'random', seed: 1, upto: null, verify: false },
    images: [],
    imageProblem: '',
    weights: null,
    weightsCheck: null,
    labels: null,
    labelsProblem: '',
    phase: 'idle',
    progress: null,
    finished: null,
    message: '',
    showsAllTimes: false,
    showsAllStatistics: false,
    look: initialLook,
    device: null,
  },
  whatIf: initialWhatIf,
};

export type AppEvent =
  /** What changes nothing is done where it comes in. */
  | Exclude<HostMessage, { readonly type: 'exportPicture' | 'exportReport' | 'report' }>
  | WhatIfEvent
  | { readonly type: 'resized'; readonly layout: Layout }
  | { readonly type: 'tabChosen'; readonly tab: PreviewTab }
  | { readonly type: 'metricChosen'; readonly metric: ViewMetric }
  | { readonly type: 'networkChosen'; readonly network: string }
  /** By a click or key in the picture or the table; `takeFocus` puts the cursor into the text. */
  | { readonly type: 'nodeSelected'; readonly node: string | null; readonly takeFocus: boolean }
  | { readonly type: 'hovered'; readonly node: string | null }
  | { readonly type: 'rowToggled'; readonly node: string; readonly isOpen: boolean }
  | { readonly type: 'headerClicked'; readonly column: SortColumn }
  | { readonly type: 'costViewChosen'; readonly view: CostView }
  | { readonly type: 'costFilterTyped'; readonly text: string }
  | { readonly type: 'columnToggled'; readonly column: OptionalColumn }
  | { readonly type: 'icicleEntered'; readonly cell: string }
  | { readonly type: 'findTyped'; readonly text: string }
  /** The next match is wanted, or with -1 the one before. */
  | { readonly type: 'nextFound'; readonly step: 1 | -1 }
  | { readonly type: 'bodiesToggled'; readonly nodes: readonly string[]; readonly isOpen: boolean }
  | { readonly type: 'allToggled'; readonly isOpen: boolean }
  | { readonly type: 'pictureMoved'; readonly position: unknown; readonly zoom: number }
  | { readonly type: 'layoutPhase'; readonly phase: LayoutPhase }
  | { readonly type: 'paneDragged'; readonly tab: PreviewTab; readonly share: number }
  | { readonly type: 'paneResized'; readonly tab: PreviewTab; readonly isLarge: boolean }
  /** Errors, budgets and fixes by their ids. */
  | { readonly type: 'errorOpened'; readonly error: string }
  | { readonly type: 'budgetOpened'; readonly budget: string }
  | { readonly type: 'fixChosen'; readonly error: string; readonly fix: string }
  | {
      readonly type: 'statementAsked';
      readonly path: string;
      readonly asked: number;
      readonly question: StatementQuestion;
    }
  | { readonly type: 'statementApplied'; readonly path: string; readonly text: string }
  /** Something of ours failed; for the log. */
  | { readonly type: 'problemMet'; readonly message: string }
  /** A way that makes the layer of the path cheaper, by its id. */
  | { readonly type: 'cheaperChosen'; readonly path: string; readonly way: string }
  | { readonly type: 'compareChosen'; readonly with: ComparedWith }
  /** The old one of the two is to be the new one. */
  | { readonly type: 'compareSwapped' }
  | { readonly type: 'compareEnded' }
  | { readonly type: 'compareRowsChosen'; readonly rows: Partial<Pick<CompareState, 'isEveryLayer' | 'hasSame'>> }
  /** The next change is wanted, or with -1 the one before. */
  | { readonly type: 'changeStepped'; readonly step: 1 | -1 }
  | { readonly type: 'memoryChanged'; readonly memory: Partial<Pick<MemoryState, 'batch' | 'optimizer' | 'isTable'>> }
  | { readonly type: 'runOptionsChanged'; readonly options: Partial<RunOptions> }
  | { readonly type: 'runClicked' }
  /** Measure the machine, then run: predicted times need both. */
  | { readonly type: 'calibrateClicked' }
  | { readonly type: 'deviceChosen'; readonly device: ChosenDevice | null }
  | { readonly type: 'lookChanged'; readonly question: LookQuestion }
  /** The layer's filters are shown, or what it gave. */
  | { readonly type: 'lookOfChosen'; readonly isOfFilters: boolean }
  | { readonly type: 'cancelClicked' }
  | { readonly type: 'imageClicked' }
  | { readonly type: 'weightsClicked' }
  /** Random ones are wanted again. */
  | { readonly type: 'weightsDropped' }
  | { readonly type: 'labelsClicked' }
  | { readonly type: 'labelsDropped' }
  /** Samples are chosen, or images dropped or pasted. */
  | { readonly type: 'imagesGiven'; readonly images: readonly GivenImage[] }
  /** For a reason in words. */
  | { readonly type: 'imagesRefused'; readonly reason: string }
  /** The run shall be of the image at this place. */
  | { readonly type: 'imageStepped'; readonly image: number }
  /** By its name; null for one to be chosen among all. */
  | { readonly type: 'presetChosen'; readonly preset: string | null }
  /** Null where it came without its address. */
  | { readonly type: 'modelDropped'; readonly uri: string | null }
  | { readonly type: 'runListToggled'; readonly list: 'times' | 'statistics' };

export function update(state: AppState, event: AppEvent): AppState {
  if (needsInsides(state.view, event)) return { ...state, waiting: event };
  switch (event.type) {
    case 'view':
      return withView(state, event.view, event);
    case 'viewPatch': {
      const view = patchedView(state, event);
      // One that does not fit is asked for again, whole (effects.ts).
      return view === undefined ? state : withView(state, view, event);
    }
    case 'figures':
      return state.view?.network === event.figures.network ? { ...state, figures: event.figures } : state;
    case 'noNetwork': {
      const { file, fileName, modules, errors, presets, presetCount } = event;
      return {
        ...state,
        view: null,
        figures: null,
        viewVersion: null,
        empty: { file, fileName, modules, errors, presets, presetCount },
        unavailable: '',
        hover: null,
      };
    }
    case 'unavailable':
      return { ...state, unavailable: event.message, figures: null };
    case 'locked':
      return { ...state, isLocked: event.isLocked };
    case 'refused':
      return { ...state, refused: event.messages };
    case 'explanation':
      // An answer about a layer that is no longer selected comes too late.
      return event.path === explainedPath(state)
        ? { ...state, explanation: { path: event.path, value: event.explanation } }
        : state;
    case 'statement':
      return event.path === explainedPath(state)
        ? { ...state, statement: { path: event.path, value: event.statement } }
        : state;
    case 'statementAnswer':
      return { ...state, statementAnswer: { asked: event.asked, answer: event.answer } };
    case 'cheaper':
      return event.path === explainedPath(state)
        ? { ...state, cheaper: { path: event.path, ways: event.ways } }
        : state;
    case 'memory':
      // One of another batch comes too late.
      return event.report === null || event.report.batch === state.memory.batch
        ? { ...state, memory: { ...state.memory, report: event.report } }
        : state;
    case 'compareChosen':
      return { ...state, compare: { ...state.compare, isWaiting: true, failure: '' } };
    case 'comparison': {
      const shown = { with: event.with, name: event.name, report: event.report };
      const compare = { ...state.compare, shown, resumed: null, isWaiting: false, failure: '' };
      // What was asked for comes to the front, and nothing that an edit brings.
      return { ...state, compare, tab: event.isNew && state.layout !== 'narrow' ? 'compare' : state.tab };
    }
    case 'comparisonEnded': {
      const isFailed = event.reason !== '';
      return {
        ...state,
        compare: {
          ...state.compare,
          shown: null,
          resumed: null,
          isWaiting: false,
          failure: isFailed ? event.reason : '',
        },
      };
    }
    case 'compareEnded':
      return { ...state, compare: { ...state.compare, shown: null, resumed: null, isWaiting: false, failure: '' } };
    case 'compareRowsChosen':
      return { ...state, compare: { ...state.compare, ...event.rows } };
    case 'changeStepped': {
      const next = nextChange(state.compare, state.selection, event.step);
      const union = state.compare.shown?.report.union;
      if (next === undefined || union === undefined) return state;
      return { ...withSelection(state, next), openNodes: withShown(union, state.openNodes, next) };
    }
    case 'memoryChanged': {
      const { batch = state.memory.batch } = event.memory;
      if (!Number.isSafeInteger(batch) || batch < 1 || batch > largestBatch) return state;
      return { ...state, memory: { ...state.memory, ...event.memory } };
    }
    case 'selection': {
      const known = event.nodes.find((id) => findNode(state.view, id) !== undefined);
      return known === undefined || known === state.selection ? state : withSelection(state, known);
    }
    case 'settings':
      return {
        ...state,
        convention: { ...state.convention, ofSettings: event.settings.convention },
        ...(state.isMetricChosen ? {} : { metric: event.settings.metric }),
      };
    case 'show': {
      const shown = { ...state, tab: event.tab };
      return event.node !== undefined && findNode(state.view, event.node) ? withSelection(shown, event.node) : shown;
    }
    case 'weights':
      return withRun(state, {
        weights: event.name,
        weightsCheck: event.check && { check: event.check, of: state.view },
      });
    case 'labels':
      return withRun(state, { labels: event.labels, labelsProblem: event.problem });
    case 'images': {
      const options: RunOptions = { ...state.run.options, input: 'image', image: undefined };
      return withRun(state, { images: event.images, imageProblem: '', options });
    }
    case 'runStarted':
      return withRun(
        { ...state, tab: 'run' },
        { phase: 'running', progress: null, message: '', options: { ...state.run.options, upto: event.upto } },
      );
    case 'runProgress':
      return state.run.phase === 'running' ? withRun(state, { progress: event.progress }) : state;
    case 'runResult': {
      const look = { ...state.run.look, shown: null, reason: '' };
      return withRun(state, { phase: 'done', progress: null, finished: event.run, message: '', look });
    }
    case 'look':
      return withLook(state, { shown: event.look, reason: event.reason });
    case 'deviceChosen':
      return withRun(state, { device: event.device });
    case 'lookChanged':
      return withLook(state, { chosen: event.question });
    case 'lookOfChosen':
      return withLook(state, { isOfFilters: event.isOfFilters });
    case 'runFailed':
      return withRun(state, {
        phase: event.isCancelled ? 'cancelled' : 'failed',
        progress: null,
        message: event.message,
      });
    case 'resized': {
      return event.layout === state.layout ? state : { ...state, layout: event.layout };
    }
    case 'tabChosen':
      return { ...state, tab: event.tab };
    case 'metricChosen':
      return {
        ...state,
        metric: event.metric,
        isMetricChosen: true,
        convention: { ...state.convention, chosen: conventionOf(event.metric) ?? state.convention.chosen },
      };
    case 'networkChosen':
      return {
        ...state,
        selection: null,
        explanation: null,
        openRows: [],
        find: '',
        position: null,
        whatIf: { ...initialWhatIf, page: state.whatIf.page },
      };
    case 'nodeSelected':
      return withSelection(state, event.node);
    case 'hovered':
      return event.node === state.hover ? state : { ...state, hover: event.node };
    case 'rowToggled': {
      const others = state.openRows.filter((id) => id !== event.node);
      return { ...state, openRows: event.isOpen ? [...others, event.node] : others };
    }
    case 'headerClicked':
      return { ...state, sort: nextSort(state.sort, event.column) };
    case 'costViewChosen':
      return { ...state, costView: event.view };
    case 'costFilterTyped':
      return { ...state, costFilter: event.text };
    case 'columnToggled': {
      const others = state.columns.filter((column) => column !== event.column);
      const isLeftOut = others.length < state.columns.length;
      // What is not there could not be sorted otherwise any more.
      const sort = isLeftOut && state.sort?.column === event.column ? null : state.sort;
      return { ...state, sort, columns: isLeftOut ? others : [...others, event.column] };
    }
    case 'icicleEntered':
      return { ...state, icicle: event.cell };
    case 'findTyped':
      return { ...state, find: event.text };
    case 'nextFound': {
      const next = nextFound(state, event.step);
      if (state.view === null || next === undefined) return state;
      return { ...withSelection(state, next), openNodes: withShown(state.view, state.openNodes, next) };
    }
    case 'bodiesToggled':
      return { ...state, openNodes: withToggled(state.openNodes, event.nodes, event.isOpen) };
    case 'allToggled':
      return state.view === null
        ? state
        : { ...state, openNodes: withAllToggled(state.view, state.openNodes, event.isOpen) };
    case 'pictureMoved':
      return { ...state, position: event.position, zoom: event.zoom };
    case 'layoutPhase':
      return { ...state, layoutPhase: event.phase };
    case 'paneDragged': {
      const share = Math.min(0.7, Math.max(0.15, event.share));
      const layout = state.layout === 'medium' ? 'medium' : 'wide';
      const largePanes = { ...state.largePanes, [event.tab]: false };
      return { ...state, largePanes, paneShare: { ...state.paneShare, [layout]: share } };
    }
    case 'paneResized':
      return { ...state, largePanes: { ...state.largePanes, [event.tab]: event.isLarge } };
    case 'runOptionsChanged':
      return withRun(state, { options: { ...state.run.options, ...event.options } });
    case 'imageStepped':
      return withRun(state, {
        phase: 'running',
        progress: null,
        message: '',
        options: { ...state.run.options, image: event.image },
      });
    case 'imagesGiven':
      return withRun({ ...state, tab: 'run' }, { imageProblem: '' });
    case 'imagesRefused':
      return withRun({ ...state, tab: 'run' }, { imageProblem: event.reason });
    case 'runClicked':
    case 'calibrateClicked':
      return withRun(state, { phase: 'running', progress: null, message: '' });
    case 'runListToggled':
      return withRun(
        state,
        event.list === 'times'
          ? { showsAllTimes: !state.run.showsAllTimes }
          : { showsAllStatistics: !state.run.showsAllStatistics },
      );
    case 'whatIfPageChosen':
    case 'designChanged':
    case 'designReset':
    case 'applyClicked':
    case 'textHeld':
    case 'sweepChanged':
    case 'sweepClicked':
    case 'sweepCancelled':
    case 'pointChosen':
    case 'sweepProgress':
    case 'sweepResult':
    case 'sweepRefused':
    case 'textView':
    case 'designRefused':
    case 'designApplied':
    case 'controls': {
      const whatIf = updateWhatIf(state.whatIf, event, state.view);
      // What is refused is not shown, nor what was on the way to it.
      const figures = event.type === 'designRefused' ? null : state.figures;
      return whatIf === state.whatIf ? state : { ...state, whatIf, figures };
    }
    case 'errorOpened':
    case 'budgetOpened':
    case 'fixChosen':
    case 'cheaperChosen':
    case 'statementAsked':
    case 'statementApplied':
    case 'problemMet':
    case 'compareSwapped':
    case 'cancelClicked':
    case 'imageClicked':
    case 'weightsClicked':
    case 'weightsDropped':
    case 'labelsClicked':
    case 'labelsDropped':
    case 'presetChosen':
    case 'modelDropped':
      return state;
  }
}

/** Of the panel's size in pixels: the picture above its pane takes height, beside it width, and one region neither. */
export function layoutFor(width: number, height: number): Layout {
  if (width >= 1100) return 'wide';
  return width >= 560 && height >= 480 ? 'medium' : 'narrow';
}

/** The picture is always in sight in the larger layouts, so its tab exists in the narrow one only. */
export function frontTab({ layout, tab }: Pick<AppState, 'layout' | 'tab'>): PreviewTab {
  return layout !== 'narrow' && tab === 'graph' ? 'cost' : tab;
}

/** Written order, then one way, then the other, then written order again; numbers start with the largest. */
export function nextSort(sort: Sort | null, column: SortColumn): Sort | null {
  const startsDescending = column !== 'name' && !columnKinds[column].isText;
  if (sort?.column !== column) return { column, isDescending: startsDescending };
  return sort.isDescending === startsDescending ? { column, isDescending: !startsDescending } : null;
}

function conventionOf(metric: ViewMetric): Convention | null {
  return isConvention(metric) ? metric : null;
}

/** Work as it is counted: the metric that is chosen, or where that is another one the convention. */
export function workMetric({ metric, convention: { ofSettings, chosen } }: AppState): Convention {
  return conventionOf(metric) ?? chosen ?? ofSettings;
}

/** Path of the layer or module that the Layer tab is about. */
export function explainedPath(state: AppState): string | null {
  const node = findNode(state.view, state.selection);
  return node === undefined || isEnd(node) ? null : node.path;
}

type Patch = Extract<HostMessage, { readonly type: 'viewPatch' }>;

/** Undefined where the patch is for another view than this one. */
function patchedView({ view, viewVersion }: AppState, { patch, base }: Patch): ViewModel | undefined {
  if (view === null || viewVersion !== base) return undefined;
  const patched = applyPatch(view, patch);
  return patched !== undefined && hangsTogether(patched) ? patched : undefined;
}

/** A new picture: what is open and selected stays, as far as it still exists. */
function withView(
  state: AppState,
  view: ViewModel,
  { version, documentVersion }: { readonly version: number; readonly documentVersion: number },
): AppState {
  const isOtherNetwork = state.view !== null && state.view.network !== view.network;
  const next: AppState = {
    ...state,
    view,
    figures: null,
    viewVersion: version,
    documentVersion,
    empty: null,
    unavailable: '',
  };
  const ids = nodesById(view);
  const { waiting } = state;
  if (waiting !== null && !needsInsides(view, waiting)) {
    return update(withView({ ...state, waiting: null }, view, { version, documentVersion }), resumed(waiting, view));
  }
  const selection = next.selection !== null && ids.has(next.selection) ? next.selection : null;
  return {
    ...next,
    selection,
    hover: null,
    openNodes: openIn(view, next.openNodes),
    openRows: next.openRows.filter((id) => ids.has(id)),
    explanation: selection === null ? null : next.explanation,
    icicle: isOtherNetwork ? '' : next.icicle,
    memory: isOtherNetwork ? { ...next.memory, report: null } : next.memory,
    run: isOtherNetwork
      ? { ...next.run, finished: null, phase: 'idle', options: { ...next.run.options, upto: null } }
      : next.run,
    whatIf: isOtherNetwork ? { ...initialWhatIf, page: next.whatIf.page } : next.whatIf,
  };
}

/** What the network is compared with, while the text's own picture is not held in its place. */
export function comparisonOf({ compare: { shown }, view, whatIf }: AppState): CompareReport | undefined {
  if (whatIf.isHeld || view === null || shown === null) return undefined;
  const { union, before } = shown.report;
  return (isSwapped(shown) ? before : union).network === view.network ? shown.report : undefined;
}

/** What numbers are of: the network that is looked at, or what it is compared with where that is the new one. */
export function viewAfter(state: AppState): ViewModel | null {
  const { shown } = state.compare;
  return (shown !== null && isSwapped(shown) && comparisonOf(state)?.union) || state.view;
}

/** What numbers are held against: the network it is compared with, else the text while something else is tried out. */
export function viewBefore(state: AppState): ViewModel | null {
  const { textView, isHeld } = state.whatIf;
  return isHeld ? null : (comparisonOf(state)?.before ?? textView);
}

/** What is drawn: for as long as it is held, the text's own picture. */
export function shownState(state: AppState): AppState {
  const { textView, isHeld } = state.whatIf;
  return isHeld && textView !== null ? { ...state, view: textView, figures: null } : state;
}

/** Selects a node and opens the rows above it, so that the table can show it. */
function withSelection(state: AppState, id: string | null): AppState {
  // What is gone is seen while a comparison is.
  const node = findNode(state.view, id) ?? findNode(state.compare.shown?.report.union ?? null, id);
  if (node === undefined) return { ...state, selection: null, explanation: null };
  const open = new Set(state.openRows);
  for (let up = findNode(state.view, node.parent); up !== undefined; up = findNode(state.view, up.parent)) {
    open.add(up.id);
  }
  const openRows = open.size === state.openRows.length ? state.openRows : [...open];
  const explanation = state.explanation?.path === node.path ? state.explanation : null;
  return { ...state, selection: node.id, openRows, explanation, waiting: null };
}

function withLook(state: AppState, change: Partial<LookState>): AppState {
  return withRun(state, { look: { ...state.run.look, ...change } });
}

function withRun(state: AppState, change: Partial<RunState>): AppState {
  return { ...state, run: { ...state.run, ...change } };
}
