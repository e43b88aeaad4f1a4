/** The course as a page: files, answers and choices stay in the browser, and nothing is sent anywhere. */

import '../theme.css';
import '../page-themes.css';
import '../tokens.css';
import './course.css';
import { designTimer } from '../../src/course/design-time';
import { isPlace } from '../../src/course/progress';
import { webRunner } from '../../src/runtime/web-runner';
import { courseWords } from '../../src/words/course';
import { chosenLanguage, keep, kept } from '../kept';
import { chooseTheme, chosenTheme, followTheme } from '../page-theme';
import { createCourse } from './course-app';
import type { CourseHost } from './course-host';

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The example stands in the page, as text that is not shown. */
function exampleText(): string {
  const holder = document.getElementById('googlenet');
  return (holder instanceof HTMLTemplateElement ? holder.content.textContent : null) ?? '';
}

/** The place in the course that the address of the page names behind `#`. */
const addressed = (): string => window.location.hash.slice(1);

/** Each place that is gone to is one to come back to; the first takes the place of an address that names none. */
function showAddress(place: string): void {
  if (addressed() === place) return;
  if (!isPlace(addressed())) history.replaceState(null, '', `#${place}`);
  else history.pushState(null, '', `#${place}`);
}

/** What a host of the page has besides. */
export type CourseBeside = Pick<CourseHost, 'playground' | 'copyLink'>;

export function startCoursePage(beside: CourseBeside = {}): void {
  const page = document.getElementById('app');
  if (page === null) return;
  followTheme(document);
  const { runWorker } = page.dataset;
  // Its worker starts when the first design is timed.
  const timer = designTimer(webRunner((options) => new Worker(runWorker ?? '', options)));
  const asked = new URL(window.location.href).searchParams.get('language');
  const words = courseWords(asked ?? chosenLanguage() ?? navigator.language);
  document.documentElement.lang = words.language.tag;
  document.title = words.course('page.title');
  createCourse({
    page,
    words,
    host: {
      googlenet: exampleText(),
      kept: parsed(kept('course')),
      hasEditor: false,
      now: () => new Date(),
      keep: (progress) => keep('course', JSON.stringify(progress)),
      open: () => {},
      write: () => {},
      save: saveFile,
      listen: () => {},
      addresses: {
        asked: addressed(),
        shown: showAddress,
        listen: (go) => window.addEventListener('hashchange', () => go(addressed())),
      },
      ...beside,
      ...(runWorker === undefined ? {} : { time: (_, text) => timer(text) }),
      setLanguage: (tag) => {
        keep('language', tag);
        const url = new URL(window.location.href);
        url.searchParams.delete('language');
        window.location.replace(url);
        if (asked === null) window.location.reload();
      },
      theme: { chosen: chosenTheme(), choose: chooseTheme },
    },
  });
}
