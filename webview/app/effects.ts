/**
 * What an event has to tell the host, given the state before and after it. Pure, so that it is tested without either.
 */

import type { ViewMessage } from '../../src/protocol/messages';
import { wantedInsides } from './insides-wanted';
import { wantedLook } from './look-wanted';
import { type AppEvent, type AppState, explainedPath } from './state';
import { whatIfEffects } from './what-if-state';

export function effects(event: AppEvent, before: AppState, after: AppState): ViewMessage[] {
  const messages: ViewMessage[] = [];
  // It says what it has to say once what it waits for is there.
  if (after.waiting === event) return insidesWanted(before, after);
  switch (event.type) {
    case 'view':
    case 'viewPatch': {
      const { waiting } = before;
      if (event.type === 'viewPatch' && after.viewVersion !== event.version) messages.push({ type: 'needView' });
      if (waiting?.type === 'nodeSelected' && after.waiting === null) {
        messages.push({ type: 'select', node: after.selection }, ...revealed(after.selection, waiting.takeFocus));
      }
      break;
    }
    case 'networkChosen':
      messages.push({ type: 'setNetwork', network: event.network });
      break;
    case 'compareChosen':
      messages.push({ type: 'compare', with: event.with });
      break;
    case 'compareSwapped':
      messages.push({ type: 'swapCompare' });
      break;
    case 'compareEnded':
      messages.push({ type: 'endCompare' });
      break;
    case 'nodeSelected':
    case 'changeStepped':
    case 'nextFound':
      if (after.selection !== before.selection) messages.push({ type: 'select', node: after.selection });
      messages.push(...revealed(after.selection, event.type === 'nodeSelected' && event.takeFocus));
      break;
    case 'errorOpened':
      messages.push({ type: 'reveal', target: { kind: 'error', id: event.error }, takeFocus: true });
      break;
    case 'budgetOpened':
      messages.push({ type: 'reveal', target: { kind: 'budget', id: event.budget }, takeFocus: true });
      break;
    case 'fixChosen':
      messages.push({ type: 'applyFix', error: event.error, fix: event.fix });
      break;
    case 'statementAsked':
      messages.push({ type: 'askStatement', path: event.path, asked: event.asked, question: event.question });
      break;
    case 'statementApplied':
      messages.push({ type: 'applyStatement', path: event.path, text: event.text });
      break;
    case 'problemMet':
      messages.push({ type: 'problem', message: event.message });
      break;
    case 'cheaperChosen':
      messages.push({ type: 'applyCheaper', path: event.path, way: event.way });
      break;
    case 'runClicked':
    case 'imageStepped':
      messages.push({ type: 'run', options: after.run.options });
      break;
    case 'calibrateClicked':
      messages.push({ type: 'run', options: { ...after.run.options, calibrate: true } });
      break;
    case 'cancelClicked':
      messages.push({ type: 'cancelRun' });
      break;
    case 'imageClicked':
      messages.push({ type: 'chooseImage' });
      break;
    case 'weightsClicked':
      messages.push({ type: 'chooseWeights' });
      break;
    case 'weightsDropped':
      messages.push({ type: 'dropWeights' });
      break;
    case 'labelsClicked':
      messages.push({ type: 'chooseLabels' });
      break;
    case 'labelsDropped':
      messages.push({ type: 'dropLabels' });
      break;
    case 'imagesGiven':
      messages.push({ type: 'takeImages', images: event.images });
      break;
    case 'presetChosen':
      messages.push({ type: 'usePreset', preset: event.preset });
      break;
    case 'modelDropped':
      messages.push({ type: 'importModel', uri: event.uri });
      break;
    default:
      break;
  }
  // The Layer tab follows the selection and every edit while it is in front; the host is not asked for more.
  const path = after.tab === 'layer' ? explainedPath(after) : null;
  const isAsked = before.tab === 'layer' && explainedPath(before) === path && before.viewVersion === after.viewVersion;
  if (path !== null && !isAsked) {
    messages.push({ type: 'explain', path }, { type: 'statement', path });
    // What is written beside a broken text would be compared with less than the picture shows.
    if (after.view?.status !== 'broken') messages.push({ type: 'cheaper', path });
  }
  if (isMemoryWanted(after) && !(isMemoryWanted(before) && isSameMemory(before, after))) {
    messages.push({ type: 'memory', batch: after.memory.batch });
  }
  const question = after.tab === 'run' ? wantedLook(after) : null;
  const asked = before.tab === 'run' && before.run.finished === after.run.finished ? wantedLook(before) : null;
  if (question !== null && JSON.stringify(question) !== JSON.stringify(asked))
    messages.push({ type: 'lookInto', question });
  messages.push(...insidesWanted(before, after));
  messages.push(...whatIfEffects(event, before.whatIf, after.whatIf));
  if (asksControls(before, after)) messages.push({ type: 'askControls', path: explainedPath(after) });
  return messages;
}

function revealed(id: string | null, takeFocus: boolean): ViewMessage[] {
  return id === null ? [] : [{ type: 'reveal', target: { kind: 'node', id }, takeFocus }];
}

/** Once for the same bodies, as each view may bring less than is open. */
function insidesWanted(before: AppState, after: AppState): ViewMessage[] {
  const nodes = wantedInsides(after);
  const isWanted = nodes === null || nodes.length > 0;
  return isWanted && JSON.stringify(nodes) !== JSON.stringify(wantedInsides(before))
    ? [{ type: 'needInsides', nodes }]
    : [];
}

/** The steps of a broken text would not be those of the picture, which is the last good one. */
function isMemoryWanted({ tab, view }: AppState): boolean {
  return tab === 'memory' && view !== null && view.status !== 'broken';
}

function isSameMemory(before: AppState, after: AppState): boolean {
  return before.view === after.view && before.memory.batch === after.memory.batch;
}

/** While its tab is in front, for each picture and each selection. */
function asksControls(before: AppState, after: AppState): boolean {
  if (after.tab !== 'whatIf' || after.view === null) return false;
  // Another text may have the same view: the one that was tried out, once it is applied.
  return before.tab !== 'whatIf' || before.viewVersion !== after.viewVersion || before.selection !== after.selection;
}
