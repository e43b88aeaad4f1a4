/** A network from text, for tests that plan and run it. */

import assert from 'node:assert/strict';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { messageOf } from '../../src/base/message-text';
import type { Plan } from '../../src/plan/plan';
import { type PlanOptions, planRun } from '../../src/plan/plan-run';
import { parse } from '../../src/syntax/parser';
import { englishDiagnostics } from '../../src/words/english/diagnostics';

/** The last network of a text without errors. */
export function networkOf(text: string): NetworkAnalysis {
  const analysis = analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/test.cnn');
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  assert.deepEqual(
    errors.map((found) => `${messageOf(found, englishDiagnostics)} at ${text.slice(found.span.start, found.span.end)}`),
    [],
    text,
  );
  const network = analysis.networks.at(-1);
  assert.ok(network !== undefined);
  return network;
}

/** A network of layers in a row, from a body without `network`. */
export function networkOfBody(body: string): NetworkAnalysis {
  return networkOf(`network Test {\n${body}\n}\n`);
}

export function planOf(network: NetworkAnalysis, options: PlanOptions = {}): Plan {
  const planned = planRun(network, options);
  assert.ok('plan' in planned, 'refusal' in planned ? planned.refusal.code : '');
  return planned.plan;
}
