/** Finnish. */
import type { Words } from './en';

export const fi: Words = {
  title: 'Tarkista tallenteet',
  lead: 'Jokainen myynti ja kaikki muu, mitä tämä laite on tallentanut ensimmäisestä päivästään, kukin sidottuna edelliseen. Myynti jatkuu.',
  check: 'Tarkista kaikki',
  again: 'Tarkista uudelleen',
  export: 'Tallenna tikulle',
  running: 'Tarkistetaan, {done}/{of} tiedostoa …',
  sound: 'Kaikki {count} tallennetta ovat ehjiä, {first} – {last}.',
  failed: 'Tarkistus keskeytyi. Mitään ei muutettu. Yritä uudelleen.',
  damaged: 'Tallenteissa on vaurio.',
  'day.unknown': '{day}: päivän tallenteissa on vaurio; lukukelvottomien määrää ei tiedetä.',
  'day.readable': '{day}: vaurio, mutta jokainen tallenne on luettavissa.',
  'day.lost': {
    one: '{day}: yhtä tallennetta ei voi lukea.',
    other: '{day}: {count} tallennetta ei voi lukea.',
  },
  'day.none': 'Yksi päiväkirjan tiedosto on vaurioitunut; sen päivää ei voi tietää.',
  damaged_todo:
    'Tarkistus ei piilota eikä hävitä mitään. Kaikki luettava on tiedostossa, ja laite myy edelleen.',
  head: 'Viimeisen tallenteen sinetti',
  z: 'Viimeisin Z: {n}',
  hint: '”Tallenna tikulle” kirjoittaa kaiken luettavan kiinni olevalle tikulle: ZIP-tiedosto, jonka mikä tahansa tietokone avaa, salaamaton, mukana sivu, joka kertoo, miten sen voi tarkistaa ilman meitä.',
  'saved.saving': 'Tallennetaan … jätä tikku kiinni.',
  'saved.saved': 'Tallennettu nimellä {file}. Voit irrottaa tikun.',
  'saved.no_stick':
    'Tikkua ei löydy. Mitään ei tallennettu. Kytke USB-tikku (FAT tai exFAT) ja yritä uudelleen.',
  'saved.failed': 'Tallennus ei onnistunut. Muuta ei tapahtunut. Kokeile toista tikkua.',
  'saved.no_answer': 'Tällä laitteella ei ole tallentajaa. Asentaja voi: python -m appliance journal export.',
};
