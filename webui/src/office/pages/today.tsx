/** Today: the takings first, what needs a person, the day by the hour, the stalls, and sales as they come in. */
import type { Need, Today } from '../api/shapes';
import { isSame } from '../deeds';
import { Hours } from '../hours';
import { ForwardIcon, LevelMark } from '../icons';
import { Amount, Waiting } from '../parts';
import { address, saleAddress } from '../route';
import { freshSale, today } from '../state';
import { say, sayDay, sayMoney, sayNeed, sayNumber, sayPercent, sayTime, sayWeekday } from '../words';
import { StallList } from './stalls';

function Compare({ now }: { now: Today }) {
  const before = now.last_week.until_now_minor;
  const weekday = sayWeekday(now.last_week.day);
  const time = sayTime(now.clock_utc, now.offset_min);
  if (now.last_week.total_minor === 0) return <p>{say('today.no_last', { weekday })}</p>;
  const then = say('today.then', { amount: sayMoney(before), total: sayMoney(now.last_week.total_minor) });
  if (before === 0) return <p>{then}</p>;
  const isLike = Math.abs(now.total_minor - before) * 200 < before; // less than half a percent
  const key = isLike ? 'same' : now.total_minor > before ? 'more' : 'less';
  const percent = sayPercent(now.total_minor, before);
  return (
    <div class="compare">
      <p class={key}>
        <b>{say(`today.${key}`, { percent, weekday, time })}</b>
      </p>
      <p class="muted">{then}</p>
    </div>
  );
}

function Takings({ now }: { now: Today }) {
  return (
    <section class="card takings">
      <div class="takings-sum">
        <h2>{say('today.takings')}</h2>
        <Amount minor={now.total_minor} class="huge" />
        <Compare now={now} />
      </div>
      <dl class="sums">
        <div>
          <dt>{say('today.sales')}</dt>
          <dd class="figures">{sayNumber(now.sales)}</dd>
        </div>
        <div>
          <dt>{say('today.average')}</dt>
          <dd>
            <Amount minor={now.average_minor} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

const WHERE: Record<Need['kind'], string> = {
  quarantine: address('aside'),
  fork: address('boxes'),
  silent: address('boxes'),
  enrolment: address('boxes', 'connect'),
  revoked: address('aside'),
};

function Needs({ needs }: { needs: Need[] }) {
  if (needs.length === 0) return null;
  return (
    <section class="card needs" aria-labelledby="needs">
      <h2 id="needs">{say('today.needs')}</h2>
      <ul>
        {needs.map((need) => (
          <li key={`${need.kind} ${JSON.stringify(need.params)}`}>
            <a href={WHERE[need.kind] ?? address('boxes')} data-testid={`need-${need.kind}`}>
              <LevelMark level={need.kind === 'fork' ? 'danger' : 'waiting'} />
              <span>
                <b>{sayNeed(need)}</b>
                {need.kind in WHERE && <small>{say(`need.${need.kind}_do`)}</small>}
              </span>
              <ForwardIcon />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Latest({ now }: { now: Today }) {
  return (
    <section class="card latest" aria-labelledby="latest">
      <header class="card-head">
        <h2 id="latest">{say('today.latest')}</h2>
        {now.latest.length > 0 && <a href={address('sales')}>{say('today.all_sales')}</a>}
      </header>
      {now.latest.length === 0 && <p class="muted">{say('today.no_latest')}</p>}
      <ul>
        {now.latest.map((row) => (
          <li key={`${row.box_id}/${row.number}`} class={isSame(row, freshSale.value) ? 'fresh' : ''}>
            <a href={saleAddress(row)} data-testid={`latest-${row.number}`}>
              <time class="figures">{sayTime(row.at_utc, row.offset_min)}</time>
              <span class="latest-stall">
                {row.stall} <small class="figures">{row.number}</small>
              </span>
              <Amount minor={row.total_minor} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function TodayPage() {
  const now = today.value;
  if (now === null) return <Waiting />;
  return (
    <>
      <header class="page-head">
        <h1>{sayDay(now.day)}</h1>
        <p class={`pill ${now.needs.length ? 'waiting' : 'safe'}`} data-testid="needs-pill">
          <LevelMark level={now.needs.length ? 'waiting' : 'safe'} />
          {now.needs.length ? say('today.needs_count', { count: now.needs.length }) : say('today.no_needs')}
        </p>
      </header>
      <div class="today">
        <div class="today-main">
          <Takings now={now} />
          <Hours now={now} />
        </div>
        <div class="today-side">
          <Needs needs={now.needs} />
          <section class="card stalls" aria-labelledby="stalls">
            <h2 id="stalls">{say('today.stalls')}</h2>
            <StallList stalls={now.stalls.filter((stall) => !stall.is_revoked)} />
          </section>
          <Latest now={now} />
        </div>
      </div>
    </>
  );
}
