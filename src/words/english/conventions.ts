/**
 * Texts with amounts of arithmetic, in each convention that a user can choose: in place of the rows of the same names, which
 * count multiplies. Multiplies and MACs are the same number, FLOPs are twice as many.
 */

import type { Text } from '../text';
import type { editor } from './editor';
import type { hover } from './hover';

interface Rows {
  readonly editor: Partial<Record<keyof typeof editor, unknown>>;
  readonly hover: Partial<Record<keyof typeof hover, unknown>>;
}

export const conventionRows = {
  multiplies: { editor: {}, hover: {} },
  macs: {
    editor: { multiplies: '{amount} MACs', 'summary.work': '{amount} MACs' },
    hover: {
      multiplies: 'MACs',
      'amount.multiplies': { by: 'count', one: '**{count}** MAC', other: '**{count}** MACs' },
      'places.each': '{each} MACs each',
      'places.each-and-together': '{each} MACs each, {together} together',
      'module.instances': {
        by: 'count',
        one: '{count} instance, {amount} MACs',
        other: '{count} instances, {amount} MACs each',
      },
      'layer.without-padding': {
        by: 'count',
        one: '{count} MAC without padding taps',
        other: '{count} MACs without padding taps',
      },
      'output.cost': { by: 'count', one: '{count} MAC leads to it.', other: '{count} MACs lead to it.' },
      'network.head-adds': '{shape}, +{amount} MACs',
    },
  },
  flops: {
    editor: { multiplies: '{amount} FLOPs', 'summary.work': '{amount} FLOPs' },
    hover: {
      multiplies: 'FLOPs',
      'amount.multiplies': { by: 'count', one: '**{count}** FLOP', other: '**{count}** FLOPs' },
      'places.each': '{each} FLOPs each',
      'places.each-and-together': '{each} FLOPs each, {together} together',
      'module.instances': {
        by: 'count',
        one: '{count} instance, {amount} FLOPs',
        other: '{count} instances, {amount} FLOPs each',
      },
      'layer.without-padding': {
        by: 'count',
        one: '{count} FLOP without padding taps',
        other: '{count} FLOPs without padding taps',
      },
      'output.cost': { by: 'count', one: '{count} FLOP leads to it.', other: '{count} FLOPs lead to it.' },
      'network.head-adds': '{shape}, +{amount} FLOPs',
    },
  },
} as const satisfies Readonly<Record<string, Rows>>;

type ConventionRows = typeof conventionRows;

/** What arithmetic is counted in; each is the name of a metric. */
export type CountedIn = keyof ConventionRows;

/** The rows of each convention in another language. */
export type TranslatedConventions = {
  readonly [Convention in CountedIn]: {
    readonly [Table in keyof ConventionRows[Convention]]: {
      readonly [Key in keyof ConventionRows[Convention][Table]]: Text;
    };
  };
};
