/** UTF-16 code units. More is no text that a person wrote, and its tree would fill the memory. */
export const longestText = 2 ** 23;
