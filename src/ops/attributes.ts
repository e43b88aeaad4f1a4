/**
 * Reads a layer's accepted attributes in the form its rules compute with. An argument that is missing or
 * was wrong reads as unknown; it is reported elsewhere.
 */

import type { Dim, Pads, Pair } from './dim';
import type { Attributes, LayerValue, Padding } from './op';

const UNKNOWN_PAIR: Pair = [undefined, undefined];
const UNKNOWN_PADS: Pads = [undefined, undefined, undefined, undefined];

export function numberOf(attributes: Attributes, name: string): Dim {
  const value = attributes[name];
  return typeof value === 'number' ? value : undefined;
}

export function booleanOf(attributes: Attributes, name: string): boolean | undefined {
  const value = attributes[name];
  return typeof value === 'boolean' ? value : undefined;
}

export function wordOf(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === 'string' ? value : undefined;
}

export function pairOf(attributes: Attributes, name: string): Pair {
  const value = attributes[name];
  return Array.isArray(value) && value.length === 2 ? (value as unknown as Pair) : UNKNOWN_PAIR;
}

export function padsOf(attributes: Attributes, name: string): Pads {
  const value = attributes[name];
  return Array.isArray(value) && value.length === 4 ? (value as unknown as Pads) : UNKNOWN_PADS;
}

export function paddingOf(attributes: Attributes, name: string): Padding | undefined {
  const value = attributes[name];
  if (value === 'same') return 'same';
  return Array.isArray(value) && value.length === 4 ? (value as unknown as Pads) : undefined;
}

/** An optional argument that is not given; another one stands in its place. */
export function isAbsent(attributes: Attributes, name: string): boolean {
  return attributes[name] === null;
}

/** The layer given, null for `none`, undefined where it is unknown. */
export function layerOf(attributes: Attributes, name: string): LayerValue | null | undefined {
  const value = attributes[name];
  if (value === null) return null;
  return typeof value === 'object' && 'kind' in value ? value : undefined;
}
