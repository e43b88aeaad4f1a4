/** Signature help: the parameters of the layer or module whose call is open at the offset, with the active one. */

import type { SourceFile } from '../syntax/tree';
import type { Scene } from './scene';
import { type SignatureParameter, signatureOf, signatureText } from './signatures';
import { openCallAt } from './typing';

export interface SignatureHelp {
  readonly label: string;
  /** Markdown. */
  readonly documentation: string;
  readonly parameters: readonly SignatureParameter[];
  /** Start and end of each parameter in the label. */
  readonly parameterSpans: readonly (readonly [number, number])[];
  /** Index into `parameters`; undefined past the last one, or for a name that is none. */
  readonly active: number | undefined;
}

export function signatureHelp(scene: Scene, file: SourceFile, offset: number): SignatureHelp | undefined {
  const call = openCallAt(file, offset);
  if (call === undefined) return undefined;
  const signature = signatureOf(scene, file.file, call.callee);
  if (signature === undefined) return undefined;
  const { parameters } = signature;
  const byName = parameters.findIndex((parameter) => parameter.name === call.name);
  const active = call.name !== undefined ? byName : call.index;
  const spans: [number, number][] = [];
  let at = signature.name.length + 1;
  for (const parameter of parameters) {
    spans.push([at, at + parameter.label.length]);
    at += parameter.label.length + 2;
  }
  return {
    label: signatureText(signature),
    documentation: signature.documentation,
    parameters,
    parameterSpans: spans,
    active: active >= 0 && active < parameters.length ? active : undefined,
  };
}
