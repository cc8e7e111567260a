/** The day: what is in the drawer, what moves it, and the way home. */
import { useEffect } from 'preact/hooks';
import type { ShiftNow } from '../api/day';
import { SheetNow } from '../sheets/sheet-now';
import * as state from '../state';
import { Strips } from '../strips';
import { sayDay, sayMoment, sayMoney } from '../words';
import { AmountStep } from './amount';
import { CountStep } from './count';
import * as desk from './desk';
import { XStep, ZStep } from './reports';
import { tell } from './tell';

const go = (step: desk.Step) => () => {
  desk.step.value = step;
};

function Key({ name, onTap, children }: { name: string; onTap: () => void; children: string }) {
  return (
    <button
      type="button"
      class="key"
      data-testid={`day-${name}`}
      disabled={desk.isBusy.value}
      onClick={onTap}
    >
      {children}
    </button>
  );
}

/** What stays open when one goes home; none of it keeps anybody. */
function Matters({ now }: { now: ShiftNow }) {
  const lines = [
    ...(state.lines.value.length > 0 ? [tell('matter_ticket')] : []),
    ...(now.parked > 0 ? [tell('matter_parked', { count: now.parked })] : []),
    ...(now.waiting_receipts > 0 ? [tell('matter_waiting', { count: now.waiting_receipts })] : []),
    ...(now.unprinted > 0 ? [tell('matter_print', { count: now.unprinted })] : []),
    ...(now.unconfirmed !== null ? [tell('matter_question', { number: now.unconfirmed })] : []),
  ];
  return (
    <div class="day-matters" data-testid="day-matters">
      <h2>{tell('matters')}</h2>
      {lines.length === 0 ? <p>{tell('all_done')}</p> : lines.map((line) => <p key={line}>{line}</p>)}
    </div>
  );
}

function Open({ now }: { now: ShiftNow }) {
  const isOld = state.snapshot.value?.shift.is_old ?? false;
  return (
    <>
      <header>
        <h1>{tell('opened_day', { n: now.n })}</h1>
        <p>
          {now.opened_utc !== null && tell('open_since', { time: sayMoment(now.opened_utc, now.offset_min) })}{' '}
          · {tell('float', { amount: sayMoney(now.float_minor) })}
          {!now.is_counted && ` (${tell('not_counted')})`}
        </p>
        {isOld && now.day !== null && <p class="day-old">{tell('old', { day: sayDay(now.day) })}</p>}
      </header>
      <div class="day-keys">
        <Key name="pay_in" onTap={go('pay_in')}>
          {tell('pay_in')}
        </Key>
        <Key name="pay_out" onTap={go('pay_out')}>
          {tell('pay_out')}
        </Key>
        <Key name="safe_drop" onTap={go('safe_drop')}>
          {tell('safe_drop')}
        </Key>
        <Key name="no_sale" onTap={() => void desk.move('no_sale', 0, '')}>
          {tell('no_sale')}
        </Key>
        <Key name="x-key" onTap={() => void desk.showX()}>
          {tell('x')}
        </Key>
      </div>
      <Matters now={now} />
      <div class="day-close">
        <button type="button" class="key" data-testid="day-close" onClick={() => void desk.close(null, null)}>
          {tell('without')}
        </button>
        <button type="button" class="main-key" data-testid="day-count" onClick={go('count')}>
          {tell('count')}
        </button>
      </div>
    </>
  );
}

function NotOpen({ now }: { now: ShiftNow }) {
  return (
    <>
      <header>
        <h1>{tell('none')}</h1>
        <p>{tell('none_why', { amount: sayMoney(now.left_minor) })}</p>
      </header>
      <div class="day-keys">
        <Key name="pay_in" onTap={go('pay_in')}>
          {tell('pay_in')}
        </Key>
        <Key name="no_sale" onTap={() => void desk.move('no_sale', 0, '')}>
          {tell('no_sale')}
        </Key>
      </div>
      <span class="gap" />
      <button type="button" class="main-key" data-testid="day-open" onClick={go('open')}>
        {tell('open')}
      </button>
    </>
  );
}

function Days() {
  return (
    <section class="day-days">
      <h2>{tell('days')}</h2>
      {desk.days.value.length === 0 && <p class="hint">{tell('days_empty')}</p>}
      {desk.days.value.map((row) => (
        <button
          key={row.n}
          type="button"
          class="receipt-row"
          data-testid={`z-${row.n}`}
          onClick={() => void desk.showZ(row.n)}
        >
          <span class="figures">
            <b>Z {row.n}</b> {sayMoment(row.at_utc, row.offset_min)}
          </span>
          <b class="figures">{sayMoney(row.turnover_minor)}</b>
          <small data-testid="z-state" data-place={row.state}>
            {tell(row.state)}
          </small>
          <small class="figures">{row.difference_minor ? sayMoney(row.difference_minor) : ''}</small>
        </button>
      ))}
    </section>
  );
}

function Home({ now }: { now: ShiftNow }) {
  return (
    <div class="day-home">
      <section class="day-now">{now.is_open ? <Open now={now} /> : <NotOpen now={now} />}</section>
      <Days />
    </div>
  );
}

export function DayScreen() {
  const waiting = state.waitingSales.value;
  const printer = state.printer.value;
  useEffect(() => void desk.look(), [waiting, printer]);
  useEffect(
    () => () => {
      desk.step.value = 'home';
    },
    [],
  );
  const { step, now, report, closed } = desk;
  return (
    <main class="day" data-testid="day-screen">
      {now.value && step.value === 'home' && <Home now={now.value} />}
      {step.value === 'count' && <CountStep />}
      {step.value === 'x' && report.value && <XStep of={report.value} />}
      {step.value === 'z' && closed.value && <ZStep of={closed.value} />}
      {(step.value === 'open' ||
        step.value === 'pay_in' ||
        step.value === 'pay_out' ||
        step.value === 'safe_drop') && <AmountStep key={step.value} of={step.value} />}
      <SheetNow />
      <Strips />
    </main>
  );
}
