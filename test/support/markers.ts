/**
 * Fixtures are valid .cnn files with their expectations in comments under the line they speak of:
 *
 *     conv(16, 3x3, padding = valid)
 *     // ^ shape: 30x30x16   multiplies: 388_800
 *     concat(a, b)
 *     //     ^ error[name.unknown]: there is no
 *
 * A caret points into the layer's statement (the innermost one counts), and all instances of it must agree.
 * For a diagnostic the run of carets is its exact span (up to the end of the line for a longer one); `//@` in
 * place of carets means anywhere on the line. Diagnostics are exhaustive: one that is not marked fails.
 *
 * `//: set width=0.5`, `//: size 64x64x3` override the file's networks; `//: Net multiplies: 5  params: 7`
 * states main totals; `//: Net outputs: a, b` the outputs, heads with a `+`; `//: Net paths: a, b/c` all paths.
 * `//: target pytorch` tells what comes out differently there.
 * What only editors say is told where the file expects some of it: `hint[unused.result]`.
 * `//: elsewhere error[import.cycle]: text` is a diagnostic in an imported file.
 */

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Analysis, AnalysisOptions, NetworkAnalysis, Sum } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { editorHints } from '../../src/analysis/editor-hints';
import { type Target, targetHints, targets } from '../../src/analysis/target-hints';
import type { Diagnostic } from '../../src/base/diagnostic';
import { LineIndex } from '../../src/base/line-index';
import { messageOf, noteOf, titleOf } from '../../src/base/message-text';
import { findMetric, type MetricName } from '../../src/base/metrics';
import { formatShape } from '../../src/base/number-format';
import type { Layer } from '../../src/graph/graph';
import type { Shape } from '../../src/ops/dim';
import type { Value } from '../../src/ops/op';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { diskFiles } from './disk-files';
import { parameterValue } from './parameter-value';

interface DiagnosticMarker {
  readonly line: number;
  /** Undefined for `//@`. */
  readonly columns: readonly [number, number] | undefined;
  readonly severity: string;
  readonly code: string;
  readonly text: string;
}

interface LayerMarker {
  readonly line: number;
  readonly column: number;
  readonly properties: readonly Property[];
}

interface NetworkMarker {
  readonly network: string;
  readonly properties: readonly Property[];
}

interface Property {
  readonly name: string;
  readonly value: string;
}

interface Markers {
  readonly diagnostics: readonly DiagnosticMarker[];
  readonly layers: readonly LayerMarker[];
  readonly networks: readonly NetworkMarker[];
  readonly elsewhere: readonly Omit<DiagnosticMarker, 'line' | 'columns'>[];
  readonly options: AnalysisOptions;
  /** The framework whose differences are told. */
  readonly target: Target | undefined;
}

/** What a fixture says and the analysis does not, and the other way round; empty where they agree. */
export function checkFixture(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const markers = readMarkers(text);
  const analysis = analyze(diskFiles(dirname(path)), path, markers.options);
  const lines = new LineIndex(text);
  return [
    ...checkDiagnostics(markers.diagnostics, analysis, lines, text, markers.target),
    ...checkElsewhere(markers.elsewhere, analysis),
    ...markers.layers.flatMap((marker) => checkLayer(marker, analysis, lines)),
    ...markers.networks.flatMap((marker) => checkNetwork(marker, analysis)),
  ];
}

function readMarkers(text: string): Markers {
  const diagnostics: DiagnosticMarker[] = [];
  const layers: LayerMarker[] = [];
  const networks: NetworkMarker[] = [];
  const elsewhere: Markers['elsewhere'][number][] = [];
  const parameters = new Map<string, Value>();
  let inputShape: Shape | undefined;
  let target: Target | undefined;
  let codeLine = -1;
  text.split(/\r\n|\r|\n/).forEach((content, line) => {
    const header = /^\s*\/\/: (\S+) (.*)$/.exec(content);
    const marker = /^(\s*\/\/)(@| *(\^+)) ?(.*)$/.exec(content);
    if (header !== null) {
      const [, word = '', rest = ''] = header;
      if (word === 'set') {
        parameters.set(...parameterValue(rest));
      } else if (word === 'target') target = targets.find((one) => one === rest);
      else if (word === 'size') inputShape = rest.split('x').map(Number) as unknown as Shape;
      else if (word === 'elsewhere') elsewhere.push(markedMessage(rest) ?? { severity: '', code: rest, text: '' });
      else networks.push({ network: word, properties: propertiesOf(rest) });
    } else if (marker !== null) {
      const [, slashes = '', middle = '', carets, rest = ''] = marker;
      const end = slashes.length + middle.length;
      const start = end - (carets?.length ?? 0);
      const message = markedMessage(rest);
      if (message !== undefined) {
        const columns = carets === undefined ? undefined : ([start, end] as const);
        diagnostics.push({ line: codeLine, columns, ...message });
      } else layers.push({ line: codeLine, column: start, properties: propertiesOf(rest) });
    } else codeLine = line;
  });
  const options = {
    ...(parameters.size > 0 ? { parameters } : {}),
    ...(inputShape === undefined ? {} : { inputShape }),
  };
  return { diagnostics, layers, networks, elsewhere, options, target };
}

function markedMessage(text: string): Markers['elsewhere'][number] | undefined {
  const message = /^(error|warning|note|hint)\[([\w.-]+)\](?:: (.*))?$/.exec(text.trim());
  if (message === null) return undefined;
  const [, severity = '', code = '', part = ''] = message;
  return { severity, code, text: part.trim() };
}

/** `shape: 3x3x8   params: 1_000`: two spaces or more stand between them. */
function propertiesOf(text: string): Property[] {
  return text
    .trim()
    .split(/\s{2,}/)
    .map((part) => {
      const colon = part.indexOf(':');
      return { name: part.slice(0, colon).trim(), value: part.slice(colon + 1).trim() };
    });
}

function checkDiagnostics(
  expected: readonly DiagnosticMarker[],
  analysis: Analysis,
  lines: LineIndex,
  text: string,
  target: Target | undefined,
): string[] {
  const problems = analysis.diagnostics.flatMap((found) => emptyPlaces(found, text));
  const open = analysis.diagnostics.filter((diagnostic) => diagnostic.file === analysis.file.file);
  if (expected.some(({ code }) => code.startsWith('unused.'))) open.push(...analysis.unused);
  const hints = editorHints(analysis);
  if (hints.some(({ code }) => expected.some((marker) => marker.code === code))) open.push(...hints);
  if (target !== undefined) open.push(...targetHints(analysis, target));
  const columnsOf = (found: Diagnostic): [number, number] => {
    const start = lines.positionAt(found.span.start);
    const end = lines.positionAt(found.span.end);
    const lineEnd = text.slice(lines.lineStart(start.line), lines.lineStart(start.line + 1)).trimEnd().length;
    const to = end.line === start.line ? end.column : lineEnd;
    return [start.column, Math.max(start.column + 1, to)];
  };
  for (const marker of expected) {
    const index = open.findIndex((found) => {
      const [from, to] = columnsOf(found);
      return (
        lines.positionAt(found.span.start).line === marker.line &&
        found.code === marker.code &&
        found.severity === marker.severity &&
        messageOf(found, englishDiagnostics).includes(marker.text) &&
        (marker.columns === undefined || (marker.columns[0] === from && marker.columns[1] === to))
      );
    });
    if (index >= 0) open.splice(index, 1);
    else
      problems.push(
        `line ${marker.line + 1}: expected ${marker.severity}[${marker.code}] ${marker.text} ${columnText(marker.columns)}`,
      );
  }
  for (const found of open) {
    const line = lines.positionAt(found.span.start).line + 1;
    problems.push(
      `line ${line}: not marked: ${found.severity}[${found.code}] ${messageOf(found, englishDiagnostics)} ${columnText(columnsOf(found))}`,
    );
  }
  return problems;
}

/** Places of the texts of a message, its notes and its fixes that no value was given for: `{name}`, where the user wrote none. */
function emptyPlaces(found: Diagnostic, written: string): string[] {
  const said = [
    messageOf(found, englishDiagnostics),
    ...found.related.map((note) => noteOf(note, englishDiagnostics)),
    ...found.fixes.map((fix) => titleOf(fix, englishDiagnostics)),
  ];
  const isWhole = (text: string) => (text.match(/\{\w+\}/g) ?? []).every((place) => written.includes(place));
  return said.filter((text) => !isWhole(text)).map((text) => `without a value: ${text}`);
}

function checkElsewhere(expected: Markers['elsewhere'], analysis: Analysis): string[] {
  const open = analysis.diagnostics.filter((diagnostic) => diagnostic.file !== analysis.file.file);
  const problems: string[] = [];
  for (const marker of expected) {
    const index = open.findIndex(
      (found) =>
        found.code === marker.code &&
        found.severity === marker.severity &&
        messageOf(found, englishDiagnostics).includes(marker.text),
    );
    if (index >= 0) open.splice(index, 1);
    else problems.push(`elsewhere: expected ${marker.severity}[${marker.code}] ${marker.text}`);
  }
  return [
    ...problems,
    ...open.map(
      (found) => `elsewhere: not marked: ${found.severity}[${found.code}] ${messageOf(found, englishDiagnostics)}`,
    ),
  ];
}

function columnText(columns: readonly [number, number] | undefined): string {
  return columns === undefined ? '' : `at columns ${columns[0] + 1}-${columns[1] + 1}`;
}

function checkLayer(marker: LayerMarker, analysis: Analysis, lines: LineIndex): string[] {
  const offset = lines.lineStart(marker.line) + marker.column;
  const instances = analysis.networks.flatMap((network) =>
    network.graph.layers
      .filter(
        ({ origin }) => origin.file === analysis.file.file && origin.span.start <= offset && offset < origin.span.end,
      )
      .map((layer) => ({ network, layer })),
  );
  const size = (layer: Layer): number => layer.origin.span.end - layer.origin.span.start;
  const smallest = Math.min(...instances.map(({ layer }) => size(layer)));
  const chosen = instances.filter(({ layer }) => size(layer) === smallest);
  if (chosen.length === 0) return [`line ${marker.line + 1}: there is no layer at column ${marker.column + 1}`];
  return marker.properties.flatMap(({ name, value }) => {
    const found =
      name === 'path'
        ? chosen.map(({ layer }) => layer.path).join(', ')
        : [...new Set(chosen.map(({ network, layer }) => layerProperty(network, layer, name)))].join(' | ');
    return found === normal(value) ? [] : [`line ${marker.line + 1}: ${name} is ${found}, expected ${normal(value)}`];
  });
}

function layerProperty(network: NetworkAnalysis, layer: Layer, name: string): string {
  const cost = network.costs[layer.id];
  const number = (value: number | undefined): string => String(value ?? '?');
  const field = network.receptiveFields[layer.id];
  const input = network.shapes[layer.inputs[0] ?? -1];
  const window = input === undefined ? undefined : layer.op.window?.(input, layer.attributes);
  switch (name) {
    case 'shape':
      return formatShape(network.shapes[layer.id]);
    case 'inputs':
      return layer.inputs.map((id) => network.graph.layers[id]?.path ?? '?').join(', ');
    case 'multiplies':
    case 'effectiveMultiplies':
    case 'adds':
    case 'params':
    case 'paramsTotal':
      return number(cost?.[name]);
    case 'bytes':
      return number(network.activationBytes[layer.id]);
    case 'multiply':
    case 'add':
    case 'compare':
    case 'divide':
    case 'exp':
      return number(cost?.elementwise[name]);
    case 'pads':
      return window?.pads.join(',') ?? '-';
    case 'field':
      return field === undefined ? '?' : field.map((axis) => axis.size).join('x');
    case 'jump':
      return field === undefined ? '?' : field.map((axis) => axis.jump).join('x');
    case 'start':
      return field === undefined ? '?' : field.map((axis) => axis.start).join(',');
    case 'output':
      return network.servedOutput[layer.id] ?? '-';
    default:
      return `(no property ${name})`;
  }
}

function checkNetwork(marker: NetworkMarker, analysis: Analysis): string[] {
  const network = analysis.networks.find((candidate) => candidate.name === marker.network);
  if (network === undefined) return [`there is no network ${marker.network}`];
  return marker.properties.flatMap(({ name, value }) => {
    const found = networkProperty(network, name);
    return found === normal(value) ? [] : [`${marker.network}: ${name} is ${found}, expected ${normal(value)}`];
  });
}

function networkProperty(network: NetworkAnalysis, name: string): string {
  if (name === 'outputs') {
    return network.outputs.map(({ output }) => `${output.kind === 'head' ? '+' : ''}${output.name}`).join(', ');
  }
  if (name === 'paths') return network.graph.layers.map((layer) => layer.path).join(', ');
  if (name === 'unknown') return String(network.main.unknownLayers);
  const head = /^(\w+)\.(needs|extra)\.(\w+)$/.exec(name);
  const metric = findMetric(head?.[3] ?? name);
  if (metric === undefined) return `(no property ${name})`;
  const set =
    head === null
      ? network.main
      : network.outputs.find(({ output }) => output.name === head[1])?.[head[2] as 'needs' | 'extra'];
  const sums: Partial<Record<MetricName, Sum>> | undefined = set?.sums;
  const sum = sums?.[metric.name];
  return sum === undefined ? `(no output ${head?.[1]})` : `${sum.isPartial ? '>=' : ''}${sum.value}`;
}

/** `1_000` for 1000: underscores between digits only. */
function normal(value: string): string {
  return value.replace(/(\d)_(?=\d)/g, '$1');
}
