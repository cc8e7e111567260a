/** A radio that does not know its country is switched off: the rules of sending differ from one to the next. */
import type { ComponentChildren } from 'preact';
import { language } from '../state';
import { say } from '../words';
import { tell, tellCountry } from './tell';

const COUNTRIES = (
  'AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IN IS IT JP KR LI LT LU LV MT MX NL NO NZ PH PL ' +
  'PT RO SE SG SI SK TH TW US VN ZA'
).split(' ');

type Props = {
  /** The one to begin with: chosen before, or the box's own. */
  proposed: string;
  /** Why it is asked; there is a way back where the radio works already. */
  more: string;
  onChoose: (country: string) => void;
  onBack?: () => void;
  below?: ComponentChildren;
};

export function Country({ proposed, more, onChoose, onBack, below }: Props) {
  const compare = new Intl.Collator(language.value).compare;
  const rest = COUNTRIES.filter((code) => code !== proposed)
    .map((code) => ({ code, name: tellCountry(code) }))
    .sort((a, b) => compare(a.name, b.name));
  const all = proposed === '' ? rest : [{ code: proposed, name: tellCountry(proposed) }, ...rest];
  return (
    <section class="wifi-country" data-testid="wifi-country">
      <header class="wifi-head">
        <div>
          <h1>{tell('off.title')}</h1>
          <p class="muted">{more}</p>
        </div>
        {onBack && (
          <button type="button" class="key" data-testid="wifi-back" onClick={onBack}>
            {say('app.back')}
          </button>
        )}
      </header>
      <div class="wifi-countries">
        {all.map(({ code, name }) => (
          <button
            key={code}
            type="button"
            class={`key ${code === proposed ? 'strong' : ''}`}
            data-testid={`country-${code}`}
            onClick={() => onChoose(code)}
          >
            {name}
          </button>
        ))}
      </div>
      {below}
    </section>
  );
}
