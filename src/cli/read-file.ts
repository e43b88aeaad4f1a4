/** Reads a file that the user named on the command line; what is wrong with it is said in words. */

import { posix, win32 } from 'node:path';
import { FileError, fileProblemText } from '../workspace/file-system';
import { idOfPath } from '../workspace/uri';
import { Failure } from './failure';
import type { Host } from './host';

/** Throws `Failure` if it cannot be read. */
export async function readNamedFile(host: Host, path: string): Promise<Uint8Array> {
  const { resolve } = host.platform === 'win32' ? win32 : posix;
  try {
    return await host.files.readBytes(idOfPath(resolve(host.cwd, path), host.platform));
  } catch (problem) {
    if (!(problem instanceof FileError)) throw problem;
    throw new Failure((words) => fileProblemText(words.files, problem.problem, path));
  }
}
