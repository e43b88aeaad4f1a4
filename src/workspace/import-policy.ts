/**
 * Which files an import may mean, the same for every surface: a relative path to a `.cnn` file that stays inside of the
 * root of the importing file, by its spelling and with symbolic links followed. The root is the workspace folder that
 * holds the file, else the nearest folder that is a repository, else the file's own folder. What links lead to is
 * found out by others (disk.ts) and given.
 */

import type { FileId } from '../base/span';
import { isImportPath } from '../graph/files';
import { folderOf, idFrom, isBelow } from './uri';

/** What the path of an import spells; undefined where it can mean no file at all. */
export function importTarget(from: FileId, path: string): FileId | undefined {
  if (!isImportPath(path)) return undefined;
  const folder = folderOf(from);
  return folder === undefined ? undefined : idFrom(folder, path);
}

/** The workspace folders that hold a file. */
export function rootsHolding(folders: readonly FileId[], file: FileId): readonly FileId[] {
  return folders.filter((folder) => isBelow(folder, file));
}

/** A root as it is spelled, and where its links lead. */
export interface Root {
  readonly id: FileId;
  /** Undefined where there is no such folder: all that is in it is in an editor. */
  readonly canonical: FileId | undefined;
}

/** Whether a file, and the file that its links lead to, are inside of a root. */
export function isInside(roots: readonly Root[], target: FileId, canonical: FileId | undefined): boolean {
  return holds(roots, target) && (canonical === undefined || holds(roots, canonical));
}

function holds(roots: readonly Root[], file: FileId): boolean {
  return roots.some(
    ({ id, canonical }) =>
      isBelow(id, file) || (canonical !== undefined && isBelow(canonical.replace(/\/+$/, ''), file)),
  );
}

/** The folders around a folder, itself first. */
export function foldersAround(folder: FileId): readonly FileId[] {
  const folders: FileId[] = [folder];
  for (let at = folder; ; ) {
    const above = folderOf(at);
    if (above === undefined || above === at || above.length >= at.length) return folders;
    folders.push(above);
    at = above;
  }
}
