/**
 * What a command has in its hands while it runs: the world, the files it opened, the exit code so far, and
 * where its result goes (stdout, or the file of --output). Notes and progress go to stderr.
 */

import { resolve } from 'node:path';
import { formatBytes } from '../base/number-format';
import type { DesignSession } from '../session/look';
import type { CliWords } from '../words/cli';
import { editorWords } from '../words/editor';
import { FileError } from '../workspace/file-system';
import type { StagedFile } from '../workspace/node-write';
import { idOfPath } from '../workspace/uri';
import { Failure, fileReason } from './failure';
import type { Host } from './host';
import { NamedFiles } from './named-files';
import { readNamedFile, readNamedText } from './read-file';
import { noStyle, printable, printableJson, type Style, styleFor } from './style';
import { note, tell } from './tell';

export interface FileToWrite {
  readonly path: string;
  readonly content: string | Uint8Array;
}

export type ExitCode = 0 | 1 | 2;

export class Session {
  readonly workspace: NamedFiles;
  /** What questions about designs are asked of. */
  readonly designs: DesignSession;
  private code: ExitCode = 0;

  constructor(
    readonly host: Host,
    /** What is said. */
    readonly words: CliWords,
    /** Stands before the names of all files. */
    prefix = '',
  ) {
    this.workspace = new NamedFiles(host, prefix);
    this.designs = {
      workspace: this.workspace.files,
      settings: () => ({ choices: [], timeOf: undefined, words: editorWords(words.language.tag) }),
    };
  }

  /** The same command in another world, whose files have names with something before them. */
  elsewhere(host: Host, prefix: string): Session {
    return new Session(host, this.words, prefix);
  }

  get exitCode(): ExitCode {
    return this.code;
  }

  /** The worst of all codes wins. */
  exitWith(code: ExitCode): void {
    if (code > this.code) this.code = code;
  }

  /** Style of the command's result. */
  style(output: string | undefined): Style {
    return output === undefined ? styleFor(this.host, 'stdout') : noStyle;
  }

  /** Throws a `Failure` where a result of so many bytes would exhaust the memory, which nothing could tell any more. */
  needMemory(bytes: number): void {
    const left = this.host.memoryLeft?.() ?? Number.POSITIVE_INFINITY;
    if (bytes <= left) return;
    throw new Failure(
      ({ failures: say }) => say('memory', { needed: formatBytes(bytes), left: formatBytes(left) }),
      ({ failures: say }) => say('memory.hint'),
    );
  }

  /** The command's result; a missing line end is added. */
  emit(text: string, output: string | undefined): void {
    const whole = printable(text === '' || text.endsWith('\n') ? text : `${text}\n`);
    if (output === undefined) this.host.stdout(whole);
    else this.writeFile(output, whole);
  }

  emitJson(document: unknown, output: string | undefined): void {
    this.emit(`${printableJson(document)}\n`, output);
  }

  /** As `emit`, for a result that is no text. */
  emitBytes(bytes: Uint8Array, output: string | undefined): void {
    if (output === undefined) this.host.stdout(bytes);
    else this.writeFile(output, bytes);
  }

  writeFile(path: string, content: string | Uint8Array): void {
    this.writeFiles([{ path, content }]);
  }

  /** All of them or none. Throws `Failure`. */
  writeFiles(files: readonly FileToWrite[]): void {
    const staged: { readonly path: string; readonly file: StagedFile }[] = [];
    const told = (path: string, step: () => void): void => {
      try {
        step();
      } catch (problem) {
        // The first made the folder that the others are in.
        for (const { file } of staged.reverse()) file.discard();
        if (!(problem instanceof FileError)) throw problem;
        const reason = fileReason(problem.problem);
        throw new Failure((words) => words.failures('cannot-write', { path, reason: reason(words) }));
      }
    };
    for (const { path, content } of files) {
      told(path, () => staged.push({ path, file: this.host.stage(resolve(this.host.cwd, path), content) }));
    }
    for (const { path, file } of staged) told(path, () => file.commit());
  }

  /** For a file that is to be written and replaces none. Throws `Failure` if there is one. */
  async refuseExisting(path: string): Promise<void> {
    const { cwd, files, platform } = this.host;
    if ((await files.canonical(idOfPath(resolve(cwd, path), platform))) === undefined) return;
    throw new Failure(
      ({ failures: say }) => say('exists', { path }),
      ({ failures: say }) => say('exists.hint'),
    );
  }

  /** Throws `Failure` if it cannot be read. */
  readFile(path: string): Promise<Uint8Array> {
    return readNamedFile(this.host, path);
  }

  /** Without a mark of UTF-8. Throws `Failure` if it cannot be read or is none. */
  async readText(path: string): Promise<string> {
    return (await readNamedText(this.host, path)).replace(/^\uFEFF/, '');
  }

  note(text: string): void {
    note(text, this.host);
  }

  /** Says what is wrong, and what helps. */
  fail(failure: Failure, code: ExitCode = 2): void {
    tell(failure, this.host, this.words);
    this.exitWith(code);
  }
}
