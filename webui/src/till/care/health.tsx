/** Every check a line: mark, name, and in plain words how it is and what to do. What asks for a person comes first. */
import type { HealthCheck, Level } from '../api/care';
import { LevelMark } from '../icons';
import { markOf, tell, tellCheck, tellName } from './tell';

const URGENCY: readonly Level[] = ['danger', 'attention', 'fine', 'unknown'];

function worstOf(checks: HealthCheck[]): 'danger' | 'attention' | 'fine' {
  if (checks.some((one) => one.level === 'danger')) return 'danger';
  return checks.some((one) => one.level === 'attention') ? 'attention' : 'fine';
}

function Line({ check }: { check: HealthCheck }) {
  return (
    <li class={`check ${check.level}`} data-testid={`check-${check.name}`} data-level={check.level}>
      <LevelMark level={markOf(check.level)} />
      <b>{tellName(check)}</b>
      <span>{tellCheck(check)}</span>
    </li>
  );
}

export function Health({ checks }: { checks: HealthCheck[] }) {
  const worst = worstOf(checks);
  const ordered = [...checks].sort((one, other) => URGENCY.indexOf(one.level) - URGENCY.indexOf(other.level));
  return (
    <section class="health">
      <header class={`health-sum ${worst}`} data-testid="health-sum" data-level={worst}>
        <LevelMark level={markOf(worst)} />
        <h1>{tell(`sum.${worst}`)}</h1>
        <p>{tell('sum.safe')}</p>
      </header>
      <ul>
        {ordered.map((one) => (
          <Line key={one.name} check={one} />
        ))}
      </ul>
    </section>
  );
}
