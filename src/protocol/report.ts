/** What a report holds for its page: the answers that a preview would have of its host, as the messages in which they come. */

import type { HostMessage } from './messages';

export interface EmbeddedReport {
  readonly view: Extract<HostMessage, { type: 'view' }>;
  readonly memory: Extract<HostMessage, { type: 'memory' }>;
  /** By path; those that are not there were too many. */
  readonly explanations: Readonly<Record<string, Extract<HostMessage, { type: 'explanation' }>>>;
}
