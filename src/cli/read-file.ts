/** Reads a file that the user named on the command line; what is wrong with it is said in words. */

import { posix, win32 } from 'node:path';
import { decodeText, FileError, fileProblemText, largestText } from '../workspace/file-system';
import { idOfPath } from '../workspace/uri';
import { Failure } from './failure';
import type { Host } from './host';

/** Throws `Failure` if it cannot be read. */
export function readNamedFile(host: Host, path: string): Promise<Uint8Array> {
  const { resolve } = host.platform === 'win32' ? win32 : posix;
  return named(path, () => host.files.readBytes(idOfPath(resolve(host.cwd, path), host.platform)));
}

/** The same of a text; `-` is standard input. */
export function readNamedText(host: Host, path: string): Promise<string> {
  const { resolve } = host.platform === 'win32' ? win32 : posix;
  return named(path, async () =>
    decodeText(
      path === '-'
        ? await host.readStandardInput(largestText)
        : await host.files.readBytes(idOfPath(resolve(host.cwd, path), host.platform), largestText),
    ),
  );
}

async function named<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (problem) {
    if (!(problem instanceof FileError)) throw problem;
    throw new Failure((words) => fileProblemText(words.files, problem.problem, path));
  }
}
