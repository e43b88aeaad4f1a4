/** Which picture a lesson has, and how much of it is seen with so many questions answered. */

import { mostLayers } from '../../src/course/edited';
import { type FlowPicture, flowOf, placesOf } from '../../src/course/flow';
import type { Lesson } from '../../src/course/lesson';
import { designOf, read } from '../../src/course/measure';
import { withValidPadding } from '../../src/course/pictures';
import { breakEvenPicture } from './pictures/break-even';
import { channelsPicture } from './pictures/channels';
import { depthwisePicture } from './pictures/depthwise';
import { type FlowOptions, flowPicture } from './pictures/flow';
import { gatesPicture } from './pictures/gates';
import type { CoursePicture, PictureFrame } from './pictures/picture';
import { pixelsPicture } from './pictures/pixels';
import { slabsPicture } from './pictures/slabs';
import { stackPicture } from './pictures/stack';
import { windowPicture } from './pictures/window';

/** `text` is what is in the file. Undefined where there is nothing to draw. */
export async function lessonPicture(
  frame: PictureFrame,
  lesson: Lesson,
  answered: number,
  text: string,
): Promise<CoursePicture | undefined> {
  const isDone = answered >= lesson.questions.length;
  const flowIn = (source: string): FlowPicture | undefined => {
    const network = read(source).networks[0];
    if (network === undefined || network.graph.input < 0 || network.graph.layers.length > mostLayers) return undefined;
    return flowOf(network);
  };
  const written = flowIn(text);
  const flow = (options: Partial<FlowOptions>): CoursePicture | undefined => {
    const seen = { hasCosts: true, hasShapes: true, hasStrides: false, isOpen: true };
    return written && flowPicture(frame, written, { ...seen, ...options });
  };
  /** Blocks with the figures below them that boxes have, and boxes where blocks cannot say it. */
  const slabs = (options: Partial<FlowOptions>, hasPadding: boolean): CoursePicture | undefined => {
    const boxes = flow(options);
    if (written === undefined || boxes === undefined) return boxes;
    const other = hasPadding ? withValidPadding(text) : undefined;
    const valid = other && flowIn(other.text);
    const drawn = slabsPicture(
      frame,
      written,
      {
        hasShapes: options.hasShapes !== false,
        ...(other && valid && { valid: { kernel: other.kernel, flow: valid } }),
      },
      boxes.table,
    );
    if (drawn === undefined) return boxes;
    drawn.body.append(...boxes.body.querySelectorAll('.compare'));
    return drawn;
  };
  switch (lesson.id) {
    case 'one-channel':
      return pixelsPicture(frame, answered > 0);
    case 'many-channels':
      return stackPicture(frame, answered);
    case 'shrink':
      return channelsPicture(frame, answered);
    case 'direct':
      return windowPicture(frame, answered);
    case 'break-even':
      return breakEvenPicture(frame, answered);
    case 'naive':
      return slabs({ hasShapes: answered > 0, hasCosts: isDone }, answered > 1);
    case 'bottleneck': {
      const start = designOf(lesson.text);
      const beside = { label: frame.words.course('without-bottleneck'), multiplies: start.multiplies() };
      // Costs are what the second and the third question ask for.
      const hasCosts = answered !== 1 && answered !== 2;
      return slabs({ hasCosts, ...(hasCosts ? { beside } : {}) }, false);
    }
    case 'module-3a': {
      const [question] = lesson.questions;
      if (answered > 0 || written === undefined || question?.kind !== 'edit') return flow({ hasCosts: answered !== 1 });
      const solution = flowOf(designOf(question.solution).network);
      const places = placesOf(written, solution);
      return flow({ expected: solution.result, ...(places && { places }) });
    }
    case 'googlenet':
      return flow({
        isOpen: false,
        hasCosts: isDone,
        hasStrides: answered > 0,
        hasShapes: answered > 1,
        ...(isDone ? { upto: 'aux1' } : {}),
      });
    case 'later':
      // The first question is of the depthwise layer, the second of the join that a skip leads to.
      if (answered === 0) return depthwisePicture(frame);
      return isDone ? gatesPicture(frame) : flow({ hasCosts: false });
    case 'cheaper':
      return flow({ isOpen: false });
  }
}
