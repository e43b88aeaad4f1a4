/**
 * What can be written between the parentheses of a call: the parameters of a layer or module, with their defaults as
 * the language writes them and their documentation. Signature help, hover and completion share it.
 */

import type { Analysis, ModuleInScope } from '../analysis/analysis';
import { valueText } from '../base/message-text';
import type { FileId } from '../base/span';
import { callableOf } from '../graph/evaluate';
import type { NameMeaning } from '../graph/name-meaning';
import { takenBy } from '../ops/accept';
import { summaryOf } from '../ops/documentation';
import { formatAttribute, formatValue } from '../ops/format-value';
import { isRequired, type Op, type OpParameter, type Value } from '../ops/op';
import { findCallable, parameterWords } from '../ops/registry';
import type { Parameter, SourceFile } from '../syntax/tree';
import { isDefinition, nodesAt } from '../syntax/tree-walk';
import type { EditorWords } from '../words/editor';
import { boundValues, type Declared, declarationOf } from './bound-values';
import { inlineCode, paragraphs } from './markdown';
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

/**
 * What a call of the name at a place may apply: that of each value which a parameter, constant or loop variable has, with
 * the arguments in it as defaults; else the layer or module of that name.
 */
export function signaturesAt(scene: Scene, file: SourceFile, callee: string, start: number): readonly Signature[] {
  const values = valueSignatures(scene, file, callee, start);
  if (values.length > 0) return values;
  const own = signatureOf(scene, file.file, callee);
  return own === undefined ? [] : [own];
}

/** What a call of a parameter, constant or loop variable may apply; none where it holds nothing that can be called. */
export function valueSignatures(scene: Scene, file: SourceFile, name: string, start: number): readonly Signature[] {
  const meaning = scene.analysis.names.get(file.file)?.get(start);
  if (meaning?.kind !== 'parameter' && meaning?.kind !== 'constant' && meaning?.kind !== 'variable') return [];
  const declared = declarationOf(scene, meaning) ?? { file, start };
  const values = new Map<string, Value>();
  for (const { value } of boundValues(scene, declared, meaning)) values.set(formatValue(value), value);
  if (values.size > 0) return [...values.values()].flatMap((value) => valueSignature(scene, name, value) ?? []);
  // In a module that nothing calls its default says what it may be.
  const written = defaultName(declared, meaning);
  const signature = written === undefined ? undefined : signatureOf(scene, declared.file.file, written);
  return signature === undefined ? [] : [{ ...signature, name }];
}

/** The layer or module that the default of a parameter names, with or without arguments. */
function defaultName({ file, start }: Declared, { kind }: NameMeaning): string | undefined {
  if (kind !== 'parameter') return undefined;
  const owner = nodesAt(file, start).find(isDefinition);
  const value = owner?.parameters.find(({ name }) => name.start === start)?.defaultValue;
  if (value?.kind === 'call-expression') return value.callee.text;
  return value?.kind === 'name' ? value.name.text : undefined;
}

/** A layer or module as a value, called by the name that stands for it. */
function valueSignature(scene: Scene, name: string, value: Value): Signature | undefined {
  const callable = callableOf(value);
  if (callable === undefined) return undefined;
  const isLayer = callable.kind === 'layer';
  const signature = isLayer
    ? opSignature(callable.op, scene.words)
    : moduleSignature(scene.analysis, name, {
        file: callable.module.scope.file.file,
        declaration: callable.module.declaration,
      });
  const givenText = ({ name, opParameter }: SignatureParameter): string | undefined => {
    if (!isLayer) return callable.given.has(name) ? formatValue(callable.given.get(name)) : undefined;
    const isGiven = opParameter !== undefined && Object.hasOwn(callable.given, name);
    return isGiven ? formatAttribute(opParameter, callable.given[name]) : undefined;
  };
  return {
    ...signature,
    name,
    parameters: signature.parameters.map((parameter) => withDefault(parameter, givenText(parameter))),
    documentation: paragraphs(inlineCode(formatValue(value)), signature.documentation),
  };
}

function withDefault(parameter: SignatureParameter, text: string | undefined): SignatureParameter {
  if (text === undefined) return parameter;
  return { ...parameter, label: labelOf(parameter.name, text), defaultText: text, isRequired: false };
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
  return declaredSignature(analysis.files.get(module.file)?.text ?? '', name, module);
}

/** @param text Of the module's file. */
export function declaredSignature(text: string, name: string, module: ModuleInScope): Signature {
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
