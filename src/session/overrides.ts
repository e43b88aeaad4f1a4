/**
 * Overrides as messages carry them, and what the workspace takes. A parameter's value is always written as a constant of
 * the language is: that is how a view shows it, how `--set` takes it and how overrides carry it. The language reads it.
 */

import { analyze } from '../analysis/analyze';
import type { Value } from '../ops/value';
import type { SentOverrides } from '../protocol/server-messages';
import { parse } from '../syntax/parser';
import type { AttributeOverride, Overrides } from '../workspace/overrides';
import { idOf } from '../workspace/uri';

/** A text that is no constant gives an unknown value. */
export function overridesOf(sent: SentOverrides | undefined): Overrides | undefined {
  if (sent === undefined) return undefined;
  const { parameters, inputShape, attributes } = sent;
  return {
    ...(parameters && { parameters: new Map(parameters.map(({ name, value }) => [name, parameterValue(value)])) }),
    ...(inputShape && { inputShape }),
    ...(attributes && { attributes: attributes.map(withId) }),
  };
}

function withId(override: AttributeOverride): AttributeOverride {
  const { call } = override;
  return 'file' in call ? { ...override, call: { ...call, file: idOf(call.file) } } : override;
}

/** Undefined for a text that is no constant. */
export function parameterValue(text: string): Value {
  const file = parse('value', `const value = ${text}`);
  const { constants, diagnostics } = analyze({ file: () => file, resolve: () => 'outside' }, file.file);
  if (diagnostics.length > 0 || file.declarations.length !== 1) return undefined;
  return constants.get(file.file)?.get('value');
}
