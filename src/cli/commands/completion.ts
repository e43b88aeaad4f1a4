/** `incept completion SHELL`: what that shell is given so that it completes command lines; and what it then asks. */

import { Argument, type Command, Option } from 'commander';
import { complete } from '../complete';
import { parseCount } from '../options';
import type { Session } from '../session';
import { type Shell, shellScripts } from '../shell-scripts';
import { visible } from '../style';
import type { RunCommand } from '../tool-call';
import * as seldom from './seldom';
import * as usual from './usual';

interface CompletionOptions {
  /** Which of the words is at the cursor; there may be one fewer, where that is empty. */
  readonly at?: number;
}

export function define(command: Command, session: Session, run: RunCommand): void {
  const shells = Object.keys(shellScripts);
  command
    .addArgument(new Argument('<shell>', session.words.help('shell')).choices(shells))
    .argument('[words...]', session.words.help('completion.words'))
    .addOption(new Option('--at <place>', session.words.help('completion.at')).argParser(parseCount));
  command.action(async (shell: Shell, words: readonly string[], { at }: CompletionOptions) => {
    const text = at === undefined ? shellScripts[shell] : await answer(command, split(shell, words, at), session, run);
    session.emit(text, undefined);
  });
}

async function answer(
  { parent: program }: Command,
  { before, current, typed }: Split,
  session: Session,
  run: RunCommand,
): Promise<string> {
  if (program === null) return '';
  const modules = new Map(Object.entries({ ...usual, ...seldom }));
  for (const command of program.commands) modules.get(command.name())?.define(command, session, run);
  const { words, endings } = await complete(program, before, current, session);
  const shown = words.map(({ word, description }) => [word.slice(typed.length), ...(description ?? '').split('\n', 1)]);
  return [
    ...shown.map((parts) =>
      parts
        .filter((part) => part !== '')
        .map(visible)
        .join('\t'),
    ),
    ...endings.map((ending) => `*${ending}`),
  ].join('\n');
}

/** The line before the cursor; `typed` is the part of the word there that the shell takes for words before it. */
interface Split {
  readonly before: readonly string[];
  readonly current: string;
  readonly typed: string;
}

function split(shell: Shell, given: readonly string[], at: number): Split {
  const before = given.slice(0, at);
  let current = given[at] ?? '';
  let typed = '';
  // Bash breaks words at `=`, and replaces what stands behind the last.
  if (shell === 'bash') {
    if (current === '=') {
      typed = `${before.pop() ?? ''}=`;
      current = typed;
    } else if (before.at(-1) === '=') {
      typed = `${before.at(-2) ?? ''}=`;
      before.splice(-2);
      current = typed + current;
    }
  }
  return { before, current, typed };
}
