/**
 * The text form of protobuf as Caffe's files have it: fields with values, messages in braces, repeated fields. Reads any
 * names; what a field means is for the caller. What is wrong is said with line and column.
 */

import { LineIndex } from '../../base/line-index';
import { ImportError } from '../import/foreign-network';

export type TextValue = string | number | boolean | TextMessage;

/** Bodies inside one another. */
const mostDepth = 50;

export class TextMessage {
  readonly fields = new Map<string, TextValue[]>();

  /** Where it begins in the text. */
  constructor(readonly at: number) {}

  all(name: string): readonly TextValue[] {
    return this.fields.get(name) ?? [];
  }

  messages(name: string): TextMessage[] {
    return this.all(name).filter((value): value is TextMessage => value instanceof TextMessage);
  }

  /** The last one, or one without fields. */
  message(name: string): TextMessage {
    return this.messages(name).at(-1) ?? new TextMessage(this.at);
  }

  has(name: string): boolean {
    return this.fields.has(name);
  }

  texts(name: string): string[] {
    return this.all(name).flatMap((value) => (value instanceof TextMessage ? [] : [String(value)]));
  }

  text(name: string): string {
    return this.texts(name).at(-1) ?? '';
  }

  numbers(name: string): number[] {
    return this.all(name).flatMap((value) => (typeof value === 'number' ? [value] : []));
  }

  number(name: string, otherwise: number): number {
    return this.numbers(name).at(-1) ?? otherwise;
  }

  boolean(name: string, otherwise: boolean): boolean {
    const value = this.all(name).at(-1);
    if (typeof value === 'boolean') return value;
    return typeof value === 'number' ? value !== 0 : otherwise;
  }
}

/** Throws an `ImportError`. */
export function parsePrototxt(text: string): TextMessage {
  return new Parser(text).message();
}

interface Token {
  readonly kind: 'word' | 'string' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

class Parser {
  private at = 0;
  private next: Token;

  constructor(private readonly text: string) {
    this.next = this.read();
  }

  message(): TextMessage {
    const message = this.fields(0, new TextMessage(0));
    if (this.next.kind !== 'end') this.fail(this.next);
    return message;
  }

  private fields(depth: number, message: TextMessage): TextMessage {
    for (;;) {
      const { kind, text } = this.next;
      if (kind === 'sign' && (text === ',' || text === ';')) {
        this.take();
        continue;
      }
      if (kind !== 'word') return message;
      this.take();
      const values = message.fields.get(text) ?? [];
      message.fields.set(text, values);
      const hasColon = this.accept(':');
      if (this.accept('[')) {
        while (!this.accept(']')) {
          values.push(this.value(depth));
          if (!this.accept(',') && this.next.text !== ']') this.fail(this.next);
        }
      } else if (hasColon || this.isOpen()) values.push(this.value(depth));
      else this.fail(this.next);
    }
  }

  private isOpen(): boolean {
    return this.next.kind === 'sign' && (this.next.text === '{' || this.next.text === '<');
  }

  private value(depth: number): TextValue {
    const token = this.take();
    if (token.kind === 'string') {
      let text = token.text;
      while (this.next.kind === 'string') text += this.take().text;
      return text;
    }
    if (token.kind === 'word') return valueOfWord(token.text);
    if (token.kind !== 'sign' || (token.text !== '{' && token.text !== '<') || depth >= mostDepth) this.fail(token);
    const message = this.fields(depth + 1, new TextMessage(token.at));
    const close = token.text === '{' ? '}' : '>';
    if (!this.accept(close)) this.fail(this.next);
    return message;
  }

  private accept(sign: string): boolean {
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false;
    this.take();
    return true;
  }

  private take(): Token {
    const token = this.next;
    this.next = this.read();
    return token;
  }

  private read(): Token {
    const space = /(?:[\s\uFEFF]|#[^\n]*)*/y;
    space.lastIndex = this.at;
    space.exec(this.text);
    const at = space.lastIndex;
    if (at >= this.text.length) {
      this.at = at;
      return { kind: 'end', text: '', at };
    }
    const form = /([A-Za-z0-9_.+-]+)|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|[{}<>[\]:,;]/y;
    form.lastIndex = at;
    const found = form.exec(this.text);
    if (found === null) this.fail({ kind: 'sign', text: this.text[at] ?? '', at });
    this.at = form.lastIndex;
    const [all, word] = found;
    const quoted = found[2] ?? found[3];
    if (word !== undefined) return { kind: 'word', text: word, at };
    return quoted === undefined
      ? { kind: 'sign', text: all, at }
      : { kind: 'string', text: quoted.replace(/\\(.)/g, '$1'), at };
  }

  private fail({ kind, text, at }: Token): never {
    const { line, column } = new LineIndex(this.text).positionAt(at);
    const values = { line: line + 1, column: column + 1 };
    if (kind === 'end') throw new ImportError({ code: 'foreign.prototxt/end', values });
    throw new ImportError({
      code: 'foreign.prototxt',
      values: { ...values, found: JSON.stringify(text.slice(0, 40)) },
    });
  }
}

/** A number where it is one, true and false, else the word: the name of an enum's value. */
function valueOfWord(word: string): TextValue {
  if (word === 'true' || word === 'false') return word === 'true';
  const number = /^[+-]?(\d|\.\d)/.test(word) ? Number(word.replace(/f$/i, '')) : Number.NaN;
  return Number.isNaN(number) ? word : number;
}
