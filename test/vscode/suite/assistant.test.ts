/** The tools that language models are given, called as a model calls them (which needs none), and `@incept` as the editor knows it. */

import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DesignTools } from '../../../src/extension/assistant/design-tools';
import type { Model } from '../../../src/extension/assistant/model-api';
import { chatHandler } from '../../../src/extension/assistant/participant';
import { LastDesign } from '../../../src/extension/last-design';
import { toolsInThreads } from '../../../src/extension/node-tools';
import { extensionWords } from '../../../src/words/extension';
import { eventually } from '../rig/ui';

interface Tools {
  readonly tools: readonly { readonly name: string; readonly inputSchema: object }[];
  invokeTool(
    name: string,
    options: { readonly input: object; readonly toolInvocationToken: undefined },
    token: vscode.CancellationToken,
  ): Thenable<{ readonly content: readonly { readonly value: string }[] }>;
}

const models = vscode.lm as unknown as Tools;

async function call(name: string, input: object): Promise<Record<string, unknown>> {
  const ending = new vscode.CancellationTokenSource();
  const { content } = await models.invokeTool(name, { input, toolInvocationToken: undefined }, ending.token);
  return JSON.parse(content[0]?.value ?? '');
}

describe('the assistant', function () {
  this.timeout(120_000);
  let editor: vscode.TextEditor;
  let original: string;

  before(async () => {
    const [file] = await vscode.workspace.findFiles('googlenet.cnn');
    assert.ok(file, 'googlenet.cnn is in the workspace');
    editor = await vscode.window.showTextDocument(file, { preview: false });
    original = editor.document.getText();
    await eventually('activation', () => vscode.extensions.getExtension('incept.incept')?.isActive || undefined);
  });
  after(async () => {
    // A window may save by itself, so that there is nothing to revert to.
    const { document } = editor;
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, document.lineCount, 0), original));
    await document.save();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('gives models a tool for each command that reads designs', () => {
    const ours = models.tools.map(({ name }) => name).filter((name) => name.startsWith('incept_'));
    assert.deepEqual(
      ours.sort(),
      ['advise', 'check', 'cost', 'diff', 'explain', 'sweep'].map((name) => `incept_${name}`),
    );
  });

  it("tells the cost of the lecture's bottleneck, given as text", async () => {
    const direct = 'network N {\n  input x: 28x28x192\n  conv(32, 5x5)\n}\n';
    const through = 'network N {\n  input x: 28x28x192\n  conv(16, 1x1)\n  conv(32, 5x5)\n}\n';
    const multiplies = async (text: string) => {
      const { totals } = (await call('incept_cost', { text })) as { totals: { multiplies: number } };
      return totals.multiplies;
    };
    assert.equal(await multiplies(direct), 120_422_400);
    assert.equal(await multiplies(through), 12_443_648);
  });

  it('speaks of the design in the editor, as it is typed', async () => {
    const params = async () => ((await call('incept_cost', {})) as { totals: { params: number } }).totals.params;
    assert.equal(await params(), 6_998_552);
    const from = editor.document.getText().lastIndexOf('dense(classes)');
    assert.ok(from > 0);
    const at = editor.document.positionAt(from);
    await editor.edit((edit) => edit.replace(new vscode.Range(at, at.translate(0, 14)), 'dense(10)'));
    // 990 classes less, each with 1,024 weights and a bias.
    assert.equal(await params(), 6_998_552 - 990 * 1025);
  });

  it('says what is wrong with a call', async () => {
    await assert.rejects(call('incept_cost', { file: 'nowhere.cnn' }), /nowhere\.cnn/);
    await assert.rejects(call('incept_explain', { text: 'network N { input x: 8x8x3 }', path: 'conv_9' }), /conv_9/);
  });

  /**
   * The chat's view does not open in this VS Code, which has no provider of models: a stand-in is what it would call the handler
   * with, and the model; the handler, the tools and their threads are the real ones.
   */
  describe('in a chat', () => {
    const { extension: say } = extensionWords('en');
    const lastDesign = new LastDesign();
    after(() => lastDesign.dispose());

    async function ask(request: { readonly command?: string; readonly prompt: string; readonly model?: Model }) {
      const folder = vscode.extensions.getExtension('incept.incept')?.extensionPath;
      const tools = new DesignTools(toolsInThreads(`${folder}/dist/tool-worker.js`, say), lastDesign);
      let said = '';
      const stream = new Proxy({} as vscode.ChatResponseStream, {
        get: (_, name) => (value: unknown) => {
          if (name === 'markdown') said += value;
        },
      });
      const handler = chatHandler(tools, say, (text) => assert.doesNotMatch(text, /\n\s+at /));
      const whole = { references: [], toolInvocationToken: undefined, command: undefined, ...request };
      const token = new vscode.CancellationTokenSource().token;
      const result = await handler(whole as unknown as vscode.ChatRequest, { history: [] }, stream, token);
      return { said, error: result?.errorDetails?.message };
    }

    it('answers commands without a model', async () => {
      const cost = await ask({ command: 'cost', prompt: '' });
      assert.match(cost.said, /\*\*GoogLeNet\*\* at 224x224x3/);
      assert.match(cost.said, /118,013,952/);
      const explained = await ask({ command: 'explain', prompt: ' conv_1 ' });
      assert.match(explained.said, /^```text\n[\s\S]*112\*112\*64 \* 7\*7\*3 = 118,013,952/);
      const swept = await ask({ command: 'sweep', prompt: 'width=0.5,1' });
      assert.match(swept.said, /0\.5/);
    });

    it('says what a command does not find', async () => {
      const { said, error } = await ask({ command: 'explain', prompt: 'conv_99' });
      assert.equal(said, '');
      assert.match(error ?? '', /conv_99/);
    });

    it('says that there is no model', async () => {
      const { said } = await ask({ prompt: 'What does the stem cost?' });
      assert.match(said, /no language model.*\/check, \/cost/);
    });

    it('has a model ask tools, and says which answered', async () => {
      const editorApi = vscode as unknown as Record<string, new (...parts: unknown[]) => { readonly value: string }>;
      const { LanguageModelTextPart: Text, LanguageModelToolCallPart: Call } = editorApi;
      assert.ok(Text !== undefined && Call !== undefined);
      const seen: unknown[][] = [];
      const model: Model = {
        sendRequest: async (messages, { tools }) => {
          seen.push([...messages]);
          assert.ok(tools.some(({ name }) => name === 'incept_cost'));
          const isFirst = seen.length === 1;
          const part = isFirst ? new Call('1', 'incept_cost', {}) : new Text('The stem costs 118M.');
          return {
            stream: (async function* () {
              yield part;
            })(),
          };
        },
      };
      const { said, error } = await ask({ prompt: 'What does the stem cost?', model });
      assert.equal(error, undefined);
      assert.match(said, /^The stem costs 118M\.\n\n_Computed by Incept \(cost\)\./);
      assert.equal(seen.length, 2);
      // The tool's result went to the model.
      assert.match(JSON.stringify(seen[1]?.at(-1)), /118013952/);
    });
  });
});
