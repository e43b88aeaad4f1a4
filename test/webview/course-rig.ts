/** Opens the course in Chromium with a host of a few lines, as a panel of VS Code has it or as a page with an editor of its own. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { coursePage } from '../../scripts/course';
import { type LessonId, lessonIds } from '../../src/course/lesson';
import { noProgress, type Progress, questionCounts } from '../../src/course/progress';
import { courseHtml } from '../../src/extension/preview/html';
import { repositoryRoot } from '../support/disk-files';
import { bundling, type Files } from './rig';
import { type ThemeName, themeScript } from './themes';

const origin = 'http://course.test';
const googlenet = readFileSync(join(repositoryRoot, 'examples/googlenet.cnn'), 'utf8');

/** As what is kept has them. */
export const answered = (ids: readonly string[]) =>
  Object.fromEntries(ids.map((id) => [id, { state: 'right' as const, tries: 0, answer: '' }]));

/** As if every question before a lesson had been answered, and those from earlier lessons too. */
export const keptBefore = (place: LessonId): Progress => {
  const earlier = lessonIds.slice(0, lessonIds.indexOf(place));
  const ids = earlier.flatMap((id) => Array.from({ length: questionCounts[id] }, (_, index) => `${id}.${index + 1}`));
  return { ...noProgress, place, answered: answered([...ids, ...ids.map((id) => `${id}?`)]) };
};

/** The panel's bundle, and the page whole. */
export async function bundleCourse(): Promise<Files> {
  const [{ outputFiles }, html] = await Promise.all([
    esbuild.build({
      ...bundling,
      entryPoints: { panel: 'webview/course/main.ts' },
      outdir: '/',
    }),
    coursePage(),
  ]);
  return new Map([...outputFiles.map((file) => [file.path, file.text] as const), ['/course.html', html]]);
}

export interface CourseOptions {
  readonly kind: 'panel' | 'page';
  readonly language?: string;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly kept?: unknown;
  /** What the page takes for the time. */
  readonly now?: Date;
}

export interface OpenCourse {
  readonly page: Page;
  readonly problems: readonly string[];
  /** What a panel posted. */
  posted(): Promise<readonly { readonly type: string; readonly name?: string; readonly text?: string }[]>;
  /** To a panel: the text of a file, as an editor has it. */
  edit(name: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export async function openCourse(browser: Browser, files: Files, options: CourseOptions): Promise<OpenCourse> {
  const { kind, theme = 'dark', language = 'en' } = options;
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1400, height: options.height ?? 900 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  if (options.now !== undefined) await page.clock.setFixedTime(options.now);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  const panelHtml = courseHtml({
    language,
    title: 'Course',
    cspSource: origin,
    nonce: 'n0nce',
    scriptUri: `${origin}/panel.js`,
    styleUri: `${origin}/panel.css`,
  });
  const html = kind === 'panel' ? panelHtml : files.get('/course.html');
  await page.route(`${origin}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    const text = path === '/' ? html : files.get(path);
    if (text === undefined) return route.fulfill({ status: 404, body: '' });
    const contentType = path === '/' ? 'text/html' : path.endsWith('.css') ? 'text/css' : 'text/javascript';
    return route.fulfill({ status: 200, contentType, body: text });
  });
  const data = { googlenet, kept: options.kept, isPanel: kind === 'panel', theme };
  await page.addInitScript({
    content: `${kind === 'panel' ? themeScript(theme) : ''}
    {
      const { googlenet, kept, isPanel, theme } = ${JSON.stringify(data)};
      window.posted = [];
      if (isPanel) {
        window.acquireVsCodeApi = () => ({
          postMessage: (message) => {
            window.posted.push(structuredClone(message));
            if (message.type === 'ready') window.postMessage({ type: 'start', googlenet, kept }, '*');
            if (message.type === 'open' || message.type === 'write') window.postMessage({ ...message, type: 'text' }, '*');
          },
        });
      } else {
        const first = { 'incept.theme': theme, ...(kept !== undefined && { 'incept.course': JSON.stringify(kept) }) };
        for (const [key, value] of Object.entries(first)) {
          if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
        }
      }
    }`,
  });
  await page.goto(`${origin}/?language=${language}`);
  await page.waitForSelector('.question, .opens, .hint');
  return {
    page,
    problems,
    posted: () => page.evaluate(() => (window as unknown as { posted: [] }).posted),
    edit: (name, text) =>
      page.evaluate(
        ([file, content]) => window.postMessage({ type: 'text', name: file, text: content }, '*'),
        [name, text],
      ),
    close: () => context.close(),
  };
}
