/**
 * Networks of the field to start from: the examples that come with the program, read from their files. The first line of
 * one is `// Name: one sentence.`, a later line of the same comment may be `// Paper: Authors, "Title", venue year, ...`;
 * the last network of the file is the one that is meant. What the sentence is in another language is in `src/words`.
 */

import type { LayerSet } from '../analysis/analysis';
import { defaultNetwork } from '../analysis/default-network';
import type { FileId } from '../base/span';
import type { PresetCosts, PresetFacts } from '../protocol/preset';
import { type Eventual, whenReady } from '../workspace/eventual';
import { nameOf } from '../workspace/uri';
import { type DesignSession, lookAt } from './look';

export interface Preset extends PresetFacts {
  readonly file: FileId;
}

/** Where the examples are, and who reads them. */
export interface PresetSource {
  /** The `.cnn` files of the folder of examples, in any order. */
  files(): Promise<readonly FileId[]>;
  /** As `presetFacts`; null where it gives nothing. */
  facts(file: FileId): Promise<PresetFacts | null>;
}

/** The networks of the lectures: the place to start, before all that were published. */
const course = 'course';

/** What is offered where there is room for a few only. */
const offered: readonly string[] = [course, 'googlenet', 'inception-v3', 'resnet50', 'squeezenet', 'mobilenet-v2'];

/** All presets of a program, read once, when they are first asked for. */
export class Presets {
  private listed: Promise<readonly Preset[]> | undefined;

  constructor(private readonly source: PresetSource) {}

  /** In the order in which they were published, the course before them. Rejects where they cannot be read. */
  list(): Promise<readonly Preset[]> {
    this.listed ??= this.read().catch((problem: unknown) => {
      this.listed = undefined;
      throw problem;
    });
    return this.listed;
  }

  /** A few of them to show at once. */
  async offered(): Promise<readonly Preset[]> {
    const all = await this.list();
    return offered.flatMap((name) => all.find((preset) => preset.name === name) ?? []);
  }

  private async read(): Promise<readonly Preset[]> {
    const files = await this.source.files();
    const found = await Promise.all(
      files.map(async (file) => {
        const facts = await this.source.facts(file);
        return facts === null ? [] : [{ ...facts, file }];
      }),
    );
    return found.flat().sort((a, b) => yearOf(a) - yearOf(b) || (a.name < b.name ? -1 : 1));
  }
}

function yearOf({ name, paper }: Preset): number {
  if (name === course) return 0;
  // Behind the title; numbers of arXiv look like years too.
  const year = /\b(19|20)\d\d\b/.exec(paper?.slice(paper.lastIndexOf('"') + 1) ?? '');
  return year === null ? Number.POSITIVE_INFINITY : Number(year[0]);
}

/** What an example is; undefined where there is no such file, or its last network is not known in full. */
export function presetFacts(session: DesignSession, id: FileId): Eventual<PresetFacts | undefined> {
  return whenReady(lookAt(session, id), (look) => {
    const network = look && defaultNetwork(look.analysis);
    if (look === undefined || network === undefined) return undefined;
    const main = costsOf(network.main);
    const all = costsOf(network.all);
    const input = network.shapes[network.graph.input]?.flatMap((size) => size ?? []);
    if (main === undefined || all === undefined || input?.length !== 3) return undefined;
    const name = nameOf(id).replace(/\.cnn$/, '');
    const { title = network.name, sentence, paper } = headingOf(look.file.text);
    const { presetSentences = {} } = session.settings().words;
    return {
      name,
      title,
      sentence: Object.hasOwn(presetSentences, name) ? (presetSentences[name] as string) : sentence,
      paper,
      network: network.name,
      caret: network.nameSpan.start,
      input,
      main,
      all,
    };
  });
}

function costsOf({ sums: { multiplies, params, peakBytes } }: LayerSet): PresetCosts | undefined {
  if (multiplies.isPartial || params.isPartial || peakBytes.isPartial) return undefined;
  return { multiplies: multiplies.value, params: params.value, peakBytes: peakBytes.value };
}

/** What the comment says that a file begins with. */
function headingOf(text: string): Pick<PresetFacts, 'sentence' | 'paper'> & { readonly title: string | undefined } {
  const [comment = ''] = /^(\/\/(?!\/).*\r?\n)*/.exec(text) ?? [];
  const [first = '', ...rest] = comment.split(/\r?\n/).map((line) => line.replace(/^\/\/\s*/, '').trimEnd());
  const [, title, sentence = first] = /^([^:]+): +(.*)$/.exec(first) ?? [];
  const paper = rest.find((line) => line.startsWith('Paper: '))?.slice('Paper: '.length);
  return { title, sentence, paper: paper ?? null };
}
