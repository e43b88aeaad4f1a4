/**
 * The extension, for any extension host. Registers what must be there at once and has the language server started;
 * everything else is made when it is first needed. What a host has of its own is given by its entry (node-main.ts).
 */

import * as vscode from 'vscode';
import { notifications, requests } from '../protocol/requests';
import type { StartModelWorker } from '../session/import-in-worker';
import { Presets } from '../session/presets';
import { extensionWords, type SayExtension } from '../words/extension';
import { DesignTools, type RunTool } from './assistant/design-tools';
import { registerLanguageTools } from './assistant/language-tools';
import { chatHandler, registerParticipant } from './assistant/participant';
import { registerToolServer, type ToolServer } from './assistant/tool-server';
import { registerCommands } from './commands';
import { CoursePanel } from './course/course-panel';
import { InstanceChoices } from './instance-choices';
import { featureSettings, LanguageSession, type StartClient } from './language-session';
import { LastDesign } from './last-design';
import { MachineCalibration } from './machine-calibration';
import { ModelImports } from './models/import-models';
import { ImportedDesigns } from './models/imported-designs';
import { ModelCommands } from './models/model-commands';
import { ModelEditor } from './models/model-editor';
import { presetFiles } from './presets';
import { PreviewPanels } from './preview/panels';
import { ServerSource } from './preview/server-source';
import { NetworkStatus } from './status-bar';

/** What differs between extension hosts. */
export interface ExtensionHost {
  /** The client of a language server that runs where this host lets it. */
  client(output: vscode.LogOutputChannel): StartClient;
  /** Starts a worker that imports a network. */
  readonly modelWorker: StartModelWorker;
  /** What commands answer as tools; undefined where they cannot run. */
  tools?(say: SayExtension): ToolHost;
}

interface ToolHost {
  readonly run: RunTool;
  /** The program that is a server of tools. */
  readonly server: ToolServer;
}

export function activateIn(context: vscode.ExtensionContext, host: ExtensionHost): void {
  const output = vscode.window.createOutputChannel('Incept', { log: true });
  const words = extensionWords(vscode.env.language);
  const say = words.extension;
  const choices = new InstanceChoices(context.workspaceState, say);
  const calibration = new MachineCalibration(context.globalState);
  const session = new LanguageSession(
    host.client(output),
    output,
    () => choices.all(),
    () => calibration.profile(),
    say,
  );
  const { extensionUri } = context;
  const imports = new ModelImports(host.modelWorker, say);
  const source = new ServerSource(session, imports, say);
  const presets = new Presets({
    files: () => presetFiles(extensionUri),
    facts: (uri) => session.request(requests.preset, { uri }),
  });
  const lastDesign = new LastDesign();
  const previews = { extensionUri, source, presets, output, words, storage: context.workspaceState };
  const panels = new PreviewPanels(previews);
  const designs = new ImportedDesigns();
  const modelEditor = new ModelEditor(imports, designs, previews);
  const course = new CoursePanel(context, output, words, source);
  const models = new ModelCommands(imports, designs, modelEditor, panels, say);
  context.subscriptions.push(
    output,
    session,
    source,
    panels,
    course,
    lastDesign,
    designs,
    modelEditor.register(),
    new NetworkStatus(session, output, say),
    session.onDidCalibrate((profile) => void calibration.keep(profile)),
    ...registerCommands({ session, panels, choices, output, presets, words, say, lastDesign, models, course }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('incept')) void session.notify(notifications.setFeatures, featureSettings());
    }),
  );
  const toolHost = host.tools?.(say);
  if (toolHost !== undefined) {
    const { packageJSON: manifest } = context.extension;
    const tools = new DesignTools(toolHost.run, lastDesign);
    context.subscriptions.push(
      ...registerLanguageTools(manifest, tools, say),
      ...registerToolServer(toolHost.server, manifest.version, say),
      registerParticipant(
        vscode.Uri.joinPath(extensionUri, 'icons', 'incept.png'),
        chatHandler(tools, say, (text) => output.error(text)),
      ),
    );
  }
  // In a turn of its own, so that activation is over before the client is loaded.
  const starting = setTimeout(() => {
    session.start().catch((problem: unknown) => {
      const message = problem instanceof Error ? problem.message : String(problem);
      output.error(`The language server did not start: ${message}`);
      void vscode.window
        .showErrorMessage(say('server.not-started', { message }), say('button.show-output'))
        .then((action) => action && output.show(true));
    });
  });
  context.subscriptions.push({ dispose: () => clearTimeout(starting) });
}
