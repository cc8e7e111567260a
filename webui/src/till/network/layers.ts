/** Which characters the keyboard of a password shows. Together they are all that a WPA password may hold. */

export type Shift = 'off' | 'once' | 'lock';

const SIGNS = ['1234567890', '!"#$%&\'()*+', ',-./:;<=>?@', '[\\]^_`{|}~'];

/** One tap is for one letter, a second keeps it, a third ends it. */
export const next = (shift: Shift): Shift => (shift === 'off' ? 'once' : shift === 'once' ? 'lock' : 'off');

export function layer(letters: readonly string[], hasSigns: boolean, shift: Shift): readonly string[] {
  if (hasSigns) return SIGNS;
  // `ß` has no capital that a router would know.
  return shift === 'off'
    ? letters
    : letters.map((row) => [...row].map((one) => (one === 'ß' ? one : one.toUpperCase())).join(''));
}
