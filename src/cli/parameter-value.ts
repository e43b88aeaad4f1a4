/**
 * The value after `--set name=`, written as a constant of the language is: a number with or without suffix, a size,
 * a list, a truth value, a word, a layer, or an expression of these. It is read by the language itself.
 */

import { analyze } from '../analysis/analyze';
import { messageOf } from '../base/message-text';
import type { Value } from '../ops/value';
import { parse } from '../syntax/parser';
import { englishDiagnostics } from '../words/english/diagnostics';
import { Failure } from './failure';

export function parseParameterValue(option: string): { readonly name: string; readonly value: Value } {
  const equals = option.indexOf('=');
  const name = option.slice(0, Math.max(equals, 0)).trim();
  const text = option.slice(equals + 1).trim();
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || text === '') {
    throw new Failure(`--set takes name=value, found ${option}`, 'for example --set width=0.5');
  }
  const file = parse('--set', `const value = ${text}`);
  const analysis = analyze({ file: () => file, resolve: () => 'outside' }, file.file);
  const value = analysis.constants.get(file.file)?.get('value');
  const [mistake] = analysis.diagnostics;
  if (mistake !== undefined || file.declarations.length !== 1 || value === undefined) {
    throw new Failure(
      `the value of --set ${name} cannot be read: ${text}`,
      mistake === undefined ? 'it takes a number, size, true, false or word' : messageOf(mistake, englishDiagnostics),
    );
  }
  return { name, value };
}
