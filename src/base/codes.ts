/**
 * The codes of diagnostics and how severe each is. A code is stable and has an entry in docs/diagnostics.md; what it
 * says is in the tables of src/words, where `code/case` tells the cases of one code apart.
 */

import { englishDiagnostics, type Messages } from '../words/english/diagnostics';

/** A text of the table: a code, or one of its cases. */
export type MessageKey = keyof Messages;

export type DiagnosticCode = CodeOf<MessageKey>;

type CodeOf<Key extends MessageKey> = Key extends `${infer Bare}/${string}` ? Bare : Key;

export type Severity = 'error' | 'warning' | 'note' | 'hint';

/** In the order of the table. */
export const codes: readonly DiagnosticCode[] = [
  ...new Set((Object.keys(englishDiagnostics.messages) as MessageKey[]).map((key) => codeOf(key))),
];

export function codeOf(key: MessageKey): DiagnosticCode {
  const slash = key.indexOf('/');
  return (slash < 0 ? key : key.slice(0, slash)) as DiagnosticCode;
}

/** Codes that are no errors. */
const milder: Partial<Readonly<Record<DiagnosticCode, Severity>>> = {
  'name.shadows-layer': 'warning',
  'flow.dead': 'warning',
  'flow.arrow-after-name': 'warning',
  'flow.empty': 'warning',
  'lint.pool-stride': 'note',
  'lint.channels-first': 'hint',
  'lint.conv-order': 'hint',
  'lint.dense-positions': 'hint',
  'lint.pool-cut': 'hint',
  'lint.spread': 'hint',
  'lint.output-padding-same': 'warning',
  'lint.rounding-same': 'warning',
  'lint.budget-close': 'hint',
  'lint.branch-cost': 'hint',
  'lint.relu-softmax': 'hint',
  'lint.no-effect': 'hint',
  'target.odd-same': 'note',
  'target.rounding': 'note',
  'target.count-padding': 'note',
  'target.groups': 'note',
  'target.epsilon': 'note',
  'unused.parameter': 'hint',
  'unused.module': 'hint',
  'unused.constant': 'hint',
  'unused.result': 'hint',
  'unused.import': 'hint',
};

export function severityOf(code: DiagnosticCode): Severity {
  return milder[code] ?? 'error';
}
