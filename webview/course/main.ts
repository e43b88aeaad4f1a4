/** Starts the course inside a VS Code webview, in the language of its page. */

import '../theme.css';
import './course.css';
import { type CourseMessage, isCourseHostMessage } from '../../src/protocol/course';
import type { DesignTime } from '../../src/runtime/design-time';
import { courseWords } from '../../src/words/course';
import { createCourse } from './course-app';

declare function acquireVsCodeApi(): { postMessage(message: CourseMessage): void };

const api = acquireVsCodeApi();
const page = document.getElementById('app');
let receive: (name: string, text: string) => void = () => {};
/** Who waits for the time of a design, by its text. */
const waiting = new Map<string, (time: DesignTime | undefined) => void>();

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isCourseHostMessage(data) || page === null) return;
  if (data.type === 'text') {
    receive(data.name, data.text);
    return;
  }
  if (data.type === 'timed') {
    waiting.get(data.text)?.(data.time ?? undefined);
    waiting.delete(data.text);
    return;
  }
  createCourse({
    page,
    words: courseWords(document.documentElement.lang),
    host: {
      googlenet: data.googlenet,
      kept: data.kept,
      hasEditor: true,
      now: () => new Date(),
      keep: (progress) => api.postMessage({ type: 'keep', progress }),
      open: (name, text) => api.postMessage({ type: 'open', name, text }),
      write: (name, text) => api.postMessage({ type: 'write', name, text }),
      save: (name, text) => api.postMessage({ type: 'save', name, text }),
      copyLink: async (name, text) => api.postMessage({ type: 'copyLink', name, text }),
      time: (name, text) =>
        new Promise((resolve) => {
          waiting.set(text, resolve);
          api.postMessage({ type: 'time', name, text });
        }),
      listen: (listener) => {
        receive = listener;
      },
    },
  });
});
api.postMessage({ type: 'ready' });
