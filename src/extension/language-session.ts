/**
 * The language server and the way to it. Has it started, reports a crash and has it started again, but not for ever;
 * what is asked and answered is typed by the table in src/protocol/requests.ts. Where the server runs, in a process or elsewhere,
 * is the affair of who gives the client (node-client.ts).
 */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { MachineProfile } from '../base/machine-profile';
import { answerFiles } from '../protocol/file-answers';
import { type Notification, notifications, type Request } from '../protocol/requests';
import type {
  ChosenInstance,
  DidAnalyzeParams,
  DidOutdateParams,
  InitializationOptions,
  RunProgressParams,
  SetFeaturesParams,
} from '../protocol/server-messages';
import { KnownProblem, problemText } from '../session/problem-text';
import type { SayExtension } from '../words/extension';
import { editorFiles } from './editor-files';

export interface ClientEvents {
  /** For each start of the server. */
  initializationOptions(): InitializationOptions;
  /** The server has ended without being asked to: tells whether it is to be started again. */
  wantsRestart(): boolean;
}

/** Makes a client that is not started yet. */
export type StartClient = (events: ClientEvents) => Promise<BaseLanguageClient>;

/** More crashes than this within the span, and the server stays down until the user asks for it. */
const mostCrashes = 4;
const crashSpanMs = 3 * 60_000;

/** Of the client's library (vscode-jsonrpc), which is not loaded here: what is asked of a server that is gone, or goes meanwhile. */
const inactiveCode = -32096;
const disposedCode = -32097;

export class LanguageSession implements vscode.Disposable {
  private client: BaseLanguageClient | undefined;
  private starting: Promise<void> | undefined;
  private crashes: number[] = [];
  private readonly settled = new vscode.EventEmitter<void>();
  private readonly analyzed = new vscode.EventEmitter<DidAnalyzeParams>();
  private readonly outdated = new vscode.EventEmitter<DidOutdateParams>();
  private readonly progress = new vscode.EventEmitter<RunProgressParams>();
  private readonly calibrated = new vscode.EventEmitter<MachineProfile>();
  /** The server runs, also where it was started again, or it is down and stays so until somebody asks for it. */
  readonly onDidSettle = this.settled.event;
  readonly onDidAnalyze = this.analyzed.event;
  readonly onDidOutdate = this.outdated.event;
  readonly onDidCalibrate = this.calibrated.event;
  readonly onRunProgress = this.progress.event;

  constructor(
    private readonly startClient: StartClient,
    private readonly output: vscode.LogOutputChannel,
    private readonly choices: () => readonly ChosenInstance[],
    private readonly profile: () => MachineProfile | undefined,
    private readonly say: SayExtension,
  ) {}

  /** Starts the server, if it does not run yet. Rejects when it cannot be started. */
  start(): Promise<void> {
    this.starting ??= this.open();
    return this.starting;
  }

  async restart(): Promise<void> {
    this.crashes = [];
    const before = this.client;
    this.client = undefined;
    this.starting = undefined;
    // A server that hangs does not answer a polite stop.
    await before?.dispose(2000).catch((problem: unknown) => this.output.warn(`stopping the server: ${problem}`));
    await this.start();
  }

  async request<P, R>({ method }: Request<P, R>, params: P, token?: vscode.CancellationToken): Promise<R> {
    await this.start().catch((problem: unknown) => {
      this.output.error(problemText(problem));
      throw new KnownProblem(this.say('server.not-running'));
    });
    const { client } = this;
    if (client === undefined) throw new KnownProblem(this.say('server.not-running'));
    try {
      return await client.sendRequest<R>(method, params, token);
    } catch (problem) {
      const code = problem instanceof Error && 'code' in problem ? problem.code : undefined;
      if (code === inactiveCode) throw new KnownProblem(this.say('server.not-running'));
      if (code === disposedCode) throw new KnownProblem(this.say('server.gave-no-answer'));
      throw problem;
    }
  }

  /** Nothing is sent while the server is down; it asks for all of it when it starts. */
  async notify<P>({ method }: Notification<P>, params: P): Promise<void> {
    if (this.client?.isRunning()) await this.client.sendNotification(method, params);
  }

  dispose(): void {
    this.settled.dispose();
    this.analyzed.dispose();
    this.outdated.dispose();
    this.progress.dispose();
    this.calibrated.dispose();
    void this.client?.dispose(2000).catch(() => {});
    this.client = undefined;
  }

  private async open(): Promise<void> {
    const client = await this.startClient({
      initializationOptions: () => this.initializationOptions(),
      wantsRestart: () => this.wantsRestart(),
    });
    const on = <P>({ method, isParams }: Notification<P>, heed: (params: P) => void) =>
      client.onNotification(method, (params: unknown) => {
        if (isParams(params)) heed(params);
        else this.output.warn(`${method}: malformed parameters`);
      });
    on(notifications.didAnalyze, (params) => this.analyzed.fire(params));
    on(notifications.didOutdate, (params) => this.outdated.fire(params));
    on(notifications.runProgress, (params) => this.progress.fire(params));
    on(notifications.didCalibrate, ({ profile }) => this.calibrated.fire(profile));
    answerFiles(client, editorFiles());
    // What its library would put before people in words of its own is said here (`wantsRestart`): its own go to the log.
    const log = client.error.bind(client);
    client.error = (message, data) => log(message, data, false);
    this.client = client;
    client.onDidChangeState(() => {
      if (this.client === client && (client.isRunning() || this.staysDown)) this.settled.fire();
    });
    try {
      await client.start();
    } catch (problem) {
      this.starting = undefined;
      throw problem;
    }
  }

  private initializationOptions(): InitializationOptions {
    return {
      commands: true,
      pushDiagnostics: true,
      choices: this.choices(),
      profile: this.profile(),
      ...featureSettings(),
    };
  }

  private get staysDown(): boolean {
    return this.crashes.length > mostCrashes;
  }

  private wantsRestart(): boolean {
    const now = Date.now();
    this.crashes = [...this.crashes.filter((time) => now - time < crashSpanMs), now];
    const isLast = this.staysDown;
    const message = isLast
      ? this.say('server.stays-down', { count: this.crashes.length, minutes: crashSpanMs / 60_000 })
      : this.say('server.stopped');
    this.output.error(message);
    const restart = this.say('button.restart');
    const showOutput = this.say('button.show-output');
    const actions = isLast ? [restart, showOutput] : [showOutput];
    const show = isLast ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
    void show(message, ...actions).then((action) => {
      if (action === restart) return vscode.commands.executeCommand('incept.restartServer');
      if (action === showOutput) this.output.show(true);
      return undefined;
    });
    return !isLast;
  }
}

/** Settings that switch features of the server. */
export function featureSettings(): SetFeaturesParams {
  const settings = vscode.workspace.getConfiguration('incept');
  return {
    inlayHints: settings.get<string>('inlayHints.shapes') !== 'off',
    codeLens: settings.get<boolean>('codeLens.enabled') !== false,
    minimumSaving: settings.get<number>('advice.minimumSaving', 5) / 100,
    exactRuns: settings.get<boolean>('run.exact') === true,
    parameterHints: settings.get<string>('inlayHints.parameters') !== 'off',
    costHints: settings.get<string>('inlayHints.costs') === 'on',
    target: settings.get<SetFeaturesParams['target']>('lint.target'),
    convention: settings.get<SetFeaturesParams['convention']>('convention'),
  };
}
