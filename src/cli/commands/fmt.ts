/** `incept fmt FILE...`: formats in place; `--check` only says which files are not formatted. */

import type { Command } from 'commander';
import { format } from '../../syntax/format';
import { Failure } from '../failure';
import type { Session } from '../session';
import { printable, visible } from '../style';

interface FormatOptions {
  readonly check?: true;
}

export function define(command: Command, session: Session): void {
  command.argument('<files...>', session.words.help('files.format'));
  command.option('--check', session.words.help('fmt.check'));
  command.action((paths: string[], options: FormatOptions) => formatFiles(paths, options, session));
}

async function formatFiles(paths: readonly string[], options: FormatOptions, session: Session): Promise<void> {
  const failures: Failure[] = [];
  for (const path of paths) {
    try {
      const id = await session.workspace.open(path);
      const file = session.workspace.file(id);
      if (file === undefined) continue;
      if (file.text.includes('\0')) throw new Failure((words) => words.files('encoding', { name: path }));
      const formatted = format(file);
      if (options.check) {
        if (formatted === file.text) continue;
        session.emit(visible(path), undefined);
        session.exitWith(1);
      } else if (path === '-') {
        // Another program is given the text as it is.
        session.host.stdout(session.host.isTerminal.stdout ? printable(formatted) : formatted);
      } else if (formatted !== file.text) {
        session.writeFile(path, formatted);
        session.emit(visible(path), undefined);
      }
    } catch (problem) {
      if (!(problem instanceof Failure) || paths.length === 1) throw problem;
      failures.push(problem);
    }
  }
  for (const failure of failures) session.fail(failure);
}
