/** The course as a page: contents, a lesson with its picture and questions, the file, and what has been answered. */

import { chapters, fileNameOf, makeLesson } from '../../src/course/course';
import type { Lesson, LessonId, LessonSource, Question } from '../../src/course/lesson';
import {
  type Answered,
  isPlace,
  type LessonState,
  lessonOrder,
  lessonState,
  nextQuestion,
  noProgress,
  openAgain,
  type Place,
  type Progress,
  progressFrom,
  questionCount,
  questionCounts,
  reviewState,
  sisterMark,
  warmUp,
  withAnswer,
} from '../../src/course/progress';
import type { CourseWords } from '../../src/words/course';
import { createChallenge } from './challenge-view';
import { createHeader } from './course-header';
import type { CourseHost } from './course-host';
import { button, confirmed, element, fill, setText } from './dom';
import { createFileView } from './file-view';
import { lessonPicture } from './lesson-picture';
import type { CoursePicture } from './pictures/picture';
import { answeredLine, createQuestion, type QuestionView } from './question-view';

const reviewed = 10;

export interface CourseOptions {
  readonly page: HTMLElement;
  readonly host: CourseHost;
  readonly words: CourseWords;
}

/** One column: the contents fold, and a file that is asked for stands in its question. */
const narrow = window.matchMedia('(max-width: 999px)');

/** While somebody types, what is said to the file waits this long, in milliseconds. */
const typingPause = 400;

export function createCourse({ page, host, words }: CourseOptions): void {
  const { course } = words;
  const { addresses, playground } = host;
  const source: LessonSource = { googlenet: host.googlenet, placeholder: course('placeholder') };
  let progress: Progress = progressFrom(host.kept) ?? noProgress;
  const texts = new Map<string, string>(Object.entries(progress.files));
  const lessons = new Map<string, Lesson>();
  let current: Lesson | undefined;
  let open: QuestionView | undefined;
  let picture: CoursePicture | undefined;
  let isTable = false;
  let typing = 0;

  // ---- What stays while lessons change ----
  const live = element('p', { class: 'spoken', role: 'status', aria: { live: 'polite' } });
  const contents = element('nav', { class: 'contents', aria: { label: course('contents') } });
  const main = element('main', { class: 'lesson' });
  const fileView = createFileView({
    words,
    onEdit: (text) => textChanged(fileName(), text),
    onReset: () => void resetFile(),
    onTryOut: playground && (() => playground.open(fileName(), textNow())),
  });
  const side = element('aside', { class: 'side', aria: { label: course('file') } }, fileView.root);
  const columns = element('div', { class: 'columns' }, contents, main, host.hasEditor ? undefined : side);
  const header = createHeader({
    words,
    host,
    most: questionCount,
    onExport: () => host.save('incept-course.json', `${JSON.stringify(progress, null, 2)}\n`),
    onImport: importProgress,
    onReset: () => void resetAll(),
  });
  page.replaceChildren(header.root, columns, live);

  function announce(text: string): void {
    setText(live, text);
  }

  function keep(next: Progress): void {
    progress = next;
    host.keep(progress);
    showContents();
  }

  // ---- Contents ----
  function showContents(): void {
    const right = Object.keys(progress.answered).filter((id) => !id.endsWith(sisterMark)).length;
    const index = lessonOrder.indexOf(progress.place as LessonId);
    header.show(
      right,
      index < 0
        ? course('answered', { done: right, count: questionCount })
        : course('lesson-of', { number: index + 1, count: lessonOrder.length }),
    );
    const entry = (place: Place, mark: string, title: string, state: LessonState): HTMLElement =>
      element(
        'li',
        {},
        element(
          'button',
          {
            class: `entry ${state}`,
            aria: { current: place === progress.place ? 'page' : undefined },
            attributes: { type: 'button' },
            on: { click: () => void go(place) },
          },
          element('span', { class: 'number' }, state === 'done' ? '✓' : mark),
          element('span', {}, title),
          element('span', { class: 'spoken' }, `, ${course(`state.${state}`)}`),
        ),
      );
    const sections = chapters.map(({ id, lessons: ids }) =>
      element(
        'section',
        {},
        element('h2', {}, course(`chapter.${id}`)),
        element(
          'ol',
          {},
          ...ids.map((lesson) =>
            entry(
              lesson,
              String(lessonOrder.indexOf(lesson) + 1),
              titleOf(lesson),
              lessonState(progress, lesson, questionCounts[lesson]),
            ),
          ),
        ),
      ),
    );
    const review = reviewState(progress, host.now().getTime());
    const focused = contents.contains(document.activeElement);
    fill(
      contents,
      element(
        'details',
        { class: 'contents-list', attributes: { open: '' } },
        element('summary', {}, course('contents')),
        ...sections,
        element(
          'section',
          {},
          element('h2', {}, course('chapter.end')),
          element(
            'ol',
            {},
            entry('challenge', '+', titleOf('challenge'), progress.attempts.length > 0 ? 'begun' : 'new'),
            entry(
              'review',
              '?',
              course(review === 'due' ? 'review.due' : 'review'),
              review === 'done' ? 'done' : 'new',
            ),
          ),
        ),
        element('p', { class: 'muted' }, course('stays')),
      ),
    );
    if (focused) contents.querySelector<HTMLElement>('[aria-current]')?.focus();
    if (narrow.matches) contents.querySelector('details')?.removeAttribute('open');
  }

  function titleOf(place: LessonId | 'challenge'): string {
    return words.find('lesson', `${place}.title`, {}) ?? place;
  }

  // ---- Files ----
  function fileName(): string {
    return progress.place === 'challenge' ? 'challenge.cnn' : fileNameOf(current?.id ?? 'one-channel');
  }

  function firstText(): string {
    return current?.text ?? '';
  }

  async function firstTextOf(name: string): Promise<string> {
    const id = lessonOrder.find((lesson) => fileNameOf(lesson) === name) ?? 'cheaper';
    return (await lessonOf(id)).text;
  }

  function textNow(): string {
    return texts.get(fileName()) ?? firstText();
  }

  function showFile(text: string): void {
    const isDone = current !== undefined && nextQuestion(progress, current) >= current.questions.length;
    fileView.show(fileName(), text, isDone || progress.place === 'challenge');
  }

  function openFile(): void {
    if (host.hasEditor) host.open(fileName(), firstText());
    showFile(textNow());
  }

  async function resetFile(): Promise<void> {
    if (!(await confirmed(course('reset.file'), course('reset'), course('cancel')))) return;
    host.write(fileName(), firstText());
    textChanged(fileName(), firstText());
    showFile(firstText());
  }

  function textChanged(name: string, text: string): void {
    texts.set(name, text);
    if (!host.hasEditor) {
      progress = { ...progress, files: { ...progress.files, [name]: text } };
      host.keep(progress);
    }
    if (name !== fileName()) return;
    window.clearTimeout(typing);
    typing = window.setTimeout(() => {
      if (text !== current?.text) open?.textChanged();
      if (current?.questions.some(({ kind }) => kind === 'edit') === true) void showPicture();
    }, typingPause);
  }

  host.listen((name, text) => textChanged(name, text));

  // ---- A lesson ----
  async function lessonOf(id: LessonId, form: 'lesson' | 'sister' = 'lesson'): Promise<Lesson> {
    const key = `${id} ${form}`;
    const made = lessons.get(key) ?? (await makeLesson(id, source, form));
    lessons.set(key, made);
    return made;
  }

  async function go(place: Place): Promise<void> {
    picture?.stop?.();
    open = undefined;
    keep({ ...progress, place });
    addresses?.shown(place);
    // A review has no file.
    columns.classList.toggle('no-file', host.hasEditor || place === 'review');
    asked.replaceChildren();
    placeFile();
    if (place === 'review') await showReview();
    else if (place === 'challenge') await showChallenge();
    else await showLesson(place);
    for (const scrolled of [main, columns]) scrolled.scrollTop = 0;
    main.querySelector('h1')?.focus();
  }

  const pictureBody = element('div', { class: 'picture-body' });
  const tools = element('div', { class: 'picture-tools' });
  const pictureArea = element(
    'section',
    { class: 'picture-area', aria: { label: course('picture') } },
    tools,
    pictureBody,
  );
  const asked = element('div', { class: 'asked' });
  /** The place of the file in a question, where the page has one column. */
  const fileInQuestion = element('div', { class: 'file-place' });

  /** Beside the lesson, or where it is asked for: what is typed, and what is said to it, are seen together. */
  function placeFile(): void {
    if (host.hasEditor) return;
    const place = narrow.matches && asked.contains(fileInQuestion) ? fileInQuestion : side;
    if (fileView.root.parentElement !== place) place.append(fileView.root);
    side.hidden = progress.place === 'review' || place !== side;
  }

  narrow.addEventListener('change', placeFile);

  async function showLesson(id: LessonId): Promise<void> {
    const lesson = await lessonOf(id);
    // Somebody may have gone on meanwhile.
    if (progress.place !== id) return;
    current = lesson;
    openFile();
    const index = lessonOrder.indexOf(id);
    const link = (place: LessonId | undefined, key: 'previous' | 'following'): HTMLElement | undefined =>
      place === undefined
        ? undefined
        : button(course(key, { title: titleOf(place) }), () => void go(place), { class: `plain ${key}` });
    fill(
      main,
      element('h1', { tabIndex: -1 }, titleOf(id)),
      element('p', { class: 'goal' }, words.find('lesson', `${id}.goal`, lesson.figures) ?? ''),
      pictureArea,
      asked,
      host.hasEditor
        ? element(
            'p',
            { class: 'beside' },
            button(course('open-file', { name: fileName() }), openFile),
            button(course('reset'), () => void resetFile(), { class: 'plain' }),
          )
        : undefined,
      element(
        'nav',
        { class: 'pager', aria: { label: course('pager') } },
        link(lessonOrder[index - 1], 'previous'),
        link(lessonOrder[index + 1], 'following'),
      ),
    );
    await showPicture();
    await ask();
  }

  async function showPicture(): Promise<void> {
    if (current === undefined) return;
    const lesson = current;
    picture?.stop?.();
    const made = await lessonPicture({ words, say: announce }, lesson, nextQuestion(progress, lesson), textNow());
    if (lesson !== current || made === undefined) return;
    picture = made;
    pictureArea.hidden = false;
    const { play } = made;
    const twin = button(isTable ? course('as-picture') : course('as-table'), () => toggleTable(), {
      aria: { pressed: isTable },
    });
    fill(tools, twin, play === undefined || isTable ? undefined : button(course('again'), play));
    fill(pictureBody, isTable ? made.table() : made.body);
  }

  function toggleTable(): void {
    isTable = !isTable;
    void showPicture().then(() => tools.querySelector('button')?.focus());
  }

  async function sistersBefore(lesson: Lesson): Promise<readonly Question[]> {
    const before = lessonOrder.slice(0, lessonOrder.indexOf(lesson.id));
    const made = await Promise.all(before.map((id) => lessonOf(id, 'sister')));
    return made.flatMap(({ questions }) => questions);
  }

  /** The questions that have an answer, and the first that has none; before the first of them one from an earlier lesson. */
  async function ask(focuses = false): Promise<void> {
    if (current === undefined) return;
    const lesson = current;
    const at = nextQuestion(progress, lesson);
    const lines = lesson.questions
      .slice(0, at)
      .map((question, index) =>
        answeredLine(words, question, progress.answered[question.id] as Answered, index === at - 1),
      );
    const earlier = warmUp(progress, lesson, at > 0 ? [] : await sistersBefore(lesson));
    if (lesson !== current) return;
    const question = earlier ?? lesson.questions[at];
    if (question === undefined) {
      const next = lessonOrder[lessonOrder.indexOf(lesson.id) + 1] ?? 'challenge';
      fill(
        asked,
        ...lines,
        element(
          'p',
          { class: 'opens' },
          course('opens', { feature: words.find('lesson', `${lesson.id}.opens`, {}) ?? '' }),
        ),
        button(course('following', { title: titleOf(next) }), () => void go(next), { class: 'primary' }),
      );
      placeFile();
      if (focuses) asked.querySelector<HTMLElement>('.primary')?.focus();
      return;
    }
    const id = earlier === undefined ? question.id : question.id + sisterMark;
    const number = { number: at + 1, count: lesson.questions.length };
    open = createQuestion({
      words,
      question,
      isSister: earlier !== undefined,
      file: question.kind === 'edit' ? fileInQuestion : undefined,
      heading:
        earlier !== undefined
          ? course('from-earlier')
          : question.kind === 'edit'
            ? course('question-in-file', number)
            : course('question-of', number),
      text: textNow,
      onAnswered: (answered) => {
        keep(withAnswer(progress, id, answered));
        showFile(textNow());
        void showPicture().then(() => {
          if (answered.state === 'right' && earlier === undefined) picture?.play?.();
        });
      },
      onNext: () => void ask(true),
    });
    fill(asked, ...lines, open.root);
    placeFile();
    if (focuses) open.focus();
    // A file that is right already, from another day.
    if (textNow() !== lesson.text) open.textChanged();
  }

  // ---- Review and challenge ----
  async function showReview(): Promise<void> {
    current = undefined;
    const made = await Promise.all(lessonOrder.map((id) => lessonOf(id, 'sister')));
    const all = made
      .flatMap(({ questions }) => questions)
      .filter(({ hasSister, kind }) => hasSister && kind !== 'edit');
    const again = openAgain(progress);
    const unsure = all.filter(({ id }) => again.includes(id));
    // One of each lesson first, then seconds.
    const rest = all
      .filter(({ id }) => !again.includes(id))
      .sort((a, b) => a.id.slice(-1).localeCompare(b.id.slice(-1)));
    const chosen = [...unsure, ...rest].slice(0, reviewed);
    let first = 0;
    const area = element('div', { class: 'asked' });
    fill(
      main,
      element('h1', { tabIndex: -1 }, course('review.ten')),
      unsure.length > 0 ? element('p', { class: 'goal' }, course('review.unsure')) : undefined,
      area,
    );
    const step = (index: number): void => {
      const question = chosen[index];
      if (question === undefined) {
        keep({ ...progress, reviewed: host.now().toISOString() });
        fill(
          area,
          element(
            'p',
            { tabIndex: -1, class: 'explanation' },
            course('review.result', { right: first, count: chosen.length }),
          ),
          element('p', { class: 'muted' }, course('review.again')),
        );
        (area.firstElementChild as HTMLElement).focus();
        return;
      }
      open = createQuestion({
        words,
        question,
        isSister: true,
        heading: `${course('question-of', { number: index + 1, count: chosen.length })}, ${course('sister')}`,
        text: () => '',
        onAnswered: (answered) => {
          if (answered.state === 'right' && answered.tries === 0) first++;
          keep(withAnswer(progress, question.id + sisterMark, answered));
        },
        onNext: () => step(index + 1),
      });
      fill(area, open.root);
      open.focus();
    };
    step(0);
  }

  async function showChallenge(): Promise<void> {
    current = await lessonOf('cheaper');
    openFile();
    fill(
      main,
      element('h1', { tabIndex: -1 }, titleOf('challenge')),
      element('p', { class: 'goal' }, words.find('lesson', 'challenge.goal', {}) ?? ''),
      createChallenge({
        words,
        source,
        text: textNow,
        now: () => host.now(),
        time: host.time && ((text) => host.time?.(fileName(), text)),
        copyLink: host.copyLink && ((text) => host.copyLink?.(fileName(), text)),
        attempts: () => progress.attempts,
        setAttempts: (attempts) => keep({ ...progress, attempts }),
        reopen: (text) => {
          host.write(fileName(), text);
          textChanged(fileName(), text);
          showFile(text);
        },
      }),
    );
  }

  // ---- Progress as a file ----
  /** Whether the text is one of ours. */
  function importProgress(text: string): boolean {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return false;
    }
    const read = progressFrom(value);
    if (read === undefined) return false;
    progress = read;
    texts.clear();
    for (const [name, file] of Object.entries(read.files)) texts.set(name, file);
    host.keep(progress);
    void go(progress.place);
    return true;
  }

  async function resetAll(): Promise<void> {
    if (!(await confirmed(course('reset.all'), course('reset'), course('cancel')))) return;
    // Files of an editor are its own, and are written anew.
    for (const [name] of texts) if (host.hasEditor) host.write(name, await firstTextOf(name));
    texts.clear();
    progress = noProgress;
    void go(noProgress.place);
  }

  page.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
    if (event.key === 't' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && current !== undefined)
      toggleTable();
  });

  addresses?.listen((place) => {
    if (isPlace(place) && place !== progress.place) void go(place);
  });
  void go(isPlace(addresses?.asked) ? addresses.asked : progress.place);
}
