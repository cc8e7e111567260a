/** Finding items by name or barcode: folded once when the catalogue comes, then plain text search. */
import type { Item } from '../api/shapes';

/** Lower case without marks: `Äpfel` -> `apfel`, `Đậu` -> `dau`, `Weißkohl` -> `weisskohl`. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('ß', 'ss');
}

export type Index = readonly { item: Item; text: string }[];

export const indexed = (items: readonly Item[]): Index =>
  items.map((item) => ({ item, text: ` ${fold(item.name)} ${item.gtin ?? ''}` }));

/** Items that hold every word of the query; those where a word starts a word come first. */
export function found(index: Index, query: string): Item[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return index.map((entry) => entry.item);
  const first: Item[] = [];
  const then: Item[] = [];
  for (const { item, text } of index) {
    if (words.every((word) => text.includes(` ${word}`))) first.push(item);
    else if (words.every((word) => text.includes(word))) then.push(item);
  }
  return [...first, ...then];
}
