/** The code a box shows: eight letters and digits, written in two groups. */

const LENGTH = 8;

/** Only what counts: `k7qx m2pd` -> `K7QXM2PD`. */
export const plainCode = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, LENGTH);

/** As the box shows it: `K7QX-M2PD`. */
export function writeCode(text: string): string {
  const plain = plainCode(text);
  return plain.length > LENGTH / 2 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain;
}
