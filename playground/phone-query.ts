/** Where the page is laid out for a hand: upright, or on its side. */
export const phoneQuery = '(max-width: 700px), (max-height: 480px)';
