/**
 * The design over a reload and a restart. Each tab of the browser keeps its own; a new one begins with what was last written by any.
 * A browser may forbid all of it.
 */

import { isLinkedDesign, type LinkedDesign } from '../src/session/design-link';

const key = 'incept.design';

/** Undefined where nothing is kept, or what is kept is none. */
export function storedDesign(): LinkedDesign | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? 'null');
    return isLinkedDesign(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the browser has kept it. */
export function storeDesign(design: LinkedDesign): boolean {
  try {
    const text = JSON.stringify(design);
    sessionStorage.setItem(key, text);
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}
