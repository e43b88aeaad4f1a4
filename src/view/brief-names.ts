/** Names as charts write them, where there is little room. */

/** Without what all names begin with, up to the last underscore of it: `inception_3a` is `3a`. */
export function briefNames(names: readonly string[]): (name: string) => string {
  const given = [...new Set(names)].filter((name) => name !== '');
  const [first = ''] = given;
  let length = given.length < 2 ? 0 : first.length;
  for (const name of given) while (!name.startsWith(first.slice(0, length))) length--;
  const cut = first.slice(0, length).lastIndexOf('_') + 1;
  return (name) => (name.length > cut ? name.slice(cut) : name);
}
