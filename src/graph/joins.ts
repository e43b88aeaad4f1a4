/**
 * Joins: `concat`, `add` and `multiply` of branches that are written out, and of results by their names. Branches start at
 * the same flow; what is in them is followed by expand.ts.
 */

import { ops } from '../ops/registry';
import type { Branch, JoinCallStatement, JoinStatement } from '../syntax/tree';
import { BodyNames } from './body-names';
import type { BodyState, ExpansionState, FollowBody } from './expansion';
import type { LayerId } from './graph';
import type { OpenBlock } from './graph-builder';
import type { Scope } from './scope';
import { unknownOp } from './unknown-op';

export class Joins {
  constructor(
    private readonly shared: ExpansionState,
    private readonly followBody: FollowBody,
  ) {}

  join(statement: JoinStatement, state: BodyState): void {
    const { label } = statement;
    const kind = statement.join;
    const name = this.shared.pathName(label, kind, state);
    const path = state.prefix + name;
    const origin = this.shared.originOf(statement, statement.keyword);
    const block = this.shared.builder.addBlock('join', name, path, state.block, origin, state.flow);
    // An unnamed block adds no level: its branches are named in the body's own count.
    const isLevel = label !== undefined && name === label.text;
    const branchNames = isLevel
      ? new BodyNames(new Set(statement.branches.map((branch) => branch.name?.text ?? '')))
      : state.names;
    const branchScope = isLevel ? state.scope.nested() : state.scope;
    const prefix = isLevel ? `${path}/` : state.prefix;
    const ends: LayerId[] = [];
    for (const branch of statement.branches) {
      if (this.shared.isStopped) return;
      ends.push(this.branch(branch, state, block, branchScope, branchNames, prefix));
    }
    // With a branch that could not be read, what is joined is unknown.
    const isKnown = ends.length > 0 && !statement.incomplete;
    if (!isKnown) this.shared.isBroken = true;
    const layer = this.shared.addLayer(isKnown ? ops[kind] : unknownOp(kind), path, {}, ends, origin, block, undefined);
    block.result = layer;
    state.flow = layer;
    if (label) this.shared.defineResult(label, layer, 'result', state.scope);
  }

  joinCall(statement: JoinCallStatement, state: BodyState): void {
    const inputs = statement.operands.map((operand) => this.shared.lookUpResult(operand, state.scope));
    const name = this.shared.pathName(statement.label, statement.join, state);
    const origin = this.shared.originOf(statement, statement.keyword);
    const isKnown = inputs.length > 0 && !statement.incomplete;
    if (!isKnown) this.shared.isBroken = true;
    const op = isKnown ? ops[statement.join] : unknownOp(statement.join);
    const layer = this.shared.addLayer(op, state.prefix + name, {}, inputs, origin, state.block, undefined);
    this.shared.builder.operands.set(
      layer,
      statement.operands.map(({ text }) => text),
    );
    state.flow = layer;
    if (statement.label) this.shared.defineResult(statement.label, layer, 'result', state.scope);
  }

  private branch(
    branch: Branch,
    state: BodyState,
    join: OpenBlock,
    scope: Scope,
    names: BodyNames,
    prefix: string,
  ): LayerId {
    const flow = branch.source ? this.shared.lookUpResult(branch.source, state.scope) : state.flow;
    const isNamed = branch.name !== undefined && !scope.has(branch.name.text);
    const name = isNamed && branch.name ? branch.name.text : names.next('branch');
    const origin = this.shared.originOf(branch, branch.name ?? branch.keyword);
    const block = this.shared.builder.addBlock('branch', name, prefix + name, join, origin, flow);
    const result = this.followBody(branch.body, state, block, flow);
    block.result = result;
    if (branch.name) this.shared.defineResult(branch.name, result, 'branch', scope);
    return result;
  }
}
