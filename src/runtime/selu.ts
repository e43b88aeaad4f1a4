/** The constants of the self-normalizing unit, whose fixed point has mean 0 and variance 1 (Klambauer et al. 2017). */

export const seluAlpha = 1.6732632423543772;
export const seluScale = 1.0507009873554805;
