/** Finnish. */
import type { Words } from './en';

export const fi: Words = {
  title: 'Kuitit',
  park: 'Siirrä tämä odottamaan',
  park_named: 'Odottamaan nimellä',
  split: 'Jaa',
  none: 'Mikään ei odota. Odottava kuitti pysyy täällä, vaikka virta katkeaisi.',
  number: 'Kuitti {n}',
  name: 'Kuitin nimi',
  save_name: 'Odottamaan',
  rename: 'Nimi',
  merge: 'Lisää avoimeen',
  paid: '{amount} maksettu',
  choose: 'Valitse, mitkä siirtyvät.',
  pay_these: 'Maksa nämä nyt',
  park_these: 'Nämä odottamaan',
  move: 'Odottavaan kuittiin',
  where: 'Mihin kuittiin?',
  back: 'Takaisin',
  more: 'ja {count} muuta',
  fewer: 'yksi vähemmän: {name}',
  more_of: 'yksi lisää: {name}',
  hint: 'Napauta kuittia jatkaaksesi sitä. Avoin kuitti jää silloin odottamaan.',
  of: '{n}/{all}',
};
