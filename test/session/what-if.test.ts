/** What if: what may be tried out of a network, what that makes wrong, what would be written. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SentOverrides } from '../../src/protocol/server-messages';
import {
  type DesignChange,
  type DesignControls,
  isControls,
  overridesOf,
  withChange,
} from '../../src/protocol/what-if';
import { designControls } from '../../src/session/design-controls';
import { designEdits } from '../../src/session/design-edits';
import type { DesignSession } from '../../src/session/look';
import { nearestValues, overrideMistake } from '../../src/session/override-mistake';
import { viewOf } from '../../src/session/picture';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { applyEdits, byFile, changedLines } from '../../src/workspace/text-edits';
import { Workspace } from '../../src/workspace/workspace';
import { repositoryRoot } from '../support/disk-files';

const main = 'file:///designs/main.cnn';

function sessionOf(files: Record<string, string>): DesignSession {
  const workspace = new Workspace(new MemoryFiles(files));
  return { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };
}

const example = (name: string): string => readFileSync(join(repositoryRoot, 'examples', `${name}.cnn`), 'utf8');

/** GoogLeNet with the width of one bottleneck as a parameter. */
const googlenet = example('googlenet')
  .replace('width = 1)', 'width = 1, r = 16)')
  .replace('128 * width, 16 * width, 32 * width, 32 * width)', '128 * width, r, 32 * width, 32 * width)');

async function controlsOf(text: string, path: string | null, overrides?: SentOverrides): Promise<DesignControls> {
  const controls = await designControls(sessionOf({ [main]: text }), main, path, { overrides });
  assert.ok(controls);
  assert.ok(isControls(structuredClone(controls)));
  return controls;
}

const formOf = ({ parameters }: DesignControls, name: string) => parameters.find(({ label }) => label === name)?.form;

describe('what if: what may be tried out', () => {
  it('has sliders for the parameters that are numbers: in parts where a part works, else in whole numbers', async () => {
    const text = `network N(width = 1, turns = 2, classes = 1000, same = true, act = relu) {
  input x: 32x48x3
  repeat turns { conv(8 * width, 3x3, activation = act) }
  dense(classes)
}
`;
    const controls = await controlsOf(text, null);
    assert.deepEqual(formOf(controls, 'width'), { kind: 'slider', minimum: 0.25, maximum: 2, step: 0.125 });
    assert.deepEqual(formOf(controls, 'turns'), { kind: 'slider', minimum: 1, maximum: 32, step: 1 });
    assert.deepEqual(formOf(controls, 'classes'), { kind: 'slider', minimum: 8, maximum: 2000, step: 8 });
    assert.deepEqual(formOf(controls, 'same'), { kind: 'choice', values: ['true', 'false'] });
    assert.deepEqual(formOf(controls, 'act'), { kind: 'text' });
    assert.deepEqual(
      controls.input.map(({ target, was }) => [target, was]),
      [
        [{ kind: 'input', axes: 'height' }, '32'],
        [{ kind: 'input', axes: 'width' }, '48'],
      ],
    );
    assert.equal(controls.precision.was, 'float32');
    assert.equal(controls.layer, null);
  });

  it('leaves the size of the input to the parameters that it is made of', async () => {
    const text = 'network N(side = 16) {\n  input x: [side, side, 3]\n  conv(8, 3x3)\n}\n';
    assert.deepEqual((await controlsOf(text, null)).input, []);
  });

  it('finds an argument where it is written: at the call of the module around the layer, or in the module', async () => {
    const { layer } = await controlsOf(googlenet, 'inception_3a/branch_3/conv_2');
    const found = layer?.controls.map(({ name, was, target, reach }) => ({ name, was, target, reach }));
    const line = (needle: string) => googlenet.slice(0, googlenet.indexOf(needle)).split('\n').length;
    const inModule = { kind: 'call', argument: null, module: 'inception', line: line('conv(c5, 5x5)'), calls: 9 };
    const path = 'inception_3a/branch_3/conv_2';
    assert.deepEqual(found, [
      {
        name: 'filters',
        was: '32',
        target: { kind: 'argument', path: 'inception_3a', parameter: 'c5' },
        reach: { kind: 'call', argument: 'c5', module: null, line: line('inception_3a ='), calls: 1 },
      },
      { name: 'kernel', was: '5x5', target: { kind: 'argument', path, parameter: 'kernel' }, reach: inModule },
      { name: 'stride', was: '1', target: { kind: 'argument', path, parameter: 'stride' }, reach: inModule },
      { name: 'groups', was: '1', target: { kind: 'argument', path, parameter: 'groups' }, reach: inModule },
    ]);
    // Through the module to the network: r5 is r.
    const reduce = (await controlsOf(googlenet, 'inception_3a/branch_3/conv_1')).layer;
    const [filters] = reduce?.controls ?? [];
    assert.deepEqual(filters?.target, { kind: 'parameter', name: 'r' });
    assert.deepEqual(filters?.reach, { kind: 'parameter', name: 'r' });
    // A module call has its own.
    const module = (await controlsOf(googlenet, 'inception_3a')).layer;
    assert.deepEqual(
      module?.controls.map(({ name, was }) => [name, was]),
      [
        ['c1', '64'],
        ['r3', '96'],
        ['c3', '128'],
        ['r5', '16'],
        ['c5', '32'],
        ['proj', '32'],
      ],
    );
  });

  it('does not take the variable of a repeat for a parameter of the module around it', async () => {
    const text = `module m(c) { repeat c in 4..5 { conv(c, 3x3) } }
network N() { input x: 8x8x3  m(2) }
`;
    const { view } = (await viewOf(sessionOf({ [main]: text }), main)) ?? {};
    const path = view?.nodes.find(({ op }) => op === 'conv')?.path ?? '';
    const { layer } = await controlsOf(text, path);
    assert.deepEqual(layer?.controls[0]?.target, { kind: 'argument', path, parameter: 'filters' });
  });

  it('knows where a bottleneck stops paying, by the figures of the lecture', async () => {
    const session = sessionOf({ [main]: example('course') });
    const at = async (path: string) =>
      (await designControls(session, main, path, { network: 'Bottleneck5x5' }))?.layer?.bottleneck;
    // 28*28 * (192 + 5*5*32), 28*28 * 5*5 * 192 * 32.
    for (const path of ['reduce', 'conv_1']) {
      const found = await at(path);
      assert.deepEqual([found?.channels, found?.perChannel, found?.direct], [16, 777_728, 120_422_400], path);
      assert.equal(found?.breakEven.toFixed(1), '154.8');
      assert.deepEqual(found?.control.target, { kind: 'parameter', name: 'r' });
    }
    const direct = await designControls(session, main, 'conv_1', { network: 'Direct5x5' });
    assert.equal(direct?.layer?.bottleneck, null);
  });

  it('follows with the bottleneck what else is tried out', async () => {
    const overrides = { parameters: [{ name: 'width', value: '0.75' }] };
    const { layer } = await controlsOf(googlenet, 'inception_3a/branch_3/conv_2', overrides);
    // Cin = 144, Cout = 24: K*K*Cin*Cout / (Cin + K*K*Cout) = 86,400 / 744.
    assert.equal(layer?.bottleneck?.breakEven.toFixed(1), '116.1');
    assert.equal(layer?.bottleneck?.direct, 67_737_600);
  });
});

describe('what if: what a design makes wrong', () => {
  const width = (now: string): DesignChange => ({
    target: { kind: 'parameter', name: 'width' },
    label: 'width',
    was: '1',
    now,
  });

  it('says it of a value that makes a part of a filter, and not of promises', async () => {
    const session = sessionOf({ [main]: googlenet });
    const mistake = (now: string) =>
      overrideMistake(session, main, { overrides: { parameters: [{ name: 'width', value: now }] } });
    assert.equal(await mistake('0.75'), undefined);
    assert.equal(await mistake('0.9'), 'filters takes a whole number, found 57.6');
    assert.match((await mistake('narrow')) ?? '', /^width = narrow: /);
    // Over the budget of multiplies, which is a finding.
    assert.equal(await mistake('2'), undefined);
    const view = await viewOf(session, main, { overrides: { parameters: [{ name: 'width', value: '0.9' }] } });
    assert.equal(view?.mistake, 'filters takes a whole number, found 57.6');
    assert.equal((await viewOf(session, main))?.mistake, null);
  });

  it('does not count what the text makes wrong itself', async () => {
    const text = 'network N(width = 2) {\n  input x: 8x8x3\n  conv(4 * width, 3x3, srtide = 2)\n}\n';
    const session = sessionOf({ [main]: text });
    const overrides = { parameters: [{ name: 'width', value: '3' }] };
    assert.equal(await overrideMistake(session, main, { overrides }), undefined);
  });

  it('knows the nearest values that work', async () => {
    const session = sessionOf({ [main]: googlenet });
    // 16 * width and 24 * width are whole for eighths alone.
    assert.deepEqual(await nearestValues(session, main, 'GoogLeNet', [], width('0.9')), ['0.875', '1']);
    const groups = 'network N() {\n  input x: 8x8x12\n  conv(24, 3x3)\n}\n';
    const refused: DesignChange = {
      target: { kind: 'argument', path: 'conv_1', parameter: 'groups' },
      label: 'groups',
      was: '1',
      now: '5',
    };
    const divided = sessionOf({ [main]: groups });
    assert.deepEqual(await nearestValues(divided, main, 'N', [], refused), ['4', '6']);
    const word: DesignChange = { ...refused, was: 'relu', now: 'rlu' };
    assert.deepEqual(await nearestValues(divided, main, 'N', [], word), []);
  });
});

describe('what if: what applying it writes', () => {
  async function written(text: string, overrides: SentOverrides, network?: string): Promise<string> {
    const session = sessionOf({ [main]: text });
    const found = await designEdits(session, main, { network, overrides });
    assert.ok(found && !found.leavesExpectations);
    const after = applyEdits(text, byFile(found.edits).get(main) ?? []);
    // What is written comes to what was tried out, and breaks no promise.
    const [tried, done] = await Promise.all([
      viewOf(session, main, { network, overrides }),
      viewOf(sessionOf({ [main]: after }), main, { network }),
    ]);
    assert.deepEqual(done?.view?.totals, tried?.view?.totals);
    assert.deepEqual(
      done?.errors.filter(({ code }) => code.startsWith('expect')),
      [],
    );
    return after;
  }

  it('writes defaults, size, precision and arguments, each where it stands', async () => {
    const text = `network Other(width = 3) { input x: 8x8x3  conv(width, 1x1) }
network N(classes = 10, width = 2) {
  input image: 16x16x3 // as scanned
  conv(4 * width, 3x3)
  dense(classes)
}
`;
    const call = { network: 'N', path: 'conv_1' };
    const after = await written(
      text,
      {
        parameters: [{ name: 'width', value: '3' }],
        inputShape: [32, 24, 3],
        precision: { weights: 'int8', activations: 'int8' },
        attributes: [{ call, parameter: 'stride', value: '2' }],
      },
      'N',
    );
    assert.equal(
      after,
      `network Other(width = 3) { input x: 8x8x3  conv(width, 1x1) }
network N(classes = 10, width = 3) {
  input image: 32x24x3 // as scanned
  precision int8
  conv(4 * width, 3x3, stride = 2)
  dense(classes)
}
`,
    );
    const again = await written(after, { precision: { weights: 'float16', activations: 'float16' } }, 'N');
    assert.ok(again.includes('  precision float16\n') && !again.includes('int8'));
  });

  it('puts the expect rows right that it changes, and no other', async () => {
    const after = await written(googlenet, {
      parameters: [
        { name: 'width', value: '0.75' },
        { name: 'r', value: '24' },
      ],
    });
    assert.ok(after.includes('network GoogLeNet(classes = 1000, width = 0.75, r = 24) {'));
    // 112*112 * 7*7*3 * 48.
    assert.ok(after.includes('expect 112x112x48, multiplies == 88_510_464'));
    assert.ok(!after.includes('118_013_952'));
    const lines = changedLines(googlenet, after);
    assert.ok(lines.every(({ before, after: now }) => before.length === now.length));
    assert.ok(lines.slice(1).every(({ before }) => before.every((line) => line.trim().startsWith('expect'))));
  });

  it('shows the lines as they were and as they will be', async () => {
    const session = sessionOf({ [main]: example('course') });
    const overrides = { parameters: [{ name: 'r', value: '24' }] };
    const found = await designEdits(session, main, { network: 'Bottleneck5x5', overrides });
    const line = example('course').split('\n').indexOf('network Bottleneck5x5(r = 16) {') + 1;
    assert.deepEqual(found?.lines, [
      {
        fileName: 'main.cnn',
        line,
        before: ['network Bottleneck5x5(r = 16) {'],
        after: ['network Bottleneck5x5(r = 24) {'],
      },
    ]);
  });

  it('says that an expect stays wrong where there is no one value for it', async () => {
    const text = `module m(c) { conv(c, 3x3)  expect channels == 8 }
network N(a = 8, b = 8) {
  input x: 8x8x3
  m(a)
  m(b)
}
`.replace('channels == 8', '8x8x8');
    const session = sessionOf({ [main]: text });
    const both = { parameters: ['a', 'b'].map((name, index) => ({ name, value: String(16 * (index + 1)) })) };
    const found = await designEdits(session, main, { overrides: both });
    assert.equal(found?.leavesExpectations, true);
    assert.equal(applyEdits(text, found?.edits ?? []), text.replace('a = 8, b = 8', 'a = 16, b = 32'));
  });
});

describe('what if: changes', () => {
  const change = (name: string, was: string, now: string): DesignChange => ({
    target: { kind: 'parameter', name },
    label: name,
    was,
    now,
  });

  it('takes the last of a target, and none that says what the text says', () => {
    const [a, b] = [change('a', '1', '2'), change('b', '1', '3')];
    assert.deepEqual(withChange([a, b], change('a', '1', '4')), [b, change('a', '1', '4')]);
    assert.deepEqual(withChange([a, b], change('a', '1', '1')), [b]);
  });

  it('becomes overrides, of one side of the input as well', () => {
    const side = (axes: 'height' | 'width' | 'both', now: string): DesignChange => ({
      target: { kind: 'input', axes },
      label: axes,
      was: '16',
      now,
    });
    assert.equal(overridesOf([], 'N', [16, 16, 3]), undefined);
    assert.deepEqual(overridesOf([side('width', '32')], 'N', [16, 24, 3]), { inputShape: [16, 32, 3] });
    assert.deepEqual(overridesOf([side('width', '32'), side('height', '8')], 'N', [16, 24, 3]), {
      inputShape: [8, 32, 3],
    });
    assert.deepEqual(overridesOf([side('both', '8'), change('a', '1', '2')], 'N', [16, 16, 3]), {
      inputShape: [8, 8, 3],
      parameters: [{ name: 'a', value: '2' }],
    });
  });
});
