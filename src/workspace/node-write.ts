/**
 * Writes files so that nothing is lost: whole or not at all. The content goes to a new file beside the target, is on the
 * disk before the target's name is given to it, and takes over the target's permissions; symbolic links stay and what they
 * lead to is written. Pipes, devices and streams of this process have nothing to lose, and are written into.
 */

import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { FileError } from './file-system';
import { fileErrorOf } from './node-files';

/** What a shell has opened for us: another file may stand behind it, at a place that is not ours to choose. */
const stream = /^\/dev\/(stdout|stderr|fd\/\d+)$|^\/proc\/(self|thread-self|\d+)\/fd\/\d+$/;

/** Content that is on the disk, beside the file that it is to be. */
export interface StagedFile {
  /** Gives the content its name. Throws a `FileError`. */
  commit(): void;
  /** Forgets it, with the folders that were made for it; nothing has changed. */
  discard(): void;
}

/** @param path Absolute. Folders on the way are made. Throws a `FileError` if it cannot be written; then nothing has changed. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  stageFile(path, content).commit();
}

/** As `writeWhole`, whose last step is left: files of which one is nothing without the other are staged first. */
export function stageFile(path: string, content: string | Uint8Array): StagedFile {
  return staged(() => {
    const later = (flag: string) => ({ commit: () => writeFileSync(path, content, { flag }), discard: () => {} });
    if (stream.test(path)) return later('a');
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new FileError({ kind: 'folder' });
    if (found !== undefined && !found.isFile()) return later('w');
    return stage(found === undefined ? linkEnd(path) : realpathSync(path), found, content);
  });
}

function staged(start: () => StagedFile): StagedFile {
  const told = <T>(step: () => T): T => {
    try {
      return step();
    } catch (problem) {
      throw fileErrorOf(problem);
    }
  };
  const { commit, discard } = told(start);
  return { commit: () => told(commit), discard };
}

function stage(target: string, before: Stats | undefined, content: string | Uint8Array): StagedFile {
  const folder = dirname(target);
  // Renaming asks for leave to change the folder only.
  if (before !== undefined) accessSync(target, constants.W_OK);
  const made = makeFolder(folder);
  const fresh = join(folder, `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}`);
  const discard = () => {
    rmSync(fresh, { force: true });
    for (const empty of made) removeEmpty(empty);
  };
  const orDiscard = (step: () => void): void => {
    try {
      step();
    } catch (problem) {
      discard();
      throw problem;
    }
  };
  orDiscard(() => {
    const file = openSync(fresh, 'wx', before === undefined ? 0o666 : 0o600);
    try {
      writeFileSync(file, content);
      if (before !== undefined) keepRights(file, before);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
  return { commit: () => orDiscard(() => renameSync(fresh, target)), discard };
}

function keepRights(file: number, { mode, uid, gid }: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Only an administrator gives files to others.
  }
  fchmodSync(file, mode & 0o7777);
}

/** Where links lead that end at no file yet; a circle of them was no such path before. */
function linkEnd(path: string): string {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? linkEnd(resolve(dirname(path), readlinkSync(path))) : path;
}

/**
 * One after the other: Node's own way to make all of them does not end in a folder such as /proc.
 *
 * @returns Those that were not there, the innermost first.
 */
function makeFolder(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return [];
  const above = dirname(folder);
  const made = above === folder ? [] : makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (problem) {
    for (const empty of made) removeEmpty(empty);
    throw problem;
  }
  return [folder, ...made];
}

/** One that somebody has put something into meanwhile stays. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is no longer ours.
  }
}
