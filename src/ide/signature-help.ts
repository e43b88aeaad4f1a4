/** Signature help: the parameters of the layer or module whose call is open at the offset, with the active one. */

import type { SourceFile } from '../syntax/tree';
import type { Scene } from './scene';
import { type Signature, type SignatureParameter, signaturesAt, signatureText } from './signatures';
import { type OpenCall, openCallAt } from './typing';

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

/** One for each layer and module that the call may apply, none outside of calls. */
export function signatureHelp(scene: Scene, file: SourceFile, offset: number): readonly SignatureHelp[] {
  const call = openCallAt(file, offset);
  if (call === undefined) return [];
  return signaturesAt(scene, file, call.callee, call.calleeSpan.start).map((signature) => helpOf(signature, call));
}

function helpOf(signature: Signature, call: OpenCall): SignatureHelp {
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
