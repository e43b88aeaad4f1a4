/**
 * The command line as a function: arguments and a host in, an exit code out. 0 fine, 1 the design has errors
 * or breaks a budget or expectation, 2 wrong usage or a file or environment problem. Only the command asked
 * for is loaded, so that starting is fast.
 */

import { Command, CommanderError } from 'commander';
import { Failure } from './failure';
import type { Host } from './host';
import { type ExitCode, Session } from './session';
import { styleFor } from './style';

/** Adds arguments, options and the action to a command. */
export type Define = (command: Command, session: Session) => void;

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly define: Define }>;
}

const entries: readonly Entry[] = [
  {
    name: 'check',
    summary: 'report mistakes, broken budgets and expectations',
    load: () => import('./commands/check'),
  },
  {
    name: 'cost',
    summary: 'shapes and costs per layer, block or kind of layer',
    load: () => import('./commands/cost'),
  },
  {
    name: 'explain',
    summary: "one layer's or block's numbers with their formula",
    load: () => import('./commands/explain'),
  },
  { name: 'run', summary: 'forward pass on an image, a tensor or random input', load: () => import('./commands/run') },
  {
    name: 'export',
    summary: 'network and weights as ONNX, or weights as safetensors',
    load: () => import('./commands/export'),
  },
  { name: 'fmt', summary: 'format files', load: () => import('./commands/fmt') },
  {
    name: 'debug',
    summary: 'print what a stage of the analysis makes of a file',
    load: () => import('./commands/debug'),
  },
  { name: 'lsp', summary: 'language server on standard input and output', load: () => import('./commands/lsp') },
];

/** `argv` without the program's own name. Never throws. */
export async function runCli(argv: readonly string[], host: Host): Promise<ExitCode> {
  const session = new Session(host);
  try {
    const program = await programFor(argv, session);
    await program.parseAsync([...argv], { from: 'user' });
    return session.exitCode;
  } catch (problem) {
    return report(problem, host);
  }
}

async function programFor(argv: readonly string[], session: Session): Promise<Command> {
  const { host } = session;
  const program = new Command('incept')
    .description('Design convolutional networks in .cnn files and see what every layer costs.')
    .version(host.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => host.stdout(text), writeErr: (text) => host.stderr(text) })
    .addHelpText('after', '\nFiles are .cnn paths; - is standard input. `incept COMMAND --help` explains a command.');
  const wanted = argv[0] === 'help' ? argv[1] : argv.find((word) => !word.startsWith('-'));
  for (const entry of entries) {
    const command = program.command(entry.name).description(sentence(entry.summary)).summary(entry.summary);
    if (entry.name === wanted) (await entry.load()).define(command, session);
  }
  return program;
}

function report(problem: unknown, host: Host): ExitCode {
  const style = styleFor(host, 'stderr');
  // Commander has printed its own message; help and version are no mistakes.
  if (problem instanceof CommanderError) return problem.exitCode === 0 ? 0 : 2;
  if (problem instanceof Failure) {
    host.stderr(`${style.error('error')}: ${problem.message}\n`);
    if (problem.hint !== undefined) host.stderr(`${style.ok('help')}: ${problem.hint}\n`);
    return 2;
  }
  const text = problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem);
  host.stderr(`${style.error('error')}: incept failed, which is a mistake of ours: ${text}\n`);
  if (problem instanceof Error && (host.env.INCEPT_DEBUG ?? '') !== '') host.stderr(`${problem.stack ?? ''}\n`);
  else host.stderr(`${style.ok('help')}: please report it with the file; INCEPT_DEBUG=1 prints where it happened\n`);
  return 2;
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}
