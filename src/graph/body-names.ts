/**
 * Names for what a body leaves unnamed: `conv_1`, `branch_2`, `repeat_1`. Each kind counts from 1 and skips
 * names that the body gives itself, so that paths are unique and stable.
 */

import type { Body } from '../syntax/tree';

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

/** Names that the statements of a body define, in it alone: nested bodies have their own. */
export function namesGivenIn(body: Body): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of body.statements) {
    switch (statement.kind) {
      case 'const':
      case 'input':
      case 'head':
      case 'output':
        if (statement.name) names.add(statement.name.text);
        break;
      case 'call':
      case 'join-call':
      case 'repeat':
        if (statement.label) names.add(statement.label.text);
        break;
      case 'join':
        if (statement.label) names.add(statement.label.text);
        else for (const branch of statement.branches) if (branch.name) names.add(branch.name.text);
        break;
    }
  }
  return names;
}
