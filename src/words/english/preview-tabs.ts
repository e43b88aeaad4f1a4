/** Names of the preview's tabs, which a page around it may have in its own row. */

export const previewTabs = {
  'tab.graph': 'Graph',
  'tab.cost': 'Cost',
  'tab.layer': 'Layer',
  'tab.whatIf': 'What if',
  'tab.memory': 'Memory',
  'tab.run': 'Run',
  'tab.compare': 'Compare',
} as const;
