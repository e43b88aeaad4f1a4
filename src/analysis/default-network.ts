/** Which network of a file is meant where nobody names one; the same on every surface. */

import type { Analysis, NetworkAnalysis } from './analysis';

/** The last one, which is built from what stands above it. */
export function defaultNetwork({ networks }: Pick<Analysis, 'networks'>): NetworkAnalysis | undefined {
  return networks.at(-1);
}
