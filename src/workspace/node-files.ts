/**
 * Files on disk. What nobody named (an import, a listing) is read only if it is a regular file of a bearable size: a
 * device or a pipe would never end, and a path in a user's file may name one. Only `file:` has a disk.
 */

import type { Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileId } from '../base/span';
import {
  decodeText,
  FileError,
  type FileProblem,
  type FileSystem,
  isSkipped,
  largestText,
  mostFiles,
  mostFolders,
} from './file-system';
import { idOfPath, type Platform, pathOfId } from './uri';

export const nodePlatform: Platform = process.platform === 'win32' ? 'win32' : 'posix';

/** As much as Node reads in one piece. */
const mostMebibytes = 2048;

export interface NodeFilesOptions {
  /** The largest file that `readBytes` takes, in MiB. */
  readonly largest?: number;
  /** Whether `readBytes` also takes what is no regular file: a person at a terminal may name a pipe. */
  readonly special?: boolean;
}

const problems: Readonly<Record<string, FileProblem>> = {
  ENOENT: { kind: 'missing' },
  EISDIR: { kind: 'folder' },
  EACCES: { kind: 'denied' },
  EPERM: { kind: 'denied' },
  ENOTDIR: { kind: 'parent' },
};

export function nodeFiles(options: NodeFilesOptions = {}): FileSystem {
  return {
    async readText(id) {
      const path = pathOfId(id, nodePlatform);
      if (path === undefined) return undefined;
      try {
        await regular(path);
        return decodeText(await content(path, largestText));
      } catch (error) {
        const found = fileErrorOf(error);
        if (found.problem.kind === 'missing' || found.problem.kind === 'parent') return undefined;
        throw found;
      }
    },

    async readBytes(id, most = Number.POSITIVE_INFINITY) {
      const path = pathOfId(id, nodePlatform);
      if (path === undefined) throw new FileError({ kind: 'missing' });
      try {
        if (options.special !== true) await regular(path);
        return await content(path, Math.min(most, (options.largest ?? mostMebibytes) * 2 ** 20));
      } catch (error) {
        throw fileErrorOf(error);
      }
    },

    async readStart(id, length) {
      const path = pathOfId(id, nodePlatform);
      if (path === undefined) throw new FileError({ kind: 'missing' });
      try {
        await regular(path);
        const file = await open(path, 'r');
        try {
          const bytes = new Uint8Array(Math.min(length, (await file.stat()).size));
          const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
          return bytes.subarray(0, bytesRead);
        } finally {
          await file.close();
        }
      } catch (error) {
        throw fileErrorOf(error);
      }
    },

    async canonical(id) {
      const path = pathOfId(id, nodePlatform);
      if (path === undefined) return undefined;
      try {
        return idOfPath(await realpath(path), nodePlatform);
      } catch {
        return undefined;
      }
    },

    async list(folder, extent = 'quick', ending = '.cnn') {
      const start = pathOfId(folder, nodePlatform);
      if (start === undefined) return [];
      const isAll = extent === 'all';
      const found: FileId[] = [];
      const waiting = [start];
      // It grows while it is walked.
      for (const [visited, path] of waiting.entries()) {
        if (!isAll && (visited >= mostFolders || found.length >= mostFiles)) break;
        for (const entry of await entriesOf(path)) {
          if (entry.isDirectory() && !isSkipped(entry.name)) waiting.push(join(path, entry.name));
          else if (entry.isFile() && entry.name.endsWith(ending)) {
            found.push(idOfPath(join(path, entry.name), nodePlatform));
          }
        }
      }
      return isAll ? found : found.slice(0, mostFiles);
    },
  };
}

/** Looked at before it is opened: opening a pipe waits for somebody to write into it. */
async function regular(path: string) {
  const found = await stat(path);
  if (found.isDirectory()) throw new FileError({ kind: 'folder' });
  if (!found.isFile()) throw new FileError({ kind: 'special' });
  return found;
}

async function content(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const found = await file.stat();
    if (found.size > most) throw tooLarge(most);
    // What has no size may have no end.
    return found.isFile() ? await file.readFile() : await readAll(file.createReadStream({ autoClose: false }), most);
  } finally {
    await file.close();
  }
}

/** All of a stream that ends within that many bytes. Rejects with a `FileError`. */
export async function readAll(stream: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > most) throw tooLarge(most);
      chunks.push(chunk);
    }
  } catch (error) {
    throw fileErrorOf(error);
  }
  return Buffer.concat(chunks);
}

function tooLarge(most: number): FileError {
  return new FileError({ kind: 'large', limit: most / 2 ** 20 });
}

async function entriesOf(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** What Node throws where it cannot read or write, as the error that people are told of. */
export function fileErrorOf(error: unknown): FileError {
  if (error instanceof FileError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new FileError(problems[code ?? ''] ?? { kind: 'other', reason: message });
}
