/** What an editor asks of the commands that are tools, and what it is answered. One question, one worker. */

export const toolForms = ['json', 'markdown', 'text'] as const;

/** The command's document for a model, or what it prints for people; not every command has all of them. */
export type ToolForm = (typeof toolForms)[number];

export interface ToolCall {
  readonly tool: string;
  /** As the tool's schema says; checked where it is read. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly form: ToolForm;
  /** The folder that paths are taken from, as an absolute path. */
  readonly folder: string;
  /** Of open documents, which hold over what is on disk. */
  readonly texts: readonly { readonly uri: string; readonly text: string }[];
  /** The language to answer in (BCP 47). */
  readonly locale: string;
  /** Whether git may be asked: what a repository's settings say is started by it. */
  readonly mayRunGit: boolean;
}

export interface ToolReply {
  readonly content: readonly string[];
  /** Nothing could be answered; the content says why. */
  readonly isError: boolean;
}
