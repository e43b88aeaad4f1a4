/** Settings that change what the server says: hints in lines, the convention of arithmetic, the framework of a design. */

import assert from 'node:assert/strict';
import type { CodeLens, Hover, InlayHint } from 'vscode-languageserver-protocol/node';
import type { SummaryResult } from '../../src/protocol/server-messages';
import { InProcessClient } from './in-process-client';

const uri = 'file:///n.cnn';
// The lecture's layer: 28*28*32 * 5*5*192 = 120,422,400 multiplies, and 240,844,800 FLOPs.
const text = `module unit(c, r, k = 5) {
  conv(r, 1x1) -> conv(c, [k, k])
}
network N {
  input: 28x28x192
  conv(32, 5x5)
  unit(8, 16)
  avgpool(3x3)
}
`;

describe('settings of the server', () => {
  let client: InProcessClient;
  const start = async (initializationOptions: object = {}) => {
    client = await InProcessClient.start({}, [], { initializationOptions });
    await client.open(uri, text);
  };
  const set = (features: object) => client.connection.sendNotification('incept/setFeatures', features);
  const hints = async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
    const found = await client.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri }, range });
    return found.map(({ position, label, kind }) => `${position.line}:${position.character} ${kind} ${label}`);
  };
  const hover = async () =>
    (
      await client.request<Hover & { contents: { value: string } }>('textDocument/hover', {
        textDocument: { uri },
        position: { line: 5, character: 3 },
      })
    ).contents.value;
  afterEach(() => client.stop());

  it('name the arguments of modules, which can be switched off', async () => {
    await start({ inlayHints: false });
    assert.deepEqual(await hints(), ['6:7 2 c:', '6:10 2 r:']);
    await set({ parameterHints: false });
    assert.deepEqual(await hints(), []);
  });

  it('tell at ends of lines what they cost, and their share', async () => {
    await start({ inlayHints: false, parameterHints: false, costHints: true });
    // 28*28*16 * 32 = 401,408 and 28*28*8 * 5*5*16 = 2,508,800: 2.4% of 120,422,400 + 2,910,208 together.
    assert.deepEqual(await hints(), ['1:33 1 2.91 M · 2.4%', '5:15 1 120.4 M · 97.6%', '6:13 1 2.91 M · 2.4%']);
    await set({ convention: 'flops' });
    assert.equal((await hints())[1], '5:15 1 240.8 M · 97.6%');
  });

  it('are told in the language of the client', async () => {
    client = await InProcessClient.start({}, [], { locale: 'zh-cn' });
    await client.open(uri, text.replace('avgpool(3x3)', 'avgpool(3x3, strid = 2)'));
    assert.match(await hover(), /卷积，然后归一化，然后激活。/);
    assert.match(await hover(), /\*\*120,422,400\*\* 次乘法/);
    const { items } = await client.request<{ items: { message: string; code: string }[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    assert.deepEqual(
      items.map(({ code, message }) => `${code}: ${message}`).filter((one) => one.startsWith('call.')),
      ['call.unknown-parameter: avgpool 没有名为 strid 的参数，是否想写 stride？'],
    );
  });

  it('count in one convention everywhere', async () => {
    await start();
    const titles = async () =>
      (await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } })).map(
        ({ command }) => command?.title ?? '',
      );
    const summary = () => client.request<SummaryResult>('incept/networkSummary', { uri });
    assert.match(await hover(), /\*\*120,422,400\*\* multiplies/);
    assert.match(await hover(), /28\*28\*32 \* 5\*5\*192 = 120,422,400/);
    assert.equal((await summary()).work, '123.3 M mul');
    await set({ convention: 'macs' });
    assert.match(await hover(), /\*\*120,422,400\*\* MACs/);
    assert.ok((await titles()).some((title) => title.startsWith('123.3 M MACs')));
    await set({ convention: 'flops' });
    assert.match(await hover(), /\*\*240,844,800\*\* FLOPs/);
    assert.match(await hover(), /2 \* 28\*28\*32 \* 5\*5\*192 = 240,844,800/);
    assert.equal((await summary()).work, '246.7 M FLOPs');
    const all = (await titles()).join('\n');
    assert.ok(all.includes('246.7 M FLOPs') && !all.includes('multiplies'), all);
  });

  it('tell what comes out differently in a framework, as soon as one is chosen', async () => {
    await start();
    const codes = async () => {
      const { diagnostics } = await client.next((published) => published.uri === uri);
      return diagnostics.map(({ code }) => code);
    };
    assert.deepEqual(await codes(), []);
    await set({ target: 'pytorch' });
    await client.next(({ diagnostics }) => diagnostics.length > 0);
    assert.deepEqual(await codes(), ['target.count-padding']);
    client.published.length = 0;
    await set({ target: 'none' });
    assert.deepEqual(await codes(), []);
  });
});

describe('budgets above a network', () => {
  it('have a gauge, and name the layers that exceed them', async () => {
    const client = await InProcessClient.start({}, []);
    const body = 'conv(32, 5x5)\n  conv(32, 1x1)\n  budget multiplies <= 100M\n  budget params <= 309_376';
    await client.open(uri, `network N {\n  input: 28x28x192\n  ${body}\n}\n`);
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    const titles = lenses.map(({ command }) => command?.title);
    // 120,422,400 + 802,816 multiplies, shares of limits rounded up; 153,632 + 1,056 parameters, half of the limit.
    assert.ok(
      titles.includes('✗ multiplies 121.3% of 100 M ▰▰▰▰▰▰▰▰▰▰ · most in conv_1 99.3%, conv_2 0.7%'),
      `${titles}`,
    );
    assert.ok(titles.includes('✓ params 50.0% of 309.4 K ▰▰▰▰▰▱▱▱▱▱'), `${titles}`);
    client.stop();
  });

  it('have none where the limit is below zero', async () => {
    const client = await InProcessClient.start({}, []);
    await client.open(uri, 'network N {\n  input: 8x8x4\n  conv(4, 1x1)\n  budget params <= -1\n}\n');
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    const titles = lenses.map(({ command }) => command?.title ?? '');
    // 4*4 weights and 4 biases.
    assert.ok(
      titles.some((title) => /^✗ params [^▰▱]+ · most in conv_1 100\.0%$/.test(title)),
      `${titles}`,
    );
    client.stop();
  });
});

describe('expectations above a network', () => {
  const titlesOf = async (client: InProcessClient, body: string): Promise<readonly string[]> => {
    await client.open(uri, `network N {\n  input: 28x28x192\n  ${body}\n}\n`);
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    return lenses.map(({ command }) => command?.title ?? '').filter((title) => title.includes('expect'));
  };
  const naive = 'wide = concat {\n    branch { conv(32, 5x5) }\n    branch { conv(32, 1x1) }\n  }\n  conv(8, 1x1)';

  it('have a gauge, and name the layers that come to more than is expected', async () => {
    const client = await InProcessClient.start({}, []);
    const body = naive.replace('}\n  conv', '}\n  expect 28x28x64, multiplies <= 100M\n  conv');
    // 120,422,400 and 28 * 28 * 192 * 32 = 4,816,896 multiplies.
    assert.deepEqual(await titlesOf(client, body), [
      '✗ 1 of 2 expects missed ▰▰▰▰▰▱▱▱▱▱ · wide: multiplies 125,239,296, expected <= 100,000,000 · most in wide/branch_1/conv_1 96.2%, wide/branch_2/conv_1 3.8%',
    ]);
    client.stop();
  });

  it('name the layer whose shape is another, and blame nobody where too little is found', async () => {
    const client = await InProcessClient.start({}, []);
    assert.deepEqual(await titlesOf(client, `${naive}\n  expect 28x28x16`), [
      '✗ 1 of 1 expect missed ▱▱▱▱▱▱▱▱▱▱ · conv_1: 28x28x8, expected 28x28x16',
    ]);
    client.stop();
    const other = await InProcessClient.start({}, []);
    assert.deepEqual(await titlesOf(other, `${naive.replace('\n  conv(8', '\n  expect params > 1M\n  conv(8')}`), [
      '✗ 1 of 1 expect missed ▱▱▱▱▱▱▱▱▱▱ · wide: params 159,808, expected > 1,000,000',
    ]);
    other.stop();
  });
});
