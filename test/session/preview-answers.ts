/** A preview over ports in memory, and what its source answers. */

import type { HostMessage } from '../../src/protocol/messages';
import type { VersionedView } from '../../src/protocol/server-messages';
import { Presets } from '../../src/session/presets';
import { PreviewController } from '../../src/session/preview-controller';
import type { ViewError, ViewModel, ViewPlaces } from '../../src/view/model';
import { sampleView } from '../webview/sample-view';
import { MemoryPorts, settled } from './preview-ports';

export const file = 'file:///nets/net.cnn';

const stem = [
  { path: 'conv_1', multiplies: 100 },
  { path: 'conv_2', multiplies: 50 },
];

export const viewOf = (network: string): ViewModel => ({ ...sampleView(stem), file, network });

const places: ViewPlaces = {
  nodes: [{ id: 'conv_1', file, start: 20, end: 40, nameStart: 20, nameEnd: 24 }],
  errors: [],
  budgets: [],
};

export const nothing: VersionedView = {
  view: null,
  errors: [],
  places,
  modules: [],
  isBroken: false,
  refused: [],
  refusedParameters: [],
  mistake: null,
  documentVersion: 1,
  revision: 0,
};

export const good = (network: string, documentVersion = 1): VersionedView => ({
  ...nothing,
  view: viewOf(network),
  documentVersion,
});

export const mistake: ViewError = {
  id: 'syntax.expected 1:4',
  severity: 'error',
  code: 'syntax.expected',
  message: 'expected }',
  line: 1,
  node: null,
  isElsewhere: false,
  fixes: [{ id: 'close', title: 'Close it' }],
};

export const broken = (view: ViewModel | null, documentVersion = 2): VersionedView => ({
  view,
  errors: [mistake],
  places: { ...places, errors: [{ id: mistake.id, file, start: 3, end: 4 }] },
  modules: [],
  isBroken: true,
  refused: [],
  refusedParameters: [],
  mistake: null,
  documentVersion,
  revision: 0,
});

export const options = { input: 'random', seed: 1, upto: null, verify: false } as const;

export function start(network?: string, ports = new MemoryPorts()) {
  const presets = new Presets({ files: async () => [], facts: async () => null });
  const controller = new PreviewController(file, ports, presets, network);
  return { ports, controller };
}

/** A preview that shows network `A`. */
export async function shown(memory?: MemoryPorts) {
  const { ports, controller } = start(undefined, memory);
  controller.receive({ type: 'ready', protocol: 1, network: null });
  ports.views[0]?.answer(good('A'));
  await settled();
  ports.take();
  ports.pictures.length = 1;
  return { ports, controller };
}

export const types = (messages: readonly HostMessage[]) => messages.map(({ type }) => type);
/** Of what the page has shown, one after the other. */
export const networks = ({ pictures }: MemoryPorts) => pictures.splice(0).map(({ view }) => view.network);
