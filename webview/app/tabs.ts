/**
 * The tabs of the panel in their order, one row each; every tab has a file of its own. The picture is the first one where
 * the panel is narrow, and stands beside them all elsewhere.
 */

import type { PreviewTab } from '../../src/protocol/messages';
import type { PreviewWords } from '../../src/words/preview';
import type { IconName } from '../controls';
import { isCompareOn } from './compare-state';
import { createCompareStrip } from './compare-strip';
import { createCompareView } from './compare-view';
import { createCostView } from './cost-view';
import { createLayerView } from './layer-view';
import { createMemoryView } from './memory-view';
import type { OpenMenu } from './node-menu';
import type { Dispatch, Region } from './region';
import { createRunView } from './run-view';
import { type AppState, frontTab } from './state';
import { isWhatIfOn } from './what-if-state';
import { createWhatIfStrip } from './what-if-strip';
import { createWhatIfView } from './what-if-view';

type Create = (dispatch: Dispatch, words: PreviewWords) => Region;

interface TabRow {
  readonly name: Exclude<PreviewTab, 'graph'>;
  readonly icon: IconName;
  /** What stands in it. */
  readonly create: (dispatch: Dispatch, words: PreviewWords, openMenu: OpenMenu) => Region;
  /** The strip under the header that says, on every tab, that its mode is on, and ends it; it is shown while `isOn`. */
  readonly createStrip?: Create;
  /** Its mode is on: its tab has a dot. */
  readonly isOn?: (state: AppState) => boolean;
  /** A report has it: it asks for nothing but answers that can be given beforehand. */
  readonly isInReport?: true;
  /** Without one it is always there. */
  readonly isShown?: (state: AppState) => boolean;
  /** What it shows wants a wide pane, until a person says otherwise. */
  readonly isLargeAtFirst?: (state: AppState) => boolean;
}

export const tabRows: readonly TabRow[] = [
  {
    name: 'cost',
    icon: 'cost',
    create: createCostView,
    isLargeAtFirst: ({ costView }) => costView === 'charts',
    isInReport: true,
  },
  { name: 'layer', icon: 'layer', create: createLayerView, isInReport: true },
  {
    name: 'whatIf',
    icon: 'sliders',
    create: createWhatIfView,
    createStrip: createWhatIfStrip,
    isOn: ({ whatIf }) => isWhatIfOn(whatIf),
    isLargeAtFirst: ({ whatIf }) => whatIf.page === 'sweep',
  },
  { name: 'memory', icon: 'memory', create: createMemoryView, isLargeAtFirst: () => true, isInReport: true },
  { name: 'run', icon: 'play', create: createRunView },
  {
    name: 'compare',
    icon: 'compare',
    create: createCompareView,
    createStrip: createCompareStrip,
    isOn: ({ compare }) => isCompareOn(compare),
    isShown: ({ compare }) => compare.shown !== null,
    isLargeAtFirst: () => true,
  },
];

export function shownRows(state: AppState): readonly TabRow[] {
  return tabRows.filter(
    ({ isShown, isInReport = false }) => (isInReport || !state.isReport) && (isShown === undefined || isShown(state)),
  );
}

/** The tab that is in front: one that has gone gives way to the first. */
export function tabInFront(state: AppState): PreviewTab {
  const front = frontTab(state);
  const isThere = front === 'graph' || shownRows(state).some(({ name }) => name === front);
  return isThere ? front : (tabRows[0] as TabRow).name;
}

export function isPaneLarge(state: AppState): boolean {
  const front = tabInFront(state);
  const row = tabRows.find(({ name }) => name === front);
  return state.largePanes[front] ?? row?.isLargeAtFirst?.(state) ?? false;
}
