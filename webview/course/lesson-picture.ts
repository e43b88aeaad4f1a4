/** Which picture a lesson has, and how much of it is seen with so many questions answered. */

import { mostLayers } from '../../src/course/edited';
import { flowOf } from '../../src/course/flow';
import type { Lesson } from '../../src/course/lesson';
import { designOf, read } from '../../src/course/measure';
import { breakEvenPicture } from './pictures/break-even';
import { channelsPicture } from './pictures/channels';
import { type FlowOptions, flowPicture } from './pictures/flow';
import { gatesPicture } from './pictures/gates';
import type { CoursePicture, PictureFrame } from './pictures/picture';
import { pixelsPicture } from './pictures/pixels';
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
  const flow = (options: Partial<FlowOptions>): CoursePicture | undefined => {
    const network = read(text).networks[0];
    if (network === undefined || network.graph.input < 0 || network.graph.layers.length > mostLayers) return undefined;
    const seen = { hasCosts: true, hasShapes: true, hasStrides: false, isOpen: true };
    return flowPicture(frame, flowOf(network), { ...seen, ...options });
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
      return flow({ hasShapes: answered > 0, hasCosts: isDone });
    case 'bottleneck': {
      const start = designOf(lesson.text);
      const beside = { label: frame.words.course('without-bottleneck'), multiplies: start.multiplies() };
      // Costs are what the second and the third question ask for.
      return flow({ hasCosts: answered !== 1 && answered !== 2, ...(isDone ? { beside } : {}) });
    }
    case 'module-3a':
      return flow({ hasCosts: answered !== 1 });
    case 'googlenet':
      return flow({
        isOpen: false,
        hasCosts: isDone,
        hasStrides: answered > 0,
        hasShapes: answered > 1,
        ...(isDone ? { upto: 'aux1' } : {}),
      });
    case 'later':
      return isDone ? gatesPicture(frame) : flow({ hasCosts: false });
    case 'cheaper':
      return flow({ isOpen: false });
  }
}
