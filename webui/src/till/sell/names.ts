/**
 * Names on narrow keys: how wide the longest word is, and where a word too long for any key may be folded.
 * The box's browsers bring no dictionaries for hyphens, so that a rule of thumb has to do.
 */

/** A word wider than this, in em, would need type too small to read in the sun. */
const WIDEST_EM = 7.2;
/** What two lines of a narrow tile hold for sure. */
const TWO_LINES_EM = 10.5;
const SOFT_HYPHEN = '\u00ad';

/** The width of a letter in hundredths of an em: near enough to keep words in one piece. */
function letterWidth(letter: string): number {
  if (letter === SOFT_HYPHEN) return 0;
  if (/[ijlI.,'’|]/.test(letter)) return 29;
  if (/[ftr()-]/.test(letter)) return 40;
  if (/[mwMW%&]/.test(letter)) return 90;
  return /\p{Lu}/u.test(letter) ? 70 : 60;
}

const width = (word: string): number =>
  [...word.normalize('NFC')].reduce((sum, letter) => sum + letterWidth(letter), 0) / 100;

/** A fold before a consonant and its vowel, the one nearest to the middle: `Erdbeer-marmelade`. */
function fold(word: string): string {
  if (width(word) <= WIDEST_EM) return word;
  const syllable = /(?:sch|[cpt]h|ck|g[nl]|qu|[b-df-hj-np-tv-xzß])[aeiouyäöüàèéìòù]/giu;
  const places = [...word.matchAll(syllable)]
    .map((match) => match.index)
    .filter((at) => at >= 3 && at <= word.length - 3);
  const middle = word.length / 2;
  places.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || b - a);
  const at = places[0];
  return at === undefined ? word : word.slice(0, at) + SOFT_HYPHEN + word.slice(at);
}

/** The name with a fold in each word too long for one line; a number stays with its unit: `5 kg`. */
export const foldable = (name: string): string =>
  name.replace(/[^\s-]+/g, fold).replace(/(\d) (?=\p{L}{1,3}(?: |$))/gu, '$1\u00a0');

/** Two lines of a narrow tile are not enough for this name. */
export const isLong = (name: string): boolean => width(name) > TWO_LINES_EM;

/** The width of the widest piece in em; the style sheet chooses type in which it fits on one line. */
export const widestWord = (name: string): number => Math.max(...name.split(/[ \u00ad]|(?<=-)/).map(width));
