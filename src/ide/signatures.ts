/**
 * What can be written between the parentheses of a call: the parameters of a layer or module, with their defaults as
 * the language writes them and their documentation. Signature help, hover and completion share it.
 */

import type { Analysis, ModuleInScope } from '../analysis/analysis';
import { valueText } from '../base/message-text';
import type { FileId } from '../base/span';
import { takenBy } from '../ops/accept';
import { summaryOf } from '../ops/documentation';
import { formatValue } from '../ops/format-value';
import { isRequired, type Op, type OpParameter } from '../ops/op';
import { findCallable, parameterWords } from '../ops/registry';
import type { Parameter } from '../syntax/tree';
import type { EditorWords } from '../words/editor';
import { paragraphs } from './markdown';
import type { Scene } from './scene';
import { userMarkdown } from './user-markdown';

export interface SignatureParameter {
  readonly name: string;
  /** `stride = 1`; a required one is its name alone. */
  readonly label: string;
  /** What follows `=`; undefined for a required one. */
  readonly defaultText: string | undefined;
  readonly isRequired: boolean;
  /** Markdown. */
  readonly documentation: string;
  /** Words that it takes. */
  readonly words: readonly string[];
  /** For a layer's parameter. */
  readonly opParameter: OpParameter | undefined;
}

export interface Signature {
  readonly name: string;
  readonly parameters: readonly SignatureParameter[];
  /** Markdown. */
  readonly documentation: string;
  /** The layer, or the module that is called. */
  readonly target: { readonly op: Op } | { readonly module: ModuleInScope };
}

/** The layer or module that a name means in a file; a module wins over a layer of its name. */
export function signatureOf({ analysis, words }: Scene, file: FileId, callee: string): Signature | undefined {
  const module = analysis.modules.get(file)?.get(callee);
  if (module !== undefined) return moduleSignature(analysis, callee, module);
  const op = findCallable(callee);
  return op === undefined ? undefined : opSignature(op, words);
}

export function opSignature(op: Op, words: EditorWords): Signature {
  return {
    name: op.name,
    documentation: summaryOf(op, words),
    target: { op },
    parameters: op.parameters.map((parameter) => {
      const defaultText = parameter.defaultValue === undefined ? undefined : formatValue(parameter.defaultValue);
      return {
        name: parameter.name,
        label: labelOf(parameter.name, defaultText),
        defaultText,
        isRequired: isRequired(parameter),
        documentation: paragraphs(
          words.parameters(parameter.text),
          words.editor('parameter.takes', { values: valueText(takenBy(parameter), words.diagnostics) }),
        ),
        words: parameterWords(parameter),
        opParameter: parameter,
      };
    }),
  };
}

export function moduleSignature(analysis: Analysis, name: string, module: ModuleInScope): Signature {
  const text = analysis.files.get(module.file)?.text ?? '';
  return {
    name,
    documentation: userMarkdown(module.declaration.documentation),
    target: { module },
    parameters: module.declaration.parameters.map((parameter) => moduleParameter(text, parameter)),
  };
}

function moduleParameter(text: string, parameter: Parameter): SignatureParameter {
  const value = parameter.defaultValue;
  const defaultText = value === undefined ? undefined : text.slice(value.start, value.end).replace(/\s+/g, ' ');
  return {
    name: parameter.name.text,
    label: labelOf(parameter.name.text, defaultText),
    defaultText,
    isRequired: defaultText === undefined,
    documentation: '',
    words: [],
    opParameter: undefined,
  };
}

function labelOf(name: string, defaultText: string | undefined): string {
  return defaultText === undefined ? name : `${name} = ${defaultText}`;
}

/** `conv(filters, kernel, stride = 1)`. */
export function signatureText(signature: Signature): string {
  return `${signature.name}(${signature.parameters.map((parameter) => parameter.label).join(', ')})`;
}
