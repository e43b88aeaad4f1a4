/**
 * The commands of the extension, and the addresses that it opens. A command can be called from the palette (about the active
 * editor), from a button (with the file's URI), and from a lens or a link in a hover (with plain data), and any extension can
 * call it with anything.
 */

import * as vscode from 'vscode';
import type { ComparedWith } from '../protocol/compare';
import { pictureFormats } from '../protocol/messages';
import { isChosenInstance, requests } from '../protocol/requests';
import { type RunOptions, type SampleName, sampleNames } from '../protocol/run';
import type { Presets } from '../session/presets';
import { problemText } from '../session/problem-text';
import { pictureThemes } from '../view/draw/picture-style';
import type { ExtensionWords, SayExtension } from '../words/extension';
import type { CoursePanel } from './course/course-panel';
import { openDesignLink } from './design-links';
import type { InstanceChoices } from './instance-choices';
import type { LanguageSession } from './language-session';
import type { LastDesign } from './last-design';
import { calibrateMachine } from './machine-calibration';
import type { ModelCommands } from './models/model-commands';
import { openPreset, pickPreset } from './presets';
import type { PreviewPanels } from './preview/panels';
import { tellProblem } from './problems';
import { TableReports } from './table-report';

export interface CommandContext {
  readonly session: LanguageSession;
  readonly panels: PreviewPanels;
  readonly choices: InstanceChoices;
  readonly output: vscode.LogOutputChannel;
  readonly presets: Presets;
  readonly words: ExtensionWords;
  readonly say: SayExtension;
  readonly lastDesign: LastDesign;
  readonly models: ModelCommands;
  readonly course: CoursePanel;
}

/** What a command is about. */
interface Target {
  readonly uri: vscode.Uri;
  readonly network: string | undefined;
}

export function registerCommands(context: CommandContext): vscode.Disposable[] {
  const { panels, output, say, models, course } = context;
  /** Tells what it throws. */
  const told =
    <A>(name: string, run: (argument: A) => unknown) =>
    async (argument: A): Promise<void> => {
      try {
        await run(argument);
      } catch (problem) {
        output.error(`${name}: ${problemText(problem)}`);
        tellProblem(problem, say);
      }
    };
  const register = (name: string, run: (argument: unknown) => unknown) =>
    vscode.commands.registerCommand(`incept.${name}`, told(name, run));
  const reports = new TableReports(say);
  return [
    reports,
    register('openPreview', (argument) =>
      withTarget(context, argument, ({ uri, network }) => open(panels, uri, network)),
    ),
    register('openCourse', () => course.open()),
    register('showCostTable', (argument) =>
      withTarget(context, argument, async ({ uri, network }) => {
        const { controller } = await open(panels, uri, network);
        controller.show('cost');
      }),
    ),
    register('compareWithCommit', (argument) => compare(context, argument, { kind: 'commit' })),
    register('compareWithFile', (argument) => compare(context, argument, { kind: 'file' })),
    register('compareWithNetwork', (argument) =>
      withTarget(context, argument, (target) => compareNetwork(context, target)),
    ),
    register('runSampleInference', (argument) => withTarget(context, argument, (target) => runSample(context, target))),
    register('exportPicture', (argument) => withTarget(context, argument, (target) => exportPicture(context, target))),
    register('exportReport', (argument) =>
      withTarget(context, argument, async ({ uri, network }) => {
        const { controller } = await open(panels, uri, network);
        controller.exportReport();
      }),
    ),
    register('togglePreviewLock', () => panels.active?.setLocked(!panels.active.isLocked)),
    register('explainAtCursor', () => withTarget(context, undefined, (target) => explainAtCursor(context, target))),
    register('explain', (argument) => explain(context, argument)),
    register('expectsFromTable', () => expectsFromTable(context, reports)),
    register('chooseInstance', (argument) => chooseInstance(context, argument)),
    register('renameAt', (argument) => renameAt(argument)),
    register('importModel', (argument) => models.importModel(argument instanceof vscode.Uri ? argument : undefined)),
    register('showImportedDesign', () => models.showDesign()),
    register('calibrate', () => calibrateMachine(context.session, say)),
    register('newNetwork', () => newNetwork(context)),
    // The examples are these networks: who looks for one finds it by either word.
    register('openExample', () => newNetwork(context)),
    register('restartServer', async () => {
      await context.session.restart();
      output.info('The language server was restarted.');
    }),
    register('showOutput', () => output.show()),
    vscode.window.registerUriHandler({
      handleUri: told('open', (uri: vscode.Uri) => openDesignLink(uri, panels, context.words)),
    }),
  ];
}

async function open(panels: PreviewPanels, uri: vscode.Uri, network: string | undefined) {
  const panel = panels.open(uri, network);
  if (network !== undefined) await panel.controller.showNetwork(network);
  return panel;
}

/** The file that an argument names, else the one in the active editor or preview. */
async function withTarget(
  { panels, say, lastDesign }: CommandContext,
  argument: unknown,
  use: (target: Target) => unknown,
): Promise<void> {
  const given = argument instanceof vscode.Uri ? { uri: argument, network: undefined } : targetOf(argument);
  const uri = given?.uri ?? panels.active?.uri ?? lastDesign.current;
  if (uri === undefined) {
    const action = await vscode.window.showInformationMessage(say('command.no-file'), say('button.new-network'));
    if (action !== undefined) await vscode.commands.executeCommand('incept.newNetwork');
    return;
  }
  await use({ uri, network: given?.network });
}

function targetOf(argument: unknown): Target | undefined {
  const { uri, network } = (argument ?? {}) as { uri?: unknown; network?: unknown };
  if (typeof uri !== 'string') return undefined;
  return { uri: vscode.Uri.parse(uri), network: typeof network === 'string' ? network : undefined };
}

/** Where the design is put beside another one: in its preview. */
async function compare(context: CommandContext, argument: unknown, wanted: ComparedWith): Promise<void> {
  await withTarget(context, argument, async ({ uri, network }) => {
    const { controller } = await open(context.panels, uri, network);
    await controller.startCompare(wanted);
  });
}

async function compareNetwork({ panels, say }: CommandContext, { uri, network }: Target): Promise<void> {
  const { controller } = await open(panels, uri, network);
  const networks = await controller.otherNetworks();
  if (networks.length === 0) {
    void vscode.window.showInformationMessage(say('compare.no-networks'));
    return;
  }
  const options = { title: say('compare.title'), placeHolder: say('compare.network.hint') };
  const picked = await vscode.window.showQuickPick(networks, options);
  if (picked !== undefined) await controller.startCompare({ kind: 'network', network: picked });
}

async function exportPicture({ panels, say }: CommandContext, { uri, network }: Target): Promise<void> {
  const items = pictureFormats.flatMap((format) =>
    pictureThemes.map((theme) => ({ label: say(`export.${theme}`, { format: format.toUpperCase() }), format, theme })),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: say('export.title'),
    placeHolder: say('export.hint'),
  });
  if (picked === undefined) return;
  const { controller } = await open(panels, uri, network);
  controller.exportPicture(picked.format, picked.theme);
}

/** One thing to run on; without samples the images that the preview has, or that are asked for. */
interface RunChoice extends vscode.QuickPickItem {
  readonly input: RunOptions['input'];
  readonly asksSeed?: true;
  readonly samples?: readonly SampleName[];
}

async function runSample({ panels, words, say }: CommandContext, { uri, network }: Target): Promise<void> {
  const sample = (name: SampleName | 'all') => `$(symbol-color) ${words.samples(name)}`;
  const items: readonly RunChoice[] = [
    { label: say('run.random'), description: say('run.random.seed', { seed: 1 }), input: 'random' },
    { label: say('run.other-seed'), input: 'random', asksSeed: true },
    ...sampleNames.map((name): RunChoice => {
      return { label: sample(name), detail: words.samples(`${name}.why`), input: 'image', samples: [name] };
    }),
    { label: sample('all'), input: 'image', samples: sampleNames },
    { label: say('run.image'), description: say('run.image.formats'), input: 'image' },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: say('run.title'),
    placeHolder: say('run.hint'),
    matchOnDetail: true,
  });
  if (picked === undefined) return;
  const seed = picked.asksSeed === true ? await askSeed(say) : 1;
  if (seed === undefined) return;
  const { controller } = await open(panels, uri, network);
  const images = picked.samples?.map((name) => ({ sample: name }));
  await controller.startRun({ input: picked.input, seed, upto: null, verify: false }, images);
}

async function askSeed(say: SayExtension): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: say('seed.title'),
    value: '1',
    validateInput: (value) => (/^\d{1,9}$/.test(value.trim()) ? undefined : say('seed.refused')),
  });
  return text === undefined ? undefined : Number(text.trim());
}

/** Opens the Layer tab at the layer whose text the cursor is in. */
async function explainAtCursor({ session, panels, say }: CommandContext, { uri }: Target): Promise<void> {
  const isOf = ({ document }: vscode.TextEditor) => document.uri.toString() === uri.toString();
  // One that is hidden comes to the front with its cursor where it was.
  const editor = vscode.window.visibleTextEditors.find(isOf) ?? (await vscode.window.showTextDocument(uri));
  const { line, character } = editor.selection.active;
  const selection = await session.request(requests.selection, {
    uri: uri.toString(),
    position: { line, character },
  });
  const [path] = selection.paths;
  if (path === undefined || selection.network === null) {
    void vscode.window.showInformationMessage(say('command.no-layer'));
    return;
  }
  await panels.open(uri, selection.network).controller.showNode('layer', selection.network, path);
}

/** Writes a table that was copied as expectations of the network at the cursor, and shows beside it what does not agree. */
async function expectsFromTable({ session, say }: CommandContext, reports: TableReports): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'cnn') {
    void vscode.window.showInformationMessage(say('table.no-editor'));
    return;
  }
  const { document, selection } = editor;
  const { line, character } = selection.active;
  const found = await session.request(requests.expectTable, {
    uri: document.uri.toString(),
    position: { line, character },
    table: await vscode.env.clipboard.readText(),
  });
  if (found === null) {
    void vscode.window.showInformationMessage(say('table.none'));
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.set(
    document.uri,
    found.edits.map(({ range: { start, end }, newText }) => {
      const range = new vscode.Range(start.line, start.character, end.line, end.character);
      return vscode.TextEdit.replace(range, newText);
    }),
  );
  await vscode.workspace.applyEdit(edit);
  if (found.disagreeing === 0) {
    void vscode.window.showInformationMessage(say('table.agrees'));
    return;
  }
  const content = `${say('table.disagrees', { count: found.disagreeing })}\n\n${found.report}\n`;
  await reports.show(document.uri, content);
}

/** From a link in a hover. */
async function explain({ panels }: CommandContext, argument: unknown): Promise<void> {
  const { file, network, path } = (argument ?? {}) as Record<string, unknown>;
  if (typeof file !== 'string' || typeof network !== 'string' || typeof path !== 'string') return;
  await panels.open(vscode.Uri.parse(file), network).controller.showNode('layer', network, path);
}

/** Asks for a name at a place that the server says: a name that it made up. */
async function renameAt(argument: unknown): Promise<void> {
  const { uri, line, character } = (argument ?? {}) as { uri?: unknown; line?: unknown; character?: unknown };
  if (typeof uri !== 'string' || typeof line !== 'number' || typeof character !== 'number') return;
  const place = vscode.Uri.parse(uri);
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== place.toString()) return;
  const position = new vscode.Position(line, character);
  editor.selection = new vscode.Selection(position, position);
  await vscode.commands.executeCommand('editor.action.rename', [place, position]);
}

/**
 * With a call: chooses it. With a module's name: asks. With a path of a network: chooses all calls that it lies in. With none
 * of them: asks about the module at the cursor.
 */
async function chooseInstance({ session, choices }: CommandContext, argument: unknown): Promise<void> {
  if (isChosenInstance(argument)) {
    await choices.set(session, { file: argument.file, name: argument.module }, argument);
    return;
  }
  const { file, module, network, path } = (argument ?? {}) as Record<string, unknown>;
  if (typeof file === 'string' && typeof network === 'string' && typeof path === 'string') {
    const calls = await session.request(requests.callsAround, { uri: file, network, path });
    await choices.setAll(session, calls);
    return;
  }
  const editor = vscode.window.activeTextEditor;
  if (typeof file === 'string' && typeof module === 'string') {
    await choices.ask(session, { uri: editor?.document.uri.toString() ?? file, file, module });
  } else if (editor?.document.languageId === 'cnn') {
    const { line, character } = editor.selection.active;
    await choices.ask(session, { uri: editor.document.uri.toString(), position: { line, character } });
  }
}

async function newNetwork({ presets, words }: CommandContext): Promise<void> {
  const preset = await pickPreset(presets.list(), words);
  if (preset !== undefined) await openPreset(preset);
}
