/**
 * How many layers a text unrolls to at least, found without unrolling it: a design far beyond the limit of layers is told
 * so at once. What is only known while the flow is followed (sides of conditions, computed turns) counts as nothing.
 */

import type { Location, Span } from '../base/span';
import type { Body, Expression, Name, RepeatStatement, Statement, Turns } from '../syntax/tree';
import { valueNames, walk } from '../syntax/tree-walk';
import type { Module, Network } from './file-scope';

type Owner = Module | Network;

export class LayerCounter {
  private readonly bodies = new Map<Body, number>();
  private readonly busy = new Set<Owner>();
  private readonly localNames = new Map<Owner, ReadonlySet<string>>();

  /** `mostTurns` and `mostDepth`: what is beyond them is not unrolled. */
  constructor(
    private readonly mostTurns: number,
    private readonly mostDepth: number,
  ) {}

  body(body: Body | undefined, owner: Owner): number {
    if (body === undefined) return 0;
    let count = this.bodies.get(body);
    if (count === undefined) {
      count = 0;
      for (const statement of body.statements) count += this.statement(statement, owner);
      this.bodies.set(body, count);
    }
    return count;
  }

  /** The layer of a body that comes after so many others; undefined if there are no more. */
  place(body: Body | undefined, owner: Owner, others: number): Location | undefined {
    let left = others;
    for (const statement of body?.statements ?? []) {
      const count = this.statement(statement, owner);
      if (count > left) return this.placeIn(statement, owner, left);
      left -= count;
    }
    return undefined;
  }

  private statement(statement: Statement, owner: Owner): number {
    switch (statement.kind) {
      case 'call':
        return this.call(statement.callee, owner);
      case 'join':
        return statement.branches.reduce((sum, branch) => sum + this.body(branch.body, owner), 1);
      case 'join-call':
        return 1;
      case 'repeat':
        return this.turns(statement) * this.body(statement.body, owner);
      default:
        return 0;
    }
  }

  private call(callee: Name, owner: Owner): number {
    const module = this.moduleOf(callee, owner);
    if (module === undefined) return this.isLocal(callee.text, owner) ? 0 : 1;
    if (this.busy.has(module) || this.busy.size >= this.mostDepth) return 0;
    this.busy.add(module);
    const count = this.body(module.declaration.body, module);
    this.busy.delete(module);
    return count;
  }

  private placeIn(statement: Statement, owner: Owner, others: number): Location {
    const at = ({ start, end }: Span): Location => ({ file: owner.scope.file.file, span: { start, end } });
    switch (statement.kind) {
      case 'call': {
        const module = this.moduleOf(statement.callee, owner);
        return (module && this.place(module.declaration.body, module, others)) ?? at(statement.callee);
      }
      case 'join': {
        let left = others;
        for (const { body } of statement.branches) {
          const found = this.place(body, owner, left);
          if (found !== undefined) return found;
          left -= this.body(body, owner);
        }
        return at(statement.keyword);
      }
      case 'join-call':
        return at(statement.keyword);
      case 'repeat':
        return this.place(statement.body, owner, others % this.body(statement.body, owner)) ?? at(statement.keyword);
      default:
        return at(statement);
    }
  }

  private turns({ turns }: RepeatStatement): number {
    const count = turns.over === 'list' ? itemsOf(turns.list) : lengthOf(turns);
    return Number.isInteger(count) && count >= 0 && count <= this.mostTurns ? count : 0;
  }

  private moduleOf(callee: Name, owner: Owner): Module | undefined {
    const entry = owner.scope.names.get(callee.text);
    return entry?.kind === 'module' && !this.isLocal(callee.text, owner) ? entry : undefined;
  }

  /** A value of that name may be called instead of the module or layer. */
  private isLocal(name: string, owner: Owner): boolean {
    if (owner.scope.names.get(name)?.kind === 'constant') return true;
    let names = this.localNames.get(owner);
    if (names === undefined) {
      names = valueNamesIn(owner);
      this.localNames.set(owner, names);
    }
    return names.has(name);
  }
}

function itemsOf(list: Expression): number {
  return list.kind === 'list' ? list.items.length : 0;
}

/** NaN where an end is no literal. */
function lengthOf(turns: Exclude<Turns, { readonly over: 'list' }>): number {
  if (turns.over === 'count') return numberOf(turns.count) ?? Number.NaN;
  const [first, last] = [numberOf(turns.first) ?? Number.NaN, numberOf(turns.last) ?? Number.NaN];
  return last - first + (turns.excludesLast ? 0 : 1);
}

function numberOf(expression: Expression | undefined): number | undefined {
  return expression?.kind === 'number' ? expression.value : undefined;
}

/** Parameters, constants and loop variables, wherever in the declaration they are in force. */
function valueNamesIn({ declaration }: Owner): ReadonlySet<string> {
  const names = new Set(declaration.parameters.map(({ name }) => name.text));
  walk(declaration, (node) => {
    if (node.kind === 'const' || node.kind === 'repeat') for (const { text } of valueNames(node)) names.add(text);
  });
  return names;
}
