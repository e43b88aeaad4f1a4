/** What the analysis of the examples gives passes the guards of the protocol, as it arrives over JSON. */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explainablePaths, explainPath } from '../../src/advice/explain';
import { analyze } from '../../src/analysis/analyze';
import { isExplanation } from '../../src/protocol/explanation';
import { isMemoryReport } from '../../src/protocol/memory';
import { isViewModel } from '../../src/protocol/view-guard';
import { memoryReport } from '../../src/session/memory';
import { parse } from '../../src/syntax/parser';
import { editorWords } from '../../src/words/editor';
import { buildViewModel } from '../support/view-model';

const examples = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples');
const overJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

function analysisOf(text: string) {
  return analyze({ file: (id) => parse(id, text), resolve: () => 'outside' }, '/net.cnn');
}

describe('guards and real values', () => {
  const texts = readdirSync(examples)
    .filter((name) => name.endsWith('.cnn'))
    .map((name) => [name, readFileSync(join(examples, name), 'utf8')] as const);

  for (const [name, text] of texts) {
    it(`take every view and explanation of ${name}`, () => {
      const analysis = analysisOf(text);
      assert.ok(analysis.networks.length > 0);
      for (const network of analysis.networks) {
        assert.equal(
          isViewModel(overJson(buildViewModel(analysis, network.name, editorWords('en')))),
          true,
          network.name,
        );
        assert.equal(isMemoryReport(overJson(memoryReport(network))), true, network.name);
        for (const path of explainablePaths(network)) {
          assert.equal(isExplanation(overJson(explainPath(network, path))), true, path);
        }
      }
    });
  }

  it('take what is half known', () => {
    const analysis = analysisOf(
      'network N {\n  input x: 32x32x3\n  conv(8, kernl = 3)\n  conv(nowhere, 3x3)\n  dense(10)\n}\n',
    );
    const view = buildViewModel(analysis, 'N', editorWords('en'));
    assert.equal(view?.status, 'partial');
    assert.equal(isViewModel(overJson(view)), true);
    for (const network of analysis.networks) {
      const report = memoryReport(network);
      assert.deepEqual([report.isPartial, report.orders], [true, null]);
      assert.equal(isMemoryReport(overJson(report)), true);
      for (const path of explainablePaths(network)) {
        assert.equal(isExplanation(overJson(explainPath(network, path))), true, path);
      }
    }
  });

  it('take names that every object has', () => {
    const analysis = analysisOf(`import { toString, a as valueOf } from "./hasOwnProperty.cnn"
      network constructor(__proto__ = 2) {
        input hasOwnProperty: 8x8x4
        toString()
        constructor()
        valueOf = hasOwnProperty()
        __proto__()
        conv(4, 3x3, toString = 3, __proto__ = 2)
        conv(4, 3x3, norm = constructor, padding = toString, activation = __proto__)
        head __proto__ { isPrototypeOf() }
        expect toString == 3, constructor == 2, __proto__ == 1
        budget valueOf <= 3
        budget __proto__ <= 3
        defaults { toString(a = 1) conv(constructor = 2) }
        output constructor
      }`);
    const view = buildViewModel(analysis, 'constructor', editorWords('en'));
    assert.equal(isViewModel(overJson(view)), true);
    const [network] = analysis.networks;
    const paths = network === undefined ? [] : explainablePaths(network);
    assert.ok(network !== undefined && paths.length > 0);
    for (const path of paths) assert.equal(isExplanation(overJson(explainPath(network, path))), true, path);
  });
});
