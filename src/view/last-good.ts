/**
 * What a preview shows while the text has a syntax error: the last good picture, with the errors of now. One text gives
 * one view (build.ts); whoever shows several in a row keeps the one before and asks here.
 */

import type { FileView } from './model';

/** `before` is what is shown of the same file and network, if anything is. */
export function withLastGood(before: FileView | undefined, now: FileView): FileView {
  if (!now.isBroken || before === undefined || before.view === null) return now;
  // The nodes are those of another text, so none is said to be at fault.
  const errors = now.errors.map((error) => ({ ...error, node: null }));
  return {
    view: { ...before.view, status: 'broken', errors },
    modules: now.modules,
    errors,
    places: { ...before.places, errors: now.places.errors },
    isBroken: true,
  };
}
