/**
 * Names for what a body leaves unnamed: `conv_1`, `branch_2`, `repeat_1`. Each kind counts from 1 and skips
 * names that the body gives itself, so that paths are unique and stable.
 */

import type { Body, JoinStatement, Name, Statement } from '../syntax/tree';
import { valueNames } from '../syntax/tree-walk';

export class BodyNames {
  private counts: Map<string, number> | undefined;

  constructor(private readonly given: ReadonlySet<string>) {}

  next(kind: string): string {
    this.counts ??= new Map();
    let count = this.counts.get(kind) ?? 0;
    let name: string;
    do {
      count++;
      name = `${kind}_${count}`;
    } while (this.given.has(name));
    this.counts.set(kind, count);
    return name;
  }
}

/** A name that a statement of a body defines. */
export interface Definition {
  readonly name: Name;
  readonly kind: 'constant' | 'result' | 'input' | 'output' | 'branch';
}

/** Names that the statements of a body define, in it alone: nested bodies have their own, the sides of an `if` have not. */
export function definitionsIn(body: Body): Definition[] {
  return body.statements.flatMap(definitionsOf);
}

export function namesGivenIn(body: Body): ReadonlySet<string> {
  return new Set(definitionsIn(body).map(({ name }) => name.text));
}

export function definitionsOf(statement: Statement): readonly Definition[] {
  switch (statement.kind) {
    case 'const':
      return valueNames(statement).map((name) => ({ name, kind: 'constant' }));
    case 'input':
      return named('input', statement.name);
    case 'head':
    case 'output':
      return named('output', statement.name);
    case 'call':
    case 'join-call':
    case 'repeat':
    case 'error':
      return named('result', statement.label);
    case 'join':
      // Branches of a named block have a level of their own.
      return statement.label ? named('result', statement.label) : branchesOf(statement);
    case 'if':
      return [
        ...statement.sides.flatMap((side) => (side.body ? definitionsIn(side.body) : [])),
        ...named('result', statement.label),
      ];
    default:
      return none;
  }
}

export function branchesOf({ branches }: JoinStatement): readonly Definition[] {
  return branches.flatMap(({ name }) => named('branch', name));
}

function named(kind: Definition['kind'], name: Name | undefined): readonly Definition[] {
  return name === undefined ? none : [{ name, kind }];
}

/** Most statements define nothing. */
const none: readonly Definition[] = [];
