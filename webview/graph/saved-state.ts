/** Reads a saved state of the picture, which an older version or a broken store may have written. */

import type { ViewModel } from '../../src/view/model';
import type { GraphState } from './api';
import { largestZoom, smallestZoom } from './camera';

/** What a state belongs to; another network or file starts anew. */
export function stateKey(model: ViewModel): string {
  return `${model.file}\n${model.network}`;
}

/** The state if it is one and belongs to the model. */
export function readState(saved: unknown, model: ViewModel): GraphState | undefined {
  if (!isRecord(saved) || saved.key !== stateKey(model) || !isRecord(saved.camera)) return undefined;
  const { x, y, zoom } = saved.camera;
  if (!isFiniteNumber(x) || !isFiniteNumber(y) || !isFiniteNumber(zoom)) return undefined;
  if (zoom < smallestZoom || zoom > largestZoom) return undefined;
  const columns = isFiniteNumber(saved.columns) ? Math.max(1, Math.min(100, Math.floor(saved.columns))) : 1;
  return { key: saved.key, open: texts(saved.open), cuts: texts(saved.cuts), columns, camera: { x, y, zoom } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((part) => typeof part === 'string') : [];
}
