/** The takings by the hour: today in leaf green, last week in grey behind it, values on the bars. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Today } from './api/shapes';
import { type Bar, bars, shortAmount, shownHours } from './chart';
import { currency, language } from './state';
import { say, sayHour, sayMoney, sayWeekday } from './words';

const AXIS_PX = 26;
const LABEL_PX = 22;

/** The size of the place, followed when it changes. */
function useSize() {
  const place = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return { place, size };
}

function Column({ bar, base, isTight }: { bar: Bar; base: number; isTight: boolean }) {
  const middle = bar.x + bar.width / 2;
  const shown = bar.minor > 0 ? bar.height : bar.lastHeight;
  const value = shortAmount(
    bar.minor > 0 ? bar.minor : bar.lastMinor,
    currency.value.exponent,
    language.value,
  );
  const isDone = bar.isPast || bar.isNow;
  const side = isTight ? 2 : Math.min(10, bar.width * 0.18); // last week looks out behind today
  // Where last week looks out above, the value would stand on it: it goes inside the bar then.
  const isInside = bar.minor > 0 && bar.lastHeight > bar.height && bar.lastHeight < bar.height + LABEL_PX + 4;
  const room = bar.width - 2 * side;
  const fitsInside = bar.height > LABEL_PX + 6 && room >= value.length * (isTight ? 7.5 : 9);
  const y = isInside && fitsInside ? base - bar.height + 17 : base - shown - 6;
  return (
    <g>
      {bar.lastHeight > 0 && (
        <rect
          class={isDone ? 'bar-last' : 'bar-last ahead'}
          x={bar.x}
          y={base - bar.lastHeight}
          width={bar.width}
          height={bar.lastHeight}
          rx="5"
        />
      )}
      {bar.minor > 0 && (
        <rect
          class={bar.isNow ? 'bar now' : 'bar'}
          x={bar.x + side}
          y={base - bar.height}
          width={bar.width - 2 * side}
          height={bar.height}
          rx="5"
        />
      )}
      {shown > 0 && (
        <text
          class={`bar-value ${bar.minor > 0 ? '' : 'of-last'} ${isInside && fitsInside ? 'inside' : ''} ${isTight ? 'tight' : ''}`}
          x={middle}
          y={isInside && !fitsInside ? base - bar.lastHeight - 6 : y}
        >
          {value}
        </text>
      )}
      <text class={`bar-hour ${bar.isNow ? 'now' : ''} ${isTight ? 'tight' : ''}`} x={middle} y={base + 19}>
        {sayHour(bar.hour)}
      </text>
    </g>
  );
}

export function Hours({ now }: { now: Today }) {
  const { place, size } = useSize();
  const nowHour = new Date(Date.parse(now.clock_utc) + now.offset_min * 60_000).getUTCHours();
  const hours = shownHours(now.hours, nowHour);
  const weekday = sayWeekday(now.last_week.day);
  const high = Math.max(0, size.height - AXIS_PX - LABEL_PX);
  const drawn = bars(hours, nowHour, size.width, high);
  const base = size.height - AXIS_PX;
  const isTight = hours.length > 0 && size.width / hours.length < 44;
  return (
    <section class={`card hours ${hours.length ? '' : 'is-empty'}`} aria-labelledby="by-hour">
      <header class="card-head">
        <h2 id="by-hour">
          {say('today.by_hour')} <small>{currency.value.code}</small>
        </h2>
        <p class="legend" hidden={hours.length === 0}>
          <i class="key-now" />
          {say('today.legend_now')}
          {now.last_week.total_minor !== 0 && (
            <>
              <i class="key-last" />
              {say('today.legend_last', { weekday })}
            </>
          )}
        </p>
      </header>
      <div class="bars" ref={place}>
        {hours.length === 0 && <p class="muted">{say('today.no_hours')}</p>}
        {hours.length > 0 && size.width > 0 && (
          <svg
            class="figures"
            aria-hidden="true"
            width={size.width}
            height={size.height}
            viewBox={`0 0 ${size.width} ${size.height}`}
          >
            <line class="base" x1="0" x2={size.width} y1={base} y2={base} />
            {drawn.map((bar) => (
              <Column key={bar.hour} bar={bar} base={base} isTight={isTight} />
            ))}
          </svg>
        )}
      </div>
      <ul class="for-readers">
        {hours.map((one) => (
          <li key={one.hour}>
            {say('today.hour_row', {
              hour: sayHour(one.hour),
              amount: sayMoney(one.total_minor),
              last: sayMoney(one.last_week_minor ?? 0),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
