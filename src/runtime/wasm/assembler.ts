/**
 * A small WebAssembly assembler: modules with one memory, functions with named parameters, structured statements. It
 * covers what the kernels of this folder use and no more; expressions are those of instructions.ts. A mistake in the use
 * of types is the compiler's to find, one in the code the engine's, which validates every module.
 */

import { invariant } from '../../base/assert';
import { concatenate } from '../../base/bytes';
import { type Bytes, section, signed, text, unsigned, type ValueType, valueTypeCodes, vector } from './encoding';
import { type CodePiece, codeOfI32, type F32, f32, type I32, i32, StackValue, type StoreForm } from './instructions';

/** A parameter or variable of a function; reading it is an expression. */
export class Local<T extends ValueType> extends StackValue<T> {
  constructor(
    type: T,
    readonly index: number,
  ) {
    super(type, [0x20, unsigned(index)]);
  }
}

export type Parameters = Readonly<Record<string, ValueType>>;

/** An argument for a parameter; numbers are constants. */
type Argument<T extends ValueType> = StackValue<T> | (T extends 'i32' | 'f32' ? number : never);

export type Arguments<P extends Parameters> = { readonly [K in keyof P]: Argument<P[K]> };

export type Locals<P extends Parameters> = { readonly [K in keyof P]: Local<P[K]> };

/** A function that can be called from other functions of its module. */
export interface FunctionHandle<P extends Parameters, R extends ValueType | null> {
  readonly index: number;
  readonly parameters: P;
  readonly result: R;
}

const empty = 0x40;

/** Collects the statements of one function. */
export class Code {
  private readonly bytes: number[] = [];
  private readonly localTypes: ValueType[] = [];

  constructor(
    private readonly parameterCount: number,
    private readonly functionResult: ValueType | null,
  ) {}

  local<T extends ValueType>(type: T): Local<T> {
    this.localTypes.push(type);
    return new Local(type, this.parameterCount + this.localTypes.length - 1);
  }

  /** Several new variables by their names. */
  variables<const P extends Parameters>(types: P): Locals<P> {
    const locals = Object.entries(types).map(([name, type]) => [name, this.local(type)]);
    return Object.fromEntries(locals) as unknown as Locals<P>;
  }

  /** A new variable with a first value. */
  let<T extends ValueType>(type: T, value: Argument<T>): Local<T> {
    const local = this.local(type);
    this.set(local, value);
    return local;
  }

  set<T extends ValueType>(local: Local<T>, value: Argument<T>): void {
    this.emit(codeOf(local.type, value), [0x21], unsigned(local.index));
  }

  /** `local += amount`. */
  increase(local: Local<'i32'>, amount: I32): void {
    this.set(local, i32.add(local, amount));
  }

  store<T extends ValueType>(form: StoreForm<T>, address: I32, value: Argument<T>, offset = 0): void {
    const lane = form.lane === undefined ? [] : [form.lane];
    this.emit(codeOfI32(address), codeOf(form.type, value), form.opcode, [form.alignment], unsigned(offset), lane);
  }

  /** Computes a value for its effect only. */
  drop(value: StackValue<ValueType>): void {
    this.emit(value.code, [0x1a]);
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    this.emit(codeOfI32(condition), [0x04, empty]);
    then();
    if (otherwise !== undefined) {
      this.emit([0x05]);
      otherwise();
    }
    this.emit([0x0b]);
  }

  /** Runs the body once, and again as long as the condition holds behind it. */
  repeatWhile(body: () => void, condition: () => I32): void {
    this.emit([0x03, empty]);
    body();
    this.emit(codeOfI32(condition()), [0x0d, 0, 0x0b]);
  }

  while(condition: () => I32, body: () => void): void {
    this.if(condition(), () => this.repeatWhile(body, condition));
  }

  /** Counts a variable from where it is to `end` (unsigned); the body runs not at all if it is there already. */
  count(local: Local<'i32'>, end: I32, step: I32, body: () => void): void {
    this.while(
      () => i32.ltU(local, end),
      () => {
        body();
        this.increase(local, step);
      },
    );
  }

  /** Runs the body again and again until a condition given to `leave` in it holds. */
  forever(body: (leave: (condition: I32) => void) => void): void {
    // A block around a loop: depth 1 is behind both, seen from the loop's body.
    this.emit([0x02, empty, 0x03, empty]);
    body((condition) => this.emit(codeOfI32(condition), [0x0d, 1]));
    this.emit([0x0c, 0, 0x0b, 0x0b]);
  }

  /** Runs the body once; `leave` in it ends it early where a condition holds. */
  block(body: (leave: (condition: I32) => void) => void): void {
    this.emit([0x02, empty]);
    body((condition) => this.emit(codeOfI32(condition), [0x0d, 0]));
    this.emit([0x0b]);
  }

  call<P extends Parameters>(handle: FunctionHandle<P, ValueType | null>, given: Arguments<P>): void {
    this.emit(codeOfCall(handle, given));
    if (handle.result !== null) this.emit([0x1a]);
  }

  /** Calls a function of the table that takes the given 32-bit integers and gives nothing. */
  callIndirect(typeIndex: number, given: readonly I32[], tableIndex: I32): void {
    this.emit(given.map(codeOfI32), codeOfI32(tableIndex), [0x11, unsigned(typeIndex), 0]);
  }

  copyMemory(to: I32, from: I32, bytes: I32): void {
    this.emit(codeOfI32(to), codeOfI32(from), codeOfI32(bytes), [0xfc, 10, 0, 0]);
  }

  fillMemory(to: I32, byte: I32, bytes: I32): void {
    this.emit(codeOfI32(to), codeOfI32(byte), codeOfI32(bytes), [0xfc, 11, 0]);
  }

  return(value?: Argument<ValueType>): void {
    const { functionResult } = this;
    invariant((functionResult === null) === (value === undefined), 'a return gives what the function gives');
    if (functionResult !== null && value !== undefined) this.emit(codeOf(functionResult, value as never));
    this.emit([0x0f]);
  }

  /** The function's entry in the code section. */
  finish(): Bytes {
    const groups: number[][] = this.localTypes.map((type) => [1, valueTypeCodes[type]]);
    // Behind a body that always returns the end cannot be reached, and an expression is not wanted there.
    const end = this.functionResult === null ? [0x0b] : [0x00, 0x0b];
    const body = concatenate([vector(groups), this.bytes, end]);
    return concatenate([unsigned(body.length), body]);
  }

  private emit(...pieces: CodePiece): void {
    for (const piece of pieces) {
      if (typeof piece === 'number') this.bytes.push(piece);
      else this.emit(...piece);
    }
  }
}

function codeOf<T extends ValueType>(type: T, value: Argument<T>): CodePiece {
  if (value instanceof StackValue) return value.code;
  invariant(typeof value === 'number', 'an argument is a number or an expression');
  return type === 'f32' ? f32.const(value).code : i32.const(value).code;
}

function codeOfCall<P extends Parameters>(
  { index, parameters }: FunctionHandle<P, ValueType | null>,
  given: Arguments<P>,
): CodePiece {
  const code = Object.entries(parameters).map(([name, type]) => codeOf(type, given[name] as I32 & F32));
  return [code, 0x10, unsigned(index)];
}

/** A call as an expression. */
export function valueOfCall<P extends Parameters, R extends ValueType>(
  handle: FunctionHandle<P, R>,
  given: Arguments<P>,
): StackValue<R> {
  return new StackValue(handle.result, codeOfCall(handle, given));
}

export interface MemoryImport {
  readonly module: string;
  readonly name: string;
  /** In pages of 64 KiB. */
  readonly minimum: number;
  readonly maximum: number;
  readonly shared: boolean;
}

export class ModuleBuilder {
  private readonly types: string[] = [];
  private readonly typeBytes: Bytes[] = [];
  private readonly functionTypes: number[] = [];
  private readonly bodies: Bytes[] = [];
  private readonly exports: Bytes[] = [];
  private readonly elements: number[] = [];

  constructor(private readonly memory: MemoryImport) {}

  /** The position of a function type; equal types share one. */
  type(parameters: readonly ValueType[], result: ValueType | null): number {
    const bytes = concatenate([
      [0x60],
      vector(parameters.map((type) => [valueTypeCodes[type]])),
      vector(result === null ? [] : [[valueTypeCodes[result]]]),
    ]);
    const key = bytes.join();
    const found = this.types.indexOf(key);
    if (found >= 0) return found;
    this.types.push(key);
    this.typeBytes.push(bytes);
    return this.types.length - 1;
  }

  /**
   * Adds a function. One with a result gives it by `code.return(...)` on every way. Functions it calls have to be there
   * before.
   */
  add<const P extends Parameters, R extends ValueType | null>(
    parameters: P,
    result: R,
    write: (code: Code, parameters: Locals<P>) => void,
  ): FunctionHandle<P, R> {
    const types = Object.values(parameters);
    const index = this.functionTypes.length;
    const code = new Code(types.length, result);
    const locals = Object.fromEntries(
      Object.entries(parameters).map(([name, type], at) => [name, new Local(type, at)]),
    );
    write(code, locals as unknown as Locals<P>);
    invariant(this.functionTypes.length === index, 'functions are not nested');
    this.functionTypes.push(this.type(types, result));
    this.bodies.push(code.finish());
    return { index, parameters, result };
  }

  export(name: string, { index }: FunctionHandle<Parameters, ValueType | null>): void {
    this.exports.push(concatenate([text(name), [0x00], unsigned(index)]));
  }

  /** Puts a function in the table; its position there. */
  element({ index }: FunctionHandle<Parameters, ValueType | null>): number {
    this.elements.push(index);
    return this.elements.length - 1;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const { module, name, minimum, maximum, shared } = this.memory;
    const limits = [shared ? 0x03 : 0x01, ...unsigned(minimum), ...unsigned(maximum)];
    const size = unsigned(this.elements.length);
    const sections = [
      section(1, vector(this.typeBytes)),
      section(2, vector([concatenate([text(module), text(name), [0x02], limits])])),
      section(3, vector(this.functionTypes.map((type) => unsigned(type)))),
      section(4, vector([[0x70, 0x01, ...size, ...size]])),
      section(7, vector(this.exports)),
      section(9, vector([concatenate([[0x00, 0x41, ...signed(0), 0x0b], vector(this.elements.map(unsigned))])])),
      section(10, vector(this.bodies)),
    ];
    return concatenate([[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], ...sections]);
  }
}
