/** `name=value` as `--set` takes it, read. */

import assert from 'node:assert/strict';
import { parameterOverride } from '../../src/cli/options';
import type { Value } from '../../src/ops/op';
import { readValue } from '../../src/session/overrides';

export function parameterValue(option: string): [name: string, value: Value] {
  const { name, value } = parameterOverride(option);
  const read = readValue(value);
  assert.ok(read.value !== undefined, option);
  return [name, read.value];
}
