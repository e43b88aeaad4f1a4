/**
 * Files as a revision of a git repository has them: `HEAD~1:examples/googlenet.cnn`. Git itself is asked, never through
 * a shell; all that is read is looked up in one tree, so that a branch that moves meanwhile changes nothing.
 */

import { posix, win32 } from 'node:path';
import { decodeText, FileError, type FileSystem, largestText } from '../workspace/file-system';
import { idOfPath, isBelow, pathOfId } from '../workspace/uri';
import { didYouMean, Failure } from './failure';
import type { Host } from './host';

/** `REV:FILE` taken apart; the file as git takes it: from the top of the repository, or from here with `./` or `../`. */
export interface RevisionPath {
  readonly revision: string;
  readonly file: string;
}

/** The world as it was at a revision, and where in it a file is. */
export interface Revision {
  readonly host: Host;
  /** From the top of the repository, which is the working folder of that host. */
  readonly path: string;
}

/** Undefined for what cannot mean a revision: without a colon, or with nothing on either side of it. */
export function revisionPath(text: string): RevisionPath | undefined {
  // A colon in braces belongs to the revision: `HEAD^{/fix: pads}:net.cnn`.
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}') depth--;
    if (text[at] !== ':' || depth > 0) continue;
    const [revision, file] = [text.slice(0, at), text.slice(at + 1)];
    // What begins with a dash would be an option of git.
    return revision === '' || file === '' || revision.startsWith('-') ? undefined : { revision, file };
  }
  return undefined;
}

/** Throws `Failure` where there is no git, no repository, or no such revision or file. */
export async function openRevision(host: Host, { revision, file }: RevisionPath): Promise<Revision> {
  const { resolve, relative, sep } = host.platform === 'win32' ? win32 : posix;
  const name = `${revision}:${file}`;
  const top = resolve(host.cwd, lineOf(await ask(host, name, ['rev-parse', '--show-toplevel'])));
  const here = await ask(host, name, ['rev-parse', '--show-prefix']);
  const found = await host.git(['rev-parse', '--verify', '--quiet', `${revision}^{tree}`]);
  if (found === undefined || found.code !== 0) {
    throw new Failure(
      ({ failures: say }) => say('unknown-revision', { revision }),
      ({ failures: say }) => say('revision.hint'),
    );
  }
  const fromHere = posix.normalize(posix.join(lineOf(here), file));
  const path = /^\.\.?\//.test(file) ? fromHere : posix.normalize(file);
  const files = new RevisionFiles(host, top, lineOf(found.output));
  if ((await files.entry(path)) === undefined) {
    const isHere = path !== fromHere && (await files.entry(fromHere)) !== undefined;
    throw new Failure(
      ({ failures: say }) => say('not-in-revision', { revision, path }),
      isHere ? didYouMean(`${revision}:./${file}`) : undefined,
    );
  }
  return { host: { ...host, cwd: top, files }, path: relative(top, resolve(top, path)).split(sep).join('/') };
}

async function ask(host: Host, name: string, argv: readonly string[]): Promise<Uint8Array> {
  const answer = await host.git(argv);
  if (answer === undefined) {
    throw new Failure(
      ({ failures: say }) => say('no-git', { name }),
      ({ failures: say }) => say('revision.hint'),
    );
  }
  if (answer.code === 0) return answer.output;
  const reason = answer.message.trim().replace(/^fatal: /, '');
  throw new Failure(({ failures: say }) => say('git-failed', { name, reason }));
}

function lineOf(output: Uint8Array): string {
  return new TextDecoder().decode(output).replace(/\r?\n$/, '');
}

interface Entry {
  readonly kind: 'file' | 'folder' | 'special';
  readonly object: string;
  /** Bytes; 0 for what is no file. */
  readonly size: number;
}

/** The files of one tree, under the ids that they have in the working tree. */
class RevisionFiles implements FileSystem {
  private readonly root: string;

  constructor(
    private readonly host: Host,
    top: string,
    private readonly tree: string,
  ) {
    this.root = idOfPath(top, host.platform).replace(/\/+$/, '');
  }

  /** What stands under a path from the top; undefined where nothing does. */
  async entry(path: string): Promise<Entry | undefined> {
    const argv = ['--literal-pathspecs', 'ls-tree', '-z', '--long', '--full-tree', this.tree, '--', path];
    const answer = path === '' || path.startsWith('../') ? undefined : await this.host.git(argv);
    if (answer === undefined || answer.code !== 0) return undefined;
    const [, mode = '', object = '', size = ''] =
      /^(\d+) \w+ (\w+) +(\d+|-)\t/.exec(new TextDecoder().decode(answer.output)) ?? [];
    if (mode === '') return undefined;
    // A link, or the commit of a submodule, is no text of this revision.
    const kind = mode === '040000' ? 'folder' : mode.startsWith('100') ? 'file' : 'special';
    return { kind, object, size: Number(size) || 0 };
  }

  async readText(id: string): Promise<string | undefined> {
    try {
      return decodeText(await this.readBytes(id));
    } catch (problem) {
      if (problem instanceof FileError && problem.problem.kind === 'missing') return undefined;
      throw problem;
    }
  }

  async readBytes(id: string, most = largestText): Promise<Uint8Array> {
    const found = await this.entry(this.pathOf(id));
    if (found === undefined) throw new FileError({ kind: 'missing' });
    if (found.kind !== 'file') throw new FileError({ kind: found.kind });
    if (found.size > most) throw new FileError({ kind: 'large', limit: Math.floor(most / 2 ** 20) });
    const content = await this.host.git(['cat-file', 'blob', found.object]);
    if (content?.code !== 0) throw new FileError({ kind: 'other', reason: content?.message.trim() ?? '' });
    return content.output;
  }

  async canonical(id: string): Promise<string | undefined> {
    // The top is the repository; nothing else in it is known by name before it is read.
    return id === this.root || id === `${this.root}/.git` || isBelow(this.root, id) ? id : undefined;
  }

  async list(): Promise<readonly string[]> {
    return [];
  }

  /** Empty for what is outside. */
  private pathOf(id: string): string {
    const { host, root } = this;
    const path = isBelow(root, id) ? pathOfId(id, host.platform) : undefined;
    const top = pathOfId(root, host.platform);
    if (path === undefined || top === undefined) return '';
    return (host.platform === 'win32' ? win32 : posix).relative(top, path).replaceAll('\\', '/');
  }
}
