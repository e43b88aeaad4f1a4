/**
 * The command line as a function: arguments and a host in, an exit code out. 0 fine, 1 the design has errors
 * or breaks a budget or expectation, 2 wrong usage or a file or environment problem. Only the command asked
 * for is loaded, so that starting is fast.
 */

import { type Command, CommanderError } from 'commander';
import type { CliWords } from '../words/cli';
import { Failure } from './failure';
import type { Host } from './host';
import { type ExitCode, Session } from './session';
import { printable } from './style';
import type { RunCommand } from './tool-call';
import { UsageCommand } from './usage';

/** Adds arguments, options and the action to a command, which may run others. */
export type Define = (command: Command, session: Session, run: RunCommand) => void;

interface Entry {
  readonly name:
    | 'check'
    | 'cost'
    | 'explain'
    | 'diff'
    | 'sweep'
    | 'advise'
    | 'run'
    | 'export'
    | 'graph'
    | 'import'
    | 'new'
    | 'fmt'
    | 'debug'
    | 'lsp'
    | 'mcp';
  readonly load: () => Promise<{ readonly define: Define }>;
}

const entries: readonly Entry[] = [
  {
    name: 'check',
    load: () => import('./commands/check'),
  },
  {
    name: 'cost',
    load: () => import('./commands/cost'),
  },
  {
    name: 'explain',
    load: () => import('./commands/explain'),
  },
  {
    name: 'diff',
    load: () => import('./commands/diff'),
  },
  {
    name: 'sweep',
    load: () => import('./commands/sweep'),
  },
  {
    name: 'advise',
    load: () => import('./commands/advise'),
  },
  { name: 'run', load: () => import('./commands/run') },
  {
    name: 'export',
    load: () => import('./commands/export'),
  },
  { name: 'graph', load: () => import('./commands/graph') },
  { name: 'import', load: () => import('./commands/import') },
  { name: 'new', load: () => import('./commands/new') },
  { name: 'fmt', load: () => import('./commands/fmt') },
  {
    name: 'debug',
    load: () => import('./commands/debug'),
  },
  { name: 'lsp', load: () => import('./commands/lsp') },
  { name: 'mcp', load: () => import('./commands/mcp') },
];

/** `argv` without the program's own name; `words` in place of those of the environment. Never throws. */
export async function runCli(argv: readonly string[], host: Host, words?: CliWords): Promise<ExitCode> {
  const session = new Session(host, words);
  try {
    const program = await programFor(argv, session);
    await program.parseAsync([...argv], { from: 'user' });
    return session.exitCode;
  } catch (problem) {
    report(problem, session);
    return session.exitCode;
  }
}

async function programFor(argv: readonly string[], session: Session): Promise<Command> {
  const { host } = session;
  const say = session.words.help;
  const program = new UsageCommand('incept', session.words)
    .description(say('program'))
    .version(host.version, '-V, --version', say('version'))
    .helpOption('-h, --help', say('help'))
    .helpCommand('help [command]', say('help.command'))
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout(printable(text)),
      writeErr: (text) => host.stderr(printable(text)),
    })
    .addHelpText('after', `\n${say('after')}`);
  const wanted = argv[0] === 'help' ? argv[1] : argv.find((word) => !word.startsWith('-'));
  for (const entry of entries) {
    const command = program
      .command(entry.name)
      .description(say(`${entry.name}.sentence`))
      .summary(say(entry.name));
    if (entry.name === wanted) (await entry.load()).define(command, session, runCli);
  }
  return program;
}

function report(problem: unknown, session: Session): void {
  // Commander has printed its own message; help and version are no mistakes.
  if (problem instanceof CommanderError) {
    session.exitWith(problem.exitCode === 0 ? 0 : 2);
    return;
  }
  if (problem instanceof Failure) {
    session.fail(problem);
    return;
  }
  const reason = problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem);
  const isTraced = problem instanceof Error && (session.host.env.INCEPT_DEBUG ?? '') !== '';
  session.fail(
    new Failure(
      ({ failures: say }) => say('bug', { reason }),
      isTraced ? undefined : ({ failures: say }) => say('bug.hint'),
    ),
  );
  if (isTraced) session.note(problem.stack ?? '');
}
