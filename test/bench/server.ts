/**
 * How long an edit takes to become diagnostics, through the real server over its standard streams: one character typed
 * into a file of 1,000 lines, from the moment it is sent until the diagnostics of that version have arrived.
 */

import { StdioClient } from '../server/stdio-client';

export interface LatencyFigures {
  readonly lines: number;
  readonly edits: number;
  readonly medianMs: number;
  readonly p90Ms: number;
  /** Opening the file until its first diagnostics. */
  readonly openMs: number;
  readonly hoverMedianMs: number;
}

/** A file like those that people write: a module, calls of it, layers, promises. */
export function designOf(lines: number): string {
  const module = `/// Four branches.
module inception(c1, r3, c3, r5, c5, proj) {
  concat {
    branch { conv(c1, 1x1) }
    branch { conv(r3, 1x1) -> conv(c3, 3x3) }
    branch { conv(r5, 1x1) -> conv(c5, 5x5) }
    branch { maxpool(3x3) -> conv(proj, 1x1) }
  }
}
`;
  const head = `${module}network Long(width = 1) {\n  input image: 28x28x192\n  conv(64, 1x1)\n`;
  // A module call in eight lines, as in GoogLeNet.
  const block = `  // One more stage.
  inception(64 * width, 96, 128, 16, 32, 32)
  expect 28x28x256
  conv(192, 3x3, stride = 1)
  lrn()
  conv(192, 1x1) -> conv(192, 3x3)
  maxpool(3x3)
  expect 28x28x192
`;
  const count = Math.max(0, Math.round((lines - head.split('\n').length) / 8));
  return `${head}${block.repeat(count)}}\n`;
}

export async function measureServer(lines = 1000, edits = 60): Promise<LatencyFigures> {
  const client = await StdioClient.start();
  try {
    const uri = 'file:///bench.cnn';
    const text = designOf(lines);
    const openedAt = performance.now();
    await client.open(uri, text);
    await client.diagnostics(uri, 1);
    const openMs = performance.now() - openedAt;
    const line = Math.floor(lines / 2);
    const character = (text.split('\n')[line] ?? '').length;
    const times: number[] = [];
    for (let i = 0; i < edits; i++) {
      const version = i + 2;
      // Types a comment at the end of a line and takes it back: the file is whole again at each second edit.
      const start = { line, character };
      const change =
        i % 2 === 0
          ? { range: { start, end: start }, text: ' ' }
          : { range: { start, end: { line, character: character + 1 } }, text: '' };
      const sentAt = performance.now();
      await client.change(uri, version, [change]);
      await client.diagnostics(uri, version);
      times.push(performance.now() - sentAt);
    }
    const hovers: number[] = [];
    for (let i = 0; i < 20; i++) {
      const askedAt = performance.now();
      await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 14 + i, character: 3 } });
      hovers.push(performance.now() - askedAt);
    }
    // The first edits are compiled while they run.
    const warm = times.slice(10);
    return {
      lines,
      edits: warm.length,
      medianMs: quantile(warm, 0.5),
      p90Ms: quantile(warm, 0.9),
      openMs,
      hoverMedianMs: quantile(hovers, 0.5),
    };
  } finally {
    await client.stop();
  }
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
