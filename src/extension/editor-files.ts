/** Files as the editor has them: on a disk, on another machine, or from an extension. Read by its own file system, which asks nobody for a path. */

import * as vscode from 'vscode';
import {
  type DesignFiles,
  decodeText,
  FileError,
  type FileProblem,
  isSkipped,
  largestText,
  mostFiles,
  mostFolders,
} from '../workspace/file-system';

export function editorFiles(): DesignFiles {
  const { fs } = vscode.workspace;
  const read = async (id: string): Promise<Uint8Array> => {
    const uri = vscode.Uri.parse(id);
    const { type, size } = await fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) throw new FileError({ kind: 'folder' });
    if ((type & vscode.FileType.File) === 0) throw new FileError({ kind: 'special' });
    if (size > largestText) throw new FileError({ kind: 'large', limit: largestText / 2 ** 20 });
    return fs.readFile(uri);
  };
  return {
    readText: async (id) => {
      try {
        return decodeText(await read(id));
      } catch (problem) {
        const found = fileErrorOf(problem);
        if (found.problem.kind === 'missing' || found.problem.kind === 'parent') return undefined;
        throw found;
      }
    },
    // Where links lead it does not say.
    canonical: async (id) => {
      const uri = vscode.Uri.parse(id);
      return fs.stat(uri).then(
        () => uri.toString(),
        () => undefined,
      );
    },
    list: async (folder, extent = 'quick', ending = '.cnn') => {
      const found: string[] = [];
      const waiting = [vscode.Uri.parse(folder)];
      // It grows while it is walked.
      for (const [visited, place] of waiting.entries()) {
        if (extent !== 'all' && (visited >= mostFolders || found.length >= mostFiles)) break;
        const entries = await fs.readDirectory(place).then(undefined, (): [string, vscode.FileType][] => []);
        for (const [name, type] of entries) {
          const inside = vscode.Uri.joinPath(place, name);
          if (type === vscode.FileType.Directory && !isSkipped(name)) waiting.push(inside);
          else if (type === vscode.FileType.File && name.endsWith(ending)) found.push(inside.toString());
        }
      }
      return extent === 'all' ? found : found.slice(0, mostFiles);
    },
  };
}

const problems: Readonly<Record<string, FileProblem>> = {
  FileNotFound: { kind: 'missing' },
  FileIsADirectory: { kind: 'folder' },
  FileNotADirectory: { kind: 'parent' },
  NoPermissions: { kind: 'denied' },
};

function fileErrorOf(problem: unknown): FileError {
  if (problem instanceof FileError) return problem;
  const { code, message } = problem as { readonly code?: string; readonly message?: string };
  return new FileError(problems[code ?? ''] ?? { kind: 'other', reason: message ?? String(problem) });
}
