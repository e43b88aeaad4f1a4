/** `--set name=value` as it is given: a name, and a value that the session reads as the language does. */

import { messageOf } from '../base/message-text';
import type { Value } from '../ops/value';
import { readValue } from '../session/overrides';
import { Failure } from './failure';

export function parseParameterValue(option: string): { readonly name: string; readonly value: Value } {
  const equals = option.indexOf('=');
  const name = option.slice(0, Math.max(equals, 0)).trim();
  const text = option.slice(equals + 1).trim();
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || text === '') {
    throw new Failure(
      ({ failures: say }) => say('set-form', { found: option }),
      ({ failures: say }) => say('set-form.hint'),
    );
  }
  const read = readValue(text);
  if (read.value === undefined) {
    const { mistake } = read;
    throw new Failure(
      ({ failures: say }) => say('set-value', { name, value: text }),
      ({ failures: say, diagnostics }) =>
        mistake === undefined ? say('set-value.hint') : messageOf(mistake, diagnostics),
    );
  }
  return { name, value: read.value };
}
