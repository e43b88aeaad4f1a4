/**
 * The host of a preview that is measured, in a worker of its page: session and controller, as an extension's or a playground's
 * are on another thread than the page. Bundled into one script, which the page starts.
 */

import { type HostMessage, sentHostMessage } from '../../src/protocol/messages';
import { layerTimes } from '../../src/session/layer-times';
import { Presets } from '../../src/session/presets';
import { PreviewController } from '../../src/session/preview-controller';
import type { PreviewEditor } from '../../src/session/preview-ports';
import { SessionSource } from '../../src/session/session-source';
import { webClock } from '../../src/session/web-clock';
import { editorWords } from '../../src/words/editor';
import { extensionWords } from '../../src/words/extension';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';

/** What the page asks of it. */
export type ToBenchHost =
  /** A design to show, before all else. */
  | { readonly type: 'open'; readonly text: string }
  /** A message of the preview. */
  | { readonly type: 'view'; readonly message: unknown }
  /** The text is another. */
  | { readonly type: 'write'; readonly text: string }
  /** How much the page was sent since it asked last. */
  | { readonly type: 'count' };

export type FromBenchHost =
  /** It listens. */
  | { readonly type: 'started' }
  /** As an extension sends it. */
  | { readonly type: 'host'; readonly message: string }
  /** By type of message: how many, and characters of JSON. */
  | { readonly type: 'sent'; readonly sent: SentCounts };

export type SentCounts = Readonly<Record<string, { readonly messages: number; readonly characters: number }>>;

/** What a worker has of its global scope, which is typed as that of a page. */
interface WorkerScope {
  onmessage: (event: { readonly data: ToBenchHost }) => void;
  postMessage(message: FromBenchHost): void;
}

const scope = globalThis as unknown as WorkerScope;

const file = 'memory:/designs/main.cnn';

const editor: PreviewEditor = {
  cursor: () => undefined,
  versionOf: () => undefined,
  highlight: async () => {},
  clearHighlight: () => {},
  showInstances: async () => {},
  open: async () => {},
  pickImages: async () => [],
  pickWeights: async () => undefined,
  pickLabels: async () => undefined,
  keptWeights: () => undefined,
  keepWeights: () => {},
  keptLabels: () => undefined,
  keepLabels: () => {},
  apply: async () => {},
  lastCommit: async () => '',
  pickDesign: async () => undefined,
  pickPreset: async () => undefined,
  usePreset: async () => {},
  importModel: async () => {},
  save: async () => {},
  settings: () => ({ metric: 'multiplies', convention: 'multiplies' }),
};

/** Counted when it is asked for, as that takes longer than sending. */
let posted: HostMessage[] = [];

function open(text: string): (asked: ToBenchHost) => void {
  const memory = new MemoryFiles({ [file]: text });
  const workspace = new Workspace(memory);
  const settings = () => ({ choices: [], timeOf: layerTimes(undefined), words: editorWords('en') });
  const refuse = () => Promise.reject(new Error('nothing is run here'));
  const runner = { run: refuse, look: refuse, calibrate: refuse };
  const machine = { runner, profile: () => undefined, setProfile: () => {} };
  const controller = new PreviewController(
    file,
    {
      page: {
        isVisible: true,
        post: (message) => {
          posted.push(message);
          scope.postMessage({ type: 'host', message: sentHostMessage(message) });
        },
        setNetwork: () => {},
      },
      source: new SessionSource({ workspace, settings }, machine, memory),
      editor,
      clock: webClock,
      say: extensionWords('en').previewRun,
      log: (message) => console.error(message),
      tell: (problem) => console.error(problem),
    },
    new Presets({ files: async () => [], facts: async () => null }),
    undefined,
  );
  let version = 1;
  return (asked) => {
    if (asked.type === 'view') controller.receive(asked.message);
    else if (asked.type === 'write') {
      workspace.setText(file, ++version, asked.text);
      controller.fileChanged(file);
    }
  };
}

function counted(messages: readonly HostMessage[]): SentCounts {
  const sent: Record<string, { messages: number; characters: number }> = {};
  for (const message of messages) {
    sent[message.type] ??= { messages: 0, characters: 0 };
    const entry = sent[message.type] as { messages: number; characters: number };
    entry.messages++;
    entry.characters += JSON.stringify(message).length;
  }
  return sent;
}

let heed: (asked: ToBenchHost) => void = () => {};

scope.onmessage = ({ data }) => {
  if (data.type === 'open') heed = open(data.text);
  else if (data.type === 'count') {
    const sent = counted(posted);
    posted = [];
    scope.postMessage({ type: 'sent', sent });
  } else heed(data);
};

scope.postMessage({ type: 'started' });
