/** Finnish. */
import type { Words } from './en';

export const fi: Words = {
  title: 'Tarkista tallenteet',
  lead: 'Jokainen myynti ja kaikki muu, mitä tämä laite on tallentanut ensimmäisestä päivästään, kukin sidottuna edelliseen. Myynti jatkuu.',
  check: 'Tarkista kaikki',
  again: 'Tarkista uudelleen',
  export: 'Ota kaikki mukaan',
  running: 'Tarkistetaan, {done}/{of} tiedostoa …',
  sound: 'Kaikki {count} tallennetta ovat ehjiä, {first} – {last}.',
  damaged: 'Tallenteissa on vaurio: {files}.',
  damaged_todo:
    'Tarkistus ei piilota eikä hävitä mitään. Kaikki luettava on tiedostossa, ja laite myy edelleen.',
  head: 'Viimeisen tallenteen sinetti',
  z: 'Viimeisin Z: {n}',
  hint: '”Ota kaikki mukaan” tallentaa tiedoston puhelimen tai kannettavan selaimella. Laitteen omalla näytöllä ei ole paikkaa tiedostoille.',
};
