/** Finnish. */
import type { Words } from './en';

export const fi: Words = {
  hint: 'Numero, summa tai tuote',
  none: 'Mikään kuitti ei sovi.',
  back_to: 'Haettu takaisin päivään {day}.',
  all: 'Kaikki kuitit käytiin läpi.',
  looking: 'Haetaan …',
  further: 'Hae kauempaa',
  close: 'Sulje haku',
  try: 'Esimerkiksi A-000123, 12,50 tai osa nimestä.',
};
