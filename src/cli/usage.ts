/**
 * Commander in the words of a language: it parses arguments, and speaks English by itself. What it says of wrong usage,
 * and the frame of its help, is said here from a table instead. The methods that it calls for that have no types.
 */

import { Argument, Command, Help, InvalidArgumentError, type Option } from 'commander';
import { columnsOf, wrapTo } from '../base/display-width';
import { nearest } from '../base/suggest';
import type { CliWords } from '../words/cli';

/** A value that an option or argument does not take, and why. */
export class InvalidValue extends Error {
  override readonly name = 'InvalidValue';

  constructor(readonly reason: (say: CliWords['usage']) => string) {
    super();
  }
}

/** Beside so narrow a column nothing is wrapped, as in Commander's own help. */
const leastColumns = 40;

export class UsageCommand extends Command {
  constructor(
    name: string | undefined,
    private readonly words: CliWords,
  ) {
    super(name);
    const commandPlace = (text: string): string => (text === '[command]' ? words.usage('place.command') : text);
    this.configureHelp({
      displayWidth: columnsOf,
      boxWrap: (text, columns) => (columns < leastColumns ? text : wrapTo(columns, text)),
      // A full-width colon carries its own distance.
      formatHelp: (command, help) => {
        const text = Help.prototype.formatHelp.call(help, command, help);
        const title = words.usage('title.usage');
        return words.language.colon.endsWith(' ') ? text : text.replace(`${title} `, title);
      },
      styleTitle: (title) => this.title(title),
      // What stands for all options, and for any command, in the line of use.
      styleOptionText: (text) => (text === '[options]' ? words.usage('place.options') : text),
      styleSubcommandText: commandPlace,
      styleArgumentText: commandPlace,
      optionDescription: (option) => this.described(option, option.required || option.optional),
      argumentDescription: (argument) => this.described(argument, true),
    });
  }

  override createCommand(name?: string): UsageCommand {
    return new UsageCommand(name, this.words);
  }

  missingArgument(name: string): void {
    this.refuse(this.words.usage('missing-argument', { name }));
  }

  optionMissingArgument({ flags }: Option): void {
    this.refuse(this.words.usage('missing-value', { option: flags }));
  }

  unknownOption(name: string): void {
    const known = this.createHelp().visibleOptions(this);
    const longs = known.flatMap(({ long }) => long ?? []);
    const near = name.startsWith('--') ? nearest(name, longs) : undefined;
    this.refuse(this.withNear(this.words.usage('unknown-option', { name }), near));
  }

  unknownCommand(): void {
    const [name = ''] = this.args;
    const near = nearest(
      name,
      this.createHelp()
        .visibleCommands(this)
        .map((command) => command.name()),
    );
    this.refuse(this.withNear(this.words.usage('unknown-command', { name }), near));
  }

  _excessArguments({ length: found }: readonly string[]): void {
    const expected = this.registeredArguments.length;
    const text = this.words.usage('too-many', { command: this.name(), expected, found });
    this.refuse(text);
  }

  _conflictingOption({ flags: option }: Option, { flags: other }: Option): void {
    this.refuse(this.words.usage('conflict', { option, other }));
  }

  /** Reads a value of an option or argument. */
  _callParseArg(target: Option | Argument, value: string, previous: unknown): unknown {
    try {
      return target.parseArg?.(value, previous as never);
    } catch (problem) {
      const reason = this.reasonOf(problem, target);
      if (reason === undefined) throw problem;
      const say = this.words.usage;
      const text =
        target instanceof Argument
          ? say('invalid-argument', { name: target.name(), value, reason })
          : say('invalid-option', { option: target.flags, value, reason });
      return this.refuse(text);
    }
  }

  private reasonOf(problem: unknown, { argChoices = [] }: Option | Argument): string | undefined {
    const say = this.words.usage;
    if (problem instanceof InvalidValue) return problem.reason(say);
    return problem instanceof InvalidArgumentError
      ? say('allowed-choices', { choices: argChoices.join(this.words.language.comma) })
      : undefined;
  }

  private refuse(text: string): never {
    return this.error(`${this.words.check('error')}${this.words.language.colon}${text}`);
  }

  private withNear(text: string, near: string | undefined): string {
    return near === undefined ? text : `${text}\n${this.words.usage('near', { near })}`;
  }

  private title(english: string): string {
    const say = this.words.usage;
    switch (english) {
      case 'Usage:':
        return say('title.usage');
      case 'Arguments:':
        return say('title.arguments');
      case 'Options:':
        return say('title.options');
      default:
        return say('title.commands');
    }
  }

  private described(
    { description: text, argChoices, defaultValue, defaultValueDescription }: Option | Argument,
    takesValue: boolean,
  ): string {
    const say = this.words.usage;
    const choices = argChoices?.map((choice) => JSON.stringify(choice)).join(this.words.language.comma);
    const hasDefault = takesValue && defaultValue !== undefined;
    if (!hasDefault) return choices === undefined ? text : say('choices', { text, choices });
    const value = defaultValueDescription ?? JSON.stringify(defaultValue);
    return choices === undefined ? say('default', { text, value }) : say('choices.default', { text, choices, value });
  }
}
