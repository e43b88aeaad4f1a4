/** The table of the course: its chapters, and each lesson made for its own sizes or for those of its sister questions. */

import {
  cheaperLesson,
  googlenetLesson,
  googlenetSister,
  googlenetSizes,
  laterLesson,
  laterSister,
  laterSizes,
} from './googlenet';
import {
  bottleneckLesson,
  bottleneckSister,
  bottleneckSizes,
  breakEvenLesson,
  breakEvenSister,
  breakEvenSizes,
  directLesson,
  directSister,
  directSizes,
  moduleLesson,
  moduleSister,
  moduleSizes,
  naiveLesson,
  naiveSister,
  naiveSizes,
} from './inception';
import type { Lesson, LessonId, LessonSource } from './lesson';
import {
  manyChannelsLesson,
  manyChannelsSister,
  manyChannelsSizes,
  oneChannelLesson,
  oneChannelSister,
  oneChannelSizes,
  shrinkLesson,
  shrinkSister,
  shrinkSizes,
} from './one-by-one';

/** The lessons by the lecture that they are of. */
export const chapters = [
  { id: 'one-by-one', lessons: ['one-channel', 'many-channels', 'shrink'] },
  { id: 'inception', lessons: ['naive', 'direct', 'bottleneck', 'break-even', 'module-3a'] },
  { id: 'googlenet', lessons: ['googlenet', 'later', 'cheaper'] },
] as const satisfies readonly { readonly id: string; readonly lessons: readonly LessonId[] }[];

export type LessonForm = 'lesson' | 'sister';

type Make = (form: LessonForm, source: LessonSource) => Lesson | Promise<Lesson>;

/** Each with its two sets of sizes. */
function sized<Sizes>(
  make: (sizes: Sizes, source: LessonSource) => Lesson | Promise<Lesson>,
  own: Sizes,
  sister: Sizes,
): Make {
  return (form, source) => make(form === 'sister' ? sister : own, source);
}

const lessons: Readonly<Record<LessonId, Make>> = {
  'one-channel': sized(oneChannelLesson, oneChannelSizes, oneChannelSister),
  'many-channels': sized(manyChannelsLesson, manyChannelsSizes, manyChannelsSister),
  shrink: sized(shrinkLesson, shrinkSizes, shrinkSister),
  naive: sized(naiveLesson, naiveSizes, naiveSister),
  direct: sized(directLesson, directSizes, directSister),
  bottleneck: sized(bottleneckLesson, bottleneckSizes, bottleneckSister),
  'break-even': sized(breakEvenLesson, breakEvenSizes, breakEvenSister),
  'module-3a': sized(moduleLesson, moduleSizes, moduleSister),
  googlenet: sized(googlenetLesson, googlenetSizes, googlenetSister),
  later: sized(laterLesson, laterSizes, laterSister),
  cheaper: (_, source) => cheaperLesson(source),
};

/** Asks the analysis for all that the lesson says and checks. */
export async function makeLesson(id: LessonId, source: LessonSource, form: LessonForm = 'lesson'): Promise<Lesson> {
  return lessons[id](form, source);
}

/** The name of a lesson's file. */
export function fileNameOf(id: LessonId): string {
  return `${id}.cnn`;
}
