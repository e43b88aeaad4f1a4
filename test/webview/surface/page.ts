/**
 * A surface without VS Code, server and Node: texts in a text area and in memory, a session that answers at once, the
 * preview beside them, runs in a worker. The test reaches what has no control of its own through `window.surface`.
 */

import './page.css';
import type { MachineProfile } from '../../../src/base/machine-profile';
import type { FileId } from '../../../src/base/span';
import type { HostMessage } from '../../../src/protocol/messages';
import type { SentOverrides } from '../../../src/protocol/server-messages';
import { webRunner } from '../../../src/runtime/web-runner';
import { hoverAt } from '../../../src/session/cursor';
import { layerTimes } from '../../../src/session/layer-times';
import type { DesignSession } from '../../../src/session/look';
import { Presets, presetFacts } from '../../../src/session/presets';
import { PreviewController } from '../../../src/session/preview-controller';
import { SessionSource } from '../../../src/session/session-source';
import { webClock } from '../../../src/session/web-clock';
import { editorWords } from '../../../src/words/editor';
import { extensionWords } from '../../../src/words/extension';
import { previewWords } from '../../../src/words/preview';
import { MemoryFiles } from '../../../src/workspace/memory-files';
import { Workspace } from '../../../src/workspace/workspace';
import type { PageHost } from '../../../webview/host';
import { startPage } from '../../../webview/page';
import { designs, mainFile } from './designs';
import { TextArea } from './text-area';

const area = document.createElement('textarea');
area.spellcheck = false;
const hover = document.createElement('pre');
hover.id = 'hover';
document.body.prepend(area, hover);

const files = new MemoryFiles(designs);
const workspace = new Workspace(files);
let profile: MachineProfile | undefined;
const session: DesignSession = {
  workspace,
  settings: () => ({ choices: [], timeOf: layerTimes(profile), words: editorWords('en') }),
};

const runWorker = await (await fetch('run-worker.js')).text();
const machine = {
  runner: webRunner(() => new Worker(URL.createObjectURL(new Blob([runWorker], { type: 'text/javascript' })))),
  profile: () => profile,
  setProfile: (measured: MachineProfile) => {
    profile = measured;
  },
};

const posted: HostMessage[] = [];
const logged: string[] = [];
const { port1: here, port2: there } = new MessageChannel();
const source = new SessionSource(session, machine, files);
const editor = new TextArea(area, workspace, () => controller.fileChanged(mainFile));
const controller = new PreviewController(
  mainFile,
  {
    page: {
      isVisible: true,
      post: (message) => {
        posted.push(message);
        here.postMessage(message);
      },
      setNetwork: (network) => {
        document.title = network ?? '';
      },
    },
    source,
    editor,
    clock: webClock,
    say: extensionWords('en').previewRun,
    log: (message) => void logged.push(message),
    tell: (problem) => void logged.push(String(problem)),
  },
  new Presets({
    files: () => files.list('memory:/examples'),
    facts: async (file) => (await presetFacts(session, file)) ?? null,
  }),
  undefined,
);
here.onmessage = ({ data }) => controller.receive(data);

async function caretMoved(): Promise<void> {
  const cursor = editor.cursor();
  controller.cursorMoved(cursor);
  hover.textContent = (await hoverAt(session, cursor.file, cursor.offset, { commands: false }))?.markdown ?? '';
}
for (const event of ['keyup', 'click']) area.addEventListener(event, () => void caretMoved());

await editor.edit(mainFile);
const host: PageHost = {
  post: (message) => there.postMessage(message),
  listen: (receive) => {
    there.onmessage = ({ data }) => receive(data);
  },
  savedState: () => undefined,
  saveState: () => {},
};
startPage(host, previewWords('en'));

const surface = {
  posted,
  logged,
  /** The file that is chosen when one of weights, or of names of classes, is wanted. */
  offer: (kind: 'weights' | 'labels', name: string, bytes: readonly number[]) => {
    const file = `memory:/${kind}/${name}`;
    files.write(file, Uint8Array.from(bytes));
    editor[kind] = { file, name };
  },
  edit: (file: FileId) => editor.edit(file),
  text: (file: FileId) => workspace.tree(file)?.text,
  setOverrides: (overrides: SentOverrides | undefined) => controller.setOverrides(overrides),
};
window.surface = surface;

declare global {
  interface Window {
    surface: typeof surface;
  }
}
