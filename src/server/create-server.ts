/**
 * The language server: which request is answered by which feature. The connection and the world are given, so that the
 * same server runs over standard streams, in a worker and in tests. Whatever a client sends, the server stays up: a
 * request that is malformed or that makes a feature throw is logged and answered empty.
 */

import {
  type Connection,
  ErrorCodes,
  type InitializeResult,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { parseMachineProfile } from '../base/machine-profile';
import type { FileId } from '../base/span';
import { semanticTypes } from '../ide/semantic-tokens';
import { featuresIn, isChosenInstance, notifications } from '../protocol/requests';
import type { ChosenInstance, Features, InitializationOptions } from '../protocol/server-messages';
import { AskedViews } from '../session/asked-views';
import { DiagnosticsPusher } from '../session/diagnostics';
import { layerTimes } from '../session/layer-times';
import { lookAt } from '../session/look';
import { editorWords } from '../words/editor';
import { whenReady } from '../workspace/eventual';
import { idOf, nameOf } from '../workspace/uri';
import { Workspace } from '../workspace/workspace';
import { codeActionKinds, registerCodeActions } from './code-actions';
import type { ServerContext, SessionState } from './context';
import { toDiagnostic } from './convert';
import { registerDiagnostics } from './diagnostic-requests';
import { registerEditing } from './editing-requests';
import type { ServerHost } from './host';
import { heed, tell } from './messages';
import { registerOwnRequests } from './own-requests';
import { registerReading } from './reading-requests';
import { registerTextSync } from './text-sync';

/** LSPErrorCodes.RequestCancelled. */
const requestCancelled = -32800;

/** Of a text, at most, what an answer about it makes first: all its tokens, and what is found out of each layer when asked for. */
const bytesPerCharacter = 96;

/** Why there is no answer before `initialize` and after `shutdown`; undefined in between. */
function outOfTime({ phase, words }: SessionState): ResponseError<void> | undefined {
  if (phase === 'new') return new ResponseError(ErrorCodes.ServerNotInitialized, words.editor('request.early'));
  if (phase === 'ended') return new ResponseError(ErrorCodes.InvalidRequest, words.editor('request.late'));
  return undefined;
}

export function createServer(connection: Connection, host: ServerHost): void {
  const workspace = new Workspace(host.files);
  const state: SessionState = {
    phase: 'new',
    commands: false,
    features: {
      inlayHints: true,
      parameterHints: true,
      costHints: false,
      codeLens: true,
      minimumSaving: 0.05,
      exactRuns: false,
      target: 'none',
      convention: 'multiplies',
    },
    snippets: false,
    choices: [],
    profile: undefined,
    weights: undefined,
    locale: 'en',
    words: editorWords('en'),
    canAnnotate: false,
    canRefreshInlayHints: false,
    canRefreshCodeLenses: false,
    canRefreshSemanticTokens: false,
    canWatchFiles: false,
    mustPush: false,
    pullsDiagnostics: false,
    offered: undefined,
    canRefreshDiagnostics: false,
  };
  const refused = new Set<FileId>();
  /** Whether what is answered about a text would exhaust the memory, of which the user is told once. */
  const isTooLarge = (uri: string | undefined): boolean => {
    const id = uri === undefined ? undefined : idOf(uri);
    const { length } = (id === undefined ? undefined : workspace.openText(id)?.text) ?? '';
    if (id === undefined || length * bytesPerCharacter <= host.memoryLeft()) return false;
    if (!refused.has(id)) {
      const message = state.words.editor('memory.short', { name: nameOf(id) });
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
    }
    refused.add(id);
    return true;
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
      const refusal = outOfTime(state);
      if (refusal !== undefined) return refusal;
      if (token?.isCancellationRequested) return new ResponseError(requestCancelled, 'cancelled');
      const failed = (error: unknown) => {
        context.log(name, error);
        return empty;
      };
      try {
        if (isTooLarge(uriOfParams(params))) return empty;
        const answer = handler(params);
        return answer instanceof Promise ? answer.catch(failed) : answer;
      } catch (error) {
        return failed(error);
      }
    },
    askedViews: new AskedViews(workspace, (uri) => tell(context, notifications.didOutdate, { uri })),
    settings: () => {
      const { choices, profile, words } = state;
      return { choices, timeOf: layerTimes(profile), words };
    },
    look: (params) => {
      const uri = uriOfParams(params);
      if (uri === undefined) return undefined;
      return whenReady(lookAt(context, idOf(uri)), (look) => {
        if (look === undefined) return undefined;
        return { ...look, uri: workspace.uriOf(look.id), lines: workspace.lines(look.file) };
      });
    },
    refresh: () => {
      if (state.canRefreshInlayHints) void connection.languages.inlayHint.refresh().catch(() => {});
      if (state.canRefreshCodeLenses) void connection.sendRequest('workspace/codeLens/refresh').catch(() => {});
    },
    toDiagnostic: (diagnostic) => {
      const linesOf = (id: FileId) => {
        const tree = workspace.tree(id);
        return tree === undefined ? undefined : workspace.lines(tree);
      };
      const page = host.documentation?.(diagnostic.code, state.words.diagnostics.language.tag);
      return toDiagnostic(diagnostic, state.words.diagnostics, linesOf, (id) => workspace.uriOf(id), page);
    },
  };

  let isAskedAgain = false;
  /** Other files than the one that is edited have other diagnostics now. */
  const askAgain = () => {
    if (isAskedAgain || !state.canRefreshDiagnostics) return;
    isAskedAgain = true;
    setTimeout(() => {
      isAskedAgain = false;
      void connection.languages.diagnostics.refresh().catch(() => {});
    }, 0);
  };

  const pusher = new DiagnosticsPusher(workspace, {
    target: () => state.features.target,
    publish: (file, diagnostics) => {
      if (state.pullsDiagnostics) {
        if (file !== pusher.changed) askAgain();
        return;
      }
      const document = workspace.openText(file);
      void connection.sendDiagnostics({
        uri: workspace.uriOf(file),
        ...(document === undefined ? {} : { version: document.version }),
        diagnostics: diagnostics.map(context.toDiagnostic),
      });
    },
    analyzed: (file, analysis) => {
      const document = workspace.openText(file);
      if (document === undefined) return;
      const isBroken = analysis.file.diagnostics.some(({ severity }) => severity === 'error');
      const { uri, version } = document;
      const revision = workspace.revisionOf(analysis);
      tell(context, notifications.didAnalyze, { uri, version, revision, isBroken });
    },
    rested: () => context.askedViews.textsChanged(),
    failed: (file, error) => context.log(`analysis of ${file}`, error),
    later: (delay, action) => {
      if (delay === 0) return { cancel: host.soon(action) };
      const timer = setTimeout(action, delay);
      return { cancel: () => clearTimeout(timer) };
    },
    now: () => host.now(),
  });

  connection.onInitialize((params) => {
    if (state.phase !== 'new') return new ResponseError(ErrorCodes.InvalidRequest, state.words.editor('request.again'));
    state.phase = 'running';
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
  connection.onShutdown(() => {
    state.phase = 'ended';
  });
  // What nobody else answers.
  connection.onRequest(
    (method) => outOfTime(state) ?? new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${method}`),
  );
  heed(context, notifications.setChoices, ({ choices }) => {
    state.choices = choices;
    context.refresh();
  });
  heed(context, notifications.setFeatures, (asked) => {
    state.features = { ...state.features, ...featuresIn(asked) };
    state.words = editorWords(state.locale, state.features.convention);
    pusher.toldAnew();
    context.refresh();
  });
  registerTextSync(context, pusher);
  registerDiagnostics(context);
  registerReading(context);
  registerEditing(context);
  registerCodeActions(context);
  registerOwnRequests(context);
  connection.listen();
}

function uriOfParams(params: unknown): string | undefined {
  const { textDocument, uri } = (params ?? {}) as { textDocument?: { uri?: unknown } | null; uri?: unknown };
  const named = textDocument?.uri ?? uri;
  return typeof named === 'string' ? named : undefined;
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
  const options = (given.initializationOptions ?? {}) as Record<string, unknown>;
  state.features = { ...state.features, ...featuresIn(options) };
  if (typeof given.locale === 'string') state.locale = given.locale;
  state.words = editorWords(state.locale, state.features.convention);
  for (const [name, take] of Object.entries(startOptions)) take(state, options[name]);
  const able = (...path: string[]) => deepFlag(given.capabilities, path);
  state.snippets = able('textDocument', 'completion', 'completionItem', 'snippetSupport');
  state.canAnnotate =
    able('workspace', 'workspaceEdit', 'documentChanges') &&
    isObject(given.capabilities, 'workspace', 'workspaceEdit', 'changeAnnotationSupport');
  state.canRefreshInlayHints = able('workspace', 'inlayHint', 'refreshSupport');
  state.canRefreshCodeLenses = able('workspace', 'codeLens', 'refreshSupport');
  state.canRefreshSemanticTokens = able('workspace', 'semanticTokens', 'refreshSupport');
  state.pullsDiagnostics = !state.mustPush && isObject(given.capabilities, 'textDocument', 'diagnostic');
  state.canRefreshDiagnostics =
    able('workspace', 'diagnostics', 'refreshSupport') || able('workspace', 'diagnostic', 'refreshSupport');
  state.canWatchFiles = able('workspace', 'didChangeWatchedFiles', 'dynamicRegistration');
  return { capabilities: capabilities(state.mustPush), serverInfo: { name: 'Incept' } };
}

/** Each is taken by itself: a client that is older or newer than the server asks for others. */
const startOptions: {
  readonly [Name in Exclude<keyof InitializationOptions, keyof Features>]-?: (
    state: SessionState,
    asked: unknown,
  ) => void;
} = {
  commands: (state, asked) => {
    state.commands = asked === true;
  },
  choices: (state, asked) => {
    state.choices = choicesOf(asked);
  },
  pushDiagnostics: (state, asked) => {
    state.mustPush = asked === true;
  },
  profile: (state, asked) => {
    state.profile = parseMachineProfile(asked);
  },
};

function deepFlag(value: unknown, path: readonly string[]): boolean {
  return valueAt(value, path) === true;
}

function isObject(value: unknown, ...path: readonly string[]): boolean {
  const found = valueAt(value, path);
  return typeof found === 'object' && found !== null;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

function choicesOf(value: unknown): readonly ChosenInstance[] {
  return Array.isArray(value) ? value.filter(isChosenInstance) : [];
}

/** @param mustPush What is sent unasked would be shown twice if it was asked for as well. */
function capabilities(mustPush = false): InitializeResult['capabilities'] {
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
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: ['\n'] },
    linkedEditingRangeProvider: true,
    workspaceSymbolProvider: true,
    callHierarchyProvider: true,
    ...(mustPush ? {} : { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true } }),
    codeActionProvider: { codeActionKinds: [...codeActionKinds] },
    codeLensProvider: {},
    inlayHintProvider: true,
    documentLinkProvider: {},
    semanticTokensProvider: {
      legend: { tokenTypes: [...semanticTypes], tokenModifiers: ['readonly'] },
      full: true,
    },
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      // What is in a folder moves with it.
      fileOperations: {
        willRename: {
          filters: [{ pattern: { glob: '**/*.cnn', matches: 'file' } }, { pattern: { glob: '**', matches: 'folder' } }],
        },
      },
    },
  };
}
