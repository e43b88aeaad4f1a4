/**
 * What of a network a person may try out without touching its text: its parameters, the size of its input, its precision,
 * and the arguments of the selected layer where they are written, which may be the call of the module around it.
 */

import { type BottleneckPair, bottleneckAt, breakEven } from '../advice/bottleneck';
import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import { numberFormats, precisionText } from '../base/precision';
import type { FileId } from '../base/span';
import type { Block, BlockId, Layer, Origin } from '../graph/graph';
import { formatAttribute, formatValue } from '../ops/format-value';
import type { OpParameter, Value } from '../ops/op';
import { findOp } from '../ops/registry';
import type {
  Bottleneck,
  ControlForm,
  DesignControl,
  DesignControls,
  DesignTarget,
  LayerControl,
  Reach,
} from '../protocol/what-if';
import { callAt } from '../workspace/edit-builder';
import { allReady, type Eventual, whenReady } from '../workspace/eventual';
import { designEdits, inputOf } from './design-edits';
import { type DesignSession, ownNetwork } from './look';
import { overrideMistake } from './override-mistake';
import { type NetworkAsked, overridden } from './overrides';

/** Arguments that a layer is tuned by. */
const tuned: ReadonlySet<string> = new Set(['filters', 'units', 'kernel', 'stride', 'groups']);

/** `path` is that of the selected layer or module call; undefined where there is no such network. */
export function designControls(
  session: DesignSession,
  id: FileId,
  path: string | null,
  asked: NetworkAsked,
): Eventual<DesignControls | undefined> {
  return whenReady(session.workspace.analysis(id), (plain) => {
    const network = plain && ownNetwork(plain, asked.network);
    if (plain === undefined || network === undefined) return undefined;
    const parts = { network: network.name, overrides: asked.overrides };
    const parameters = [...network.parameters].map(([name, value]) =>
      parameterControl(session, id, network, name, value),
    );
    return whenReady(allReady(parameters), (own) =>
      whenReady(overridden(session, id, parts), (tried) =>
        whenReady(designEdits(session, id, parts), (edits) => ({
          parameters: own,
          input: inputControls(network),
          precision: precisionControl(network),
          layer: path === null ? null : layerControls(plain, network, tried?.network ?? network, path),
          written: edits?.lines ?? [],
          leavesExpectations: edits?.leavesExpectations ?? false,
        })),
      ),
    );
  });
}

// ---- The network ----

function parameterControl(
  session: DesignSession,
  id: FileId,
  network: NetworkAnalysis,
  name: string,
  value: Value,
): Eventual<DesignControl> {
  const was = formatValue(value);
  const base = { target: { kind: 'parameter', name } as const, label: name, was };
  if (typeof value === 'boolean') return { ...base, form: { kind: 'choice', values: ['true', 'false'] } };
  if (typeof value !== 'number' || value <= 0) return { ...base, form: { kind: 'text' } };
  if (!Number.isInteger(value)) return { ...base, form: shareForm(value) };
  if (value > mostFactor) return { ...base, form: wholeForm(value) };
  // A small whole number may be a factor: it is one where a part of it works.
  const overrides = { parameters: [{ name, value: String(value * 0.75) }] };
  return whenReady(overrideMistake(session, id, { network: network.name, overrides }), (mistake) => ({
    ...base,
    form: mistake === undefined ? shareForm(value) : wholeForm(value),
  }));
}

/** Larger whole numbers are counts. */
const mostFactor = 4;

/** From a quarter to twice, in eighths. */
function shareForm(value: number): ControlForm {
  return { kind: 'slider', minimum: value / 4, maximum: value * 2, step: value / 8 };
}

/** Counts that are multiples of eight stay such: they are a machine's, or a designer's. */
function wholeForm(value: number): ControlForm {
  const step = value >= 64 && value % 8 === 0 ? 8 : 1;
  return { kind: 'slider', minimum: step, maximum: Math.max(2 * value, Math.min(16 * value, 256)), step };
}

/** None where the size is made of other values: those are tried out then. */
function inputControls(network: NetworkAnalysis): readonly DesignControl[] {
  const [height, width] = network.shapes[network.graph.input] ?? [];
  if (inputOf(network)?.shape?.kind !== 'size' || height === undefined || width === undefined) return [];
  const control = (axes: 'both' | 'height' | 'width', label: string, value: number): DesignControl => ({
    target: { kind: 'input', axes },
    label,
    was: String(value),
    form: { ...wholeForm(value), maximum: 2 * value } as ControlForm,
  });
  return height === width
    ? [control('both', 'size', height)]
    : [control('height', 'height', height), control('width', 'width', width)];
}

function precisionControl({ precision }: NetworkAnalysis): DesignControl {
  return {
    target: { kind: 'precision' },
    label: 'precision',
    was: precisionText(precision),
    form: { kind: 'choice', values: numberFormats },
  };
}

// ---- The selected layer ----

function layerControls(
  plain: Analysis,
  network: NetworkAnalysis,
  tried: NetworkAnalysis,
  path: string,
): DesignControls['layer'] {
  const { graph } = network;
  const layer = graph.layers.find((one) => one.path === path);
  const block =
    layer === undefined ? graph.blocks.find((one) => one.path === path && one.kind === 'module') : undefined;
  if (block !== undefined) {
    const controls = block.parameters.flatMap((name) => {
      const value = block.bindings.get(name);
      return typeof value === 'number' && Number.isInteger(value) && value > 0
        ? [argumentControl(plain, network, block, block.parent, name, formatValue(value), wholeForm(value))]
        : [];
    });
    return { path, controls, bottleneck: null };
  }
  if (layer === undefined) return null;
  const controls = layer.op.parameters
    .filter(({ name }) => tuned.has(name))
    .flatMap((parameter) => {
      const form = attributeForm(network, layer, parameter);
      const was = formatAttribute(parameter, layer.attributes[parameter.name]);
      return form === undefined ? [] : [argumentControl(plain, network, layer, layer.block, parameter.name, was, form)];
    });
  return { path, controls, bottleneck: bottleneckOf(plain, network, tried, layer) };
}

function attributeForm(network: NetworkAnalysis, layer: Layer, parameter: OpParameter): ControlForm | undefined {
  const value = layer.attributes[parameter.name];
  const was = formatAttribute(parameter, value);
  if (value === undefined || value === null || was.includes('?')) return undefined;
  const choice = (...values: readonly string[]): ControlForm => ({
    kind: 'choice',
    values: values.includes(was) ? values : [was, ...values],
  });
  switch (parameter.name) {
    case 'kernel':
      return choice('1x1', '3x3', '5x5', '7x7');
    case 'stride':
      return choice('1', '2');
    case 'groups': {
      const depth = network.shapes[layer.inputs[0] ?? -1]?.[2];
      const all = depth !== undefined && depth > 8 ? [String(depth)] : [];
      return choice('1', '2', '4', '8', ...all);
    }
    default:
      return typeof value === 'number' ? wholeForm(value) : undefined;
  }
}

/** A call in a network: of a layer, or of a module. */
type Call = { readonly path: string; readonly origin: Origin };

function argumentControl(
  plain: Analysis,
  network: NetworkAnalysis,
  call: Call,
  around: BlockId | undefined,
  name: string,
  was: string,
  form: ControlForm,
): LayerControl {
  const place = placeOfArgument(plain, network, call, around, name);
  const { target, reach } = place;
  const label = target.kind === 'parameter' ? target.name : `${target.path} ${target.parameter}`;
  return { target, label, was, form, name, reach };
}

/**
 * Where an argument is written. One that is nothing but a parameter of the module around it is written at that module's
 * call, or is a parameter of the network itself.
 */
function placeOfArgument(
  plain: Analysis,
  network: NetworkAnalysis,
  call: Call,
  around: BlockId | undefined,
  name: string,
): { readonly target: Extract<DesignTarget, { kind: 'parameter' | 'argument' }>; readonly reach: Reach } {
  const passed = parameterNamed(plain, network, call, around, name);
  const block = passed === undefined ? undefined : binderOf(network, around, passed);
  if (passed !== undefined && block?.kind === 'network' && network.parameters.has(passed)) {
    return { target: { kind: 'parameter', name: passed }, reach: { kind: 'parameter', name: passed } };
  }
  if (passed !== undefined && block?.kind === 'module' && block.parameters.includes(passed)) {
    const outer = placeOfArgument(plain, network, block, block.parent, passed);
    const { reach } = outer;
    return reach.kind === 'call' ? { ...outer, reach: { ...reach, argument: reach.argument ?? passed } } : outer;
  }
  return {
    target: { kind: 'argument', path: call.path, parameter: name },
    reach: {
      kind: 'call',
      argument: null,
      module: moduleAround(plain, call.origin),
      line: lineOf(plain, call.origin),
      calls: callsOf(network, call.origin),
    },
  };
}

/** The name that is the whole of an argument. */
function parameterNamed(
  plain: Analysis,
  network: NetworkAnalysis,
  { path, origin }: Call,
  around: BlockId | undefined,
  name: string,
): string | undefined {
  const file = plain.files.get(origin.file);
  const call = file && callAt(file, origin.nameSpan.start);
  const module = network.graph.blocks.find(
    (block) => block.path === path && block.kind === 'module' && block.parent === around,
  );
  const names =
    module?.parameters ?? findOp(call?.callee.text ?? '')?.parameters.map((parameter) => parameter.name) ?? [];
  const given = call?.arguments.find((one, index) => (one.name?.text ?? names[index]) === name)?.value;
  return given?.kind === 'name' ? given.name.text : undefined;
}

/** The block around a place in whose body a name got its value. */
function binderOf({ graph }: NetworkAnalysis, around: BlockId | undefined, name: string): Block | undefined {
  for (let block = graph.blocks[around ?? -1]; block !== undefined; block = graph.blocks[block.parent ?? -1]) {
    if (block.bindings.has(name)) return block;
    // Another text begins here.
    if (block.kind === 'module') return undefined;
  }
  return undefined;
}

function moduleAround({ files }: Analysis, { file, nameSpan }: Origin): string | null {
  const declared = files
    .get(file)
    ?.declarations.find(({ start, end }) => start <= nameSpan.start && nameSpan.end <= end);
  return declared?.kind === 'module' ? (declared.name?.text ?? null) : null;
}

function lineOf({ files }: Analysis, { file, nameSpan }: Origin): number {
  return (
    files
      .get(file)
      ?.text.slice(0, nameSpan.start)
      .split(/\r\n|\r|\n/).length ?? 1
  );
}

/** How many layers and module calls of the network are made from the text of a call. */
function callsOf({ graph }: NetworkAnalysis, { file, nameSpan }: Origin): number {
  const isSame = ({ origin }: { readonly origin: Origin }): boolean =>
    origin.file === file && origin.nameSpan.start === nameSpan.start;
  return (
    graph.layers.filter(isSame).length + graph.blocks.filter((block) => block.kind === 'module' && isSame(block)).length
  );
}

// ---- The bottleneck ----

function bottleneckOf(
  plain: Analysis,
  network: NetworkAnalysis,
  tried: NetworkAnalysis,
  { path }: Layer,
): Bottleneck | null {
  const pairIn = ({ graph }: NetworkAnalysis, of: NetworkAnalysis): BottleneckPair | undefined => {
    const layer = graph.layers.find((one) => one.path === path);
    return layer && bottleneckAt(of, layer.id);
  };
  const [was, now] = [pairIn(network, network), pairIn(tried, tried)];
  if (was === undefined || now === undefined) return null;
  const even = breakEven(now);
  const form: ControlForm = {
    kind: 'slider',
    minimum: 1,
    maximum: Math.max(Math.ceil(even * 1.5), now.channels, was.channels),
    step: 1,
  };
  const { reduce } = was;
  return {
    path: reduce.path,
    channels: now.channels,
    was: was.channels,
    perChannel: now.perChannel,
    direct: now.direct,
    breakEven: even,
    control: argumentControl(plain, network, reduce, reduce.block, 'filters', String(was.channels), form),
  };
}
