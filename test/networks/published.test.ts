/** Networks of the field against what their makers print, exactly. */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkAnalysis, Sum } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { parameterValue } from '../support/parameter-value';
import { published } from './published';

describe('published networks', () => {
  for (const row of published) {
    const { set = [], size } = row;
    it(`${[row.network, 'of', row.file, ...set, ...(size ? [size.join('x')] : [])].join(' ')}: ${row.source}`, () => {
      const analysis = analyze(diskFiles(repositoryRoot), join(repositoryRoot, row.file), {
        parameters: new Map(set.map(parameterValue)),
        ...(size === undefined ? {} : { inputShape: size }),
      });
      // Figures and shapes that stand in the file are those of its own parameters and size.
      const others = [...(set.length > 0 || size ? ['expect.metric'] : []), ...(size ? ['expect.shape'] : [])];
      assert.deepEqual(
        analysis.diagnostics.filter(({ code }) => !others.includes(code)),
        [],
      );
      const network = analysis.networks.find((candidate) => candidate.name === row.network) as NetworkAnalysis;
      const { sums } = network.main;
      assert.equal(exact(sums.params), row.params, 'params');
      assert.equal(exact(sums.multiplies), row.multiplies, 'multiplies');
      if (row.paramsTotal !== undefined) assert.equal(exact(sums.paramsTotal), row.paramsTotal, 'paramsTotal');
      const all = row.withHeads ?? row;
      assert.equal(exact(network.all.sums.params), all.params, 'params with heads');
      assert.equal(exact(network.all.sums.multiplies), all.multiplies, 'multiplies with heads');
      const outputs = network.outputs.filter(({ output }) => output.kind === 'output').map(({ output }) => output.name);
      assert.deepEqual(outputs, row.outputs);
      assert.equal(network.outputs.length > outputs.length, row.withHeads !== undefined, 'heads');
    });
  }

  const examples = readdirSync(join(repositoryRoot, 'examples')).filter((name) => name.endsWith('.cnn'));

  it('every example states its totals here', () => {
    assert.deepEqual(
      examples.filter((name) => !published.some((row) => row.file === `examples/${name}`)),
      [],
    );
  });

  it('every example begins with its name, a sentence and its paper', () => {
    for (const name of examples) {
      const text = readFileSync(join(repositoryRoot, 'examples', name), 'utf8');
      assert.match(text, /^\/\/ [^:\n]+: .+\.\n\/\/ Paper: .+, ".+", .*\b(?:19|20)\d\d\b.*\.\n/, name);
    }
  });

  it('parts sum to totals', () => {
    for (const row of published) {
      const analysis = analyze(diskFiles(repositoryRoot), join(repositoryRoot, row.file));
      for (const network of analysis.networks) {
        const sum = network.main.layers.reduce((all, id) => all + (network.costs[id]?.multiplies ?? Number.NaN), 0);
        assert.equal(sum, exact(network.main.sums.multiplies));
      }
    }
  });
});

function exact(sum: Sum): number | undefined {
  return sum.isPartial ? undefined : sum.value;
}
