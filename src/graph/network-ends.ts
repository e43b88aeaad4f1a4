/**
 * Where a network begins and ends: its input, its heads and outputs, and the precision it says of its values. All of them
 * stand in the network's own body, once or under names of their own. The flow between them is followed by expand.ts.
 */

import type { Precision } from '../base/precision';
import type { Span } from '../base/span';
import type { Shape } from '../ops/dim';
import { ops } from '../ops/registry';
import type {
  CallStatement,
  HeadStatement,
  InputStatement,
  OutputStatement,
  PrecisionStatement,
  Statement,
} from '../syntax/tree';
import type { BodyState, ExpansionState, FollowBody } from './expansion';
import { readInputShape, readPrecision } from './flow-values';
import { inputMeant } from './foreign-call';
import type { LayerId, Origin, Output } from './graph';
import type { Scope } from './scope';

export class NetworkEnds {
  private readonly outputNames = new Set<string>();
  private statedPrecision: Precision | undefined;

  constructor(
    private readonly shared: ExpansionState,
    /** In place of the written one. */
    private readonly inputShape: Shape | undefined,
    private readonly followBody: FollowBody,
  ) {}

  /** Undefined until the network states one. */
  get precision(): Precision | undefined {
    return this.statedPrecision;
  }

  input(
    statement: InputStatement,
    state: BodyState,
    keyword: Span = { start: statement.start, end: statement.start + 'input'.length },
  ): void {
    if (state.place !== 'network') {
      this.shared.report('flow.place/input', keyword, {});
      return;
    }
    if (this.shared.builder.input >= 0) {
      this.shared.report('flow.input-twice', keyword, {});
      return;
    }
    if (!state.isBeforeInput) {
      this.shared.isBroken = true;
      this.shared.report('flow.input-place', keyword, {});
    }
    const name = statement.name?.text ?? 'input';
    const written = readInputShape(statement, state.scope, this.shared.context);
    const [height, width, channels] = this.inputShape ?? written;
    const origin = { file: this.shared.file, span: statement, nameSpan: statement.name ?? keyword };
    const layer = this.shared.addLayer(
      ops.input,
      name,
      { height, width, channels },
      [],
      origin,
      state.block,
      undefined,
    );
    this.shared.builder.input = layer;
    state.flow = layer;
    state.block.input = layer;
    if (statement.name) this.shared.defineResult(statement.name, layer, 'input', state.scope);
    else
      state.scope.setResult('input', { layer, kind: 'input', declaration: { file: this.shared.file, span: keyword } });
  }

  /** `Input(224, 224, 3)` or `x = Input(shape = ...)`, as a network starts elsewhere. */
  isInputCall(statement: Statement, scope: Scope): statement is CallStatement {
    if (statement.kind !== 'call' || statement.callee.text.toLowerCase() !== 'input') return false;
    return this.shared.context.evaluator.callable(statement.callee, scope) === undefined;
  }

  /** Reports such a call, and reads it as the input that is meant. */
  inputCall(statement: CallStatement, state: BodyState): void {
    const { callee } = statement;
    const { input, fixes } = inputMeant(statement, state.scope.file.file);
    this.shared.report('name.unknown/input', callee, { name: callee.text }, { fixes });
    this.input(input, state, callee);
  }

  setPrecision(statement: PrecisionStatement, state: BodyState): void {
    const keyword = { start: statement.start, end: statement.start + 'precision'.length };
    if (state.place !== 'network') this.shared.report('flow.place/precision', keyword, {});
    else if (this.statedPrecision !== undefined) this.shared.report('flow.precision-twice', keyword, {});
    else this.statedPrecision = readPrecision(statement, state.scope, this.shared.context);
  }

  head(statement: HeadStatement, state: BodyState): void {
    const keyword = { start: statement.start, end: statement.start + 'head'.length };
    if (state.place !== 'network') {
      this.shared.report('flow.place/head', keyword, {});
      return;
    }
    const flow = statement.source ? this.shared.lookUpResult(statement.source, state.scope) : state.flow;
    const name = this.shared.pathName(statement.name, 'head', state);
    this.sideBody('head', name, statement, keyword, flow, state);
  }

  output(statement: OutputStatement, state: BodyState): void {
    const keyword = { start: statement.start, end: statement.start + 'output'.length };
    if (state.place !== 'network') {
      this.shared.report('flow.place/output', keyword, {});
      return;
    }
    const { name } = statement;
    if (name === undefined) {
      this.shared.isBroken = true;
      return;
    }
    if (statement.body !== undefined) {
      const flow = statement.source ? this.shared.lookUpResult(statement.source, state.scope) : state.flow;
      this.sideBody('output', this.shared.pathName(name, 'output', state), statement, keyword, flow, state);
      return;
    }
    const existing = state.scope.result(name.text);
    let layer = existing?.layer ?? state.flow;
    if (statement.source) layer = this.shared.lookUpResult(statement.source, state.scope);
    else if (existing !== undefined)
      this.shared.context.recorder.record(this.shared.file, name, existing.kind, existing.declaration);
    else this.shared.defineResult(name, layer, 'output', state.scope);
    this.addOutput(name, name.text, 'output', layer, { file: this.shared.file, span: statement, nameSpan: name });
  }

  private sideBody(
    kind: 'head' | 'output',
    name: string,
    statement: HeadStatement | OutputStatement,
    keyword: Span,
    flow: LayerId,
    state: BodyState,
  ): void {
    const origin = this.shared.originOf(statement, statement.name ?? keyword);
    const block = this.shared.builder.addBlock(kind, name, state.prefix + name, state.block, origin, flow);
    const result = this.followBody(statement.body, state, block, flow);
    block.result = result;
    if (statement.name) this.shared.defineResult(statement.name, result, 'output', state.scope);
    this.addOutput(statement.name ?? keyword, name, kind, result, origin);
  }

  private addOutput(place: Span, name: string, kind: Output['kind'], layer: LayerId, origin: Origin): void {
    if (this.outputNames.has(name)) {
      this.shared.report('flow.output-twice', place, { name });
      return;
    }
    this.outputNames.add(name);
    this.shared.builder.outputs.push({ name, kind, layer, origin });
  }
}
