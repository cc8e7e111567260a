/** X on the screen, and a closed day with its paper. */
import type { ComponentChildren } from 'preact';
import type { Report, ShiftDetail } from '../api/day';
import { sayMoney } from '../words';
import * as desk from './desk';
import { tell } from './tell';

const home = () => {
  desk.step.value = 'home';
};

function Line({
  label,
  children,
  isStrong,
}: {
  label: string;
  children: ComponentChildren;
  isStrong?: boolean;
}) {
  return (
    <div class={isStrong ? 'is-strong' : ''}>
      <dt>{label}</dt>
      <dd class="figures">{children}</dd>
    </div>
  );
}

export function XStep({ of }: { of: Report }) {
  const cash = of.tenders.find((one) => one.kind === 'cash');
  const others = of.tenders.filter((one) => one.kind !== 'cash');
  const tips = of.tenders.reduce((sum, one) => sum + one.tips_minor, 0);
  return (
    <section class="day-report" data-testid="day-x">
      <h1>{tell('x')}</h1>
      <dl>
        <Line label={tell('sales', { count: of.sales.count })}>{sayMoney(of.sales.total_minor)}</Line>
        <Line label={tell('x_refunds', { count: of.refunds.count })}>{sayMoney(of.refunds.total_minor)}</Line>
        <Line label={tell('x_discounts')}>{sayMoney(-of.discount_minor)}</Line>
        <Line label={tell('x_turnover')} isStrong>
          {sayMoney(of.turnover_minor)}
        </Line>
        {others.map((one) => (
          <Line key={one.kind} label={tell(`x_${one.kind}`)}>
            {sayMoney(one.amount_minor)}
          </Line>
        ))}
        {of.rounding_minor !== 0 && <Line label={tell('x_rounding')}>{sayMoney(-of.rounding_minor)}</Line>}
        {tips !== 0 && <Line label={tell('x_tips')}>{sayMoney(tips)}</Line>}
        <Line label={tell('x_float')}>{sayMoney(of.float_minor)}</Line>
        <Line label={tell('x_cash')}>{sayMoney((cash?.amount_minor ?? 0) + (cash?.tips_minor ?? 0))}</Line>
        <Line label={tell('pay_in')}>{sayMoney(of.moves.pay_in_minor)}</Line>
        <Line label={tell('pay_out')}>{sayMoney(of.moves.pay_out_minor)}</Line>
        <Line label={tell('safe_drop')}>{sayMoney(of.moves.safe_drop_minor)}</Line>
        {of.expected_minor !== null && (
          <Line label={tell('x_expected')} isStrong>
            {sayMoney(of.expected_minor)}
          </Line>
        )}
      </dl>
      {of.expected_minor === null && (
        <p class="muted" data-testid="x-blind">
          {tell('x_blind')}
        </p>
      )}
      <div class="two-keys">
        <button type="button" class="key" data-testid="day-back" onClick={home}>
          {tell('back')}
        </button>
        {of.expected_minor === null && (
          <button type="button" class="key" data-testid="x-expected" onClick={() => void desk.showExpected()}>
            {tell('x_expected')}
          </button>
        )}
        <button type="button" class="key" data-testid="x-print" onClick={() => void desk.printX()}>
          {tell('print')}
        </button>
      </div>
    </section>
  );
}

export function ZStep({ of }: { of: ShiftDetail }) {
  const off = of.difference_minor;
  const verdict =
    off === null
      ? tell('uncounted')
      : off === 0
        ? tell('exact')
        : tell(off > 0 ? 'over' : 'short', { amount: sayMoney(Math.abs(off)) });
  return (
    <section class="day-z" data-testid="day-z">
      <div class="day-side">
        <h1>{tell('z', { n: of.n })}</h1>
        <p class={`day-verdict ${off ? 'is-off' : ''}`} data-testid="day-verdict">
          {verdict}
        </p>
        <p class="muted">{tell(of.state)}</p>
        <span class="gap" />
        <button type="button" class="key" data-testid="z-copy" onClick={() => void desk.copyZ(of.n)}>
          {tell('copy')}
        </button>
        <button type="button" class="main-key" data-testid="z-done" onClick={home}>
          {tell('done')}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by a keyboard */}
      <div class="paper-roll" tabIndex={0}>
        <pre class="paper" data-testid="z-paper">
          {of.paper.join('\n')}
        </pre>
      </div>
    </section>
  );
}
