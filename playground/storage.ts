/**
 * The design over a reload and a restart, and the names of classes that were chosen for its files. Each tab of the browser keeps its own; a new one begins with what was last written by any.
 * A browser may forbid all of it.
 */

import type { FileId } from '../src/base/span';
import { isLabels, type Labels } from '../src/protocol/run';
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

const labelsKey = (file: FileId): string => `incept.labels ${file}`;

/** What this page keeps itself, where the browser does not. */
const labelsHere = new Map<FileId, Labels>();

export function storedLabels(file: FileId): Labels | undefined {
  const here = labelsHere.get(file);
  if (here !== undefined) return here;
  try {
    const value: unknown = JSON.parse(localStorage.getItem(labelsKey(file)) ?? 'null');
    return isLabels(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function storeLabels(file: FileId, labels: Labels | undefined): void {
  if (labels === undefined) labelsHere.delete(file);
  else labelsHere.set(file, labels);
  try {
    if (labels === undefined) localStorage.removeItem(labelsKey(file));
    else localStorage.setItem(labelsKey(file), JSON.stringify(labels));
  } catch {
    // They are there until the page is left.
  }
}
