/**
 * Overrides as messages carry them, and what the workspace takes. A parameter's value is always written as a constant of
 * the language is: that is how a view shows it, how `--set` takes it and how overrides carry it. The language reads it.
 */

import { analyze } from '../analysis/analyze';
import type { Diagnostic } from '../base/diagnostic';
import type { Value } from '../ops/value';
import type { SentOverrides } from '../protocol/server-messages';
import { parse } from '../syntax/parser';
import type { AttributeOverride, Overrides } from '../workspace/overrides';
import { idOf } from '../workspace/uri';

/** The value of a parameter as it was read; without one, the first mistake in its text where there is one to tell. */
export type ReadValue =
  | { readonly value: NonNullable<Value> }
  | { readonly value: undefined; readonly mistake: Diagnostic | undefined };

/** A text that is no constant gives an unknown value. */
export function overridesOf(sent: SentOverrides | undefined): Overrides | undefined {
  if (sent === undefined) return undefined;
  const { parameters, inputShape, attributes } = sent;
  return {
    ...(parameters && { parameters: new Map(parameters.map(({ name, value }) => [name, readValue(value).value])) }),
    ...(inputShape && { inputShape }),
    ...(attributes && { attributes: attributes.map(withId) }),
  };
}

function withId(override: AttributeOverride): AttributeOverride {
  const { call } = override;
  return 'file' in call ? { ...override, call: { ...call, file: idOf(call.file) } } : override;
}

/** Reads a parameter's value: a number with or without suffix, a size, a list, a truth value, a word, a layer, or an expression. */
export function readValue(text: string): ReadValue {
  const file = parse('value', `const value = ${text}`);
  const { constants, diagnostics } = analyze({ file: () => file, resolve: () => 'outside' }, file.file);
  const value = constants.get(file.file)?.get('value');
  const [mistake] = diagnostics;
  if (mistake !== undefined || file.declarations.length !== 1 || value === undefined) {
    return { value: undefined, mistake };
  }
  return { value };
}
