/** Texts as the last commit has them, by the API of VS Code's own git extension, where that is on. */

import * as vscode from 'vscode';
import type { FileId } from '../../base/span';
import type { CommittedTexts } from '../../session/preview-ports';
import type { ExtensionWords } from '../../words/extension';

/** What is used of `vscode.git` (its api/git.d.ts, version 1). */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<GitApi['state']>;
  getRepository(uri: vscode.Uri): Repository | null;
  openRepository?(root: vscode.Uri): Promise<Repository | null>;
}

interface Repository {
  readonly rootUri: vscode.Uri;
  show(ref: string, path: string): Promise<string>;
  getCommit(ref: string): Promise<{ readonly hash: string; readonly commitDate?: Date; readonly authorDate?: Date }>;
}

/** Why there is none, in words, in its place. */
export async function lastCommit(uri: vscode.Uri, words: ExtensionWords): Promise<CommittedTexts | string> {
  const { extension: say } = words;
  const git = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const active = await git?.activate();
  // Off by a setting it has no API to give.
  if (active?.enabled !== true) return say('compare.no-git');
  const api = active.getAPI(1);
  await ready(api);
  const file = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const repository = api.getRepository(uri) ?? (await openAbove(api, uri));
  if (repository === null) return say('compare.no-repository', { file });
  try {
    const { hash, commitDate, authorDate } = await repository.getCommit('HEAD');
    const date = commitDate ?? authorDate;
    const name = [hash.slice(0, 7), ...(date === undefined ? [] : [ageOf(date, words.language.tag)])].join(', ');
    const read = async (one: FileId): Promise<string | null> => {
      try {
        return await repository.show(hash, vscode.Uri.parse(one).fsPath);
      } catch {
        // Git has one message for all that is not in a commit.
        return null;
      }
    };
    return (await read(uri.toString())) === null ? say('compare.no-commit', { file }) : { name, read };
  } catch {
    return say('compare.no-commit', { file });
  }
}

/** The extension looks for repositories once it is on. */
async function ready(api: GitApi): Promise<void> {
  if (api.state === 'initialized') return;
  await new Promise<void>((done) => {
    const listening = api.onDidChangeState((state) => {
      if (state !== 'initialized') return;
      listening.dispose();
      done();
    });
  });
}

/** Of a file whose folder is not open. */
async function openAbove(api: GitApi, uri: vscode.Uri): Promise<Repository | null> {
  return (await api.openRepository?.(vscode.Uri.joinPath(uri, '..'))) ?? null;
}

const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** `2 days ago`, in a language. */
export function ageOf(date: Date, language: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - date.getTime()) / 1000);
  const [unit, size] = units.find(([, least]) => seconds >= least) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-Math.floor(seconds / size), unit);
}
