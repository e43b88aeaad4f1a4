/**
 * The manual page of the command, `man/incept.1`, made of the commands, arguments and options that its help has. `npm run golden`
 * writes it; the package of the command has it, and npm puts it where `man` looks.
 */

import { join } from 'node:path';
import type { Argument, Command, Option } from 'commander';
import * as completion from '../src/cli/commands/completion';
import * as seldom from '../src/cli/commands/seldom';
import * as usual from '../src/cli/commands/usual';
import { nodeHost } from '../src/cli/node-host';
import { namedCommands, runCli } from '../src/cli/run-cli';
import { Session } from '../src/cli/session';
import { cliWords } from '../src/words/cli';

/** What the help does not say, as docs/cli.md does. */
const rest = `.SH EXIT STATUS
.TP
.B 0
fine
.TP
.B 1
the design has errors, or breaks a budget or an expectation
.TP
.B 2
wrong usage, or a file or environment problem
.SH ENVIRONMENT
.TP
.BR LC_ALL ", " LC_MESSAGES ", " LANG
the first that is set decides the language, where
.B \\-\\-lang
does not
.TP
.B NO_COLOR
where it is set, nothing is coloured
.SH EXAMPLES
.TP
.B incept new googlenet \\-o googlenet.cnn
a network to start from
.TP
.B incept cost googlenet.cnn \\-\\-by block
what its blocks cost
.TP
.B incept import resnet50.onnx
a network of another framework, with its weights
.TP
.B source <(incept completion bash)
commands, options, and names of the design are completed from now on
`;

/** In the groff language, which takes `\` and a dot or quote that begins a line for its own, and `-` for a hyphen. */
function roff(text: string): string {
  return text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}

const bold = (text: string): string => `\\fB${roff(text)}\\fR`;

/** `-o, --output <file>` with names in bold and what stands for a value in italics. */
function flags(text: string): string {
  return roff(text)
    .replace(/(^|, )((?:\\-)+[\w\\-]+)/g, '$1\\fB$2\\fR')
    .replace(/<([^>]+)>/g, '\\fI$1\\fR');
}

const entries = (items: readonly (readonly [term: string, text: string])[]): string =>
  items.map(([term, text]) => `.TP\n${term}\n${roff(text)}\n`).join('');

function optionsOf(command: Command): string {
  const help = command.createHelp();
  const visible = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  return entries(visible.map((option: Option) => [flags(option.flags), help.optionDescription(option)]));
}

function argumentsOf(command: Command): string {
  const help = command.createHelp();
  return entries(
    help
      .visibleArguments(command)
      .map((one: Argument) => [`\\fI${roff(one.name())}\\fR`, help.argumentDescription(one)]),
  );
}

function section(command: Command): string {
  const usage = command.createHelp().commandUsage(command);
  return `.SS ${roff(command.name())}\n${roff(command.description())}\n.PP\n${bold(usage)}\n${argumentsOf(command)}${optionsOf(command)}`;
}

export async function manualPage(): Promise<string> {
  const host = nodeHost(join(__dirname, '..', 'dist'));
  const words = await cliWords('en');
  const session = new Session(host, words);
  const program = namedCommands(host, words);
  const modules = new Map(Object.entries({ ...usual, ...seldom, completion }));
  for (const command of program.commands) modules.get(command.name())?.define(command, session, runCli);
  return `.\\" Made by scripts/manual.ts.
.TH INCEPT 1 "" Incept "User Commands"
.SH NAME
incept \\- design convolutional networks and see what every layer costs
.SH SYNOPSIS
.B incept
.I command
.RI [ arguments ]
.RI [ options ]
.SH DESCRIPTION
${roff(program.description())}
${roff(words.help('after').replaceAll('`', ''))}
.SH OPTIONS
${optionsOf(program)}.SH COMMANDS
${program.commands.map(section).join('')}${rest}`;
}
