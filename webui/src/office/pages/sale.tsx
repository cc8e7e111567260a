/** One sale as on its receipt, down to the record that proves it. */
import type { Fact, Sale, SaleBody, SaleName } from '../api/shapes';
import { isSame } from '../deeds';
import { BackIcon, LevelMark } from '../icons';
import { Amount, Empty, Row, Waiting } from '../parts';
import { address, saleAddress } from '../route';
import { sale, trouble } from '../state';
import { say, sayExactMoment, sayMoney, sayNumber, sayRate, sayTender, sayWeight } from '../words';

function Receipt({ body }: { body: SaleBody }) {
  const tips = body.tenders.reduce((sum, tender) => sum + (tender.tip_minor ?? 0), 0);
  const change = body.tenders.reduce((sum, tender) => sum + (tender.change_minor ?? 0), 0);
  return (
    <section class="receipt">
      <ul class="receipt-lines">
        {body.lines.map((line) => (
          <li key={line.id}>
            <span class="line-name">
              {line.name}
              <small class="figures">
                {line.unit === 'kg' && line.weight_g !== null
                  ? `${sayWeight(line.weight_g)} × ${say('sale.per_kg', { amount: sayMoney(line.price_minor) })}`
                  : `${sayNumber(line.quantity)} × ${sayMoney(line.price_minor)}`}
                {line.tare_g ? ` · ${say('sale.tare', { weight: sayWeight(line.tare_g) })}` : ''}
              </small>
            </span>
            <Amount minor={line.amount_minor + (line.discount_minor ?? 0)} />
          </li>
        ))}
        {body.discounts?.map((one) => (
          <li key={one.id}>
            <span class="line-name">
              {one.label || say('sale.discount')}
              {one.kind === 'percent' && ` ${sayRate(one.value)}`}
            </span>
            <Amount minor={-one.amount_minor} />
          </li>
        ))}
      </ul>
      <dl class="receipt-sums">
        <div class="receipt-total">
          <dt>{say('sale.total')}</dt>
          <dd>
            <Amount minor={body.total_minor} />
          </dd>
        </div>
        {body.rounding_minor !== 0 && (
          <Row label={say('sale.rounding')}>{sayMoney(-body.rounding_minor)}</Row>
        )}
        {body.tenders.map((tender, at) => (
          <Row
            key={`${tender.kind}${at}`}
            label={[sayTender(tender.kind), tender.reference].filter(Boolean).join(' · ')}
          >
            {sayMoney(tender.given_minor ?? tender.amount_minor)}
          </Row>
        ))}
        {tips !== 0 && <Row label={say('sale.tip')}>{sayMoney(tips)}</Row>}
        {change !== 0 && <Row label={say('sale.change')}>{sayMoney(change)}</Row>}
        {body.staff_name && <Row label={say('sale.staff')}>{body.staff_name}</Row>}
        {body.taxes.map((tax) => (
          <Row key={`${tax.letter}${tax.rate_bp}`} label={say('sale.tax', { rate: sayRate(tax.rate_bp) })}>
            {sayMoney(tax.tax_minor)}
          </Row>
        ))}
      </dl>
    </section>
  );
}

/** Four signs a group, as people compare them. */
function Seal({ hash }: { hash: string }) {
  return <code class="seal">{hash.replace(/(.{8})(?=.)/g, '$1 ')}</code>;
}

function Proof({ fact }: { fact: Fact }) {
  const count = new TextEncoder().encode(fact.bytes).length;
  const place =
    fact.epoch === 1
      ? say('sale.place', { f: fact.f })
      : say('sale.place_epoch', { f: fact.f, epoch: fact.epoch });
  const verdict = fact.is_verified ? 'verified' : 'unverified';
  return (
    <section class="card proof" aria-labelledby="proof">
      <h2 id="proof">{say('sale.proof')}</h2>
      <div class={`verdict ${fact.is_verified ? 'safe' : 'danger'}`} data-testid="verdict">
        <LevelMark level={fact.is_verified ? 'safe' : 'danger'} />
        <b>{say(`sale.${verdict}`)}</b>
        <p>{say(`sale.${verdict}_why`)}</p>
      </div>
      <dl class="facts">
        <Row label={say('sale.place_label')}>{place}</Row>
        <Row label={say('sale.hash')}>
          <Seal hash={fact.hash} />
        </Row>
        <Row label={say('sale.previous')}>
          {fact.previous_hash === null ? '–' : <Seal hash={fact.previous_hash} />}
        </Row>
      </dl>
      <details class="bytes">
        <summary data-testid="bytes">
          {say('sale.bytes')} <small class="figures">{say('sale.bytes_count', { count })}</small>
        </summary>
        <pre>{fact.bytes}</pre>
      </details>
    </section>
  );
}

function Found({ now }: { now: Sale }) {
  return (
    <div class="sale">
      <section class="card paper">
        <Amount minor={now.total_minor} class="large" />
        <p class="muted">{now.stall}</p>
        <Receipt body={now.body} />
      </section>
      <div class="sale-side">
        <section class="card">
          <dl class="facts">
            <Row label={say('sale.at')}>{sayExactMoment(now.at_utc, now.offset_min)}</Row>
            {now.of_number !== null && (
              <Row label={say('sale.of')}>
                <a href={saleAddress({ box_id: now.box_id, number: now.of_number })}>{now.of_number}</a>
              </Row>
            )}
            {now.body.reason && <Row label={say('sale.reason')}>{now.body.reason}</Row>}
            {now.refunds.map((one) => (
              <Row key={one.number} label={say('sale.refunds')}>
                <a href={saleAddress({ box_id: now.box_id, number: one.number })}>{one.number}</a>{' '}
                {sayMoney(one.total_minor)}
              </Row>
            ))}
            <Row label={say('sale.received')}>{sayExactMoment(now.received_utc, now.offset_min)}</Row>
          </dl>
        </section>
        <Proof fact={now.fact} />
      </div>
    </div>
  );
}

export function SalePage({ of }: { of: SaleName }) {
  const now = sale.value && isSame(sale.value, of) ? sale.value : null;
  return (
    <>
      <header class="page-head">
        <a class="icon-key" href={address('sales')} aria-label={say('app.back')} data-testid="back">
          <BackIcon />
        </a>
        <h1>{say('sale.title', { number: of.number })}</h1>
      </header>
      {now && <Found now={now} />}
      {!now && (trouble.value ? <Empty title={say('sale.unknown')} /> : <Waiting />)}
    </>
  );
}
