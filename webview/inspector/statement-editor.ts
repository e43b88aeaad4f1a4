/**
 * A small editor for one statement: the port between the panel and the bundle that Monaco is in (main.ts), which is loaded when
 * an editor is first opened.
 */

import type { StatementAnswer, StatementMark, StatementQuestion } from '../../src/protocol/statement';

export interface EditorParts {
  readonly container: HTMLElement;
  readonly text: string;
  /** Number of the first line. */
  readonly line: number;
  /** For screen readers. */
  readonly label: string;
  /** Null where no answer is to be had. */
  ask(question: StatementQuestion): Promise<StatementAnswer | null>;
  onChange(text: string): void;
  onApply(): void;
  onDiscard(): void;
}

export interface StatementEditor {
  readonly text: string;
  /** Another text, with which undoing begins anew. */
  show(text: string, line: number): void;
  mark(marks: readonly StatementMark[]): void;
  focus(): void;
  dispose(): void;
}

export type CreateStatementEditor = (parts: EditorParts) => StatementEditor;

/** What the bundle defines. */
export interface InspectorPage {
  inceptInspector?: CreateStatementEditor;
}

let loading: Promise<CreateStatementEditor> | undefined;

/**
 * Loads the bundle once; rejects where it cannot be had, after which it may be tried again. The page says where it lies, and lets
 * in no script without its nonce.
 */
export function loadInspector(): Promise<CreateStatementEditor> {
  loading ??= load().catch((problem: unknown) => {
    loading = undefined;
    throw problem;
  });
  return loading;
}

async function load(): Promise<CreateStatementEditor> {
  const app = document.getElementById('app');
  const { inspectorScript: script, inspectorStyle: style } = app?.dataset ?? {};
  if (script === undefined || style === undefined) throw new Error('the page has no address of the inspector');
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = style;
  const code = document.createElement('script');
  code.nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content ?? '';
  code.src = script;
  await Promise.all(
    [sheet, code].map(
      (part) =>
        new Promise((resolve, reject) => {
          part.addEventListener('load', resolve);
          part.addEventListener('error', () => reject(new Error(`${part.outerHTML} could not be loaded`)));
          document.head.append(part);
        }),
    ),
  );
  const create = (globalThis as InspectorPage).inceptInspector;
  if (create === undefined) throw new Error('the inspector did not start');
  return create;
}
