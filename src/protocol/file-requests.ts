/**
 * What a server asks its client for that has no disk of its own (a worker of a browser), or none of that kind (a folder that another
 * extension of the editor provides): the port of the workspace, message by message.
 */

import { eitherOf, type Guard, isFlag, isNumber, isText, listOf, oneOf, orNull, shaped } from '../base/guard';
import {
  type FileEnding,
  type FileProblem,
  fileEndings,
  largestText,
  type PlainFileProblem,
} from '../workspace/file-system';
import { type Request, request } from './requests';

/** Why there is no answer, in place of one. */
export interface Unanswered {
  readonly problem: FileProblem;
}

/** Text of a file; null where there is none. */
export interface FileText {
  readonly text: string | null;
}

/** The same place with links followed; null where there is none. */
export interface FilePlace {
  readonly uri: string | null;
}

export interface FileList {
  readonly uris: readonly string[];
}

const place = { uri: isText };

/** A request to the client, and a guard for what it is answered. */
export interface FileRequest<P, R> extends Request<P, R | Unanswered> {
  readonly isAnswer: Guard<R>;
}

const isProblem: Guard<FileProblem> = eitherOf(
  shaped<PlainFileProblem>({ kind: oneOf('missing', 'folder', 'special', 'denied', 'parent', 'encoding') }),
  eitherOf(
    shaped<Extract<FileProblem, { limit: number }>>({ kind: oneOf('large'), limit: isNumber }),
    shaped<Extract<FileProblem, { reason: string }>>({ kind: oneOf('other'), reason: isText }),
  ),
);

export const isUnanswered = shaped<Unanswered>({ problem: isProblem });

/** A design may be longer than what `isText` lets through. */
const isFileText: Guard<string> = (value): value is string => typeof value === 'string' && value.length <= largestText;

export const fileRequests = {
  text: {
    ...request<{ uri: string }, FileText | Unanswered>('files/text', place),
    isAnswer: shaped<FileText>({ text: orNull(isFileText) }),
  },
  place: {
    ...request<{ uri: string }, FilePlace | Unanswered>('files/place', place),
    isAnswer: shaped<FilePlace>({ uri: orNull(isText) }),
  },
  list: {
    ...request<{ uri: string; isAll: boolean; ending: FileEnding }, FileList | Unanswered>('files/list', {
      uri: isText,
      isAll: isFlag,
      ending: oneOf(...fileEndings),
    }),
    isAnswer: shaped<FileList>({ uris: listOf(isText) }),
  },
} as const;
