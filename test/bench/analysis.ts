/**
 * How long the analysis takes, warm, in this process: GoogLeNet, and made-up texts of 1,000 and 10,000 lines. CPU
 * time tells more than the clock on a busy machine; garbage collection is in it.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { parse } from '../../src/syntax/parser';

export interface AnalysisFigures {
  readonly name: string;
  readonly lines: number;
  readonly layers: number;
  /** Medians. */
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly parseMs: number;
}

export function measureAnalysis(root: string): AnalysisFigures[] {
  const googlenet = readFileSync(join(root, 'examples/googlenet.cnn'), 'utf8');
  return [
    measure('googlenet.cnn', googlenet, 100),
    measure('1,000 lines', longNetwork(1000), 20),
    measure('10,000 lines', longNetwork(10_000), 9),
    measure('10,000 lines of modules', manyModules(1100), 9),
  ];
}

function measure(name: string, text: string, runs: number): AnalysisFigures {
  const id = '/bench/main.cnn';
  const run = () => {
    const file = parse(id, text);
    return analyze({ file: () => file, resolve: () => 'outside' }, id);
  };
  let layers = 0;
  for (let i = 0; i < runs; i++) layers = run().networks.reduce((sum, network) => sum + network.graph.layers.length, 0);
  const wall: number[] = [];
  const cpu: number[] = [];
  const parsing: number[] = [];
  for (let i = 0; i < runs; i++) {
    const cpuBefore = process.cpuUsage();
    const before = performance.now();
    run();
    wall.push(performance.now() - before);
    const used = process.cpuUsage(cpuBefore);
    cpu.push((used.user + used.system) / 1000);
    const parseBefore = performance.now();
    parse(id, text);
    parsing.push(performance.now() - parseBefore);
  }
  const lines = text.split('\n').length;
  return { name, lines, layers, wallMs: median(wall), cpuMs: median(cpu), parseMs: median(parsing) };
}

/** Statements as people write them, one a line. */
function longNetwork(lines: number): string {
  const statements = Array.from({ length: lines }, (_, i) => {
    if (i % 5 === 3) return '  relu()';
    if (i % 5 === 4) return `  x${i} = conv(64, 3x3, padding = same) // comment ${i}`;
    return '  conv(64 * 1, 1x1, norm = batchnorm(), activation = relu)';
  });
  return `network Long {\n  input image: 224x224x3\n${statements.join('\n')}\n}\n`;
}

function manyModules(count: number): string {
  const modules = Array.from(
    { length: count },
    (_, i) =>
      `module m${i}(c) {\n  concat {\n    branch { conv(c, 1x1) }\n    branch { conv(c, 1x1) -> conv(c, 3x3) }\n    branch { maxpool(3x3) -> conv(c, 1x1) }\n  }\n}\n`,
  );
  const calls = Array.from({ length: count }, (_, i) => `  m${i}(16)`);
  return `${modules.join('\n')}\nnetwork Many {\n  input image: 28x28x192\n${calls.join('\n')}\n}\n`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
