/** The part of the panel's state that What if has: which changes are tried out in place of the text, and what the host said of them. */

import type { HostMessage, ViewMessage } from '../../src/protocol/messages';
import {
  type DesignChange,
  type DesignControls,
  type DesignTarget,
  targetKey,
  withChange,
} from '../../src/protocol/what-if';
import type { ViewModel } from '../../src/view/model';
import {
  initialSweep,
  type SweepEvent,
  type SweepState,
  sweepRequest,
  updateSweep,
  withFirstFields,
} from './sweep-state';

export const whatIfPages = ['sliders', 'sweep', 'fit'] as const;
export type WhatIfPage = (typeof whatIfPages)[number];

export interface WhatIfState {
  readonly page: WhatIfPage;
  readonly changes: readonly DesignChange[];
  /** Grows with each design that is wanted: a refusal of an older one comes too late. */
  readonly turn: number;
  /** As the text alone gives it, while another design is shown. */
  readonly textView: ViewModel | null;
  /** The text's picture is wanted for as long as a key or a button is held. */
  readonly isHeld: boolean;
  readonly refusal: DesignRefusal | null;
  readonly controls: { readonly path: string | null; readonly value: DesignControls } | null;
  readonly sweep: SweepState;
}

export interface DesignRefusal {
  readonly refused: DesignChange;
  readonly message: string;
  /** null until they are found. */
  readonly nearest: readonly string[] | null;
}

export const initialWhatIf: WhatIfState = {
  page: 'sliders',
  changes: [],
  turn: 0,
  textView: null,
  isHeld: false,
  refusal: null,
  controls: null,
  sweep: initialSweep,
};

export type WhatIfEvent =
  | { readonly type: 'whatIfPageChosen'; readonly page: WhatIfPage }
  | { readonly type: 'designChanged'; readonly change: DesignChange }
  | { readonly type: 'designReset' }
  | { readonly type: 'applyClicked' }
  | { readonly type: 'textHeld'; readonly isHeld: boolean }
  | SweepEvent;

type WhatIfMessage = Extract<
  HostMessage,
  {
    type:
      | 'textView'
      | 'designRefused'
      | 'designApplied'
      | 'controls'
      | 'sweepProgress'
      | 'sweepResult'
      | 'sweepRefused';
  }
>;

/** `shown` is the picture that the page has. */
export function updateWhatIf(
  state: WhatIfState,
  event: WhatIfEvent | WhatIfMessage,
  shown: ViewModel | null,
): WhatIfState {
  switch (event.type) {
    case 'whatIfPageChosen':
      return { ...state, page: event.page };
    case 'designChanged':
      return wanting(state, withChange(state.changes, event.change));
    case 'designReset':
      return wanting(state, []);
    case 'applyClicked':
      return state;
    case 'textHeld':
      return state.isHeld === event.isHeld ? state : { ...state, isHeld: event.isHeld };
    case 'textView':
      return { ...state, textView: event.view === 'shown' ? shown : event.view };
    case 'designRefused': {
      if (event.turn !== state.turn) return state;
      const { refused, message, nearest, changes } = event;
      return { ...state, changes, refusal: { refused, message, nearest } };
    }
    case 'designApplied':
      return { ...state, changes: [], textView: null, refusal: null };
    case 'sweepChanged':
    case 'sweepClicked':
    case 'sweepCancelled':
    case 'sweepProgress':
    case 'sweepRefused':
      return { ...state, sweep: updateSweep(state.sweep, event) };
    case 'pointChosen':
      return wanting({ ...state, sweep: updateSweep(state.sweep, event) }, event.changes);
    case 'sweepResult': {
      const next = { ...state, sweep: updateSweep(state.sweep, event) };
      // What was looked for is shown at once.
      const found = event.purpose === 'fit' ? event.report.points[event.report.best ?? -1] : undefined;
      return found === undefined ? next : wanting(next, found.changes);
    }
    case 'controls':
      return {
        ...state,
        sweep:
          event.controls === null ? state.sweep : withFirstFields(state.sweep, event.controls, shown?.budgets ?? []),
        controls: event.controls === null ? null : { path: event.path, value: event.controls },
        changes: event.controls === null ? state.changes : withTextsValues(state.changes, event.controls),
      };
  }
}

/** The text may say something else by now than when a change was made. */
function withTextsValues(changes: readonly DesignChange[], controls: DesignControls): readonly DesignChange[] {
  const { parameters, input, precision, layer } = controls;
  const was = new Map(
    [...parameters, ...input, precision, ...(layer?.controls ?? [])].map((one) => [targetKey(one.target), one.was]),
  );
  const isSame = changes.every((change) => (was.get(targetKey(change.target)) ?? change.was) === change.was);
  return isSame
    ? changes
    : changes.map((change) => ({ ...change, was: was.get(targetKey(change.target)) ?? change.was }));
}

function wanting(state: WhatIfState, changes: readonly DesignChange[]): WhatIfState {
  return { ...state, changes, turn: state.turn + 1, refusal: null };
}

/** What the host has to be told. */
export function whatIfEffects(
  event: { readonly type: string },
  { turn: before }: WhatIfState,
  { turn, changes, sweep }: WhatIfState,
): ViewMessage[] {
  switch (event.type) {
    case 'sweepClicked': {
      const { purpose } = event as Extract<WhatIfEvent, { type: 'sweepClicked' }>;
      return [{ type: 'sweep', purpose, request: sweepRequest(sweep, purpose, changes) }];
    }
    case 'sweepCancelled':
      return [{ type: 'cancelSweep' }];
    case 'sweepResult':
      return turn === before ? [] : [{ type: 'tryDesign', changes, changed: null, turn }];
    case 'designChanged': {
      const { change } = event as Extract<WhatIfEvent, { type: 'designChanged' }>;
      return [{ type: 'tryDesign', changes, changed: changes.includes(change) ? change : null, turn }];
    }
    case 'pointChosen':
    case 'designReset':
      return [{ type: 'tryDesign', changes, changed: null, turn }];
    case 'applyClicked':
      return [{ type: 'applyDesign' }];
    default:
      return [];
  }
}

/** The value that a target has in the design. */
export function valueNow({ changes }: WhatIfState, target: DesignTarget, was: string): string {
  const key = targetKey(target);
  return changes.find((change) => targetKey(change.target) === key)?.now ?? was;
}

export function isWhatIfOn({ changes }: WhatIfState): boolean {
  return changes.length > 0;
}
