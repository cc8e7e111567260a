/** Printer and scale in a few words each. */
import * as state from '../state';
import { say, sayWeight } from '../words';

export function sayScale(): string {
  const { state: now, weight_g } = state.scale.value;
  if (now === 'none' || now === 'error') return say(`scale.${now}`);
  return `${sayWeight(weight_g ?? 0)} · ${say(`scale.${now}`)}`;
}

export function sayPrinter(): string {
  const { state: now, queued, paper_low } = state.printer.value;
  const waiting = queued > 0 ? ` · ${say('printer.queued', { count: queued })}` : '';
  return say(`printer.${now}`) + waiting + (paper_low === true ? ` ${say('printer.paper_low')}` : '');
}
