/** Finnish. */
import type { Words } from './en';

export const fi: Words = {
  title: 'Hinnastot',
  new: 'Uusi hinnasto',
  to_goods: 'Tuotteet',
  nothing:
    'Ei vielä hinnastoa. Tee se ennakkoon: sen hinnat tulevat voimaan itsestään, myös ilman internetiä.',
  choose: 'Valitse hinnasto vasemmalta tai tee uusi.',
  waiting: 'Odottaa',
  in_force: 'Voimassa',
  starts_at: '{when} alkaen',
  count: '{count} hintaa',
  name: 'Nimi',
  day: 'Mistä päivästä',
  time: 'Mistä kellonajasta',
  earlier: 'Aiemmin',
  later: 'Myöhemmin',
  percent: 'Muuta kaikki näkyvät',
  percent_hint: 'Tämän päivän hinnoista, pyöristettynä: {step}.',
  goods: 'Uudet hinnat',
  now_price: 'nyt {price}',
  back: 'Takaisin',
  save: 'Tallenna',
  remove: 'Poista tämä hinnasto',
  remove_sure: 'Poistetaanko varmasti?',
  history: 'Hinnasto on voimassa. Sen hinnat ovat tuotteilla; muuta siellä tai tee uusi hinnasto.',
};
