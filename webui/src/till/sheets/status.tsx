/** Behind the pill: is my money safe, and how are printer and scale. */
import type { WordKey } from '../../shared/words';
import { LevelMark } from '../icons';
import { SheetFrame } from '../parts';
import * as state from '../state';
import { say, sayDay, sayStatus, sayWeight } from '../words';

function Row({ label, children }: { label: string; children: string }) {
  return (
    <div class="fact">
      <dt>{label}</dt>
      <dd class="figures">{children}</dd>
    </div>
  );
}

function scaleWords(): string {
  const { state: now, weight_g } = state.scale.value;
  if (now === 'none' || now === 'error') return say(`scale.${now}`);
  return `${sayWeight(weight_g ?? 0)} · ${say(`scale.${now}`)}`;
}

export function StatusSheet() {
  const now = state.status.value;
  const printer = state.printer.value;
  const help: WordKey = now.key === 'status.full' ? 'status.help.full' : `status.help.${now.level}`;
  const waiting = printer.queued > 0 ? ` · ${say('printer.queued', { count: printer.queued })}` : '';
  const low = printer.paper_low === true ? ` ${say('printer.paper_low')}` : '';
  const day = state.snapshot.value?.business_day;
  return (
    <SheetFrame name="status" title={say('status.title')}>
      <div class={`verdict ${now.level}`}>
        <LevelMark level={now.level} />
        <b>{sayStatus(now)}</b>
        <p>{say(help)}</p>
      </div>
      <dl class="facts">
        <Row label={say('status.printer')}>{say(`printer.${printer.state}`) + waiting + low}</Row>
        <Row label={say('status.scale')}>{scaleWords()}</Row>
        {day && <Row label={say('status.day')}>{sayDay(day)}</Row>}
      </dl>
    </SheetFrame>
  );
}
