/**
 * Classes for the units of a network: calls that are alike share one. A number in which they differ is an argument: what the
 * design wrote for it where that holds for all of them, else an argument of its own.
 */

import { invariant, present } from '../../base/assert';
import type { BlockId } from '../../graph/graph';
import { className, docstring, pythonName } from '../python-names';
import { type Instance, instancesOf, numberText, shapeOf, slotsOf, textOf, type Writer, type Written } from './code';
import { argumentOf, type Design } from './design';
import { type Num, numberOf, type ResultChannels, type Slot } from './numbers';
import type { Line, Unit } from './units';

/** An argument of a class, and what a call of the class has for it. */
interface Argument {
  readonly name: string;
  readonly valueOf: (unit: Unit) => number;
  /** How the number may be written in the class around a call. */
  readonly writtenIn: (unit: Unit, around: Unit) => Num | undefined;
}

/** Numbers at one place of all units of a class. */
type Row = readonly Slot[];

export class ClassWriter {
  private readonly groups = new Map<string, ClassGroup>();
  private readonly byBlock = new Map<BlockId, ClassGroup>();
  /** In the order of the text. */
  private readonly ordered: ClassGroup[] = [];

  constructor(
    units: readonly Unit[],
    readonly design: Design,
    networkName: string,
    taken: Iterable<string>,
  ) {
    for (const unit of units) {
      let group = this.groups.get(unit.key);
      if (group === undefined) {
        group = new ClassGroup(this);
        this.groups.set(unit.key, group);
        this.ordered.push(group);
      }
      group.units.push(unit);
      this.byBlock.set(unit.block.id, group);
    }
    const names = new Set([...taken, networkName]);
    const place = ({ units: calls }: ClassGroup) => Math.min(...calls.map(({ block }) => block.id));
    this.ordered.sort((a, b) => place(a) - place(b));
    for (const group of this.ordered) {
      const wanted = wantedName(group.first, units, networkName);
      let name = wanted;
      for (let i = 2; names.has(name) && group.first.block.kind !== 'network'; i++) name = `${wanted}${i}`;
      names.add(name);
      group.name = name;
    }
  }

  groupOf(block: BlockId): ClassGroup {
    return present(this.byBlock.get(block), 'class of a block');
  }

  /** The text of all classes. */
  text(documentationOf: (unit: Unit) => string | undefined): string {
    const written = new Set<ClassGroup>();
    const order: ClassGroup[] = [];
    const visit = (group: ClassGroup): void => {
      if (written.has(group)) return;
      written.add(group);
      for (const { block } of group.instances()) visit(this.groupOf(block));
      order.push(group);
    };
    for (const group of this.ordered) visit(group);
    // Those around ask those inside, so that all is known before the first is written.
    const bodies = [...order].reverse().map((group) => group.text(documentationOf(group.first)));
    return bodies.reverse().join('\n\n');
  }
}

function wantedName({ block }: Unit, units: readonly Unit[], networkName: string): string {
  if (block.kind === 'network') return networkName;
  if (block.module !== undefined) return className(block.module);
  const parents = units.filter((unit) => block.path.startsWith(unit.block.path === '' ? '' : `${unit.block.path}/`));
  const around = parents
    .filter((unit) => unit.block !== block)
    .sort((a, b) => b.block.path.length - a.block.path.length)[0];
  const owner =
    around?.block.kind === 'network' || around === undefined ? networkName : (around.block.module ?? 'Turn');
  const levels = block.path.split('/');
  return className(`${owner}_${levels[levels.length - 2] ?? ''}`);
}

export class ClassGroup {
  readonly units: Unit[] = [];
  name = '';
  private resolved: Resolved | undefined;
  private asksChannels = false;

  constructor(private readonly classes: ClassWriter) {}

  get first(): Unit {
    return present(this.units[0], 'unit');
  }

  instances(): readonly Instance[] {
    return linesOf(this.first).flatMap(({ code }) => instancesOf(code));
  }

  get arguments(): readonly Argument[] {
    return this.resolve().arguments;
  }

  /** The channels of its result in terms of one argument, or a number. */
  outChannels(): { readonly argument: string } | { readonly text: string } | undefined {
    const { writer } = this.resolve();
    const { text, isLiteral } = numberText(this.first.outChannels, writer);
    if (isLiteral) return { text };
    return this.arguments.some(({ name }) => name === text) ? { argument: text } : undefined;
  }

  needChannels(): void {
    this.asksChannels = true;
  }

  text(documentation: string | undefined): string {
    const { writer, arguments: list } = this.resolve();
    const unit = this.first;
    const write = ({ target, code }: Line, indent: string) => `${indent}${target} = ${textOf(code, writer, indent)}\n`;
    const inner = '        ';
    const names = list.map(({ name }) => `, ${name}`).join('');
    const init = [
      `${inner}super().__init__()\n`,
      ...unit.modules.map((line) => write(line, inner)),
      ...(this.asksChannels ? [`${inner}self.out_channels = ${numberText(unit.outChannels, writer).text}\n`] : []),
    ].join('');
    // What is returned at once needs no variable.
    const last = unit.training.length === 0 && unit.results.length === 1 ? unit.forward.at(-1) : undefined;
    const isDirect = last !== undefined && last.target === unit.results[0] && unit.headResults.length === 0;
    const lines = isDirect ? unit.forward.slice(0, -1) : unit.forward;
    const flow = lines.map((line) => write(line, inner)).join('');
    const training = unit.training.map((line) => write(line, `${inner}    `)).join('');
    const results = isDirect ? textOf(last.code, writer, inner) : unit.results.join(', ');
    const heads =
      unit.headResults.length === 0
        ? ''
        : `${inner}if self.training:\n${training}${inner}    return ${[...unit.results, ...unit.headResults].join(', ')}\n`;
    const doc = documentation === undefined ? '' : `${docstring(documentation, '    ')}\n`;
    const inputs = unit.inputNames.map((name) => `, ${name}`).join('');
    return (
      `class ${this.name}(nn.Module):\n${doc}    def __init__(self${names}):\n${init}\n` +
      `    def forward(self${inputs}):\n${flow}${heads}${inner}return ${results}\n`
    );
  }

  private resolve(): Resolved {
    this.resolved ??= new Resolved(this, this.classes);
    return this.resolved;
  }
}

function linesOf(unit: Unit): readonly Line[] {
  return [...unit.modules, ...unit.forward, ...unit.training];
}

type Decision =
  | { readonly as: 'literal'; readonly text: string }
  | { readonly as: 'written'; readonly number: Num }
  | { readonly as: 'argument'; readonly name: string };

/** What becomes of each number of a class. */
class Resolved {
  readonly arguments: readonly Argument[];
  readonly writer: Writer;
  private readonly rows = new Map<Slot, Row>();
  private readonly decisions = new Map<Slot, Decision>();
  /** Numbers for the arguments of inner classes, by block of the first unit. */
  private readonly given = new Map<BlockId, ReadonlyMap<string, Slot>>();
  private readonly extras: { readonly name: string; readonly row: Row }[] = [];
  private readonly names = new Set<string>();

  constructor(
    private readonly group: ClassGroup,
    private readonly classes: ClassWriter,
  ) {
    this.writer = {
      slot: (slot) => this.slotText(slot),
      result: (result) => this.resultText(result),
      instance: (instance) => this.instanceText(instance),
    };
    const slots = group.units.map((unit) => {
      const found = new Set<Slot>();
      for (const { code } of linesOf(unit)) slotsOf(code, found);
      slotsOf([unit.outChannels], found);
      return [...found];
    });
    this.addRows(slots);
    this.addArgumentsOfInstances();
    for (const slot of [...this.rows.keys()]) this.decide(slot);
    this.arguments = this.allArguments();
  }

  private addRows(slots: readonly (readonly Slot[])[]): void {
    const [first = []] = slots;
    invariant(
      slots.every((one) => one.length === first.length),
      'units of a class are alike',
    );
    first.forEach((slot, i) => {
      this.rows.set(
        slot,
        slots.map((one) => present(one[i], 'slot')),
      );
    });
  }

  private addArgumentsOfInstances(): void {
    const blocks = this.group.units.map((unit) => linesOf(unit).flatMap(({ code }) => instancesOf(code)));
    this.group.instances().forEach(({ block }, i) => {
      const inner = this.classes.groupOf(block);
      const given = new Map<string, Slot>();
      for (const argument of inner.arguments) {
        const row = this.group.units.map((around, k): Slot => {
          const unit = unitOf(inner, present(blocks[k]?.[i], 'instance').block);
          const value = argument.valueOf(unit);
          const written = argument.writtenIn(unit, around);
          return { kind: 'slot', value, hint: argument.name, written: written?.value === value ? written : undefined };
        });
        const first = present(row[0], 'slot');
        this.rows.set(first, row);
        given.set(argument.name, first);
      }
      this.given.set(block, given);
    });
  }

  private decide(slot: Slot): Decision {
    const before = this.decisions.get(slot);
    if (before !== undefined) return before;
    const decision = this.decided(slot);
    this.decisions.set(slot, decision);
    return decision;
  }

  private decided(slot: Slot): Decision {
    const row = this.rows.get(slot) ?? [slot];
    const isNetwork = this.group.first.block.kind === 'network';
    const written = isNetwork ? undefined : this.writtenAlike(row);
    if (written !== undefined) {
      const { isLiteral } = numberText(written, this.writer);
      if (!isLiteral) {
        this.useNames(written);
        return { as: 'written', number: written };
      }
    }
    const isSame = row.every(({ value }) => value === slot.value);
    if (isSame && (!slot.isArgument || isNetwork)) return { as: 'literal', text: String(slot.value) };
    const known = this.extras.find((extra) => !isSame && extra.row.every(({ value }, k) => value === row[k]?.value));
    if (known !== undefined && !slot.isArgument) return { as: 'argument', name: known.name };
    let name = slot.hint;
    for (let i = 2; this.isTaken(name); i++) name = `${slot.hint}_${i}`;
    this.extras.push({ name, row });
    return { as: 'argument', name };
  }

  private isTaken(name: string): boolean {
    const parameters = [...this.group.first.block.bindings.keys()].map(pythonName);
    return parameters.includes(name) || this.extras.some((extra) => extra.name === name);
  }

  /** The first unit's, where all have the same and it can be written here. */
  private writtenAlike(row: Row): Num | undefined {
    const all = row.map(({ written }) => written);
    const [first] = all;
    if (first === undefined || !all.every((one): one is Num => one !== undefined)) return undefined;
    const shapes = all.map((one) => shapeOf([one], new Map()));
    if (shapes.some((shape) => shape !== shapes[0])) return undefined;
    const slots = all.map((one) => [...slotsOf([one])]);
    const [own = []] = slots;
    if (slots.some((one) => one.length !== own.length)) return undefined;
    own.forEach((slot, i) => {
      if (!this.rows.has(slot)) {
        this.rows.set(
          slot,
          slots.map((one) => present(one[i], 'slot')),
        );
      }
    });
    return this.isWritable(first) ? first : undefined;
  }

  private isWritable(number: Num): boolean {
    switch (number.kind) {
      case 'operation':
        return this.isWritable(number.left) && this.isWritable(number.right);
      case 'result': {
        const channels = this.classes.groupOf(number.block).outChannels();
        return channels !== undefined || number.attribute !== undefined;
      }
      default:
        return true;
    }
  }

  private useNames(number: Num): void {
    if (number.kind === 'name') this.names.add(number.name);
    else if (number.kind === 'operation') {
      this.useNames(number.left);
      this.useNames(number.right);
    }
  }

  private slotText(slot: Slot): Written {
    const decision = this.decide(slot);
    switch (decision.as) {
      case 'literal':
        return { text: decision.text, isLiteral: true };
      case 'written':
        return numberText(decision.number, this.writer);
      case 'argument':
        return { text: decision.name, isLiteral: false };
    }
  }

  private resultText({ block, attribute }: ResultChannels): Written {
    const inner = this.classes.groupOf(block);
    const channels = inner.outChannels();
    if (channels !== undefined && 'text' in channels) return { text: channels.text, isLiteral: true };
    if (channels !== undefined) {
      const slot = this.given.get(block)?.get(channels.argument);
      if (slot !== undefined) return this.slotText(slot);
    }
    inner.needChannels();
    return { text: `${attribute}.out_channels`, isLiteral: false };
  }

  private instanceText({ block }: Instance): string {
    const inner = this.classes.groupOf(block);
    const given = present(this.given.get(block), 'arguments of a call');
    return `${inner.name}(${inner.arguments.map(({ name }) => this.slotText(present(given.get(name), name)).text).join(', ')})`;
  }

  /** The channels that come in, then the design's own parameters in their order, then what else differs. */
  private allArguments(): readonly Argument[] {
    const extra = ({ name, row }: { readonly name: string; readonly row: Row }): Argument => {
      const slotOf = (unit: Unit) => present(row[this.group.units.indexOf(unit)], name);
      return {
        name,
        valueOf: (unit) => slotOf(unit).value,
        writtenIn: (unit, around) => {
          const { channelsOf } = slotOf(unit);
          return channelsOf === undefined ? undefined : around.flows.get(channelsOf)?.channels;
        },
      };
    };
    const isFirst = ({ row }: { readonly row: Row }) => row[0]?.channelsOf !== undefined;
    const bound = [...this.group.first.block.bindings.keys()];
    const names = [...this.names].sort((a, b) => placeOf(a, bound) - placeOf(b, bound));
    return [
      ...this.extras.filter(isFirst).map(extra),
      ...names.map((name) => this.named(name)),
      ...this.extras.filter((one) => !isFirst(one)).map(extra),
    ];
  }

  private named(name: string): Argument {
    return {
      name: pythonName(name),
      valueOf: (unit) => present(unit.lookUp(name), name).value,
      writtenIn: (unit, around) => {
        const { block } = unit;
        // A name from around the block is the same there.
        if (!block.bindings.has(name)) return around.lookUp(name);
        if (block.kind !== 'module' || block.module === undefined) return undefined;
        const call = this.classes.design.callAt(block.origin)?.call;
        const parameters = this.classes.design.moduleNamed(unit.bodyFile, block.module)?.parameters ?? [];
        const names = parameters.map((one) => ({ name: one.name.text }));
        const channels = around.flows.get(block.input)?.channels;
        const given = (parameter: string): Num | undefined => {
          const expression = call && argumentOf(call, names, parameter);
          if (expression !== undefined)
            return numberOf(expression, (inner) => around.lookUpFrom(block, inner, channels));
          // A default may use the parameters before it.
          const place = names.findIndex((one) => one.name === parameter);
          const standard = parameters[place]?.defaultValue;
          const isBefore = (inner: string) => names.slice(0, place).some((one) => one.name === inner);
          return (
            standard &&
            numberOf(standard, (inner) =>
              isBefore(inner) ? given(inner) : inner === 'channels' ? channels : undefined,
            )
          );
        };
        return given(name);
      },
    };
  }
}

function placeOf(name: string, names: readonly string[]): number {
  const place = names.indexOf(name);
  return place < 0 ? names.length : place;
}

function unitOf(group: ClassGroup, block: BlockId): Unit {
  return present(
    group.units.find((unit) => unit.block.id === block),
    'unit of a block',
  );
}
