/**
 * The way to the language server, which is a worker: starts it, keeps its texts up to date, asks and is asked. One that dies is
 * started again with the texts as they are, but not for ever.
 */

import { CancellationTokenSource } from 'vscode-jsonrpc';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createMessageConnection,
  type MessageConnection,
} from 'vscode-jsonrpc/browser';
import type { Diagnostic, InitializeParams, PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { LineIndex } from '../../src/base/line-index';
import type { FileId } from '../../src/base/span';
import { Lifeline } from '../../src/base/web-lifeline';
import { answerFiles } from '../../src/protocol/file-answers';
import { type Notification, notifications, type Request } from '../../src/protocol/requests';
import type { ChosenInstance, InitializationOptions, RunProgressParams } from '../../src/protocol/server-messages';
import type { PickedFile, TextCursor } from '../../src/session/preview-ports';
import type { ServerRequests } from '../../src/session/request-source';
import type { DesignFiles } from '../../src/workspace/file-system';
import type { TextStore } from '../texts';

export interface ServerEvents {
  /** A text has been analysed: what is shown of it may be old. */
  analyzed(file: FileId): void;
  diagnosed(file: FileId, diagnostics: readonly Diagnostic[]): void;
  /** It has died, and is started again or not. */
  stopped(isLast: boolean): void;
  log(message: string): void;
}

export interface ServerParts {
  /** Starts the worker of server-worker.ts. */
  readonly start: (options: WorkerOptions) => Worker;
  readonly texts: TextStore;
  /** What there is beside the open texts. */
  readonly files: DesignFiles;
  readonly root: string;
  readonly locale: string;
  readFile(image: PickedFile): Promise<Uint8Array>;
  readonly readWeights: ServerRequests['readWeights'];
  readonly events: ServerEvents;
}

/** More deaths than this, and it stays down. */
const mostDeaths = 4;

/** What this page shows of what the protocol knows. */
const capabilities: InitializeParams['capabilities'] = {
  workspace: {
    workspaceEdit: { documentChanges: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
  textDocument: { completion: { completionItem: { snippetSupport: true } } },
};

export class LanguageServer implements ServerRequests {
  private connection: Promise<MessageConnection>;
  private deaths = 0;
  private choices: readonly ChosenInstance[] = [];
  private readonly progress = new Set<(message: RunProgressParams) => void>();
  private readonly refreshes = new Set<() => void>();
  /** Versions of the texts that the server has. */
  private readonly sent = new Map<FileId, number>();

  constructor(private readonly parts: ServerParts) {
    this.connection = this.open();
    parts.texts.onChange((file) => void this.connection.then((connection) => this.send(connection, file)));
  }

  /** A request of the Language Server Protocol. */
  async ask<R>(method: string, params: object, signal?: AbortController['signal']): Promise<R> {
    const connection = await this.connection;
    if (signal === undefined) return connection.sendRequest<R>(method, params);
    const cancellation = new CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
    try {
      return await connection.sendRequest<R>(method, params, cancellation.token);
    } finally {
      signal.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  }

  request<P, R>({ method }: Request<P, R>, params: P, signal?: AbortController['signal']): Promise<R> {
    return this.ask<R>(method, params as object, signal);
  }

  onRunProgress(heed: (message: RunProgressParams) => void): { dispose(): void } {
    this.progress.add(heed);
    return { dispose: () => void this.progress.delete(heed) };
  }

  /** Hints and lenses are to be asked for anew. */
  onRefresh(heed: () => void): void {
    this.refreshes.add(heed);
  }

  async setChoices(choices: readonly ChosenInstance[]): Promise<void> {
    this.choices = choices;
    await (await this.connection).sendNotification(notifications.setChoices.method, { choices });
  }

  get chosen(): readonly ChosenInstance[] {
    return this.choices;
  }

  positionOf({ file, offset }: TextCursor): { readonly line: number; readonly character: number } | undefined {
    const text = this.parts.texts.get(file)?.text;
    if (text === undefined) return undefined;
    const { line, column } = new LineIndex(text).positionAt(offset);
    return { line, character: column };
  }

  readFile(image: PickedFile): Promise<Uint8Array> {
    return this.parts.readFile(image);
  }

  /** A browser reads a file as it was when it was chosen, or not at all. */
  async versionOf(): Promise<string> {
    return '';
  }

  readWeights(...asked: Parameters<ServerRequests['readWeights']>): ReturnType<ServerRequests['readWeights']> {
    return this.parts.readWeights(...asked);
  }

  private async open(): Promise<MessageConnection> {
    const { texts, files, root, locale, events } = this.parts;
    const lifeline = new Lifeline(() => this.died(worker, connection, 'ended'));
    const worker = this.parts.start(lifeline.options);
    const connection = createMessageConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker));
    worker.addEventListener('message', () => lifeline.watch());
    worker.addEventListener('error', (event) => {
      lifeline.cut();
      this.died(worker, connection, event.message);
    });
    const on = <P>({ method, isParams }: Notification<P>, heed: (params: P) => void) =>
      connection.onNotification(method, (params: unknown) => {
        if (isParams(params)) heed(params);
        else events.log(`${method}: malformed parameters`);
      });
    on(notifications.didAnalyze, ({ uri }) => events.analyzed(uri));
    on(notifications.runProgress, (message) => {
      for (const heed of this.progress) heed(message);
    });
    connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) =>
      events.diagnosed(uri, diagnostics),
    );
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => events.log(message));
    const refresh = (): null => {
      for (const heed of this.refreshes) heed();
      return null;
    };
    connection.onRequest('workspace/codeLens/refresh', refresh);
    connection.onRequest('workspace/inlayHint/refresh', refresh);
    answerFiles(connection, files);
    connection.listen();
    const initializationOptions: InitializationOptions = {
      commands: true,
      pushDiagnostics: true,
      // A page beside its picture is narrow.
      parameterHints: false,
      choices: this.choices,
    };
    const workspaceFolders = [{ uri: root, name: '' }];
    const asked = { processId: null, rootUri: root, workspaceFolders, locale, capabilities, initializationOptions };
    await connection.sendRequest('initialize', asked satisfies InitializeParams);
    await connection.sendNotification('initialized', {});
    this.sent.clear();
    for (const file of texts.files()) this.send(connection, file);
    return connection;
  }

  /** The text of a file as it is now, whole: designs are small. */
  private send(connection: MessageConnection, file: FileId): void {
    const text = this.parts.texts.get(file);
    const before = this.sent.get(file);
    const tell = (what: string, params: object): void =>
      void connection.sendNotification(`textDocument/${what}`, params).catch((problem: unknown) => {
        this.parts.events.log(String(problem));
      });
    if (text === undefined) {
      if (this.sent.delete(file)) tell('didClose', { textDocument: { uri: file } });
      return;
    }
    if (before === text.version) return;
    this.sent.set(file, text.version);
    const document = { uri: file, version: text.version };
    if (before === undefined) tell('didOpen', { textDocument: { ...document, languageId: 'cnn', text: text.text } });
    else tell('didChange', { textDocument: document, contentChanges: [{ text: text.text }] });
  }

  private died(worker: Worker, connection: MessageConnection, message: string | undefined): void {
    const { events } = this.parts;
    events.log(`the language server died: ${message ?? ''}`);
    worker.terminate();
    connection.dispose();
    this.deaths++;
    const isLast = this.deaths > mostDeaths;
    events.stopped(isLast);
    if (!isLast) this.connection = this.open();
  }
}
