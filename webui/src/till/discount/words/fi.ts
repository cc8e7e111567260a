/** Finnish. */
import type { Words } from './en';

export const fi: Words = {
  title_line: 'Alennus: {name}',
  title_ticket: 'Alennus kaikesta',
  percent: 'Prosentti',
  amount: 'Summa',
  give: 'Vähennä {value}',
  give_empty: 'Paljonko pois?',
  keep: 'Pidä {value} näppäimenä',
  forget: 'Poista näppäin {value}',
  back: 'Peru: {name}',
  plain: 'Alennus',
  presets: 'Yksi napautus riittää',
  given: 'Tähän mennessä annettu',
  coupons: 'Kupongit',
};
