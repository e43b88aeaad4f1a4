/**
 * Networks of the field to start from, offered where a file has none yet: which, and what each costs. One list for all
 * previews, made when it is first asked for; the texts are left to the editor.
 */

import type { FileId } from '../base/span';
import type { Preset } from '../protocol/messages';
import type { PreviewSource } from './preview-ports';

/** Examples that come with the program, the one to start with first. */
const presetFiles = ['course.cnn', 'googlenet.cnn', 'inception-v3.cnn', 'squeezenet.cnn'] as const;

export class Presets {
  private listed: Promise<readonly Preset[]> | undefined;

  /** @param idOf The file of an example, by its name. */
  constructor(
    private readonly source: Pick<PreviewSource, 'view'>,
    private readonly idOf: (example: string) => FileId,
  ) {}

  /** With the cost of the network that a preview of each shows; those that cannot be read are left out. */
  list(): Promise<readonly Preset[]> {
    this.listed ??= Promise.all(presetFiles.map((file) => this.read(file))).then((found) => found.flat());
    return this.listed;
  }

  private async read(file: string): Promise<Preset[]> {
    const answer = await this.source.view(this.idOf(file), undefined, undefined).catch(() => null);
    if (answer?.view == null) return [];
    const { network, networks, totals } = answer.view;
    const { multiplies, params } = totals;
    if (multiplies.value === null || params.value === null) return [];
    return [
      { id: file, file, network, others: networks.length - 1, multiplies: multiplies.value, params: params.value },
    ];
  }
}
