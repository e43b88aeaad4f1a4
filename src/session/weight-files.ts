/** Files of weights near a text, which know layers by their paths. */

import type { FileId } from '../base/span';
import { headerLength, tensorNames } from '../interop/safetensors';
import type { Workspace } from '../workspace/workspace';

/** Tells which of the files hold tensors of some paths. */
export async function weightsNaming(
  workspace: Workspace,
  near: FileId,
): Promise<(paths: ReadonlySet<string>) => readonly FileId[]> {
  const headers = await workspace.weightHeaders(near, headerLength);
  const files = headers.map(({ id, header }) => ({ id, names: namesIn(header) }));
  return (paths) => files.filter(({ names }) => names.some((name) => isOf(paths, name))).map(({ id }) => id);
}

function namesIn(header: Uint8Array): readonly string[] {
  try {
    return tensorNames(header);
  } catch {
    return [];
  }
}

/** `a/conv_1/weight` is of `a/conv_1`, and `a.conv_1.weight` in a file of PyTorch's. */
function isOf(paths: ReadonlySet<string>, tensor: string): boolean {
  const parts = tensor.split(/[/.]/);
  return parts.some((_, length) => length > 0 && paths.has(parts.slice(0, length).join('/')));
}
