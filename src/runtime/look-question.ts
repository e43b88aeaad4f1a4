/** What a look into a layer of a run is asked for. */

/** What is looked at. */
export interface LookQuestion {
  /** Of a layer of the run. */
  readonly path: string;
  /** The first channel of the page of maps. */
  readonly from: number;
  /** The one that is shown large, and that `place` is in. */
  readonly channel: number;
  readonly place: LookPlace | null;
}

/** A value of a channel, and the place in its window whose products are listed; null for the one that counts most. */
export interface LookPlace {
  readonly row: number;
  readonly column: number;
  readonly tap: number | null;
}
