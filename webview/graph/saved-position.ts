/** Reads where the picture was looked at, which an older version or a broken store may have written. */

import { isNumber, isRecord, isText, listOf, shaped } from '../../src/base/guard';
import type { ViewModel } from '../../src/view/model';
import { pictureKey } from '../../src/view/open-nodes';
import type { Camera, GraphPosition } from './api';
import { largestZoom, smallestZoom } from './camera';

const isCamera = shaped<Camera>({ x: isNumber, y: isNumber, zoom: isNumber });
const isList = listOf(isText);

/** The position if it is one and belongs to the model. */
export function readPosition(saved: unknown, model: ViewModel): GraphPosition | undefined {
  const key = pictureKey(model);
  if (!isRecord(saved) || saved.key !== key || !isCamera(saved.camera)) return undefined;
  const { x, y, zoom } = saved.camera;
  if (zoom < smallestZoom || zoom > largestZoom) return undefined;
  const columns = isNumber(saved.columns) ? Math.max(1, Math.min(100, Math.floor(saved.columns))) : 1;
  return { key, cuts: isList(saved.cuts) ? saved.cuts : [], columns, camera: { x, y, zoom } };
}
