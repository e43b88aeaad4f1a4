/**
 * An edited server equals a fresh one: a document that was edited piece by piece over a connection is answered as the
 * same text is by a server that has seen nothing else. Both run in this process.
 */

import * as assert from 'node:assert/strict';
import type { Position } from 'vscode-languageserver-protocol';
import { LineIndex } from '../../src/base/line-index';
import { InProcessClient } from '../server/in-process-client';
import { applyEdit, type Edit } from './mutate';
import { blocksFile, blocksText, mainFile } from './oracles';

export interface ServerDifference {
  readonly message: string;
  /** The document as it was opened and after each edit. */
  readonly texts: readonly string[];
}

const methods = [
  'textDocument/documentSymbol',
  'textDocument/foldingRange',
  'textDocument/semanticTokens/full',
  'textDocument/codeLens',
  'textDocument/documentLink',
  'textDocument/formatting',
  'textDocument/inlayHint',
  'textDocument/codeAction',
  'textDocument/hover',
  'textDocument/completion',
  'textDocument/signatureHelp',
  'textDocument/references',
  'incept/view',
  'incept/selection',
  'incept/networkSummary',
];

export class ServerOracle {
  private version = 1;
  private texts: string[] = [''];
  /** Edits that are not sent yet. */
  private pending: unknown[] = [];

  private constructor(private readonly client: InProcessClient) {}

  static async start(): Promise<ServerOracle> {
    const client = await startClient();
    await client.open(mainFile, '');
    return new ServerOracle(client);
  }

  /** The document has another text: as when a file is reverted. */
  async replace(text: string): Promise<void> {
    this.texts = [text];
    this.pending = [];
    await this.client.change(mainFile, ++this.version, [{ text }]);
  }

  /** Each edit by its range, one or several in a message, as an editor sends them; with the last one `isSent`. */
  async edit(edit: Edit, isSent: boolean): Promise<void> {
    const before = this.texts.at(-1) ?? '';
    const after = applyEdit(before, edit);
    this.texts.push(after);
    const lines = new LineIndex(before);
    const range = { start: positionAt(lines, edit.start), end: positionAt(lines, edit.end) };
    // Between CR and LF there is no position.
    const isWhole = [edit.start, edit.end].some((at) => before.startsWith('\r\n', at - 1));
    this.pending.push(isWhole ? { text: after } : { range, text: edit.newText });
    if (isSent) await this.send();
  }

  private async send(): Promise<void> {
    const changes = this.pending;
    if (changes.length === 0) return;
    this.pending = [];
    await this.client.change(mainFile, ++this.version, changes);
  }

  /** What the server says otherwise than one that has just been started. */
  async difference(text: string): Promise<ServerDifference | undefined> {
    await this.send();
    const fresh = await startClient();
    try {
      await fresh.open(mainFile, text, this.version);
      const place = Math.floor(text.length / 2);
      const [edited, unedited] = [await this.answers(this.client, text, place), await this.answers(fresh, text, place)];
      for (const [what, answer] of unedited) assert.deepEqual(edited.get(what), answer, what);
      for (const client of [this.client, fresh]) assert.deepEqual(client.log, [], 'mistakes of the server');
      return undefined;
    } catch (error) {
      this.client.log.length = 0;
      return { message: error instanceof Error ? error.message : String(error), texts: this.texts };
    } finally {
      fresh.stop();
    }
  }

  private async answers(client: InProcessClient, text: string, offset: number): Promise<Map<string, unknown>> {
    const lines = new LineIndex(text);
    const position = positionAt(lines, offset);
    const range = { start: { line: 0, character: 0 }, end: positionAt(lines, text.length) };
    const textDocument = { uri: mainFile };
    const params = { textDocument, uri: mainFile, position, range, context: { diagnostics: [] } };
    const found = new Map<string, unknown>([['diagnostics', await client.diagnostics(mainFile, this.version)]]);
    for (const method of methods) found.set(method, withoutRevision(await client.request(method, params)));
    return found;
  }

  stop(): void {
    this.client.stop();
  }
}

/** A view says how many analyses its server has made. */
function withoutRevision(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('revision' in answer)) return answer;
  const { revision: _, ...others } = answer;
  return others;
}

function positionAt(lines: LineIndex, offset: number): Position {
  const { line, column } = lines.positionAt(offset);
  return { line, character: column };
}

function startClient(): Promise<InProcessClient> {
  return InProcessClient.start({ [blocksFile]: blocksText }, ['file:///fuzz']);
}
