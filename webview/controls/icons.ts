/**
 * The panel's icons: 16 x 16 outlines in the colour of the text around them. They carry no meaning of their
 * own; every button that shows one has a label.
 */

const paths = {
  chevronDown: 'M4 6l4 4 4-4',
  chevronRight: 'M6 4l4 4-4 4',
  chevronLeft: 'M10 4l-4 4 4 4',
  search: 'M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM10 10l4 4',
  collapseAll: 'M5.5 2.5h8v8M2.5 5.5h8v8h-8zM4.5 9.5h4',
  expandAll: 'M5.5 2.5h8v8M2.5 5.5h8v8h-8zM4.5 9.5h4M6.5 7.5v4',
  zoomOut: 'M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zM10.3 10.3L14 14M5 7h4',
  zoomIn: 'M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0zM10.3 10.3L14 14M5 7h4M7 5v4',
  fit: 'M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3',
  play: 'M4.5 2.5l9 5.5-9 5.5z',
  stop: 'M4 4h8v8H4z',
  error: 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM6 6l4 4M10 6l-4 4',
  warning: 'M8 2l6.5 11.5h-13zM8 6.5v3.5M8 11.5v.5',
  check: 'M3 8.5l3.2 3.2L13 4.5',
  goTo: 'M3 8V4.5h8M8.5 2l2.5 2.5L8.5 7M3 8v5h10V9.5',
  close: 'M4 4l8 8M12 4l-8 8',
  export: 'M8 10V2.5M5 5.5l3-3 3 3M3 9v4.5h10V9',
  sortUp: 'M5 9.5l3-3 3 3',
  sortDown: 'M5 6.5l3 3 3-3',
  graph: 'M6 2.5h4v3h-4zM2.5 10.5h4v3h-4zM9.5 10.5h4v3h-4zM8 5.5v2.5M4.5 10.5V8h7v2.5',
  cost: 'M2.5 3h4M4.5 3v10M4.5 8h2M4.5 13h2M9 3h4.5M9 8h4.5M9 13h4.5',
  layer:
    'M13.4 4.6l-2.2 2.2-2-2 2.2-2.2a3.4 3.4 0 0 0-4.5 4.3L2.6 11.2a1.5 1.5 0 0 0 2.2 2.2l4.3-4.3a3.4 3.4 0 0 0 4.3-4.5z',
  up: 'M8 13V3.5M4 7.5l4-4 4 4',
  down: 'M8 3v9.5M4 8.5l4 4 4-4',
  compare: 'M4.5 3v8.5M2.5 9.5l2 2 2-2M11.5 13V4.5M9.5 6.5l2-2 2 2M7 3h2M7 13h2',
  swap: 'M13.5 5H3M5.5 2.5L3 5l2.5 2.5M2.5 11H13M10.5 8.5L13 11l-2.5 2.5',
  memory: 'M2.5 13.5h11M4 13.5V9h2v4.5M7 13.5V3h2v10.5M10 13.5V6.5h2v7',
  sliders:
    'M2 5h5M11 5h3M2 11h2M8 11h6M9 3.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6M6 9.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6',
  eye: 'M1.5 8s2.4-4 6.5-4s6.5 4 6.5 4s-2.4 4-6.5 4s-6.5-4-6.5-4zM8 6.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6',
  enlarge: 'M6 2.5H2.5V6M10 13.5h3.5V10M2.5 2.5l4 4M13.5 13.5l-4-4',
  reduce: 'M3 6.5h3.5V3M13 9.5H9.5V13M6.5 6.5l-4-4M9.5 9.5l4 4',
  add: 'M8 3v10M3 8h10',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  image: 'M2.5 3.5h11v9h-11zM2.5 11l3.5-3.5 2.5 2.5 2-2 3 3M10.5 6.2v.1',
} as const;

export type IconName = keyof typeof paths;

const svgNamespace = 'http://www.w3.org/2000/svg';

export function icon(name: IconName): SVGSVGElement {
  const drawing = document.createElementNS(svgNamespace, 'svg');
  drawing.setAttribute('viewBox', '0 0 16 16');
  drawing.setAttribute('class', `icon icon-${name}`);
  drawing.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('d', paths[name]);
  drawing.append(path);
  return drawing;
}
