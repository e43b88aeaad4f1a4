/** A network as the picture that the preview has of it, made without a page. */

import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import { present } from '../base/assert';
import { formatExact } from '../base/number-format';
import { buildFileView } from '../view/build';
import { type PictureFile, type PictureLook, pictureSvg } from '../view/draw/picture-svg';
import { foldInto, foldToFit } from '../view/fold';
import type { ViewModel } from '../view/model';
import { firstOpen } from '../view/open-nodes';
import type { Picture } from '../view/picture';
import { LayoutCache, placeModel, stackModel } from '../view/place';
import { editorWords } from '../words/editor';
import { previewWords } from '../words/preview';
import { Failure } from './failure';
import type { Session } from './session';

export interface PictureOptions extends Omit<PictureLook, 'words'> {
  /** Levels of blocks that are open; undefined for those that a preview opens with. */
  readonly depth: number | undefined;
  /** Undefined for as many as make it the largest on a page. */
  readonly columns: number | undefined;
}

/** Of a page on its side, in pixels: what a picture is folded for. */
const page = { width: 1200, height: 900 };
const layoutDeadlineMs = 60_000;
/** Nobody could look at more, and few programs could show it. */
const mostBoxes = 20_000;

/** Throws `Failure` for more boxes than a picture has. */
export async function drawPicture(
  analysis: Analysis,
  network: NetworkAnalysis,
  { depth, columns, ...look }: PictureOptions,
  session: Session,
): Promise<PictureFile> {
  const { tag } = session.words.language;
  const view = present(buildFileView(analysis, network.name, editorWords(tag)).view, 'the view of a network');
  const unfolded = await placeView(view, depth, session);
  const picture = columns === undefined ? foldToFit(unfolded, view, page) : foldInto(unfolded, view, columns);
  return pictureSvg(view, picture, { ...look, words: previewWords(tag) });
}

/**
 * The unfolded picture of a view.
 * @param depth As in `PictureOptions`. Throws `Failure` for more boxes than a picture has.
 */
export async function placeView(view: ViewModel, depth: number | undefined, session: Session): Promise<Picture> {
  const open = new Set(depth === undefined ? firstOpen(view) : openTo(view, depth));
  checkSize(view, open);
  return placed(view, open, session);
}

function openTo(view: ViewModel, depth: number): string[] {
  return view.nodes.filter((node) => node.children.length > 0 && node.level <= depth).map(({ id }) => id);
}

function checkSize(view: ViewModel, open: ReadonlySet<string>): void {
  const seen = new Set(['']);
  for (const { id, parent } of view.nodes) if (seen.has(parent) && open.has(id)) seen.add(id);
  const boxes = view.nodes.filter(({ parent }) => seen.has(parent)).length;
  if (boxes <= mostBoxes) return;
  throw new Failure(
    ({ failures: say }) => say('picture-large', { count: formatExact(boxes), limit: formatExact(mostBoxes) }),
    ({ failures: say }) => say('picture-large.hint'),
  );
}

/** Where a layout fails or takes too long, its boxes stand one below the other, which is said. */
async function placed(view: ViewModel, open: ReadonlySet<string>, session: Session): Promise<Picture> {
  const layouts = session.host.layouts();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<'slow'>((resolve) => {
    timer = setTimeout(() => resolve('slow'), layoutDeadlineMs);
  });
  try {
    const layered = placeModel(view, open, layouts.layOut, new LayoutCache()).catch(() => 'failed' as const);
    const picture = await Promise.race([layered, tooLong]);
    if (typeof picture === 'object') return picture;
    session.note(session.words.progress(`layout-${picture}`));
    return await stackModel(view, open);
  } finally {
    clearTimeout(timer);
    await layouts.close();
  }
}
