/** The customer display: two lines of twenty glowing characters on a pole. */
import { say } from './bench';

export function CustomerDisplay({ lines }: { lines: [string, string] }) {
  return (
    <section class="thing display" aria-label={say('display')}>
      <div class="glass">
        {lines.map((line, row) => (
          <div class="glass-line" key={row} role="img" aria-label={line.trim()}>
            {Array.from(line.padEnd(20)).map((character, column) => (
              <span key={column}>{character}</span>
            ))}
          </div>
        ))}
      </div>
      <div class="pole" aria-hidden="true" />
    </section>
  );
}
