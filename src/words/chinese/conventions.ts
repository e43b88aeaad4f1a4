/** The rows of english/conventions, in Chinese. */

import type { TranslatedConventions } from '../english/conventions';

export const conventionRows: TranslatedConventions = {
  multiplies: { editor: {}, hover: {} },
  macs: {
    editor: { multiplies: '{amount} MACs', 'summary.work': '{amount} MACs' },
    hover: {
      multiplies: 'MACs',
      'amount.multiplies': '**{count}** MACs',
      'places.each': '每处 {each} MACs',
      'places.each-and-together': '每处 {each} MACs，共 {together}',
      'module.instances': {
        by: 'count',
        one: '{count} 个实例，{amount} MACs',
        other: '{count} 个实例，每个 {amount} MACs',
      },
      'layer.without-padding': '不含填充为 {count} MACs',
      'output.cost': '到它为止需要 {count} MACs。',
      'network.head-adds': '{shape}，+{amount} MACs',
    },
  },
  flops: {
    editor: { multiplies: '{amount} FLOPs', 'summary.work': '{amount} FLOPs' },
    hover: {
      multiplies: 'FLOPs',
      'amount.multiplies': '**{count}** FLOPs',
      'places.each': '每处 {each} FLOPs',
      'places.each-and-together': '每处 {each} FLOPs，共 {together}',
      'module.instances': {
        by: 'count',
        one: '{count} 个实例，{amount} FLOPs',
        other: '{count} 个实例，每个 {amount} FLOPs',
      },
      'layer.without-padding': '不含填充为 {count} FLOPs',
      'output.cost': '到它为止需要 {count} FLOPs。',
      'network.head-adds': '{shape}，+{amount} FLOPs',
    },
  },
};
