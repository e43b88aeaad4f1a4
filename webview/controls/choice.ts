/** One of the things that a list, a switch or a row of tabs lets choose. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}
