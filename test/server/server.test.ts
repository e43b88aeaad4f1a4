/** The real server over its standard streams, as an editor talks to it. */

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encode } from 'fast-png';
import type {
  CodeAction,
  CodeActionTriggerKind,
  CodeLens,
  CompletionItem,
  DocumentSymbol,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  SelectionRange,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { toBase64 } from '../../src/base/base64';
import { parseMachineProfile } from '../../src/base/machine-profile';
import type { WeightLayout } from '../../src/base/tensor';
import { writeSafetensors } from '../../src/interop/safetensors';
import type { RunOptions } from '../../src/protocol/run';
import type {
  CalibrateOutcome,
  DidCalibrateParams,
  InstancesResult,
  LocationResult,
  RunOutcome,
  RunParams,
  SelectionResult,
  SummaryResult,
  ViewResult,
  WeightsFitOutcome,
} from '../../src/protocol/server-messages';
import { isExact } from '../../src/runtime/result';
import { StdioClient } from './stdio-client';

const course = `network Course {
  input image: 28x28x192
  conv(16, 1x1) -> reduced = conv(32, 5x5)
  wide = conv(64, 3x3)
  budget multiplies <= 1G
}
`;

/** Position of the first place where a text occurs, moved on by some characters. */
function position(text: string, needle: string, plus = 0) {
  const offset = text.indexOf(needle) + plus;
  assert.ok(offset >= plus, `${needle} is in the text`);
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** What is offered besides writing the figures down, which any call may be. */
const withoutExpects = (actions: readonly CodeAction[]): readonly CodeAction[] =>
  actions.filter(({ title }) => !title.startsWith('Write expect'));

describe('language server', function () {
  this.timeout(60_000);
  let client: StdioClient;
  let opened = 0;

  before(async () => {
    client = await StdioClient.start();
  });
  after(() => client.stop());

  /** Opens a text under a name of its own. */
  async function open(text: string): Promise<string> {
    opened++;
    const uri = `file:///tests/file-${opened}.cnn`;
    await client.open(uri, text);
    return uri;
  }

  const at = (uri: string, text: string, needle: string, plus = 0) => ({
    textDocument: { uri },
    position: position(text, needle, plus),
  });

  it('has names faded that nothing uses', async () => {
    const uri = await open('module block(c, spare) { conv(c, 1x1) }\n');
    const found = await client.diagnostics(uri, 1);
    // Hints, with the tag Unnecessary.
    assert.deepEqual(
      found.map(({ code, severity, tags }) => [code, severity, tags]),
      [['unused.parameter', 4, [1]]],
    );
  });

  it('publishes diagnostics for each version', async () => {
    const uri = await open(course.replace('conv(64', 'conw(64'));
    const [mistake] = await client.diagnostics(uri, 1);
    assert.equal(mistake?.code, 'name.unknown');
    assert.deepEqual(mistake?.range.start, position(course, 'conv(64'));
    const start = position(course, 'conv(64');
    const end = { line: start.line, character: start.character + 4 };
    await client.change(uri, 2, [{ range: { start, end }, text: 'conv' }]);
    assert.deepEqual(await client.diagnostics(uri, 2), []);
  });

  it('publishes diagnostics also when a request has had the new text analysed before', async () => {
    const uri = await open(course);
    await client.diagnostics(uri, 1);
    await client.change(uri, 2, [{ text: course.replace('conv(64', 'conw(64') }]);
    const hovered = client.request('textDocument/hover', at(uri, course, 'conv(32', 1));
    assert.equal((await client.diagnostics(uri, 2))[0]?.code, 'name.unknown');
    await hovered;
  });

  it('publishes diagnostics also of a version whose text came back within a burst', async () => {
    const uri = await open(course);
    await client.diagnostics(uri, 1);
    await Promise.all([client.change(uri, 2, [{ text: 'x' }]), client.change(uri, 3, [{ text: course }])]);
    assert.deepEqual(await client.diagnostics(uri, 3), []);
  });

  it('analyses a burst of changes once, in its last state', async () => {
    const uri = await open(course);
    await client.diagnostics(uri, 1);
    const before = client.published.length;
    const frames = Array.from({ length: 40 }, (_, i) => {
      const contentChanges = [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '/' },
      ];
      const params = { textDocument: { uri, version: i + 2 }, contentChanges };
      const text = JSON.stringify({ jsonrpc: '2.0', method: 'textDocument/didChange', params });
      return `Content-Length: ${text.length}\r\n\r\n${text}`;
    });
    client.process.stdin.write(frames.join(''));
    await client.diagnostics(uri, 41);
    assert.equal(client.published.length, before + 1);
  });

  it('applies several incremental changes of one message in order', async () => {
    const uri = await open('network A { input: 1x1x1 dense(1) }');
    const insert = (character: number, text: string) => ({
      range: { start: { line: 0, character }, end: { line: 0, character } },
      text,
    });
    await client.change(uri, 2, [insert(8, 'B'), insert(9, 'C')]);
    await client.diagnostics(uri, 2);
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri } });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['BCA'],
    );
  });

  it('counts columns in UTF-16 and takes every kind of line end', async () => {
    const text = '// \u{1f600} é\r\nnetwork N {\r  input: 28x28x192\n  /* \u{1f600} */ conv(32, 5x5)\r\n}';
    const uri = await open(text);
    const hover = await client.request<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 3, character: 12 },
    });
    assert.deepEqual(hover.range?.start, { line: 3, character: 11 });
    assert.match(JSON.stringify(hover.contents), /28\*28\*32 \* 5\*5\*192 = 120,422,400/);
  });

  it('hovers with the formula and the range of the word', async () => {
    const uri = await open(course);
    const hover = await client.request<Hover>('textDocument/hover', at(uri, course, 'conv(32', 1));
    assert.match(JSON.stringify(hover.contents), /28\*28\*32 \* 5\*5\*16 = 10,035,200/);
    assert.deepEqual(hover.range, { start: position(course, 'conv(32'), end: position(course, 'conv(32', 4) });
  });

  it('completes, with snippets and documentation', async () => {
    const text = course.replace('wide = conv(64, 3x3)', 'wide = ');
    const uri = await open(text);
    const items = await client.request<CompletionItem[]>('textDocument/completion', at(uri, text, 'wide = ', 7));
    const conv = items.find(({ label }) => label === 'conv');
    assert.deepEqual(conv?.textEdit, {
      range: { start: position(text, 'wide = ', 7), end: position(text, 'wide = ', 7) },
      newText: 'conv(${1:filters}, ${2:3x3})$0',
    });
    assert.equal(conv?.insertTextFormat, 2);
    assert.ok(conv?.documentation);
  });

  it('opens no list at a blank where anything could follow', async () => {
    const text = course.replace('wide = conv(64, 3x3)', 'from ');
    const uri = await open(text);
    const ask = (needle: string, plus: number) =>
      client.request<CompletionItem[]>('textDocument/completion', {
        ...at(uri, text, needle, plus),
        context: { triggerKind: 2, triggerCharacter: ' ' },
      });
    assert.deepEqual((await ask('from ', 5)).map(({ label }) => label).sort(), ['image', 'reduced']);
    assert.deepEqual(await ask('conv(16', 0), []);
  });

  it('helps with signatures while a call is open', async () => {
    const text = course.replace('conv(64, 3x3)', 'conv(64, ');
    const uri = await open(text);
    const help = await client.request<SignatureHelp>('textDocument/signatureHelp', at(uri, text, 'conv(64, ', 9));
    assert.equal(help.activeParameter, 1);
    assert.ok(help.signatures[0]?.label.startsWith('conv(filters, kernel'));
  });

  it('finds definitions, references, folds, links and selection ranges', async () => {
    const text = course.replace('wide =', 'from reduced\n  wide =');
    const uri = await open(text);
    const where = at(uri, text, 'from reduced', 6);
    const [link] = await client.request<LocationLink[]>('textDocument/definition', where);
    assert.deepEqual(link?.targetRange.start, position(text, 'reduced ='));
    const context = { includeDeclaration: true };
    const places = await client.request<Location[]>('textDocument/references', { ...where, context });
    assert.equal(places.length, 2);
    const folds = await client.request<{ startLine: number; endLine: number }[]>('textDocument/foldingRange', where);
    assert.deepEqual(folds, [{ startLine: 0, endLine: text.split('\n').length - 3 }]);
    const [named, valued] = await client.request<SelectionRange[]>('textDocument/selectionRange', {
      textDocument: { uri },
      positions: [where.position, position(text, '5x5')],
    });
    assert.ok(named?.parent);
    // Each step takes in more than the one before.
    for (let step = valued; step?.parent !== undefined; step = step.parent) {
      assert.notDeepEqual(step.range, step.parent.range);
    }
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...where, newName: 'small' });
    assert.equal(edit.changes?.[uri]?.length, 2);
    await assert.rejects(client.request('textDocument/rename', { ...where, newName: 'network' }));
  });

  it('shows lenses and hints, and leaves them out when they are switched off', async () => {
    const uri = await open(course);
    const document = { textDocument: { uri } };
    const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', document);
    assert.ok(
      lenses.some(({ command }) => command?.title.includes('budget') || command?.title.includes('✓ multiplies')),
    );
    const hints = await client.request<InlayHint[]>('textDocument/inlayHint', { ...document, range });
    assert.deepEqual(
      hints.map(({ label }) => label),
      ['28x28x16', '28x28x32', '28x28x64'],
    );
    await client.connection.sendNotification('incept/setFeatures', { inlayHints: false, codeLens: false });
    assert.deepEqual(await client.request('textDocument/inlayHint', { ...document, range }), []);
    assert.deepEqual(await client.request('textDocument/codeLens', document), []);
    await client.connection.sendNotification('incept/setFeatures', { inlayHints: true, codeLens: true });
  });

  it('offers the fix of a mistake', async () => {
    const text = course.replace('conv(64', 'conw(64');
    const uri = await open(text);
    const start = position(text, 'conw');
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start, end: start },
      context: { diagnostics: [] },
    });
    assert.equal(actions[0]?.edit?.changes?.[uri]?.[0]?.newText, 'conv');
  });

  it('offers rewrites of the call at the cursor that save enough', async () => {
    const text =
      'module wide(c) {\n  conv(c, 5x5)\n}\nnetwork N {\n  input: 28x28x192\n  wide(32) -> conv(8, 1x1)\n}\n';
    const uri = await open(text);
    const actionsAt = async (part: string, only?: readonly string[]) => {
      const start = position(text, part);
      const context = { diagnostics: [], ...(only && { only }) };
      const range = { start, end: start };
      const actions = { textDocument: { uri }, range, context };
      return withoutExpects(await client.request<CodeAction[]>('textDocument/codeAction', actions));
    };
    const offered = await actionsAt('conv(c', ['refactor']);
    assert.deepEqual([...new Set(offered.map(({ kind }) => kind))], ['refactor.rewrite']);
    const bottleneck = offered.find(({ title }) => title.startsWith('Put a 1x1 bottleneck of 16 channels'));
    // 28*28 * (25*192*32 - 192*16 - 25*16*32) of 28*28 * (25*192*32 + 32*8).
    assert.match(bottleneck?.title ?? '', /\(-107,978,752 multiplies, -89\.5%\)$/);
    assert.deepEqual(
      bottleneck?.edit?.changes?.[uri]?.map(({ newText }) => newText),
      ['  conv(16, 1x1)\n'],
    );
    assert.equal((await actionsAt('conv(c')).length, offered.length);
    assert.deepEqual(await actionsAt('conv(c', ['quickfix']), []);
    assert.deepEqual(await actionsAt('conv(8'), []);
    const switched = { inlayHints: true, codeLens: true };
    await client.connection.sendNotification('incept/setFeatures', { ...switched, minimumSaving: 0.9 });
    assert.deepEqual(
      (await actionsAt('conv(c')).map(({ title }) => title.slice(0, 24)),
      ['Make the 5x5 wide_1/conv'],
    );
    await client.connection.sendNotification('incept/setFeatures', { ...switched, minimumSaving: 0.05 });
  });

  it('does not analyse a large network over and over while the cursor moves', async () => {
    const text = 'network N {\n  input: 28x28x192\n  conv(32, 5x5)\n  repeat 1000 { relu() }\n}\n';
    const uri = await open(text);
    const start = position(text, 'conv');
    const count = async (triggerKind: CodeActionTriggerKind): Promise<number> => {
      const params = { textDocument: { uri }, range: { start, end: start }, context: { diagnostics: [], triggerKind } };
      return withoutExpects(await client.request<CodeAction[]>('textDocument/codeAction', params)).length;
    };
    assert.equal(await count(2), 0);
    assert.equal(await count(1), 4);
  });

  it('formats with an edit that touches only what changes', async () => {
    const text = 'network N {\n  input: 1x1x1\n  dense( 1 )\n}\n';
    const uri = await open(text);
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await client.request<TextEdit[]>('textDocument/formatting', { textDocument: { uri }, options });
    assert.equal(edits.length, 1);
    assert.equal(edits[0]?.range.start.line, 2);
    assert.equal(edits[0]?.range.end.line, 2);
  });

  it('answers its own requests: selection, location, summary, instances, view, explanation', async () => {
    const text = `module twice(c) {\n  conv(c, 1x1)\n}\n${course.replace('conv(64, 3x3)', 'twice(4) -> twice(8)')}`;
    const uri = await open(text);
    const place = { uri, position: position(text, 'conv(c') };
    const selection = await client.request<SelectionResult>('incept/selection', place);
    assert.deepEqual(selection.paths, ['wide/conv_1', 'twice_1/conv_1']);
    assert.equal(selection.network, 'Course');
    const location = await client.request<LocationResult>('incept/location', { uri, path: 'wide/conv_1' });
    assert.deepEqual(location?.range.start, place.position);
    const summary = await client.request<SummaryResult>('incept/networkSummary', { uri });
    assert.equal(summary.network, 'Course');
    assert.equal(summary.budgets[0]?.verdict, 'ok');
    const { instances } = await client.request<InstancesResult>('incept/instances', place);
    assert.deepEqual(
      instances.map(({ path }) => path),
      ['wide', 'twice_1'],
    );
    const view = await client.request<ViewResult>('incept/view', { uri });
    assert.equal(view?.view?.network, 'Course');
    const explanation = await client.request<{ multiplies: number }>('incept/explain', { uri, path: 'reduced' });
    assert.equal(explanation.multiplies, 10_035_200);
  });

  it('follows the chosen instance', async () => {
    const text = 'module m(c) {\n  conv(c, 1x1)\n}\nnetwork N {\n  input: 2x2x4\n  a = m(3)\n  b = m(5)\n}\n';
    const uri = await open(text);
    const hover = () => client.request<Hover>('textDocument/hover', at(uri, text, 'conv(c', 1));
    assert.match(JSON.stringify((await hover()).contents), /in 2 places/);
    const choices = [{ file: uri, module: 'm', network: 'N', path: 'b' }];
    await client.connection.sendNotification('incept/setChoices', { choices });
    // 2*2*5 results of 3 products each.
    assert.match(JSON.stringify((await hover()).contents), /2\*2\*5 \* 1\*1\*3 = 60/);
    await client.connection.sendNotification('incept/setChoices', { choices: [] });
  });

  const options = { input: 'random', seed: 1, upto: null, verify: false } as const;

  it('runs a network, tells progress, and counts as predicted', async () => {
    const uri = await open('network N {\n  input: 8x8x3\n  conv(4, 3x3)\n  dense(10)\n}\n');
    let steps = 0;
    client.connection.onNotification('incept/runProgress', () => void steps++);
    const outcome = await client.request<RunOutcome>('incept/run', {
      uri,
      token: 't',
      options: { ...options, verify: true },
    });
    assert.equal(outcome.kind, 'done');
    if (outcome.kind !== 'done') return;
    // 8*8*4 * 27 and 10 * 256.
    assert.equal(outcome.result.verify?.countedMultiplies, 9_472);
    assert.equal(outcome.result.verify?.predictedMultiplies, 9_472);
    assert.ok(steps > 0);
  });

  it('runs a network on the bytes of an image, and says what is wrong with them', async () => {
    const uri = await open('network N {\n  input: 2x2x3\n  conv(1, 1x1)\n}\n');
    const run = (base64: string, name = 'cat.png') => {
      const params: RunParams = { uri, token: 't', options: { ...options, input: 'image' }, image: { name, base64 } };
      return client.request<RunOutcome>('incept/run', params);
    };
    const png = toBase64(encode({ width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) }));
    const outcome = await run(png);
    assert.equal(outcome.kind === 'done' && outcome.result.input.file, 'cat.png');
    const broken = await run(toBase64(new TextEncoder().encode('no image')));
    assert.match(broken.kind === 'failed' ? broken.message : '', /cat\.png is neither/);
    const none = await client.request<RunOutcome>('incept/run', {
      uri,
      token: 't',
      options: { ...options, input: 'image' },
    });
    assert.match(none.kind === 'failed' ? none.message : '', /no image/);
  });

  it('asks for the bytes of weights once, and again only where it lacks them', async () => {
    const uri = await open('network N {\n  input: 1x1x1\n  conv(1, 1x1)\n}\n');
    const tensor = (name: string, shape: readonly number[], value: number) => {
      return { name, shape, values: Float32Array.of(value) };
    };
    const bytes = writeSafetensors([tensor('conv_1/weight', [1, 1, 1, 1], 0), tensor('conv_1/bias', [1], 7)]);
    const run = async (number: number) => {
      const weights = { name: 'w.safetensors', number, layout: 'incept' } as const;
      const outcome = await client.request<RunOutcome>('incept/run', { uri, token: 't', options, weights });
      return outcome.kind === 'done' ? outcome.result.outputs[0]?.max : (outcome.lacksWeights ?? outcome.message);
    };
    const send = async (number: number, whole: Uint8Array, parts: readonly number[] = [0, whole.length]) => {
      for (const [i, offset] of parts.slice(0, -1).entries()) {
        const base64 = toBase64(whole.subarray(offset, parts[i + 1]));
        await client.request('incept/weights', { number, total: whole.length, offset, base64 });
      }
    };
    assert.equal(await run(1), true);
    // In parts; before the last one they are not there.
    await send(1, bytes, [0, 5]);
    assert.equal(await run(1), true);
    await send(1, bytes, [0, 5, 80, bytes.length]);
    assert.equal(await run(1), 7);
    assert.equal(await run(1), 7);
    assert.equal(await run(2), true);
    // One that does not follow is not taken.
    await send(2, bytes, [5, bytes.length]);
    assert.equal(await run(2), true);
    await send(3, bytes.subarray(0, 9));
    assert.match(String(await run(3)), /safetensors|header|cut/);
    const other = writeSafetensors([tensor('conv_2/weight', [1, 1, 1, 1], 0)]);
    await send(4, other);
    assert.match(String(await run(4)), /^w\.safetensors does not fit N/);
  });

  it('says of weights whether they fit a network, by what, and what of them it has no layer for', async () => {
    const uri = await open('network N {\n  input: 1x1x1\n  conv(1, 1x1)\n}\n');
    let number = 100;
    const fitOf = async (names: readonly string[], layout: WeightLayout = 'incept') => {
      number++;
      const tensors = names.map((name) => {
        return { name, shape: name.endsWith('bias') ? [1] : [1, 1, 1, 1], values: Float32Array.of(1) };
      });
      const whole = writeSafetensors(tensors);
      const asked = { uri, network: 'N', weights: { name: 'w.safetensors', number, layout } };
      const lacking = await client.request<WeightsFitOutcome>('incept/weightsFit', asked);
      assert.equal(lacking.kind === 'failed' && lacking.lacksWeights, true);
      await client.request('incept/weights', { number, total: whole.length, offset: 0, base64: toBase64(whole) });
      const outcome = await client.request<WeightsFitOutcome>('incept/weightsFit', asked);
      return outcome.kind === 'done' ? outcome.fit : outcome.message;
    };
    assert.deepEqual(await fitOf(['conv_1/weight', 'conv_1/bias']), { layers: 1, by: 'names', left: [] });
    const foreign = await fitOf(['stem.weight', 'stem.bias', 'gate.bias'], 'pytorch');
    assert.deepEqual(foreign, { layers: 1, by: 'order', left: ['gate'] });
    assert.match(String(await fitOf(['conv_1/bias'])), /^w\.safetensors does not fit N:\n.*conv_1\/weight is missing/);
  });

  it('runs with relaxed SIMD where the engine has it, and exactly where that is asked for or counted', async () => {
    // What this process can do says nothing of another: a test before may have switched it on here. V8 has it by default since Node 21.
    const flags = Number.parseInt(process.versions.node, 10) < 21 ? ['--experimental-wasm-relaxed-simd'] : [];
    const uri = 'file:///tests/exact.cnn';
    const isExactWith = async (server: StdioClient, chosen: RunOptions = options): Promise<boolean | undefined> => {
      const outcome = await server.request<RunOutcome>('incept/run', { uri, token: 't', options: chosen });
      return outcome.kind === 'done' ? isExact(outcome.result) : undefined;
    };
    const asked = await StdioClient.start({ initializationOptions: { exactRuns: true } }, flags);
    await asked.open(uri, 'network N {\n  input: 8x8x3\n  conv(4, 3x3)\n}\n');
    assert.equal(await isExactWith(asked), true);
    const features = { inlayHints: true, codeLens: true };
    await asked.connection.sendNotification('incept/setFeatures', { ...features, exactRuns: false });
    assert.equal(await isExactWith(asked), false);
    assert.equal(await isExactWith(asked, { ...options, verify: true }), true);
    await asked.stop();
  });

  it('measures the machine before a run when asked to, and predicts from then on', async () => {
    const text = 'network N {\n  input: 8x8x3\n  conv(4, 3x3)\n}\n';
    const uri = await open(text);
    const hover = async (): Promise<string> =>
      JSON.stringify(await client.request<Hover>('textDocument/hover', at(uri, text, 'conv', 1)));
    assert.doesNotMatch(await hover(), /predicted/);
    const told: DidCalibrateParams[] = [];
    client.connection.onNotification('incept/didCalibrate', (params: DidCalibrateParams) => void told.push(params));
    const plain = await client.request<RunOutcome>('incept/run', { uri, token: 't', options });
    assert.equal(plain.kind === 'done' && plain.prediction, null);
    const outcome = await client.request<RunOutcome>('incept/run', {
      uri,
      token: 't',
      options: { ...options, calibrate: true },
    });
    assert.equal(outcome.kind, 'done');
    if (outcome.kind !== 'done') return;
    const { prediction } = outcome;
    assert.ok(prediction !== null);
    assert.equal(prediction.layers.length, outcome.result.layers.length);
    assert.ok((prediction.layers[0]?.predictedMs ?? 0) > 0);
    assert.deepEqual(told, [{ profile: prediction.profile }]);
    assert.deepEqual(parseMachineProfile(prediction.profile), prediction.profile);
    assert.match(await hover(), /predicted \*\*\d+\.\d\d ms\*\* here/);

    // Given back at the next start, it is there without being measured.
    const next = await StdioClient.start({ initializationOptions: { profile: prediction.profile } });
    await next.open('file:///tests/next.cnn', text);
    const position = at('file:///tests/next.cnn', text, 'conv', 1);
    assert.match(JSON.stringify(await next.request('textDocument/hover', position)), /predicted/);
    await next.stop();
  });

  it('ends a calibration that is cancelled, and stands a profile that is none', async () => {
    const source = new (await import('vscode-jsonrpc')).CancellationTokenSource();
    const running = client.connection.sendRequest<CalibrateOutcome>('incept/calibrate', { token: 'c' }, source.token);
    setTimeout(() => source.cancel(), 200);
    const ended = await running;
    assert.equal(ended.kind === 'failed' && ended.isCancelled, true);
    const text = 'network N {\n  input: 8x8x3\n  conv(4, 3x3)\n}\n';
    const next = await StdioClient.start({ initializationOptions: { profile: { version: 1, kernels: [] } } });
    await next.open('file:///tests/next.cnn', text);
    const position = at('file:///tests/next.cnn', text, 'conv', 1);
    assert.doesNotMatch(JSON.stringify(await next.request('textDocument/hover', position)), /predicted/);
    await next.stop();
  });

  it('says why a network cannot run, and ends a run that is cancelled', async () => {
    const broken = await open('network N {\n  input: 8x8x3\n  conv(bad, 3x3)\n}\n');
    const outcome = await client.request<RunOutcome>('incept/run', { uri: broken, token: 't', options });
    assert.equal(outcome.kind, 'failed');
    const long = await open('network N {\n  input: 256x256x64\n  repeat 40 { conv(64, 3x3) }\n}\n');
    const source = new (await import('vscode-jsonrpc')).CancellationTokenSource();
    const running = client.connection.sendRequest<RunOutcome>(
      'incept/run',
      { uri: long, token: 'u', options },
      source.token,
    );
    setTimeout(() => source.cancel(), 300);
    const ended = await running;
    assert.equal(ended.kind === 'failed' && ended.isCancelled, true);
  });

  it('shows, explains and runs a network as it would be with overrides', async () => {
    const uri = await open('network N(c = 4) {\n  input: 8x8x3\n  conv(c, 3x3)\n}\n');
    const overrides = { parameters: [{ name: 'c', value: '5' }], inputShape: [6, 6, 3] };
    const view = await client.request<ViewResult>('incept/view', { uri, overrides });
    assert.deepEqual(view?.view?.nodes.find(({ id }) => id === 'conv_1')?.shape, [6, 6, 5]);
    const explanation = await client.request<{ multiplies: number }>('incept/explain', {
      uri,
      path: 'conv_1',
      overrides,
    });
    // 6*6*5 results of 3*3*3 products each.
    assert.equal(explanation.multiplies, 4_860);
    const options = { input: 'random', seed: 1, upto: null, verify: false };
    const outcome = await client.request<RunOutcome>('incept/run', { uri, token: 'o', options, overrides });
    assert.deepEqual(outcome.kind === 'done' && outcome.result.outputs[0]?.shape, [6, 6, 5]);
    assert.deepEqual(
      (await client.request<ViewResult>('incept/view', { uri }))?.view?.nodes.map(({ shape }) => shape),
      // The input, the layer and what comes out.
      [
        [8, 8, 3],
        [8, 8, 4],
        [8, 8, 4],
      ],
    );
  });

  it('logs malformed parameters of its own requests and answers them empty', async () => {
    const uri = await open(course);
    for (const params of [{ uri, network: 7 }, { uri, overrides: { inputShape: [1, 2] } }, { uri: null }]) {
      client.log.length = 0;
      assert.equal(await client.request('incept/view', params), null);
      assert.match(client.log.join(), /incept\/view: malformed parameters/);
    }
  });
});

describe('language server and several files', function () {
  this.timeout(60_000);
  let folder: string;
  let client: StdioClient;
  const uriOf = (name: string) => pathToFileURL(join(folder, 'work', name)).toString();
  const user = 'import { block } from "./blocks.cnn"\nnetwork N {\n  input: 8x8x4\n  block(2)\n  expect 8x8x2\n}\n';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'incept-server-'));
    mkdirSync(join(folder, 'work'));
    writeFileSync(join(folder, 'outside.cnn'), 'module block(c) { conv(c, 1x1) }\n');
    writeFileSync(join(folder, 'work', 'blocks.cnn'), 'module block(c) { conv(c, 1x1) }\n');
    symlinkSync(join(folder, 'outside.cnn'), join(folder, 'work', 'link.cnn'));
    client = await StdioClient.start({ workspaceFolders: [pathToFileURL(join(folder, 'work')).toString()] });
  });
  after(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads an imported file from disk, and its new text when it is open or saved', async () => {
    const uri = uriOf('user.cnn');
    await client.open(uri, user);
    assert.deepEqual(await client.diagnostics(uri, 1), []);
    await client.open(uriOf('blocks.cnn'), 'module block(c) { conv(2 * c, 1x1) }\n');
    const wrong = await client.next(({ uri: of, diagnostics }) => of === uri && diagnostics.length > 0);
    assert.equal(wrong.diagnostics[0]?.code, 'expect.shape');
    client.published.length = 0;
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf('blocks.cnn') } });
    await client.next(({ uri: of, diagnostics }) => of === uri && diagnostics.length === 0);
    writeFileSync(join(folder, 'work', 'blocks.cnn'), 'module block(c) { conv(3 * c, 1x1) }\n');
    client.published.length = 0;
    const changes = [{ uri: uriOf('blocks.cnn'), type: 2 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await client.next(({ uri: of, diagnostics }) => of === uri && diagnostics.length > 0);
  });

  it('shows in the module file what a design finds wrong with it', async () => {
    const uri = uriOf('deep.cnn');
    writeFileSync(join(folder, 'work', 'pools.cnn'), 'module pool(k) {\n  maxpool(k, padding = valid)\n}\n');
    await client.open(uri, 'import { pool } from "./pools.cnn"\nnetwork N {\n  input: 8x8x4\n  pool(9)\n}\n');
    const found = await client.next(({ uri: of, diagnostics }) => of === uriOf('pools.cnn') && diagnostics.length > 0);
    assert.equal(found.diagnostics[0]?.code, 'shape.window');
    client.published.length = 0;
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await client.next(({ uri: of, diagnostics }) => of === uriOf('pools.cnn') && diagnostics.length === 0);
  });

  it('does not follow imports out of the workspace, neither by path nor by link', async () => {
    for (const [i, path] of ['../outside.cnn', './link.cnn', '/etc/passwd', './sub/../../outside.cnn'].entries()) {
      const uri = uriOf(`escape-${i}.cnn`);
      await client.open(uri, `import { block } from "${path}"\nnetwork N { input: 8x8x4 block(2) }\n`);
      const codes = (await client.diagnostics(uri, 1)).map(({ code }) => code);
      assert.ok(codes.includes('import.outside') || codes.includes('import.path'), `${path}: ${codes}`);
    }
  });

  it('completes paths and names of imports from the files on disk', async () => {
    const text = 'import { block } from "./"\n';
    const uri = uriOf('new.cnn');
    await client.open(uri, text);
    const ask = (character: number) =>
      client.request<CompletionItem[]>('textDocument/completion', {
        textDocument: { uri },
        position: { line: 0, character },
      });
    const paths = (await ask(25)).map(({ label }) => label);
    assert.ok(paths.includes('./blocks.cnn'), paths.join(', '));
    await client.change(uri, 2, [{ text: 'import {  } from "./blocks.cnn"\n' }]);
    assert.deepEqual(
      (await ask(9)).map(({ label }) => label),
      ['block'],
    );
  });

  it('survives imports in a circle', async () => {
    writeFileSync(join(folder, 'work', 'a.cnn'), 'import { b } from "./b.cnn"\nmodule a(c) { b(c) }\n');
    writeFileSync(join(folder, 'work', 'b.cnn'), 'import { a } from "./a.cnn"\nmodule b(c) { a(c) }\n');
    const uri = uriOf('circle.cnn');
    await client.open(uri, 'import { a } from "./a.cnn"\nnetwork N { input: 8x8x4 a(2) }\n');
    await client.diagnostics(uri, 1);
    assert.ok(await client.isAlive());
  });
});
