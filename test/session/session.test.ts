/** Questions about files in memory, as a surface without editor, server or disk asks them. */

import * as assert from 'node:assert/strict';
import { refusalText } from '../../src/base/message-text';
import type { SentOverrides } from '../../src/protocol/server-messages';
import {
  callsAroundPath,
  hoverAt,
  instancesOf,
  locationOfPath,
  networkNameAt,
  selectionAt,
  selectionWithin,
  summaryAt,
} from '../../src/session/cursor';
import type { DesignSession } from '../../src/session/look';
import { overridden, readValue } from '../../src/session/overrides';
import { explain, figuresOf, fixEdits, viewOf } from '../../src/session/picture';
import { planOf, runRequestOf } from '../../src/session/run';
import { editorWords } from '../../src/words/editor';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';

const main = 'file:///designs/main.cnn';
const blocks = 'file:///designs/blocks.cnn';

const mainText = `import { block } from "./blocks.cnn"

network First {
  input image: 8x8x3
  block(2)
}

network Last(width = 2) {
  input image: 16x16x3
  a = conv(4 * width, 3x3)
  block(4)
  b = block(8)
  dense(10)
}
`;
const blocksText = 'module block(c) {\n  conv(c, 1x1)\n}\n';

function sessionOf(files: Record<string, string> = { [main]: mainText, [blocks]: blocksText }): DesignSession {
  const workspace = new Workspace(new MemoryFiles(files));
  return { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };
}

const at = (needle: string, plus = 0) => mainText.indexOf(needle) + plus;

describe('session: the picture', () => {
  it('shows the last network, or the named one', async () => {
    const session = sessionOf();
    assert.equal((await viewOf(session, main))?.view?.network, 'Last');
    assert.equal((await viewOf(session, main, { network: 'First' }))?.view?.network, 'First');
    assert.equal(await viewOf(session, 'file:///designs/gone.cnn'), undefined);
    const view = await viewOf(session, main);
    assert.deepEqual(structuredClone(view), view);
  });

  it('shows it with overrides, and leaves the texts alone', async () => {
    const session = sessionOf();
    const plain = await viewOf(session, main);
    const shapeOf = async (overrides: SentOverrides) => {
      const answer = await viewOf(session, main, { overrides });
      return answer?.view?.nodes.find(({ id }) => id === 'a')?.shape;
    };
    assert.deepEqual(await shapeOf({}), [16, 16, 8]);
    assert.deepEqual(await shapeOf({ parameters: [{ name: 'width', value: '3' }] }), [16, 16, 12]);
    assert.deepEqual(await shapeOf({ inputShape: [32, 20, 3] }), [32, 20, 8]);
    const call = { network: 'Last', path: 'a' };
    assert.deepEqual(await shapeOf({ attributes: [{ call, parameter: 'stride', value: '2' }] }), [8, 8, 8]);
    assert.deepEqual(await viewOf(session, main), plain);
  });

  it('gives the figures of a view without it, and none where the view has none to show', async () => {
    const text = `network N(width = 2) {
  budget multiplies <= 1_000
  input image: 8x8x3
  a = conv(4 * width, 3x3)
  head side from a { globalpool() -> dense(5) }
  conv(2, 1x1)
}
`;
    const figures = async (design: string, parameters: Record<string, string> = {}) => {
      const overrides = { parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })) };
      const session = sessionOf({ [main]: design });
      const asked = { network: 'N', overrides };
      return { found: await figuresOf(session, main, asked), view: (await viewOf(session, main, asked))?.view };
    };
    for (const width of ['2', '3']) {
      const { found, view } = await figures(text, { width });
      // 8x8 places, kernels of 3x3 over 3 channels and of 1x1 over 4 * width, filters.
      assert.equal(found?.totals.multiplies.value, 64 * 9 * 3 * 4 * Number(width) + 64 * 4 * Number(width) * 2);
      assert.equal(found?.budgets[0]?.verdict, 'over');
      const { peak, outputs, ...same } = found ?? assert.fail('no figures');
      assert.deepEqual({ ...view, ...same }, view);
      assert.deepEqual({ ...view?.peak, ...peak }, view?.peak);
      assert.deepEqual(outputs.map(({ kind }) => kind).sort(), ['head', 'output']);
    }
    assert.equal((await figures(text, { width: '0.3' })).found, undefined);
    assert.equal((await figures(text.replace('(width = 2)', '(width = '))).found, undefined);
    assert.equal((await figures('module m() { relu() }')).found, undefined);
  });

  it('says which overrides could not be applied', async () => {
    const session = sessionOf();
    const call = { network: 'Last', path: 'a' };
    const gone = { call: { network: 'Last', path: 'gone' }, parameter: 'stride', value: '2' };
    const unreadable = { call, parameter: 'stride', value: '2) -> b(' };
    const applied = { call, parameter: 'stride', value: '2' };
    const overrides = { attributes: [gone, applied, unreadable] };
    assert.deepEqual((await viewOf(session, main, { overrides }))?.refused, [gone, unreadable]);
    assert.deepEqual((await viewOf(session, main))?.refused, []);
  });

  it('says which overrides of parameters could not be applied, and why', async () => {
    const text = `network First(width = 2, act = 3) { input x: 4x4x3  conv(act, 1x1) }
network N(width = 2, act = relu, turns = 2, pads = same) {
  input x: 8x8x3
  repeat turns { conv(4 * width, 3x3, padding = pads, activation = act) }
}
`;
    const session = sessionOf({ [main]: text });
    const told = async (...parameters: (readonly [name: string, value: string])[]) => {
      const overrides = { parameters: parameters.map(([name, value]) => ({ name, value })) };
      const view = (await viewOf(session, main, { overrides })) ?? assert.fail('no view');
      return { refused: view.refusedParameters.map(({ message }) => message), shown: view.view, errors: view.errors };
    };
    const { refused, shown } = await told(['widht', '3'], ['width', '2 +'], ['act', '3'], ['turns', '1']);
    const [unknown, unreadable, unfit] = refused;
    assert.equal(unknown, 'N has no parameter named widht, did you mean width?');
    assert.equal(unreadable, 'width = 2 +: expected a value after +, found the end of the file');
    assert.match(unfit ?? '', /^act = 3: activation takes .*, found 3$/);
    // What is right is applied all the same, and what is refused leaves no mistake in the picture.
    assert.equal(shown?.layerCount, 1);
    assert.deepEqual(shown?.errors, []);
    const wrong: readonly (readonly [name: string, value: string, reason: RegExp])[] = [
      ['zzz', '1', /^N has no parameter named zzz; it has width, act, turns and pads$/],
      ['width', '', /^width = : expected a value/],
      ['width', 'nonsense', /^width = nonsense: .*nonsense/],
      ['width', '1 const b = 2', /^width = 1 const b = 2/],
      ['width', 'same', /^width = same: expected a number, found the word same$/],
      ['width', '[1, 2]', /^width = \[1, 2\]: expected a number, found \[1, 2\]$/],
      ['width', 'relu()', /^width = relu\(\): expected a number/],
      ['act', 'batchnorm()', /^act = batchnorm\(\): activation takes/],
      ['pads', 'true', /^pads = true: padding takes/],
      ['turns', '3x3', /^turns = 3x3: repeat needs a whole number of turns/],
    ];
    for (const [name, value, reason] of wrong) {
      const { refused, shown, errors } = await told([name, value]);
      assert.match(refused.join('\n'), reason);
      assert.equal(shown?.layerCount, 2);
      assert.deepEqual(errors, []);
    }
    const right = await told(['width', '0.5'], ['act', 'leakyrelu(slope = 0.2)'], ['turns', '3'], ['pads', '1']);
    assert.deepEqual(right.refused, []);
    assert.equal(right.shown?.layerCount, 3);
    // A number of a size that no layer takes is of the right kind: the picture says what is wrong with it.
    const small = await told(['width', '0.1']);
    assert.deepEqual([small.refused, small.errors.length], [[], 1]);
  });

  it('explains a part, also with overrides', async () => {
    const session = sessionOf();
    const overrides = { parameters: [{ name: 'width', value: '4' }] };
    // 16*16*8 and 16*16*16 results, 3*3*3 products each.
    assert.equal((await explain(session, main, 'a'))?.multiplies, 55_296);
    assert.equal((await explain(session, main, 'a', { overrides }))?.multiplies, 110_592);
    assert.equal(await explain(session, main, 'gone'), undefined);
  });

  it('gives the edits of a fix by its id', async () => {
    const session = sessionOf({ [main]: 'network N {\n  input: 8x8x3\n  conv(4, 3x3, strid = 2)\n}\n' });
    const [error] = (await viewOf(session, main))?.errors ?? [];
    assert.ok(error?.fixes[0]);
    const edits = await fixEdits(session, main, error.id, error.fixes[0].id);
    assert.deepEqual(
      edits.map(({ newText }) => newText),
      ['stride'],
    );
    assert.deepEqual(await fixEdits(session, main, error.id, 'gone'), []);
  });
});

describe('session: places', () => {
  it('leads from the text to layers and back', async () => {
    const session = sessionOf();
    assert.deepEqual(await selectionAt(session, main, at('conv(4')), { network: 'Last', paths: ['a'], module: null });
    const within = { file: main, network: 'Last' };
    const { paths } = await selectionWithin(session, within, blocks, blocksText.indexOf('conv'));
    assert.deepEqual(paths, ['block_1/conv_1', 'b/conv_1']);
    const origin = await locationOfPath(session, main, 'Last', 'b/conv_1');
    assert.deepEqual([origin?.file, origin?.nameSpan.start], [blocks, blocksText.indexOf('conv')]);
    assert.equal(await locationOfPath(session, main, 'Last', 'gone'), undefined);
  });

  it('knows which network of a file a place belongs to, in a module that of the chosen call', async () => {
    const text =
      'module m() {\n  relu()\n}\nnetwork A {\n  input: 2x2x1\n  m()\n}\nnetwork B {\n  input: 2x2x1\n  m()\n}\n';
    const file = 'file:///designs/two.cnn';
    const session = sessionOf({ [file]: text });
    const nameAt = (place: string) => networkNameAt(session, file, text.indexOf(place));
    assert.deepEqual([await nameAt('m()\n}\nnetwork B'), await nameAt('network B')], ['A', 'B']);
    assert.equal(await nameAt('relu'), 'A');
    const choices = [{ file, module: 'm', network: 'B', path: 'm_1' }];
    const chosen = { ...session, settings: () => ({ ...session.settings(), choices }) };
    assert.equal(await networkNameAt(chosen, file, text.indexOf('relu')), 'B');
    // Before all networks, and in a file that has none.
    assert.equal(await networkNameAt(sessionOf(), main, 0), 'Last');
    assert.equal(await networkNameAt(sessionOf(), blocks, 0), undefined);
  });

  it('knows the network at a place, the instances of a module, and what to tell of a word', async () => {
    const session = sessionOf();
    assert.equal((await summaryAt(session, main, at('8x8x3')))?.network, 'First');
    assert.equal((await summaryAt(session, main, undefined))?.network, 'Last');
    const { module, instances } = await instancesOf(session, main, at('block(8)'));
    assert.deepEqual(module, { file: blocks, name: 'block' });
    assert.deepEqual(
      instances.map(({ network, path }) => `${network} ${path}`),
      ['First block_1', 'Last block_1', 'Last b'],
    );
    // A click on a layer means the call that it is in, one on a call that call.
    const call = { file: blocks, module: 'block', network: 'Last', path: 'b' };
    assert.deepEqual(await callsAroundPath(session, main, 'Last', 'b/conv_1'), [call]);
    assert.deepEqual(await callsAroundPath(session, main, 'Last', 'b'), [call]);
    assert.deepEqual(await callsAroundPath(session, main, 'Last', 'gone'), []);
    const hovered = await hoverAt(session, main, at('conv(4', 1), { commands: false });
    assert.match(hovered?.markdown ?? '', /16\*16\*8 \* 3\*3\*3 = 55,296/);
  });
});

describe('session: runs and values', () => {
  it('plans a run of what is asked', async () => {
    const options = { input: 'random', seed: 7, upto: 'a', verify: false } as const;
    const planned = await runRequestOf(sessionOf(), main, { options });
    assert.ok('plan' in planned);
    assert.deepEqual(
      planned.plan.layers.map(({ path }) => path),
      ['a'],
    );
    assert.deepEqual(planned.request.weights, { kind: 'seed', seed: 7 });
    const problem = async (asked: Parameters<typeof runRequestOf>[2], id = main) => {
      const answer = await runRequestOf(sessionOf(), id, asked);
      return 'refusal' in answer ? refusalText(answer.refusal, englishDiagnostics) : undefined;
    };
    assert.match((await problem({ options: { ...options, input: 'image' } })) ?? '', /no image/);
    const several = { ...options, input: 'image', image: 1 } as const;
    const survey = [{ sample: 'edges' }, { name: 'b.png', bytes: Uint8Array.of(1) }] as const;
    const surveyed = await runRequestOf(sessionOf(), main, { options: several, survey });
    assert.ok('plan' in surveyed);
    // The same value: a worker is sent its bytes once.
    assert.equal(surveyed.request.input, surveyed.request.survey?.[1]);
    assert.equal(surveyed.request.input.kind, 'image');
    assert.match((await problem({ options }, 'file:///designs/gone.cnn')) ?? '', /no network/);
    assert.equal(await problem({ options, overrides: { inputShape: [4, 4, 1] } }), undefined);
  });

  it('plans with overrides up to a place, and tells why there is nothing to plan', async () => {
    const overrides = { parameters: [{ name: 'width', value: '4' }] };
    const planned = await planOf(sessionOf(), main, { overrides, upto: 'a' });
    assert.ok('plan' in planned);
    assert.deepEqual([planned.network.name, planned.plan.layers[0]?.shape], ['Last', [16, 16, 16]]);
    const refused = async (upto: string | null, network?: string, id = main) => {
      const answer = await planOf(sessionOf(), id, { network, upto });
      return 'refusal' in answer ? answer.refusal : undefined;
    };
    assert.deepEqual(await refused('bb'), { code: 'run.end', values: { network: 'Last', name: 'bb' }, near: 'b' });
    assert.equal(await refused(null, 'First'), undefined);
    assert.equal((await refused(null, undefined, blocks))?.code, 'run.no-network');
  });

  it('is of one analysis for all that is asked with the same overrides, until a text changes', async () => {
    const session = sessionOf();
    const asked = () => ({ network: 'Last', overrides: { parameters: [{ name: 'width', value: '4' }] } });
    const first = await overridden(session, main, asked());
    assert.equal(await overridden(session, main, asked()), first);
    assert.notEqual(await overridden(session, main, { ...asked(), network: 'First' }), first);
    const before = await overridden(session, main, asked());
    session.workspace.setText(blocks, 1, blocksText.replace('1x1', '3x3'));
    const after = await overridden(session, main, asked());
    assert.notEqual(after?.network?.main.sums.params.value, before?.network?.main.sums.params.value);
  });

  it('reads values as the language writes them', () => {
    assert.equal(readValue('0.5').value, 0.5);
    assert.equal(readValue('2 * 8').value, 16);
    assert.deepEqual(readValue('same').value, { kind: 'word', word: 'same' });
    for (const text of ['', '1 2', '1\nmodule m { relu() }', '}', 'nonsense(']) {
      assert.equal(readValue(text).value, undefined, text);
    }
    const read = readValue('2 +');
    assert.ok(read.value === undefined);
    assert.equal(read.mistake?.severity, 'error');
  });
});
