/**
 * What of the state is kept over hide, reload and restart, and its way back. The last view model is kept too, so that
 * the first paint shows the picture as it was, before the host has said a word. A value from another version, or one
 * that somebody bent, gives the initial state.
 */

import { isCount, isFlag, isNumber, isRecord, isText, listOf, oneOf, orNull, shaped } from '../../src/base/guard';
import { conventions } from '../../src/base/metrics';
import { type ComparedWith, isComparedWith } from '../../src/protocol/compare';
import { previewTabs, protocolVersion } from '../../src/protocol/messages';
import { isFinishedRun, isRunOptions, isTakenImage, mostImages } from '../../src/protocol/run';
import { isSweepReport, type SweepPurpose, type SweepReport } from '../../src/protocol/sweep';
import { isViewModel } from '../../src/protocol/view-guard';
import { type DesignChange, isChange } from '../../src/protocol/what-if';
import { type ViewModel, viewMetrics } from '../../src/view/model';
import { initialCompare } from './compare-state';
import { firstColumns, type OptionalColumn, optionalColumns, sortColumns } from './cost-columns';
import { initialMemory, type MemoryState } from './memory-state';
import type { OpenNodes } from './picture-state';
import { type AppState, type ChosenDevice, costViews, initialState, type Sort } from './state';
import { initialSweep, isSweepFields, type SweepState } from './sweep-state';
import { initialWhatIf, whatIfPages } from './what-if-state';

/** A sweep of more points is done again. */
const mostSavedPoints = 500;

/** A view larger than this many nodes is not kept: saving is done on every change of the camera. */
const largestSavedView = 1500;

export function savedState(state: AppState): unknown {
  return {
    protocol: protocolVersion,
    // The document, so that VS Code's serializer can hand it to the extension after a restart.
    file: state.view?.file ?? state.empty?.file ?? null,
    network: state.view?.network ?? null,
    isLocked: state.isLocked,
    view: isSmall(state.view) ? state.view : null,
    metric: state.metric,
    isMetricChosen: state.isMetricChosen,
    tab: state.tab,
    selection: state.selection,
    openRows: state.openRows,
    sort: state.sort,
    costView: state.costView,
    columns: state.columns,
    convention: state.convention.chosen,
    icicle: state.icicle,
    openNodes: state.openNodes,
    position: state.position,
    zoom: state.zoom,
    paneShare: state.paneShare,
    largePanes: state.largePanes,
    memory: { batch: state.memory.batch, optimizer: state.memory.optimizer, isTable: state.memory.isTable },
    runOptions: state.run.options,
    images: state.run.images,
    finished: state.run.finished,
    device: state.run.device,
    documentVersion: state.documentVersion,
    whatIfPage: state.whatIf.page,
    changes: state.whatIf.changes,
    compare: state.compare.shown?.with ?? state.compare.resumed,
    sweepFields: state.whatIf.sweep.fields,
    sweepReports: smallReports(state.whatIf.sweep.runs),
    textView: isSmall(state.whatIf.textView) ? state.whatIf.textView : null,
  };
}

function isSmall(view: ViewModel | null): boolean {
  return view !== null && view.nodes.length <= largestSavedView;
}

type SweepReports = Readonly<Record<SweepPurpose, SweepReport | null>>;

/** What sweeps came to; one that is under way is not kept. */
function smallReports({ sweep, fit }: SweepState['runs']): SweepReports {
  const small = (report: SweepReport | null): SweepReport | null =>
    report !== null && report.points.length <= mostSavedPoints ? report : null;
  return { sweep: small(sweep.report), fit: small(fit.report) };
}

const isReports = shaped<SweepReports>({ sweep: orNull(isSweepReport), fit: orNull(isSweepReport) });

function savedRuns({ sweepReports }: Readonly<Record<string, unknown>>): SweepState['runs'] {
  const { runs } = initialSweep;
  if (!isReports(sweepReports)) return runs;
  return {
    sweep: { ...runs.sweep, report: sweepReports.sweep },
    fit: { ...runs.fit, report: sweepReports.fit },
  };
}

const isSort = orNull(shaped<Sort>({ column: oneOf(...sortColumns), isDescending: isFlag }));
const isShare = shaped<AppState['paneShare']>({ wide: isNumber, medium: isNumber });

const isFlags = (value: unknown): value is AppState['largePanes'] =>
  isRecord(value) && Object.values(value).every(isFlag);
const isSavedMemory = shaped<Omit<MemoryState, 'report'>>({
  batch: isCount,
  optimizer: oneOf('sgd', 'momentum', 'adam'),
  isTable: isFlag,
});

const isDevice = shaped<ChosenDevice>({ name: orNull(isText), peakGflops: isNumber, bandwidthGBs: isNumber });

const isOpenNodes = shaped<OpenNodes>({ of: isText, ids: listOf(isText) });
const isOlderGraph = shaped<{ readonly key: string; readonly open: readonly string[] }>({
  key: isText,
  open: listOf(isText),
});

/** Versions before this one kept what is open with the picture's camera, in `graph`. */
function savedOpenNodes({ openNodes, graph }: Readonly<Record<string, unknown>>): OpenNodes {
  if (isOpenNodes(openNodes)) return openNodes;
  return isOlderGraph(graph) ? { of: graph.key, ids: graph.open } : initialState.openNodes;
}

/** Versions before this one kept what was left out of the first columns. */
function savedColumns({ columns, hiddenColumns }: Readonly<Record<string, unknown>>): readonly OptionalColumn[] {
  const areColumns = listOf(oneOf(...optionalColumns));
  if (areColumns(columns)) return columns;
  return areColumns(hiddenColumns) ? firstColumns.filter((column) => !hiddenColumns.includes(column)) : firstColumns;
}

export function restoredState(saved: unknown): AppState {
  if (!isRecord(saved) || !isCount(saved.protocol) || saved.protocol > protocolVersion) return initialState;
  const take = <T>(value: unknown, guard: (value: unknown) => value is T, otherwise: T): T =>
    guard(value) ? value : otherwise;
  const view = take(saved.view, orNull(isViewModel), null);
  const finished = take(saved.finished, orNull(isFinishedRun), null);
  return {
    ...initialState,
    view,
    isLocked: take(saved.isLocked, isFlag, false),
    documentVersion: take(saved.documentVersion, isCount, 0),
    metric: take(saved.metric, oneOf(...viewMetrics), initialState.metric),
    isMetricChosen: take(saved.isMetricChosen, isFlag, false),
    tab: take(saved.tab, oneOf(...previewTabs), initialState.tab),
    selection: take(saved.selection, orNull(isText), null),
    openRows: take(saved.openRows, listOf(isText), []),
    sort: take(saved.sort, isSort, null),
    columns: savedColumns(saved),
    convention: { ...initialState.convention, chosen: take(saved.convention, orNull(oneOf(...conventions)), null) },
    costView: take(saved.costView, oneOf(...costViews), 'table'),
    icicle: take(saved.icicle, isText, ''),
    openNodes: savedOpenNodes(saved),
    position: saved.position ?? saved.graph ?? null,
    zoom: take(saved.zoom, isNumber, 1),
    paneShare: take(saved.paneShare, isShare, initialState.paneShare),
    largePanes: take(saved.largePanes, isFlags, {}),
    memory: { ...initialMemory, ...take(saved.memory, isSavedMemory, initialMemory) },
    run: {
      ...initialState.run,
      options: take(saved.runOptions, isRunOptions, initialState.run.options),
      device: take(saved.device, orNull(isDevice), null),
      images: take(saved.images, listOf(isTakenImage, mostImages), []),
      finished,
      phase: finished === null ? 'idle' : 'done',
    },
    compare: { ...initialCompare, resumed: savedComparison(saved) ?? null },
    whatIf: {
      ...initialWhatIf,
      page: take(saved.whatIfPage, oneOf(...whatIfPages), initialWhatIf.page),
      changes: savedChanges(saved),
      sweep: {
        ...initialSweep,
        fields: take(saved.sweepFields, isSweepFields, initialSweep.fields),
        runs: savedRuns(saved),
      },
      textView: take(saved.textView, orNull(isViewModel), null),
    },
  };
}

/** Of the design that was tried out, to ask the host for it again. */
export function savedChanges(saved: unknown): readonly DesignChange[] {
  const areChanges = listOf(isChange);
  return isRecord(saved) && areChanges(saved.changes) ? saved.changes : [];
}

/** What it was compared with, to ask the host for it again. */
export function savedComparison(saved: unknown): ComparedWith | undefined {
  return isRecord(saved) && isComparedWith(saved.compare) ? saved.compare : undefined;
}

/** The network that a saved state was about, to ask the host for it again. */
export function savedNetwork(saved: unknown): string | null {
  return isRecord(saved) && isText(saved.network) ? saved.network : null;
}
