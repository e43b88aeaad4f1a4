/**
 * The language server: which request is answered by which feature. The connection and the world are given, so that the
 * same server runs over standard streams, in a worker and in tests. Whatever a client sends, the server stays up: a
 * request that is malformed or that makes a feature throw is logged and answered empty.
 */

import {
  type CancellationToken,
  type Connection,
  type InitializeResult,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { Analysis } from '../analysis/analysis';
import type { LineIndex } from '../base/line-index';
import { type MachineProfile, parseMachineProfile } from '../base/machine-profile';
import type { FileId } from '../base/span';
import type { InstanceChoice, Scene } from '../ide/scene';
import { semanticTypes } from '../ide/semantic-tokens';
import {
  type ChosenInstance,
  type DidAnalyzeParams,
  didAnalyzeNotification,
  setChoicesNotification,
  setFeaturesNotification,
} from '../protocol/server-messages';
import { layerTimes } from '../session/layer-times';
import { type EditorWords, editorWords } from '../words/editor';
import { type Eventual, whenReady } from '../workspace/eventual';
import { idOf } from '../workspace/uri';
import { Workspace } from '../workspace/workspace';
import { toDiagnostic } from './convert';
import { DiagnosticsPusher } from './diagnostics';
import { registerEditing } from './editing-requests';
import type { ServerHost } from './host';
import { registerOwnRequests } from './own-requests';
import { registerReading } from './reading-requests';
import { registerTextSync } from './text-sync';

/** Switches and abilities, from the start of the session and changed by notifications. */
export interface SessionState {
  commands: boolean;
  inlayHints: boolean;
  codeLens: boolean;
  snippets: boolean;
  choices: readonly InstanceChoice[];
  /** The machine, once it was measured. */
  profile: MachineProfile | undefined;
  /** In the language of the client. */
  words: EditorWords;
  canRefreshInlayHints: boolean;
  canRefreshCodeLenses: boolean;
  canRefreshSemanticTokens: boolean;
  canWatchFiles: boolean;
}

/** What the handlers of requests work with. */
export interface ServerContext {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly host: ServerHost;
  readonly state: SessionState;
  log(what: string, error: unknown): void;
  /** Wraps a handler: cancelled requests are not computed, a thrown error is logged and answered with `empty`. */
  answer<P, R>(
    name: string,
    empty: R,
    handler: (params: P) => Eventual<R>,
  ): (params: P, token: CancellationToken) => Eventual<R | ResponseError<void>>;
  /** The analysed file of a request's `textDocument`; undefined for anything else. At once where all is loaded. */
  look(params: unknown): Eventual<Look | undefined>;
  lookAt(id: FileId): Eventual<Look | undefined>;
  refresh(): void;
}

/** A file with what the features need of it. */
export interface Look {
  readonly id: FileId;
  readonly uri: string;
  readonly scene: Scene;
  readonly analysis: Analysis;
  readonly file: Analysis['file'];
  readonly lines: LineIndex;
}

/** LSPErrorCodes.RequestCancelled. */
const requestCancelled = -32800;

export function createServer(connection: Connection, host: ServerHost): void {
  const workspace = new Workspace(host.files);
  const state: SessionState = {
    commands: false,
    inlayHints: true,
    codeLens: true,
    snippets: false,
    choices: [],
    profile: undefined,
    words: editorWords('en'),
    canRefreshInlayHints: false,
    canRefreshCodeLenses: false,
    canRefreshSemanticTokens: false,
    canWatchFiles: false,
  };
  const context: ServerContext = {
    connection,
    workspace,
    host,
    state,
    log: (what, error) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.console.error(`${what}: ${text}`);
    },
    answer: (name, empty, handler) => (params, token) => {
      if (token?.isCancellationRequested) return new ResponseError(requestCancelled, 'cancelled');
      const failed = (error: unknown) => {
        context.log(name, error);
        return empty;
      };
      try {
        const answer = handler(params);
        return answer instanceof Promise ? answer.catch(failed) : answer;
      } catch (error) {
        return failed(error);
      }
    },
    look: (params) => {
      const uri = uriOfParams(params);
      return uri === undefined ? undefined : context.lookAt(idOf(uri));
    },
    lookAt: (id) =>
      whenReady(workspace.analysis(id), (analysis) => {
        if (analysis === undefined) return undefined;
        const { file } = analysis;
        return whenReady(workspace.openUsers(id), (users) => {
          const { choices, profile, words } = state;
          const scene = { analysis, users, choices, timeOf: layerTimes(profile), words };
          return { id, uri: workspace.uriOf(id), scene, analysis, file, lines: workspace.lines(file) };
        });
      }),
    refresh: () => {
      if (state.canRefreshInlayHints) void connection.languages.inlayHint.refresh().catch(() => {});
      if (state.canRefreshCodeLenses) void connection.sendRequest('workspace/codeLens/refresh').catch(() => {});
    },
  };

  const pusher = new DiagnosticsPusher(workspace, {
    publish: (file, diagnostics) => {
      const document = workspace.openText(file);
      const linesOf = (id: FileId) => {
        const tree = workspace.tree(id);
        return tree === undefined ? undefined : workspace.lines(tree);
      };
      void connection.sendDiagnostics({
        uri: workspace.uriOf(file),
        ...(document === undefined ? {} : { version: document.version }),
        diagnostics: diagnostics.map((diagnostic) =>
          toDiagnostic(diagnostic, state.words.diagnostics, linesOf, (id) => workspace.uriOf(id)),
        ),
      });
    },
    analyzed: (file, analysis) => {
      const document = workspace.openText(file);
      if (document === undefined) return;
      const isBroken = analysis.file.diagnostics.some(({ severity }) => severity === 'error');
      const params: DidAnalyzeParams = { uri: document.uri, version: document.version, isBroken };
      void connection.sendNotification(didAnalyzeNotification, params);
    },
    failed: (file, error) => context.log(`analysis of ${file}`, error),
    later: (delay, action) => {
      const timer = setTimeout(action, delay);
      return { cancel: () => clearTimeout(timer) };
    },
    now: () => host.now(),
  });

  connection.onInitialize((params) => {
    try {
      return initialize(params, context);
    } catch (error) {
      context.log('initialize', error);
      return { capabilities: capabilities() };
    }
  });
  connection.onInitialized(() => {
    if (!state.canWatchFiles) return;
    const registration = { id: 'cnn-files', method: 'workspace/didChangeWatchedFiles' };
    const options = { watchers: [{ globPattern: '**/*.cnn' }] };
    connection
      .sendRequest('client/registerCapability', { registrations: [{ ...registration, registerOptions: options }] })
      .catch((error: unknown) => context.log('watching files', error));
  });
  connection.onNotification(setChoicesNotification, (params: unknown) => {
    state.choices = choicesOf((params as { choices?: unknown } | null)?.choices);
    context.refresh();
  });
  connection.onNotification(setFeaturesNotification, (params: unknown) => {
    const { inlayHints, codeLens } = (params ?? {}) as { inlayHints?: unknown; codeLens?: unknown };
    if (typeof inlayHints === 'boolean') state.inlayHints = inlayHints;
    if (typeof codeLens === 'boolean') state.codeLens = codeLens;
    context.refresh();
  });
  registerTextSync(context, pusher);
  registerReading(context);
  registerEditing(context);
  registerOwnRequests(context);
  connection.listen();
}

function uriOfParams(params: unknown): string | undefined {
  const uri = (params as { textDocument?: { uri?: unknown } } | null)?.textDocument?.uri;
  return typeof uri === 'string' ? uri : undefined;
}

function initialize(params: unknown, { workspace, state }: ServerContext): InitializeResult {
  const given = (params ?? {}) as {
    workspaceFolders?: unknown;
    rootUri?: unknown;
    locale?: unknown;
    initializationOptions?: unknown;
    capabilities?: unknown;
  };
  const folders = Array.isArray(given.workspaceFolders)
    ? given.workspaceFolders.map((folder: { uri?: unknown } | null) => folder?.uri)
    : [given.rootUri];
  workspace.setRoots(folders.filter((uri): uri is string => typeof uri === 'string'));
  if (typeof given.locale === 'string') state.words = editorWords(given.locale);
  const options = (given.initializationOptions ?? {}) as Record<string, unknown>;
  state.commands = options.commands === true;
  if (typeof options.inlayHints === 'boolean') state.inlayHints = options.inlayHints;
  if (typeof options.codeLens === 'boolean') state.codeLens = options.codeLens;
  state.choices = choicesOf(options.choices);
  state.profile = parseMachineProfile(options.profile);
  const able = (...path: string[]) => deepFlag(given.capabilities, path);
  state.snippets = able('textDocument', 'completion', 'completionItem', 'snippetSupport');
  state.canRefreshInlayHints = able('workspace', 'inlayHint', 'refreshSupport');
  state.canRefreshCodeLenses = able('workspace', 'codeLens', 'refreshSupport');
  state.canRefreshSemanticTokens = able('workspace', 'semanticTokens', 'refreshSupport');
  state.canWatchFiles = able('workspace', 'didChangeWatchedFiles', 'dynamicRegistration');
  return { capabilities: capabilities(), serverInfo: { name: 'Incept' } };
}

function deepFlag(value: unknown, path: readonly string[]): boolean {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return false;
    at = (at as Record<string, unknown>)[key];
  }
  return at === true;
}

function choicesOf(value: unknown): readonly ChosenInstance[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (choice): choice is ChosenInstance =>
      typeof choice === 'object' &&
      choice !== null &&
      ['file', 'module', 'network', 'path'].every((key) => typeof choice[key] === 'string'),
  );
}

function capabilities(): InitializeResult['capabilities'] {
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['(', ',', '=', '"', '/', ' '] },
    signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: ['='] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentFormattingProvider: true,
    codeActionProvider: { codeActionKinds: ['quickfix'] },
    codeLensProvider: {},
    inlayHintProvider: true,
    documentLinkProvider: {},
    semanticTokensProvider: {
      legend: { tokenTypes: [...semanticTypes], tokenModifiers: ['readonly'] },
      full: true,
    },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
