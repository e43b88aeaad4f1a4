/**
 * Files on disk for the server, by URI. Reads regular files of a bearable size only: a device or a pipe would never
 * end, and a path in a user's file may name one. Only `file:` has a disk.
 */

import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { URI } from 'vscode-uri';
import type { FileSystem } from './documents';

const largestText = 64 * 2 ** 20;

function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  // A zero byte makes Node throw; no path has one.
  return parsed.scheme === 'file' && !parsed.fsPath.includes('\0') ? parsed.fsPath : undefined;
}

export const nodeFiles: FileSystem = {
  read(uri) {
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    try {
      const stat = statSync(path);
      return stat.isFile() && stat.size <= largestText ? readFileSync(path, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  },

  canonical(uri) {
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    try {
      return URI.file(realpathSync.native(path)).toString();
    } catch {
      return undefined;
    }
  },
};

/** Folders that hold no designs, or too many files. */
const skipped = new Set(['node_modules', 'dist', 'out', 'build', '__pycache__']);
const mostFolders = 2000;
const mostFiles = 500;

export function listNetworks(folder: string): readonly string[] {
  const start = pathOf(folder);
  if (start === undefined) return [];
  const found: string[] = [];
  const waiting = [start];
  for (let visited = 0; waiting.length > 0 && visited < mostFolders && found.length < mostFiles; visited++) {
    const path = waiting.shift() as string;
    for (const entry of entriesOf(path)) {
      if (entry.isDirectory() && !entry.name.startsWith('.') && !skipped.has(entry.name)) {
        waiting.push(join(path, entry.name));
      } else if (entry.isFile() && entry.name.endsWith('.cnn')) {
        found.push(URI.file(join(path, entry.name)).toString());
      }
    }
  }
  return found;
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
