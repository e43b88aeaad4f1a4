/**
 * What is written of every layer of the language, with every kind of argument, as a program or a model of other frameworks; or why it is
 * not; and of networks of the field. That it computes what we do is tested by whoever has the frameworks (`npm run test:peers`), with these
 * same layers and networks.
 */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { exportCaffe } from '../../src/interop/caffe/export-caffe';
import { exportKeras } from '../../src/interop/keras/export-keras';
import { exportTfjs } from '../../src/interop/keras/export-tfjs';
import { programText } from '../../src/interop/pytorch/export-pytorch';
import { analyzeText, messagesOf } from '../support/analyze-text';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { assertGolden } from '../support/golden';
import { layerCases, layerInput } from '../support/layer-cases';
import { networkOf, planOf } from '../support/network-text';
import { seededTensors } from '../support/onnx-session';
import { inEnglish } from '../support/refusal-text';

const textOf = (body: string): string => `network Net {\n  ${layerInput}\n  ${body}\n}\n`;

/** By framework: what is written of a text, without what is the same for all. */
const frameworks: Readonly<Record<string, (text: string) => string>> = {
  pytorch: (text) => {
    const analysis = analyzeText(text);
    assert.deepEqual(messagesOf(analysis, 'error'), []);
    const network = analysis.networks.at(-1);
    assert.ok(network);
    const program = programText(analysis, network, network.name, '0.0.0');
    return program.slice(program.search(/^(class|def) /m), program.indexOf('\n\nif __name__')).trimEnd();
  },
  keras: (text) => {
    const written = exportKeras(networkOf(text), '0.0.0');
    if ('refusal' in written) return inEnglish(written.refusal);
    assert.ok('text' in written);
    const { text: program } = written;
    return program.slice(program.search(/^(@|class |def )/m), program.indexOf('\n\nif __name__')).trimEnd();
  },
  tfjs: (text) => {
    const network = networkOf(text);
    const written = exportTfjs(network, seededTensors(planOf(network), 1), '0.0.0');
    if ('refusal' in written) return inEnglish(written.refusal);
    assert.ok('files' in written);
    const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(written.files[0]?.bytes));
    const { layers } = modelTopology.model_config.config as { layers: readonly Record<string, unknown>[] };
    const [{ weights }] = weightsManifest as [{ weights: readonly { name: string; shape: readonly number[] }[] }];
    return [
      ...layers.map(({ class_name, config, inbound_nodes }) =>
        [class_name, config, inbound_nodes].map((part) => JSON.stringify(part)).join(' '),
      ),
      ...weights.map(({ name, shape }) => `${name} ${JSON.stringify(shape)}`),
    ].join('\n');
  },
  caffe: (text) => {
    const written = exportCaffe(networkOf(text), '0.0.0');
    if ('refusal' in written) return inEnglish(written.refusal);
    assert.ok('text' in written);
    const [, , ...layers] = written.text.split(/^layer \{/m);
    return layers.map((layer) => layer.trim().replace(/\s+/g, ' ')).join('\n');
  },
};

for (const [framework, write] of Object.entries(frameworks)) {
  describe(`every layer as ${framework} has it`, () => {
    for (const [group, bodies] of Object.entries(layerCases)) {
      it(group, () => {
        // What all programs define alike is there once.
        const defined = new Set<string>();
        const texts = bodies.map((body) => {
          const parts = write(textOf(body)).split('\n\n\n');
          const fresh = parts.filter((part) => !defined.has(part));
          for (const part of parts.slice(0, -1)) defined.add(part);
          return `# ${body}\n${fresh.join('\n\n\n')}\n`;
        });
        assertGolden(`export/${framework}/${group.replaceAll(' ', '-')}.txt`, texts.join('\n'));
      });
    }
  });
}

describe('networks of the field as programs for PyTorch', () => {
  const names = [
    ...['lenet5', 'googlenet', 'inception-v3', 'densenet121', 'mobilenet-v3-large', 'efficientnet-b0', 'shufflenet-v1'],
    ...['shufflenet-v2', 'res2net50', 'convnext-tiny', 'unet', 'ssd300', 'deeplabv3-resnet50'],
  ];
  for (const name of names) {
    it(`have classes for modules, loops for turns and names as they are given: ${name}`, () => {
      const folder = join(repositoryRoot, 'examples');
      const analysis = analyze(diskFiles(folder), join(folder, `${name}.cnn`));
      const network = analysis.networks.at(-1);
      assert.ok(network);
      assertGolden(`export/networks/${name}.py.txt`, programText(analysis, network, network.name, '0.0.0'));
    });
  }
});
