/**
 * The command line as a function: arguments and a host in, an exit code out. 0 fine, 1 the design has errors
 * or breaks a budget or expectation, 2 wrong usage or a file or environment problem. What the command asked
 * for does not need is not loaded, so that starting is fast.
 */

import { type Command, CommanderError, Option } from 'commander';
import { type CliWords, cliLanguages } from '../words/cli';
import { Failure } from './failure';
import type { Host } from './host';
import type { ExitCode, Session } from './session';
import { printable } from './style';
import { note, tell, withoutLanguage, wordsOf } from './tell';
import type { RunCommand } from './tool-call';
import { UsageCommand } from './usage';

/** Adds arguments, options and the action to a command, which may run others. */
export type Define = (command: Command, session: Session, run: RunCommand) => void;

type Usual = typeof import('./commands/usual');
type Seldom = typeof import('./commands/seldom');

interface Entry {
  readonly name: keyof Usual | keyof Seldom | 'completion';
  readonly load: () => Promise<{ readonly define: Define }>;
}

const usual = (name: keyof Usual): Entry => ({ name, load: async () => (await import('./commands/usual'))[name] });
const seldom = (name: keyof Seldom): Entry => ({ name, load: async () => (await import('./commands/seldom'))[name] });

/** In the order of the help. */
const entries: readonly Entry[] = [
  usual('check'),
  usual('cost'),
  usual('explain'),
  usual('diff'),
  seldom('sweep'),
  seldom('advise'),
  seldom('run'),
  seldom('export'),
  seldom('graph'),
  seldom('report'),
  seldom('import'),
  seldom('new'),
  usual('fmt'),
  seldom('debug'),
  seldom('lsp'),
  seldom('mcp'),
  { name: 'completion', load: () => import('./commands/completion') },
];

/** `given` is what stands behind the program's own name; `spoken` in place of the words of the environment. Never throws. */
export async function runCli(given: readonly string[], host: Host, spoken?: CliWords): Promise<ExitCode> {
  const { rest: argv, locale } = withoutLanguage(given);
  const words = spoken ?? (await wordsOf(host, locale));
  let session: Session | undefined;
  try {
    const program = namedCommands(host, words);
    const wanted = argv[0] === 'help' ? argv[1] : argv.find((word) => !word.startsWith('-'));
    const entry = entries.find(({ name }) => name === wanted);
    const command = program.commands.find((one) => one.name() === wanted);
    if (entry !== undefined && command !== undefined) {
      // Help, the version and a wrong name have no use for it, and it brings along all that reads designs.
      const { Session } = await import('./session');
      session = new Session(host, words);
      (await entry.load()).define(command, session, runCli);
    }
    await program.parseAsync([...argv], { from: 'user' });
  } catch (problem) {
    const code = report(problem, host, words);
    if (session === undefined) return code;
    session.exitWith(code);
  }
  return session?.exitCode ?? 0;
}

/** The program with the names and sentences of its commands; what these take, `define` of each adds. */
export function namedCommands(host: Host, words: CliWords): Command {
  const say = words.help;
  const program = new UsageCommand('incept', words)
    .description(say('program'))
    .version(host.version, '-V, --version', say('version'))
    .addOption(new Option('--lang <language>', say('language')).choices(cliLanguages))
    .helpOption('-h, --help', say('help'))
    .helpCommand('help [command]', say('help.command'))
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout(printable(text)),
      writeErr: (text) => host.stderr(printable(text)),
    })
    .addHelpText('after', `\n${say('after')}`);
  for (const { name } of entries)
    program
      .command(name)
      .description(say(`${name}.sentence`))
      .summary(say(name));
  return program;
}

/** Says what went wrong. The exit code that it means. */
function report(problem: unknown, host: Host, words: CliWords): ExitCode {
  // Commander has printed its own message; help and version are no mistakes.
  if (problem instanceof CommanderError) return problem.exitCode === 0 ? 0 : 2;
  if (problem instanceof Failure) {
    tell(problem, host, words);
    return 2;
  }
  const reason = problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem);
  const isTraced = problem instanceof Error && (host.env.INCEPT_DEBUG ?? '') !== '';
  tell(
    new Failure(
      ({ failures: say }) => say('bug', { reason }),
      isTraced ? undefined : ({ failures: say }) => say('bug.hint'),
    ),
    host,
    words,
  );
  if (isTraced) note(problem.stack ?? '', host);
  return 2;
}
