/** What the file on the card asked for and did not get: by name, with what would be allowed. */
import { go, known } from './deeds';
import { tell, tellRefusal } from './tell';

export function Card() {
  const refusals = known.value?.refusals ?? [];
  return (
    <section class="plain card-page" data-testid="welcome-card">
      <div>
        <h1>{tell('card.title')}</h1>
        <p>{tell('card.lead')}</p>
      </div>
      <dl class="refused">
        {refusals.map((one) => (
          <div key={`${one.key} ${one.code}`}>
            <dt>{one.key}</dt>
            <dd>{tellRefusal(one)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="main-key" data-testid="welcome-go-on" onClick={() => go('network')}>
        {tell('next')}
      </button>
    </section>
  );
}
