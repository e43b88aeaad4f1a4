/**
 * Random programs by the grammar: every declaration, statement and expression of the language, comments and layout
 * included. Most of what they say is sound; names, shapes and values may be wrong. Sound networks, every layer among
 * them, are made by test/support/random-network.ts.
 */

import type { Random } from '../../src/base/random';
import { callableOps } from '../../src/ops/registry';
import { randomDesignText, randomNetworkText } from '../support/random-network';

/** A whole file. It may import `block` and `size` from ./blocks.cnn. */
export function randomProgram(random: Random): string {
  const choice = random();
  if (choice < 0.1) return randomNetworkText(whole(random, 2 ** 31));
  if (choice < 0.25) return randomDesignText(whole(random, 2 ** 31));
  const program = new Program(random);
  return program.file();
}

/** A statement as it may stand in the body of any program. */
export function randomStatement(random: Random): string {
  return new Program(random).statement(2);
}

/** A whole number from 0 up to but not including `below`. */
export function whole(random: Random, below: number): number {
  return Math.floor(random() * below);
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[whole(random, list.length)] as T;
}

const operators = ['+', '-', '*', '/', '%', '**'] as const;
const comparisons = ['==', '<=', '~', '<', '>', '>=', '!='] as const;
const metrics = ['multiplies', 'macs', 'params', 'flops', 'activationBytes', 'peak', 'weights', 'adds'] as const;
const literals = ['1', '2', '3', '8', '16', '1_000', '0.5', '1.6G', '7MB', '2Ki', '1e-4', '3x3', '1x1', '5x1', '8x8x4'];
const joins = ['concat', 'add', 'multiply'] as const;
const words = [
  'same',
  'valid',
  'relu',
  'none',
  'true',
  'false',
  'channels',
  'batchnorm()',
  'lrn(5)',
  'conv(4)',
  'm0',
  'm0(3)',
];

class Program {
  /** Values and results that have been named so far. */
  private readonly values = ['c', 'width', 'size', 'from', 'in', 'i'];
  private readonly results = ['input', 'x', 'stem'];
  private readonly modules = ['block', 'm0', 'm1'];
  private made = 0;

  constructor(private readonly random: Random) {}

  file(): string {
    const { random } = this;
    const parts: string[] = [];
    if (random() < 0.4) parts.push('import { block, size as size } from "./blocks.cnn"');
    if (random() < 0.2) parts.push(this.comment());
    for (let i = whole(random, 3); i > 0; i--) parts.push(`const ${this.newValue()} = ${this.expression(2)}`);
    const count = 1 + whole(random, 3);
    for (let i = 0; i < count; i++) parts.push(this.module(i));
    parts.push(this.network());
    if (random() < 0.3) parts.push(this.network());
    return `${parts.join(pick(random, ['\n', '\n\n', '\r\n', ' ']))}\n`;
  }

  private module(index: number): string {
    const parameters = ['c = 4', 'width = c * 2', 'f = relu', 'from = 3x3'].slice(0, whole(this.random, 4)).join(', ');
    return `${this.documentation()}module m${index}(${parameters}) ${this.body(3)}`;
  }

  private network(): string {
    const { random } = this;
    const parameters = random() < 0.4 ? `(width = ${1 + whole(random, 3)}, c = 8)` : pick(random, ['', '()']);
    const name = random() < 0.7 ? 'input x' : 'input';
    const start = `${name}: ${pick(random, ['8x8x4', '16x12x3', '[8, 8, 4 * 1]', '32x32x3'])}`;
    const end = random() < 0.4 ? `\n  budget ${this.check()}` : '';
    const output = random() < 0.4 ? `\n  output ${pick(random, ['last', 'x', 'stem'])}` : '';
    return `${this.documentation()}network ${pick(random, ['N', 'Net', 'M'])}${this.made++}${parameters} {
  ${start}
  stem = conv(4, 3x3)
  ${this.statements(3)}${output}${end}
}`;
  }

  private body(depth: number): string {
    if (this.random() < 0.4) return `{ ${this.statements(depth - 1, ' ')} }`;
    return `{\n  ${this.statements(depth - 1)}\n}`;
  }

  private statements(depth: number, separator = '\n  '): string {
    const lines: string[] = [];
    for (let i = whole(this.random, 5); i >= 0; i--) {
      lines.push(this.statement(depth));
      if (this.random() < 0.15) lines.push('->');
      else if (this.random() < 0.08) lines.push(separator === ' ' ? '/* inside */' : this.comment());
    }
    if (lines.at(-1) === '->') lines.pop();
    return lines.join(separator);
  }

  statement(depth: number): string {
    const { random } = this;
    const choice = random();
    if (depth <= 0 || choice < 0.4) return this.layers();
    if (choice < 0.5) return `${random() < 0.4 ? `${this.newResult()} = ` : ''}${this.join(depth)}`;
    if (choice < 0.55) return `${pick(random, joins)}(${this.result()}, ${this.result()})`;
    if (choice < 0.58) return `${random() < 0.3 ? `${this.newResult()} = ` : ''}${this.condition(depth)}`;
    if (choice < 0.63) return `repeat ${this.turns()} ${this.body(depth)}`;
    if (choice < 0.68) return `from ${this.result()}`;
    if (choice < 0.73)
      return `head ${this.newResult()}${random() < 0.5 ? ` from ${this.result()}` : ''} ${this.body(depth)}`;
    if (choice < 0.76)
      return `output ${this.newResult()}${random() < 0.5 ? ` from ${this.result()} ${this.body(depth)}` : ''}`;
    if (choice < 0.81)
      return `defaults { conv(${this.argument()}) maxpool(padding = ${pick(random, ['valid', 'same', '1'])}) }`;
    if (choice < 0.88) return `expect ${random() < 0.4 ? this.expression(1) : this.check()}, ${this.check()}`;
    if (choice < 0.9) return `const ${this.newValue()} = ${this.expression(3)}`;
    if (choice < 0.92)
      return `const [${this.newValue()}, ${this.newValue()}] = [${this.expression(2)}, ${this.expression(1)}]`;
    if (choice < 0.93) return pick(random, ['precision int8', 'precision weights = float16, activations = int4']);
    return `${this.documentation()}${this.layers()}`;
  }

  private layers(): string {
    const calls = Array.from({ length: 1 + whole(this.random, 3) }, () => this.call());
    const label = this.random() < 0.2 ? `${this.newResult()} = ` : '';
    return label + calls.join(pick(this.random, [' -> ', ' ', ' ->\n  ', '\n  -> ']));
  }

  private call(): string {
    const { random } = this;
    if (random() < 0.3)
      return `conv(${pick(random, ['4', '8', 'c', '4 * 2'])}, ${pick(random, ['1x1', '3x3', '[3, 1]'])})`;
    const name = random() < 0.2 ? pick(random, [...this.modules, 'f']) : pick(random, callableOps).name;
    const list = Array.from({ length: whole(random, 4) }, () =>
      random() < 0.1 ? this.result() : random() < 0.5 ? this.expression(2) : this.argument(),
    );
    const space = random() < 0.15 ? '\n    ' : '';
    return `${name}(${space}${list.join(pick(random, [', ', ',\n      ', ' , ']))}${random() < 0.1 ? ',' : ''}${space})`;
  }

  private argument(): string {
    const name = pick(this.random, [
      'kernel',
      'stride',
      'padding',
      'bias',
      'norm',
      'activation',
      'groups',
      'from',
      'c',
    ]);
    return `${name} = ${this.random() < 0.5 ? pick(this.random, words) : this.expression(1)}`;
  }

  private join(depth: number): string {
    const count = 1 + whole(this.random, 3);
    const branches = Array.from({ length: count }, () => {
      const name = this.random() < 0.15 ? ` ${this.newResult()}` : '';
      const source = this.random() < 0.15 ? ` from ${this.result()}` : '';
      return `branch${name}${source} ${this.random() < 0.2 ? '{ }' : this.body(depth)}`;
    });
    return `${pick(this.random, joins)} { ${branches.join(pick(this.random, [' ', '\n    ']))} }`;
  }

  private condition(depth: number): string {
    const other =
      this.random() < 0.4 ? ` else ${this.random() < 0.3 ? this.condition(depth - 1) : this.body(depth)}` : '';
    return `if ${this.test()} ${this.body(depth)}${other}`;
  }

  private test(): string {
    const compare = `${this.expression(1)} ${pick(this.random, ['==', '!=', '<', '<=', '>', '>='])} ${this.expression(1)}`;
    return pick(this.random, [
      'true',
      'channels == c',
      compare,
      `not ${compare} or ${compare}`,
      `(${compare}) and true`,
    ]);
  }

  private turns(): string {
    return pick(this.random, [
      '2',
      'c',
      'i in 1..3',
      'i in 0 ..<3',
      'k in 2 .. width',
      `n in ${this.expression(1)}..2`,
      `v in [${this.expression(1)}, 3]`,
      '[v, w] in [[4, 1], [8, 2]]',
    ]);
  }

  private check(): string {
    return `${pick(this.random, metrics)} ${pick(this.random, comparisons)} ${this.expression(1)}`;
  }

  private expression(depth: number): string {
    const { random } = this;
    const choice = random();
    if (depth <= 0 || choice < 0.4) return pick(random, literals);
    if (choice < 0.55) return pick(random, this.values);
    if (choice < 0.62) return pick(random, words);
    const inner = () => this.expression(depth - 1);
    if (choice < 0.68) return `${pick(random, ['-', '+'])}${inner()}`;
    if (choice < 0.74) return `(${inner()})`;
    if (choice < 0.78) return `[${inner()}, ${inner()}]`;
    if (choice < 0.8) return `${pick(random, ['size', `[${inner()}, 2]`])}[${pick(random, ['0', '1', inner()])}]`;
    if (choice < 0.83) return `${inner()} if ${this.test()} else ${inner()}`;
    if (choice < 0.88) return `${pick(random, ['min', 'max'])}(${inner()}, ${inner()})`;
    if (choice < 0.9)
      return `${pick(random, ['floor', 'ceil', 'round', 'abs', 'sqrt', 'length', 'make_divisible'])}(${inner()})`;
    return `${inner()} ${pick(random, operators)} ${inner()}`;
  }

  private comment(): string {
    return pick(this.random, ['// a comment', '/* one */', '/* two\n lines */', '//// no documentation', '// } ) "']);
  }

  private documentation(): string {
    return this.random() < 0.15 ? '/// What it **is**.\n' : '';
  }

  private result(): string {
    return pick(this.random, this.results);
  }

  private newResult(): string {
    const name = `r${this.made++}`;
    this.results.push(name);
    return name;
  }

  private newValue(): string {
    const name = `v${this.made++}`;
    this.values.push(name);
    return name;
  }
}
