/** Who works at the stalls, and their hours. Somebody who left can be forgotten: sales and hours stay, the name goes. */
import { signal } from '@preact/signals';
import { forgetPerson } from '../api/office';
import type { PersonOf, Stint, Worker } from '../api/shapes';
import { attempt, look, tell } from '../deeds';
import { asHours, hoursTable } from '../hours-table';
import { BackIcon } from '../icons';
import { Dialog, Empty, Waiting } from '../parts';
import { address } from '../route';
import { hours, hoursOf, people } from '../state';
import { say, sayDay, sayHeard, sayTime } from '../words';

const forgetting = signal<PersonOf | null>(null);
const close = () => {
  forgetting.value = null;
};

/** Without a name, the end of the id tells one from another. */
const nameOf = (one: Worker): string => one.name ?? say('people.nameless', { id: one.staff_id.slice(-4) });

function Person({ of }: { of: PersonOf }) {
  return (
    <tr data-testid={`person-${of.name ?? of.staff_id}`}>
      <td>
        {nameOf(of)}
        <small>
          {of.is_active && of.role ? say(`people.role.${of.role}`) : say('people.gone')}
          <span class="narrow-only">
            {' '}
            · {of.stall}
            {of.seen_utc !== null && ` · ${sayHeard(of.seen_utc)}`}
          </span>
        </small>
      </td>
      <td class="wide-only">{of.stall}</td>
      <td class="wide-only">{of.seen_utc === null ? '–' : sayHeard(of.seen_utc)}</td>
      <td class="right">{of.sales}</td>
      <td class="right">
        {of.name !== null && (
          <button
            type="button"
            class="key"
            data-testid={`forget-${of.name}`}
            onClick={() => {
              forgetting.value = of;
            }}
          >
            {say('people.forget')}
          </button>
        )}
      </td>
    </tr>
  );
}

function List({ list }: { list: readonly PersonOf[] }) {
  if (list.length === 0)
    return (
      <Empty title={say('people.none')}>
        <p>{say('people.none_why')}</p>
      </Empty>
    );
  return (
    <section class="card table-card">
      <table class="table figures" data-testid="people-table">
        <thead>
          <tr>
            <th scope="col">{say('people.who')}</th>
            <th scope="col" class="wide-only">
              {say('sales.stall')}
            </th>
            <th scope="col" class="wide-only">
              {say('people.seen')}
            </th>
            <th scope="col" class="right">
              {say('nav.sales')}
            </th>
            <th scope="col" aria-label={say('people.forget')} />
          </tr>
        </thead>
        <tbody>
          {list.map((one) => (
            <Person key={`${one.box_id}/${one.staff_id}`} of={one} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ForgetSheet({ of }: { of: PersonOf }) {
  const forget = async () => {
    close();
    if (await attempt(() => forgetPerson(of.box_id, of.staff_id))) tell(say('people.forgotten'));
  };
  return (
    <Dialog name="forget" title={say('people.forget_sure', { name: nameOf(of) })} onClose={close}>
      <p>{say('people.forget_why')}</p>
      {of.is_active && <p>{say('people.forget_first')}</p>}
      <div class="keys">
        <button type="button" class="key danger" data-testid="forget-sure" onClick={() => void forget()}>
          {say('people.forget')}
        </button>
        <button type="button" class="key" onClick={close}>
          {say('app.cancel')}
        </button>
      </div>
    </Dialog>
  );
}

function Day({
  name,
  value,
  onDay,
}: {
  name: 'since' | 'until';
  value: string;
  onDay: (day: string) => void;
}) {
  return (
    <label class="hours-day">
      <span>{say(`hours.${name}`)}</span>
      <input
        type="date"
        data-testid={`hours-${name}`}
        value={value}
        onChange={(event) => event.currentTarget.value && onDay(event.currentTarget.value)}
      />
    </label>
  );
}

const sayWent = (one: Stint): string =>
  one.went_utc === null ? say('hours.open') : sayTime(one.went_utc, one.offset_min);

function HoursOf() {
  const now = hours.value;
  if (now === null) return <Waiting />;
  const ask = (change: { since?: string; until?: string }) => {
    hoursOf.value = { since: now.since, until: now.until, ...change };
    void look();
  };
  const head = [
    say('hours.day'),
    say('sales.stall'),
    say('people.who'),
    say('hours.came'),
    say('hours.went'),
    say('hours.minutes'),
  ];
  const table = `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${hoursTable(head, now.stints)}`)}`;
  return (
    <>
      <div class="hours-of">
        <Day name="since" value={now.since} onDay={(since) => ask({ since })} />
        <Day name="until" value={now.until} onDay={(until) => ask({ until })} />
        <a class="key" href={table} download={`hours-${now.since}-${now.until}.csv`} data-testid="hours-csv">
          {say('hours.csv')}
        </a>
      </div>
      {now.stints.length === 0 ? (
        <p class="muted">{say('hours.none')}</p>
      ) : (
        <section class="card table-card">
          <table class="table figures" data-testid="hours-table">
            <thead>
              <tr>
                <th scope="col">{say('people.who')}</th>
                <th scope="col">{say('hours.came')}</th>
                <th scope="col">{say('hours.went')}</th>
                <th scope="col" class="right">
                  {say('hours.title')}
                </th>
              </tr>
            </thead>
            <tbody>
              {now.sums.map((one) => (
                <tr key={`${one.box_id}/${one.staff_id}`} class="hours-sum">
                  <td>
                    <b>{nameOf(one)}</b>
                    <small>{one.stall}</small>
                  </td>
                  <td colSpan={2}>{say('hours.sum')}</td>
                  <td class="right">
                    <b>{asHours(one.minutes)}</b>
                  </td>
                </tr>
              ))}
              {now.stints.map((one) => (
                <tr key={`${one.box_id}/${one.staff_id}/${one.came_utc}`}>
                  <td>
                    {nameOf(one)}
                    <small>{sayDay(one.day)}</small>
                  </td>
                  <td>{sayTime(one.came_utc, one.offset_min)}</td>
                  <td>{sayWent(one)}</td>
                  <td class="right">{one.minutes === null ? '–' : asHours(one.minutes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

export function PeoplePage() {
  const list = people.value;
  return (
    <>
      <header class="page-head">
        <a class="icon-key" href={address('boxes')} aria-label={say('app.back')} data-testid="back">
          <BackIcon />
        </a>
        <h1>{say('people.title')}</h1>
      </header>
      {list === null ? <Waiting /> : <List list={list} />}
      <header class="page-head">
        <h2>{say('hours.title')}</h2>
      </header>
      <HoursOf />
      {forgetting.value && <ForgetSheet of={forgetting.value} />}
    </>
  );
}
