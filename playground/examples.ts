/** The networks of the field, as one file of the page, which is fetched when they are first asked for. */

import type { FileId } from '../src/base/span';
import { MemoryFiles } from '../src/workspace/memory-files';

const folder = 'playground:/examples';

export class Examples {
  readonly files = new MemoryFiles();
  private readonly texts = new Map<FileId, string>();
  private loading: Promise<readonly FileId[]> | undefined;

  /** Rejects where they cannot be had; then it may be tried again. */
  ids(): Promise<readonly FileId[]> {
    this.loading ??= this.load().catch((problem: unknown) => {
      this.loading = undefined;
      throw problem;
    });
    return this.loading;
  }

  /** Of one that was listed. */
  text(file: FileId): string {
    return this.texts.get(file) ?? '';
  }

  private async load(): Promise<readonly FileId[]> {
    const response = await fetch('examples.json');
    const named = (await response.json()) as Readonly<Record<string, string>>;
    for (const [name, text] of Object.entries(named)) {
      const id = `${folder}/${name}`;
      this.files.write(id, text);
      this.texts.set(id, text);
    }
    return [...this.texts.keys()];
  }
}
