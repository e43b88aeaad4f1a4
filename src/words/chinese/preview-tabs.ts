/** The table of english/preview-tabs, in Chinese. */

import type { previewTabs as english } from '../english/preview-tabs';
import type { Translation } from '../text';

export const previewTabs: Translation<typeof english> = {
  'tab.graph': '网络图',
  'tab.cost': '成本',
  'tab.layer': '层',
  'tab.whatIf': '假设',
  'tab.memory': '内存',
  'tab.run': '运行',
  'tab.compare': '比较',
};
