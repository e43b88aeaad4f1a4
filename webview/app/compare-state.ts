/** The part of the panel's state that a comparison is in. */

import type { ComparedWith, CompareReport } from '../../src/protocol/compare';
import { type CompareRow, compareRows } from '../../src/view/compare-rows';
import type { ViewModel } from '../../src/view/model';

export interface CompareState {
  /** Null while nothing is compared. */
  readonly shown: { readonly with: ComparedWith; readonly name: string; readonly report: CompareReport } | null;
  /** That of an earlier life of the page, until the host has answered. */
  readonly resumed: ComparedWith | null;
  /** One was asked for, and there is no answer yet. */
  readonly isWaiting: boolean;
  /** Why the last one was not to be had; empty where it was, or was ended. */
  readonly failure: string;
  readonly isEveryLayer: boolean;
  readonly hasSame: boolean;
}

export const initialCompare: CompareState = {
  shown: null,
  resumed: null,
  isWaiting: false,
  failure: '',
  isEveryLayer: false,
  hasSame: false,
};

/** Something is to be said of a comparison. */
export function isCompareOn({ shown, isWaiting, failure }: CompareState): boolean {
  return shown !== null || isWaiting || failure !== '';
}

/** The network that is looked at is the old one. */
export function isSwapped({ with: { isSwapped } }: NonNullable<CompareState['shown']>): boolean {
  return isSwapped === true;
}

export function compareRowsShown({ shown, isEveryLayer, hasSame }: CompareState): readonly CompareRow[] {
  return shown === null ? [] : compareRows(shown.report, { isEveryLayer, hasSame });
}

/** The change after the selected node, or before it, among the rows that are listed; the first or last where it is none. */
export function nextChange(compare: CompareState, selection: string | null, step: 1 | -1): string | undefined {
  const changes = compareRowsShown(compare).filter(({ mark }) => mark !== null);
  const at = changes.findIndex(({ node }) => node === selection);
  const next = at < 0 ? (step > 0 ? 0 : -1) : (at + step + changes.length) % changes.length;
  return changes.at(next)?.node;
}

const values = { commit: 'commit', file: 'file', text: 'text' } as const;
const networkPrefix = 'network ';

/** What can be compared with, as values of a menu. */
export function compareChoices(view: ViewModel | null, isTriedOut: boolean): readonly string[] {
  const others = (view?.networks ?? []).filter((name) => name !== view?.network);
  return [
    values.commit,
    values.file,
    ...others.map((name) => `${networkPrefix}${name}`),
    ...(isTriedOut ? [values.text] : []),
  ];
}

export function comparedWith(value: string): ComparedWith {
  if (value.startsWith(networkPrefix)) return { kind: 'network', network: value.slice(networkPrefix.length) };
  return { kind: value as keyof typeof values };
}
