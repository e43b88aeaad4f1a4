/** What a preview is compared with, over ports in memory: what is asked for, and what the page is told. */

import * as assert from 'node:assert/strict';
import type { CompareOutcome } from '../../src/protocol/compare';
import type { HostMessage } from '../../src/protocol/messages';
import { PreviewCompare } from '../../src/session/preview-compare';
import { sampleView, stem } from '../webview/sample-view';
import { MemoryPorts, settled } from './preview-ports';

const file = 'file:///nets/net.cnn';
const blocks = 'file:///nets/blocks.cnn';
const at = { network: 'Net', overrides: undefined };
const view = sampleView(stem);
const done: CompareOutcome = { kind: 'done', union: view, before: view, marks: [], lines: [], markdown: '' };

function started() {
  const ports = new MemoryPorts();
  const posted: HostMessage[] = [];
  const compare = new PreviewCompare(file, ports, (message) => posted.push(message));
  const told = () => posted.splice(0).map((one) => (one.type === 'comparison' ? `${one.name} ${one.isNew}` : one));
  return { ports, compare, told };
}

describe('comparison of a preview', () => {
  it('reads the commit as far as its texts are wanted, and once', async () => {
    const { ports, compare, told } = started();
    const read: string[] = [];
    ports.commit = {
      name: '3f0c2a1, 2 days ago',
      read: async (one) => {
        read.push(one);
        return one === file ? 'import { B } from "./blocks.cnn"' : null;
      },
    };
    void compare.start({ kind: 'commit' }, at);
    await settled();
    ports.comparisons[0]?.answer({ kind: 'more', files: [blocks] });
    await settled();
    assert.deepEqual(ports.comparisons[1]?.question.base, {
      kind: 'commit',
      texts: [
        { uri: file, text: 'import { B } from "./blocks.cnn"' },
        { uri: blocks, text: null },
      ],
    });
    ports.comparisons[1]?.answer(done);
    await settled();
    assert.deepEqual(told(), ['last commit 3f0c2a1, 2 days ago true']);
    void compare.refresh(at);
    await settled();
    ports.comparisons[2]?.answer(done);
    await settled();
    assert.deepEqual(told(), ['last commit 3f0c2a1, 2 days ago false']);
    assert.deepEqual(read, [file, blocks]);
  });

  it('says why there is nothing to compare with', async () => {
    const { ports, compare, told } = started();
    ports.commit = 'net.cnn is in no commit yet.';
    await compare.start({ kind: 'commit' }, at);
    assert.deepEqual(told(), [{ type: 'comparisonEnded', reason: 'net.cnn is in no commit yet.' }]);
    void compare.start({ kind: 'network', network: 'Other' }, at);
    await settled();
    ports.comparisons[0]?.answer({ kind: 'none', reason: 'there is no network in it' });
    await settled();
    assert.deepEqual(told(), [{ type: 'comparisonEnded', reason: 'there is no network in it' }]);
    assert.equal(compare.isOn, false);
  });

  it('stays as it is where no file is chosen, and takes the one that is', async () => {
    const { ports, compare, told } = started();
    await compare.start({ kind: 'file' }, at);
    assert.deepEqual([told(), ports.comparisons.length], [[{ type: 'comparisonEnded', reason: '' }], 0]);
    ports.pickedDesign = 'file:///nets/my%20net.cnn';
    void compare.start({ kind: 'file' }, at);
    await settled();
    ports.comparisons[0]?.answer(done);
    await settled();
    assert.deepEqual(told(), ['my net.cnn true']);
  });

  it('goes on with the file of an earlier life without asking for one, and says where it is gone', async () => {
    const { ports, compare, told } = started();
    const other = { kind: 'file', uri: 'file:///nets/my%20net.cnn' } as const;
    void compare.resume(other, at);
    await settled();
    assert.deepEqual(ports.comparisons[0]?.question.base, other);
    ports.comparisons[0]?.answer(done);
    await settled();
    // It does not come to the front.
    assert.deepEqual(told(), ['my net.cnn false']);
    // What is compared by now stays.
    await compare.resume({ kind: 'text' }, at);
    assert.equal(ports.comparisons.length, 1);
    compare.end();
    told();
    void compare.resume(other, at);
    await settled();
    ports.comparisons[1]?.answer({ kind: 'none', reason: 'there is no such file' });
    await settled();
    assert.deepEqual(told(), [{ type: 'comparisonEnded', reason: 'there is no such file' }]);
  });

  it('passes over an answer to an older question, and any once it has ended', async () => {
    const { ports, compare, told } = started();
    void compare.start({ kind: 'text' }, at);
    await settled();
    void compare.refresh({ ...at, overrides: { batch: 2 } });
    ports.comparisons[0]?.answer(done);
    await settled();
    assert.deepEqual(told(), []);
    ports.comparisons[1]?.answer(done);
    await settled();
    assert.deepEqual(told(), ['the text true']);
    void compare.refresh(at);
    compare.end();
    ports.comparisons[2]?.answer(done);
    await settled();
    assert.deepEqual(told(), [{ type: 'comparisonEnded', reason: '' }]);
  });
});
