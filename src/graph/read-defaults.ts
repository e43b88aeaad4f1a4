/** The statement `defaults { }`: which arguments it gives to which layers, and what it names that is none. */

import { phrase } from '../base/diagnostic';
import type { Op } from '../ops/op';
import { findCallable, isLayerValue } from '../ops/registry';
import type { CallExpression, DefaultsStatement } from '../syntax/tree';
import { withDefaults } from './defaults';
import type { ExpansionContext } from './expansion';
import { declarationLocation } from './file-scope';
import { suggestCallee } from './foreign-call';
import type { Scope } from './scope';

/** Adds what `defaults { }` says to those of a scope. */
export function readDefaults(statement: DefaultsStatement, scope: Scope, context: ExpansionContext): void {
  const { file } = scope.file.file;
  const given = new Map<Op, Set<string>>();
  // What can be given as a value comes first: a norm written before its own defaults takes them too.
  const isValue = ({ callee }: CallExpression) => isLayerValue(findCallable(callee.text));
  const entries = [...statement.entries].sort((a, b) => Number(isValue(b)) - Number(isValue(a)));
  for (const entry of entries) {
    const op = findCallable(entry.callee.text);
    if (op === undefined) {
      reportUnknownDefaults(entry, scope, context);
      continue;
    }
    context.recorder.record(file, entry.callee, 'layer', undefined, op);
    let names = given.get(op);
    if (names === undefined) {
      names = new Set();
      given.set(op, names);
    }
    const added = context.binder.defaults(op, entry, scope, names);
    scope.defaults = withDefaults(scope.defaults, op, added);
  }
}

function reportUnknownDefaults(entry: CallExpression, scope: Scope, { reporter, recorder }: ExpansionContext): void {
  const { file } = scope.file.file;
  const { text: name } = entry.callee;
  const meant = scope.file.names.get(name);
  const kind = meant?.kind;
  // It is the name all the same, which a rename changes here too.
  if (meant !== undefined && meant.kind !== 'missing') {
    recorder.record(file, entry.callee, meant.kind, declarationLocation(meant));
  }
  if (kind === undefined) {
    const suggestion = suggestCallee(entry, [], scope.file.file);
    const text = suggestion === undefined ? 'name.unknown/elsewhere' : 'name.unknown/layer';
    reporter.report(text, file, entry.callee, { name }, suggestion);
  } else if (kind !== 'missing') {
    reporter.report('name.not-a-layer', file, entry.callee, { name, what: phrase(`a-${kind}`) });
  }
}
